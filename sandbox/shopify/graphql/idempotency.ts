import { getDirectiveValues, GraphQLError } from "graphql";
import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "./context";

const KEY_LIFE_MS = 24 * 3_600_000;

type Resolver = (args: never, context: Context) => Record<string, unknown>;

/**
 * A mutation that demands `@idempotent(key:)`: without it BAD_REQUEST at the top; with a known key the first answer again; with a
 * known key and other parameters a refusal (Admin API: inventory quantities). Keys live 24 hours.
 */
export function idempotent(name: string, resolve: Resolver) {
  return (args: never, context: Context, info: GraphQLResolveInfo): Record<string, unknown> => {
    const key = keyOf(info);
    if (!key) throw new GraphQLError("The @idempotent directive is required for this mutation but was not provided.", { extensions: { code: "BAD_REQUEST" } });
    const { idempotency } = context.world.shop;
    const now = context.world.now();
    const parameters = `${name} ${JSON.stringify(args)}`;
    const known = idempotency.get(key);
    if (known && now - known.at < KEY_LIFE_MS) {
      if (known.parameters !== parameters) return refusal(known.payload, "IDEMPOTENCY_KEY_PARAMETER_MISMATCH", "The same idempotency key cannot be used with different operation parameters.");
      if (known.refused && context.world.coins.refusedKeyIsBurnt) return refusal(known.payload, "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", "A previous request with this idempotency key failed. Retry with a new idempotency key.");
      return known.payload;
    }
    const payload = resolve(args, context);
    idempotency.set(key, { parameters, payload, refused: (payload.userErrors as unknown[]).length > 0, at: now });
    return payload;
  };
}

function keyOf(info: GraphQLResolveInfo): string | null {
  const directive = info.schema.getDirective("idempotent");
  const field = info.fieldNodes[0];
  const values = directive && field ? getDirectiveValues(directive, field, info.variableValues) : undefined;
  return typeof values?.key === "string" && values.key !== "" ? values.key : null;
}

const refusal = (payload: Record<string, unknown>, code: string, message: string) =>
  ({ ...Object.fromEntries(Object.keys(payload).map((name) => [name, null])), userErrors: [{ code, message, field: null }] });
