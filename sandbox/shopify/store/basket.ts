import { sellableUnits } from "../model/assignment";
import type { NewLine, NewOrder } from "../model/place-order";
import type { World } from "../model/world";
import { somebody } from "./people";
import type { Person } from "./people";

/** Kinds of orders that a person may ask for. `plain` is an online order of physical goods in stock. */
export const ORDER_KINDS = [
  "plain", "point-of-sale", "draft", "unpaid", "pickup", "digital", "untracked", "oversold", "tip", "custom", "yen", "no-customer", "partial-address", "no-sku", "many-lines",
  "euro", "bundle", "local-delivery", "scheduled", "returning", "third-party"] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

export type OrderWish = Partial<NewOrder> & { kind?: OrderKind };

const LINES_MANY = 40;
const LINES_MOST = 4;

const DAYS_AHEAD = 3;
const DAY_MS = 86_400_000;

/** Somebody who has ordered before, at the address of that time. */
function known({ random, shop }: World, kind: OrderKind): Person | null {
  const wanted = kind === "returning" || (kind === "plain" && shop.returningShare > 0 && random.chance(shop.returningShare));
  if (!wanted) return null;
  const before = [...shop.orders.values()].flatMap(({ customer, shippingAddress: address }) => (customer && address ? [{ customer, address }] : []));
  return before.length > 0 ? random.pick(before) : null;
}

/** A random order of the asked kind; whatever the wish names is taken as it is. */
export function basket(world: World, wish: OrderWish): NewOrder {
  const { random } = world;
  const kind = wish.kind ?? "plain";
  const person = known(world, kind) ?? somebody(random, world.newId);
  const plain: NewOrder = {
    lines: wish.lines ?? linesOf(world, kind), source: "web", method: "SHIPPING", currency: world.shop.currency, financialStatus: "paid", customer: person.customer, address: person.address,
    email: person.customer.email, tags: [], note: null, locationId: null, oversell: false, bundles: [], presentment: null, fulfillAt: null,
  };
  const given = Object.fromEntries(Object.entries(wish).filter(([name, value]) => name !== "kind" && value !== undefined));
  return { ...plain, ...peculiarities(world, kind, plain), ...given };
}

function peculiarities(world: World, kind: OrderKind, plain: NewOrder): Partial<NewOrder> {
  const anyLocation = () => world.random.pick([...world.shop.locations.keys()]);
  switch (kind) {
    case "point-of-sale": return { source: "pos", locationId: anyLocation(), customer: null, address: null, email: "" };
    case "draft": return { source: "shopify_draft_order", oversell: true, financialStatus: "pending", customer: null, email: "" };
    case "unpaid": return { financialStatus: "pending" };
    case "pickup": return { method: "PICK_UP", locationId: anyLocation() };
    case "oversold": return { oversell: true };
    case "euro": return { presentment: { currency: "EUR", rate: 0.92 } };
    case "bundle": return { bundles: [{ title: "Gift set", quantity: 1 }] };
    case "local-delivery": return { method: "LOCAL" };
    case "scheduled": return { fulfillAt: world.now() - (world.now() % DAY_MS) + DAYS_AHEAD * DAY_MS };
    case "yen": return { currency: "JPY" };
    case "no-customer": return { customer: null, email: "" };
    case "partial-address": return { address: plain.address && { ...plain.address, zip: null, city: null, province: null, provinceCode: null, latitude: null, longitude: null, address1: null } };
    default: return {};
  }
}

function linesOf(world: World, kind: OrderKind): NewLine[] {
  const { random, shop } = world;
  const lines = goods(world, kind === "many-lines" ? LINES_MANY : Math.max(kind === "bundle" ? 3 : 1, random.between(1, LINES_MOST)));
  const oneOf = (test: (variantId: string) => boolean): NewLine[] => {
    const fitting = [...shop.variants.keys()].filter(test);
    return fitting.length > 0 ? [{ variantId: random.pick(fitting), quantity: 1 }] : [];
  };
  const itemOf = (variantId: string) => shop.items.get(shop.variants.get(variantId)?.itemId ?? "");
  switch (kind) {
    case "digital": return oneOf((id) => itemOf(id)?.requiresShipping === false);
    case "untracked": return [...oneOf((id) => itemOf(id)?.tracked === false && itemOf(id)?.requiresShipping === true), ...lines.slice(0, 1)];
    case "oversold": return oneOf((id) => shop.variants.get(id)?.continueSelling === true && itemOf(id)?.tracked === true).map((line) => ({ ...line, quantity: Math.max(1, sellableUnits(shop, itemOf(line.variantId ?? "")?.id ?? "")) + 2 }));
    case "tip": return [...lines, { variantId: null, quantity: 1, tip: true, priceMinor: 500 }];
    case "custom": return [...lines.slice(0, 1), { variantId: null, quantity: 1, title: "Gift wrapping by hand", priceMinor: 1_200, requiresShipping: true }];
    case "no-sku": return [{ variantId: null, quantity: 2, title: "Sample without a number", priceMinor: 0, requiresShipping: true }, ...lines.slice(0, 1)];
    case "bundle": return lines.map((line, index) => (index < 2 ? { ...line, bundle: 0 } : line));
    case "third-party": return ofServices(world) ?? lines;
    default: return lines;
  }
}

/** Something that only a fulfillment service stocks; null when there is none. */
function ofServices({ random, shop }: World): NewLine[] | null {
  const fitting = [...shop.items.values()].filter((item) => item.requiresShipping && sellableUnits(shop, item.id) > 0 && item.levels.size > 0
    && [...item.levels.keys()].every((locationId) => shop.locations.get(locationId)?.isFulfillmentService));
  return fitting.length > 0 ? [{ variantId: random.pick(fitting).variantId, quantity: 1 }] : null;
}

/** Different physical variants that are in stock, the first products being bought most. */
function goods(world: World, count: number): NewLine[] {
  const { random, shop } = world;
  const variants = [...shop.variants.values()];
  const chosen = new Map<string, NewLine>();
  for (let tries = 0; tries < count * 5 && chosen.size < count; tries += 1) {
    const variant = variants[Math.floor(random.next() ** 1.7 * variants.length)];
    const item = variant && shop.items.get(variant.itemId);
    if (!variant || !item?.requiresShipping) continue;
    const sellable = sellableUnits(shop, item.id);
    if (sellable <= 0) continue;
    chosen.set(variant.id, { variantId: variant.id, quantity: Math.min(sellable, random.chance(0.7) ? 1 : random.between(2, 3)) });
  }
  return [...chosen.values()];
}
