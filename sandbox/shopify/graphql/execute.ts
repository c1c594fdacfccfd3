import { execute, getNamedType, GraphQLError } from "graphql";
import type { ExecutionResult, GraphQLFieldResolver, GraphQLResolveInfo } from "graphql";
import type { Access, AdminSchema, PreparedDocument } from "../schema";
import { bulkMutation, bulkQueries } from "./bulk";
import type { BulkRunner } from "./bulk";
import { connection } from "./connection";
import type { PageArguments } from "./connection";
import type { Context } from "./context";
import { countQueries } from "./count-queries";
import { idempotent } from "./idempotency";
import { fulfillmentOrderMutations, parcelMutations } from "./order-mutations";
import { queries } from "./queries";
import { requestMutations } from "./request-mutations";
import { stockMutations } from "./stock-mutations";

const rootValue: Record<string, unknown> = {
  ...queries, ...countQueries, ...bulkQueries, ...fulfillmentOrderMutations, ...parcelMutations, ...requestMutations,
  ...Object.fromEntries(Object.entries(stockMutations).map(([name, resolve]) => [name, idempotent(name, resolve)])),
};

/** A missing ability of the sandbox must be loud: never a silent null. */
const resolveField: GraphQLFieldResolver<unknown, Context> = (...[source, args, context, info]) => {
  const value = (source as Record<string, unknown>)[info.fieldName];
  if (typeof value === "function") return (value as (...given: unknown[]) => unknown).call(source, args, context, info);
  if (value === undefined && !(info.fieldName in (source as object))) throw new GraphQLError(`The sandbox does not play ${info.parentType.name}.${info.fieldName}.`);
  return value;
};

export interface Question {
  schema: AdminSchema;
  prepared: PreparedDocument;
  variables: Record<string, unknown>;
  operationName: string | null;
  context: Context;
}

/** Runs a validated document. A token that lacks a scope gets ACCESS_DENIED at the field, and other data beside it (Admin API: FulfillmentOrder). */
export function run({ schema, prepared, variables, operationName, context }: Question): ExecutionResult {
  const covered = prepared.needs.every((scopes) => scopes.some((scope) => context.scopes.has(scope)));
  const result = execute({
    schema: schema.schema, document: prepared.document, rootValue: { ...rootValue, bulkOperationRunQuery: bulkMutation(bulkRunner(schema, context)) }, contextValue: context, variableValues: variables, operationName,
    fieldResolver: covered ? resolveField : guarded(schema),
  });
  if (result instanceof Promise) throw new Error("sandbox: resolvers must be synchronous");
  return result;
}

/** Runs what a bulk query is made of with the rights of whoever asked for it. */
const bulkRunner = (schema: AdminSchema, context: Context): BulkRunner => ({
  problemOf(text) {
    const answer = schema.prepare(text);
    return answer.ok ? null : answer.errors[0]?.message ?? "Invalid query.";
  },
  run(text, variables) {
    const answer = schema.prepare(text);
    return answer.ok ? run({ schema, prepared: answer.prepared, variables, operationName: null, context }) : { errors: [{}] };
  },
});

function guarded(schema: AdminSchema): GraphQLFieldResolver<unknown, Context> {
  const lacks = (access: Access | undefined, context: Context) => access !== undefined && !access.scopes.some((scope) => context.scopes.has(scope));
  const denied = (access: Access, info: GraphQLResolveInfo) => new GraphQLError(`Access denied for ${info.fieldName} field. Required access: ${access.words}`, {
    extensions: { code: "ACCESS_DENIED", documentation: "https://shopify.dev/api/usage/access-scopes", requiredAccess: access.words },
  });
  return (...[source, args, context, info]) => {
    const returned = getNamedType(info.returnType).name;
    // Without a fulfillment order scope lists are simply empty (Admin API: FulfillmentOrder, 6.10).
    if (returned === "FulfillmentOrderConnection" && lacks(schema.typeAccess.get("FulfillmentOrder"), context)) return connection([], args as PageArguments, { keyOf: () => 0, view: (entry) => entry });
    const onField = schema.fieldAccess.get(`${info.parentType.name}.${info.fieldName}`);
    if (onField && lacks(onField, context)) throw denied(onField, info);
    const onType = schema.typeAccess.get(returned);
    // The nodes of a list that was emptied above are none, and so denied to nobody.
    if (onType && lacks(onType, context) && info.parentType.name !== "FulfillmentOrderConnection") throw denied(onType, info);
    return resolveField(source, args, context, info);
  };
}
