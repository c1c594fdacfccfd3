import { exactNumber } from "../exact-json";
import type { Shop } from "./records";
import type { World } from "./world";

/** `write_x` includes `read_x` (shopify.dev: access scopes). */
export function withImpliedReads(scopes: readonly string[]): ReadonlySet<string> {
  const all = new Set(scopes);
  for (const scope of scopes) if (scope.startsWith("write_")) all.add(scope.replace("write_", "read_"));
  return all;
}

const tokensOf = ({ tokens }: Shop) => [...tokens.access.values(), ...tokens.refresh.values()];

/** The merchant changes what the app may do; tokens follow at once (assumed). `app/scopes_update` tells before and after (Shopify's app templates read `current`). */
function setScopes(world: World, previous: readonly string[], current: string[]): void {
  const { shop } = world;
  if (previous.length === current.length && current.every((scope) => previous.includes(scope))) return;
  shop.grantedScopes = current;
  world.emit("app/scopes_update", { kind: "body", body: () => ({ id: exactNumber(shop.id), previous, current, updated_at: new Date(world.now()).toISOString() }) });
}

export function withdrawScopes(world: World, previous: readonly string[], withdrawn: readonly string[]): void {
  for (const token of tokensOf(world.shop)) token.scopes = token.scopes.filter((scope) => !withdrawn.includes(scope));
  setScopes(world, previous, previous.filter((scope) => !withdrawn.includes(scope)));
}

export function grantScopes(world: World, previous: readonly string[], granted: readonly string[]): void {
  for (const token of tokensOf(world.shop)) token.scopes = [...new Set([...token.scopes, ...granted])];
  setScopes(world, previous, [...new Set([...previous, ...granted])]);
}

/** Tokens die at once; `app/uninstalled` is the last that the app hears, but for the privacy topics. */
export function uninstall(world: World): void {
  const { shop } = world;
  world.emit("app/uninstalled", { kind: "shop" });
  shop.tokens.access.clear();
  shop.tokens.refresh.clear();
  shop.installed = false;
  shop.grantedScopes = null;
}
