import type { People } from "../person";
import type { InventoryItem, Order, Shop } from "../model/records";
import type { Happening, Need, Subject } from "./happening";
import { orderHappenings } from "./order-happenings";
import { appHappenings, locationHappenings } from "./place-happenings";
import { stockHappenings } from "./stock-happenings";

export const HAPPENINGS: readonly Happening[] = [...orderHappenings, ...stockHappenings, ...locationHappenings, ...appHappenings];

/** What was chosen: an order's id or name (`#1001`), an item's id or SKU, a location's id, a scope. */
export interface Choice { order?: unknown; item?: unknown; location?: unknown; scope?: unknown }
export type Happened = { ok: true; words: string; result: unknown } | { ok: false; words: string };

const text = (value: unknown): string | null => (typeof value === "string" && value.trim() !== "" ? value.trim() : null);

function orderOf(shop: Shop, given: string | null): Order | undefined {
  const all = [...shop.orders.values()];
  return given === null ? all.findLast(({ cancelledAt }) => cancelledAt === null) : shop.orders.get(given) ?? all.find(({ name }) => name === (given.startsWith("#") ? given : `#${given}`));
}

const itemOf = (shop: Shop, given: string | null): InventoryItem | undefined =>
  given === null ? shop.items.values().next().value : shop.items.get(given) ?? [...shop.items.values()].find(({ sku }) => sku.toLowerCase() === given.toLowerCase());

const MISSING: Record<Need, string> = { order: "order: there is none of that name", item: "item: there is none of that SKU", location: "location: there is none of that id", scope: "scope: name one" };

/** Makes one of the catalogue happen. Without a choice it is the newest order, the first item and the first location. */
export function happen(stage: { shop: Shop; people: People }, name: string, choice: Choice): Happened {
  const { shop } = stage;
  const happening = HAPPENINGS.find((candidate) => candidate.name === name);
  if (!happening) return { ok: false, words: `happenings: ${HAPPENINGS.map((one) => one.name).join(", ")}` };
  const order = orderOf(shop, text(choice.order));
  const location = text(choice.location) === null ? shop.locations.values().next().value : shop.locations.get(text(choice.location) ?? "");
  const found: Record<Need, unknown> = { order, item: itemOf(shop, text(choice.item)), location, scope: text(choice.scope) };
  const missing = happening.needs.find((need) => !found[need]);
  if (missing) return { ok: false, words: MISSING[missing] };
  // What it needs is there; the rest it does not look at.
  const result = happening.happen({ ...stage, ...found } as Subject);
  const about = happening.needs.includes("order") ? `${order?.name}: ` : "";
  return result === false ? { ok: false, words: `${about}${happening.label}: not possible now` } : { ok: true, words: `${about}${happening.label}`, result: result ?? null };
}
