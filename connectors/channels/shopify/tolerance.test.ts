import { describe, expect, it } from "vitest";
import { toId, type PlatformId } from "../../../app/domain/ids";
import type { PlatformOrder, PlatformOrderReading } from "../../../app/domain/platform";
import { readFixture } from "./fixtures/read-fixture";
import { ACCESS, scriptedPlatform, whole, type Reply } from "./fixtures/scripted-platform";
import { createShopifyChannel } from "./index";
import { parseExactJson } from "./json";
import { interpret } from "./delivery";

/**
 * Each field of a real answer or delivery is taken away, emptied or replaced, one at a time: what is then read either says in words
 * what is wrong, or tells nothing false. What may differ is named below, field by field.
 */

type Path = (string | number)[];
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const ORDER_ID = toId<PlatformId>("820982911946154508");
const exact = (text: string): Json => {
  const parsed = parseExactJson(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value as Json;
};

/** Every place in a value, the inner ones too. */
function pathsOf(value: Json, path: Path = []): Path[] {
  const own = path.length === 0 ? [] : [path];
  if (typeof value !== "object" || value === null) return own;
  const entries: [string | number, Json][] = Array.isArray(value) ? value.map((entry, index) => [index, entry]) : Object.entries(value);
  return [...own, ...entries.flatMap(([key, entry]) => pathsOf(entry, [...path, key]))];
}

const REMOVED = Symbol("removed");

function withChange(value: Json, path: Path, change: Json | typeof REMOVED): Json {
  const copy = structuredClone(value);
  const last = path.at(-1)!;
  const holder = path.slice(0, -1).reduce<Json>((inner, key) => (inner as Record<string | number, Json>)[key]!, copy) as Record<string | number, Json>;
  if (change !== REMOVED) holder[last] = change;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
  return copy;
}

const CHANGES: [string, Json | typeof REMOVED][] = [
  ["null", null], ["removed", REMOVED], ["an unknown word", "SOMETHING_NEW"], ["a number", 7.5], ["an empty object", {}], ["an empty list", []], ["true", true],
];

/** What every decision rests on. */
const core = (order: PlatformOrder) => ({
  platformId: order.platformId, currency: order.currency, totalMinor: order.totalMinor, updatedAt: order.updatedAt, cancelledAt: order.cancelledAt,
  presentmentCurrency: order.presentmentCurrency, presentmentTotalMinor: order.presentmentTotalMinor,
  lines: order.lines.map((line) => [line.platformId, line.variantPlatformId, line.quantity, line.currentQuantity, line.requiresShipping, line.unitPriceMinor, line.bundle]),
});

const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

/** Ids are digits, times and amounts whole numbers, wherever they stand. */
function expectSound(value: unknown, path = ""): void {
  if (typeof value === "number") expect(Number.isFinite(value), path).toBe(true);
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if (/platformId$/i.test(key) && entry !== null) expect(entry, `${path}.${key}`).toMatch(/^\d+$/);
    if (/(Minor|At|quantity|Quantity)$/.test(key) && entry !== null) expect(Number.isSafeInteger(entry), `${path}.${key}`).toBe(true);
    expect(entry, `${path}.${key}`).not.toBeUndefined();
    expectSound(entry, `${path}.${key}`);
  }
}

const named = (path: Path): string => path.map((key) => (typeof key === "number" ? "*" : key)).join(".");

