import type { Shop } from "../model/records";
import type { Result, UserError, World } from "../model/world";

/** What resolvers get. Reads go through `shop`, which may be a stale picture; writes through `world`. */
export interface Context {
  shop: Shop;
  world: World;
  scopes: ReadonlySet<string>;
}

/** A refused mutation: every field of its payload null, and why. */
export const refusal = (errors: readonly UserError[]) => ({ userErrors: errors });

/** The payload of a mutation: what `show` makes of the result, or the refusal with the named fields null. */
export function payloadOf<T>(result: Result<T>, names: readonly string[], show: (value: T) => Record<string, unknown>): Record<string, unknown> {
  const empty = Object.fromEntries(names.map((name) => [name, null]));
  return result.ok ? { ...empty, ...show(result.value), userErrors: [] } : { ...empty, ...refusal(result.errors) };
}
