import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import {
  buildClientSchema, DirectiveLocation, extendSchema, getNamedType, GraphQLDirective, isEnumType, parse, TypeInfo, validate, visit, visitWithTypeInfo,
} from "graphql";
import type { DocumentNode, GraphQLError, GraphQLSchema, IntrospectionQuery, OperationDefinitionNode } from "graphql";
import { requestedCost } from "./graphql/cost";

/** Where `scripts/fetch-shopify-schema.mjs` puts Shopify's published Admin introspection. */
export const SCHEMA_FILE = fileURLToPath(new URL("../../.cache/shopify/admin_2026-07.json.gz", import.meta.url));
const DOCUMENTS_KEPT_MAX = 500;

export interface Access {
  /** Any one of these suffices. */
  scopes: string[];
  words: string;
}

/** A document that was parsed and validated once. */
export interface PreparedDocument {
  document: DocumentNode;
  operations: OperationDefinitionNode[];
  /** Every scope set that some field of the document needs. */
  needs: string[][];
  cost(variables: Record<string, unknown>, operationName: string | null): number;
}

export interface AdminSchema {
  schema: GraphQLSchema;
  /** By `Type.field`. */
  fieldAccess: ReadonlyMap<string, Access>;
  typeAccess: ReadonlyMap<string, Access>;
  /** By topic as the schema's enumeration names it (`topicName`), the scopes of which any one suffices. */
  topicScopes: ReadonlyMap<string, readonly string[]>;
  /** Cached by text. */
  prepare(text: string): { ok: true; prepared: PreparedDocument } | { ok: false; errors: readonly GraphQLError[] };
}

interface AccessItem { type: "type" | "field"; typeName: string; fieldName?: string; requiredAccess?: string; offlineScopes?: string[] }
interface SchemaFile { data?: IntrospectionQuery; offline_scopes?: { items?: AccessItem[] } }

export const hasSchema = (file = SCHEMA_FILE): boolean => existsSync(file);

/** Throws with the command to run when the file is missing. */
export function loadSchema(file = SCHEMA_FILE): AdminSchema {
  if (!existsSync(file)) throw new Error(`Shopify's Admin schema is missing at ${file}. Run: node scripts/fetch-shopify-schema.mjs`);
  const parsed = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as SchemaFile;
  const introspection = parsed.data ?? (parsed as unknown as IntrospectionQuery);
  const schema = withIdempotent(buildClientSchema(introspection, { assumeValid: true }));
  const { fieldAccess, typeAccess } = readAccess(parsed.offline_scopes?.items ?? []);
  const kept = new Map<string, PreparedDocument>();
  const prepare: AdminSchema["prepare"] = (text) => {
    const known = kept.get(text);
    if (known) return { ok: true, prepared: known };
    const answer = prepareDocument({ schema, fieldAccess, typeAccess }, text);
    if (!answer.ok) return answer;
    if (kept.size >= DOCUMENTS_KEPT_MAX) kept.clear();
    kept.set(text, answer.prepared);
    return answer;
  };
  return { schema, fieldAccess, typeAccess, topicScopes: readTopicScopes(schema), prepare };
}

/** `@idempotent(key:)` on fields: mandatory for stock since 2026-04 (Admin API: inventory quantities). */
function withIdempotent(schema: GraphQLSchema): GraphQLSchema {
  const known = schema.getDirective("idempotent");
  if (known instanceof GraphQLDirective && known.locations.includes(DirectiveLocation.FIELD)) return schema;
  return extendSchema(schema, parse("directive @idempotent(key: String!) on FIELD"), { assumeValid: true });
}

function readAccess(items: readonly AccessItem[]) {
  const fieldAccess = new Map<string, Access>();
  const typeAccess = new Map<string, Access>();
  for (const item of items) {
    if (!item.offlineScopes?.length) continue;
    const access = { scopes: item.offlineScopes, words: item.requiredAccess ?? "" };
    if (item.type === "type") typeAccess.set(item.typeName, access);
    else fieldAccess.set(`${item.typeName}.${item.fieldName}`, access);
  }
  return { fieldAccess, typeAccess };
}

/** The schema says at each topic what it requires: `ORDERS_CREATE` needs `read_orders` or another. */
function readTopicScopes(schema: GraphQLSchema): ReadonlyMap<string, readonly string[]> {
  const topics = schema.getType("WebhookSubscriptionTopic");
  const scopes = new Map<string, readonly string[]>();
  if (!isEnumType(topics)) return scopes;
  for (const { name, description } of topics.getValues()) scopes.set(name, (/Requires[^:]*?(?:scopes: |the )(.*)$/s.exec(description ?? "")?.[1] ?? "").match(/(?:read|write)_[a-z_]+/g) ?? []);
  return scopes;
}

/** `fulfillment_orders/moved` as the schema's enumeration writes it. */
export const topicName = (topic: string): string => topic.toUpperCase().replace("/", "_");

type SchemaParts = Pick<AdminSchema, "schema" | "fieldAccess" | "typeAccess">;

function prepareDocument(parts: SchemaParts, text: string): ReturnType<AdminSchema["prepare"]> {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (problem) {
    return { ok: false, errors: [problem as GraphQLError] };
  }
  const errors = validate(parts.schema, document);
  if (errors.length > 0) return { ok: false, errors };
  const operations = document.definitions.filter((definition) => definition.kind === "OperationDefinition");
  return {
    ok: true,
    prepared: {
      document, operations, needs: scopesNeeded(parts, document),
      cost: (variables, operationName) => requestedCost({ schema: parts.schema, document, variables, operationName }),
    },
  };
}

function scopesNeeded(parts: SchemaParts, document: DocumentNode): string[][] {
  const needs = new Map<string, string[]>();
  const note = (access: Access | undefined) => access && needs.set(access.scopes.join(), access.scopes);
  const info = new TypeInfo(parts.schema);
  visit(document, visitWithTypeInfo(info, {
    Field: () => {
      note(parts.fieldAccess.get(`${info.getParentType()?.name}.${info.getFieldDef()?.name}`));
      note(parts.typeAccess.get(getNamedType(info.getType())?.name ?? ""));
    },
  }));
  return [...needs.values()];
}