describe("an orders/* delivery with one field changed", () => {
  const body = exact(readFixture("orders-create.json"));
  const baseline = interpret("orders/updated", readFixture("orders-create.json"));
  const order = baseline.kind === "order" ? baseline.order : null;
  /** What is said in another valid way is believed: nothing else can be known. */
  const BELIEVED = [
    "line_items an empty list", "line_items.* removed", "line_items.*.gift_card true", "line_items.*.price a number", "line_items.*.price_set.shop_money.amount a number",
    "line_items.*.requires_shipping true", "line_items.*.variant_id null", "total_price_set.presentment_money.amount a number", "total_price_set.shop_money.amount a number",
  ];

  it("is told with nothing false, is read anew, or says in words what is wrong", () => {
    expect(order).not.toBeNull();
    let told = 0;
    let anew = 0;
    const different = new Set<string>();
    for (const path of pathsOf(body)) {
      for (const [words, change] of CHANGES) {
        const meaning = interpret("orders/updated", JSON.stringify(withChange(body, path, change)));
        const label = `${named(path)} ${words}`;
        if (meaning.kind === "unreadable") {
          expect(meaning.problem.length, label).toBeGreaterThan(10);
        } else if (meaning.kind === "hint") {
          anew += 1;
          expect(meaning.reads, label).toEqual([{ kind: "order", target: ORDER_ID }]);
        } else {
          if (meaning.kind !== "order") throw new Error(`${label} is ${meaning.kind}`);
          told += 1;
          expectSound(meaning.order);
          if (differs(core(meaning.order), core(order!))) different.add(label);
        }
      }
    }
    expect([told > 300, anew > 10]).toEqual([true, true]);
    expect([...different].sort()).toEqual(BELIEVED);
  });
});

const ask = async (answer: Json, errors?: object[]) => {
  const reply = (name: string): Reply => ({ json: name === "ScopesRead"
    ? { data: { currentAppInstallation: { accessScopes: [{ handle: "write_merchant_managed_fulfillment_orders" }] } } }
    : { data: { nodes: [answer] }, ...(errors && { errors }) } });
  const platform = scriptedPlatform((call) => reply(call.name));
  return createShopifyChannel(platform.world).readOrders(ACCESS, [ORDER_ID]);
};

async function readingOf(answer: Json, errors?: object[]): Promise<PlatformOrderReading | "gone" | string> {
  const reading = await ask(answer, errors);
  return reading.ok ? reading.value.get(ORDER_ID) ?? "gone" : reading.trouble.words;
}

describe("an answer with one field changed", () => {
  const answer = exact(readFixture("order-answer.json"));
  /** What is said in another valid way is believed: a custom line has no variant, and an order may have fewer lines. */
  const BELIEVED = [
    "lineItems.nodes an empty list", "lineItems.nodes.* removed", "lineItems.nodes.*.isGiftCard true", "lineItems.nodes.*.originalUnitPriceSet.shopMoney.amount a number",
    "lineItems.nodes.*.requiresShipping true", "lineItems.nodes.*.variant null", "totalPriceSet.presentmentMoney.amount a number", "totalPriceSet.shopMoney.amount a number",
  ];

  it("is read with nothing false, or says in words what is wrong", async () => {
    const baseline = await readingOf(answer);
    if (typeof baseline === "string") throw new Error(baseline);
    let read = 0;
    const different = new Set<string>();
    for (const path of pathsOf(answer)) {
      for (const [words, change] of CHANGES) {
        const label = `${named(path)} ${words}`;
        const reading = await readingOf(withChange(answer, path, change));
        if (typeof reading === "string") {
          expect(reading, label).not.toBe("gone");
          expect(reading.length, label).toBeGreaterThan(10);
          continue;
        }
        read += 1;
        expectSound(reading);
        if (differs(core(reading.order), core(baseline.order))) different.add(label);
        const shippable = reading.fulfillmentOrders.flatMap(({ lines }) => lines.map((line) => [line.orderLinePlatformId, line.remainingQuantity]));
        if (!named(path).startsWith("fulfillmentOrders")) expect(shippable, label).toEqual(baseline.fulfillmentOrders.flatMap(({ lines }) => lines.map((line) => [line.orderLinePlatformId, line.remainingQuantity])));
      }
    }
    expect(read).toBeGreaterThan(150);
    expect([...different].sort()).toEqual(BELIEVED);
  });

  it("says nothing of who bought it where that is withheld, and all the rest", async () => {
    const withheld = ["email", "phone", "shippingAddress", "billingAddress", "customer"];
    const redacted = withheld.reduce<Json>((inner, field) => withChange(inner, [field], null), answer);
    const errors = withheld.map((field) => ({ message: "This app is not approved to use it.", path: ["nodes", 0, field], extensions: { code: "ACCESS_DENIED" } }));
    const reading = await readingOf(redacted, errors);
    const baseline = await readingOf(answer);
    if (typeof reading === "string" || typeof baseline === "string") throw new Error(String(reading));
    expect(reading.order).toMatchObject({ customerPlatformId: null, contact: null, shipTo: null });
    expect({ ...reading, order: core(reading.order) }).toEqual({ ...baseline, order: core(baseline.order) });
  });

  it("leaves unknown states alone rather than ship or move what they stand for", async () => {
    const strange = withChange(withChange(answer, ["fulfillmentOrders", "nodes", 0, "status"], "PAUSED"), ["fulfillmentOrders", "nodes", 0, "requestStatus"], "PONDERED");
    const reading = await readingOf(strange);
    expect(typeof reading === "string" ? reading : reading.fulfillmentOrders[0]).toMatchObject({ status: "on-hold", requestStatus: "submitted" });
  });

  it("is never gone because of an error beside it", async () => {
    const denied = { message: "Access denied for customer field.", path: ["nodes", 0, "customer"], extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_customers`" } };
    expect(await ask(null, [denied])).toMatchObject({ ok: false, trouble: { kind: "unauthorized" } });
    expect(await ask(null, [{ message: "Internal error.", path: ["nodes", 0], extensions: { code: "INTERNAL_SERVER_ERROR" } }])).toMatchObject({ ok: false, trouble: { kind: "retry" } });
    expect(await ask(null, [{ message: "Throttled", extensions: { code: "THROTTLED" } }])).toMatchObject({ ok: false, trouble: { kind: "retry" } });
    expect(await ask(null)).toMatchObject({ ok: true, value: new Map([[ORDER_ID, "gone"]]) });
  });
});

describe("an item with one field changed", () => {
  const level = (available: number) => ({
    isActive: true, location: { id: "gid://shopify/Location/655441491" },
    quantities: [["available", available], ["on_hand", 12], ["committed", 2], ["incoming", 3], ["reserved", 0], ["damaged", 1], ["safety_stock", 4], ["quality_control", 0]].map(([name, quantity]) => ({ name, quantity })),
  });
  const item = exact(JSON.stringify({
    id: "gid://shopify/InventoryItem/9007199254740993", sku: "", tracked: true, requiresShipping: true, updatedAt: "2026-11-02T00:00:00Z", measurement: { weight: { value: 1.25, unit: "POUNDS" } },
    variants: { nodes: [{ id: "gid://shopify/ProductVariant/9", title: "Default Title", inventoryPolicy: "DENY", updatedAt: "2026-11-03T00:00:00Z", product: { id: "gid://shopify/Product/8", title: "Kettle" } }] },
    inventoryLevels: whole([level(-5)]),
  }));
  const read = async (answer: Json) => {
    const platform = scriptedPlatform(() => ({ json: { data: { nodes: [answer] } } }));
    const id = toId<PlatformId>("9007199254740993");
    const reading = await createShopifyChannel(platform.world).readItems(ACCESS, [id]);
    return reading.ok ? reading.value.get(id) ?? "gone" : reading.trouble.words;
  };

  it("is read with its quantities as they are, or says in words what is wrong", async () => {
    const baseline = await read(item);
    expect(baseline).toMatchObject({ item: { platformId: "9007199254740993", sku: "" }, levels: [{ available: -5, onHand: 12, committed: 2 }] });
    for (const path of pathsOf(item)) {
      for (const [words, change] of CHANGES) {
        const label = `${named(path)} ${words}`;
        const reading = await read(withChange(item, path, change));
        if (typeof reading === "string") {
          expect(reading.length, label).toBeGreaterThan(10);
          continue;
        }
        expectSound(reading);
        const changesLevels = /^inventoryLevels\.nodes( |$|\.\* removed|\.\*\.isActive|\.\*\.quantities)|hasNextPage/.test(label);
        const { levels } = baseline as Exclude<typeof baseline, string>;
        if (changesLevels) expect(reading.levels.every((one) => one.available === -5 && one.onHand === 12 && one.committed === 2), label).toBe(true);
        else expect(reading.levels, label).toEqual(levels);
      }
    }
  });
});
