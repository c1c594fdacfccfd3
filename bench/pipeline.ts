import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../app/db/open-database";
import type { Db } from "../app/db/port";
import { toId, type PlatformId } from "../app/domain/ids";
import type { PlatformItemReading, PlatformLocation, PlatformOrderReading } from "../app/domain/platform";
import { applyDeliveries } from "../app/flows/apply-deliveries";
import { connectStore } from "../app/flows/connect-store";
import type { FlowContext } from "../app/flows/context";
import { performReads } from "../app/flows/perform-reads";
import { interpret } from "../connectors/channels/shopify/delivery";
import type { Channel } from "../connectors/channels/port";
import { createNewId } from "../app/new-id.server";
import { seeded } from "./orders";
import type { BenchRow } from "./row";

const ORDERS = 3_000;
const ITEMS = 300;
const LINES = 3;
const LOCATIONS = ["100", "200", "300", "400"];
const DOMAIN = "bench.myshopify.com";
const pid = (text: string | number): PlatformId => toId<PlatformId>(String(text));

/**
 * The house's own share of an order's journey on SQLite with synchronous=FULL: delivery stored, captured and reserved, read
 * (from memory, where a platform would answer), routed with its certificate, intents in the outbox. The platform's time is
 * not in it.
 */
export const benchPipeline = async (): Promise<BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-bench-"));
  const db = await openDatabase({ url: join(folder, "bench.db"), masterKeys: `k1:${Buffer.alloc(32, 7).toString("base64")}` });
  try {
    const orders = makeOrders();
    const ctx = await prepare(db, orders);
    const stored = await timed(() => store(ctx, orders));
    const applied = await timed(() => drain(() => applyDeliveries(ctx, { limit: 100 })));
    const routed = await timed(() => drain(() => performReads(ctx, { limit: 100 })));
    const whole = stored + applied + routed;
    const perMinute = (seconds: number): number => Math.round((ORDERS / seconds) * 60);
    return [
      { name: "pipeline: deliveries stored, 50 at once", value: perMinute(stored), unit: "orders/min", ratio: whole / stored, against: "whole journey" },
      { name: "pipeline: captured and reserved", value: perMinute(applied), unit: "orders/min", ratio: whole / applied, against: "whole journey" },
      { name: "pipeline: read, routed, intents written", value: perMinute(routed), unit: "orders/min", ratio: whole / routed, against: "whole journey" },
      { name: "pipeline: whole journey to the outbox", value: perMinute(whole), unit: "orders/min" },
    ];
  } finally {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const timed = async (work: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
};

const drain = async (step: () => Promise<number>): Promise<void> => {
  while ((await step()) > 0);
};

interface BenchOrder {
  id: string;
  body: string;
  reading: PlatformOrderReading;
}

const prepare = async (db: Db, orders: readonly BenchOrder[]): Promise<FlowContext> => {
  const byId = new Map(orders.map((order) => [pid(order.id), order.reading]));
  const channel = { platform: "shopify", gaps: [], interpret, ...answers(byId) } as unknown as Channel;
  const newId = createNewId(() => Date.now(), randomBytes);
  const ctx: FlowContext = {
    db, channel: () => channel, access: () => Promise.resolve({ ok: true, access: { domain: DOMAIN, token: "none" } }), now: () => Date.now(), newId,
    random: () => 0.5, sha256: (text) => createHash("sha256").update(text).digest("hex"), log: { info: () => {}, warn: () => {}, error: () => {} },
  };
  await db.saveRegistration({ id: "bench", platform: "shopify", clientId: "bench", clientSecret: "bench", previousClientSecret: null });
  const store = await connectStore(ctx, { platform: "shopify", domain: DOMAIN, registrationId: "bench", scopes: [] });
  await db.commit([{ merchantId: store.merchantId, guards: [], stores: [{ ...store, status: "live" }] }]);
  await drain(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return performReads(ctx, { limit: 100 });
  });
  return ctx;
};

const store = async (ctx: FlowContext, orders: readonly BenchOrder[]): Promise<void> => {
  for (let from = 0; from < orders.length; from += 50) {
    await Promise.all(orders.slice(from, from + 50).map((order) => ctx.db.storeDeliveries([{
      id: ctx.newId(), platform: "shopify", domain: DOMAIN, merchantId: null, storeId: null, deliveryKey: `bench-${order.id}`, topic: "orders/create",
      triggeredAt: ctx.now(), receivedAt: ctx.now(), body: order.body,
    }])));
  }
};

/** A platform that answers at once. */
const answers = (orders: ReadonlyMap<PlatformId, PlatformOrderReading>) => {
  const said = <T>(value: T) => Promise.resolve({ ok: true as const, value, readAt: Date.now() });
  const items = new Map(Array.from({ length: ITEMS }, (_, index) => [pid(5_000 + index), itemReading(index)]));
  return {
    readOrders: (_: unknown, ids: readonly PlatformId[]) => said(new Map(ids.map((id) => [id, orders.get(id) ?? "gone"]))),
    readItems: (_: unknown, ids: readonly PlatformId[]) => said(new Map(ids.map((id) => [id, items.get(id) ?? "gone"]))),
    readShop: () => said({ name: "Bench", currency: "USD", timeZone: "UTC", scopes: [] }),
    readLocations: () => said(LOCATIONS.map(location)),
    listItems: () => said({ items: [...items.values()], next: null }),
    listOrders: () => said({ orders: [], next: null }),
  };
};

const PLACES: [number, number][] = [[39.5, -119.8], [32.8, -96.8], [40.7, -74.2], [33.7, -84.4]];

const location = (id: string, index: number): PlatformLocation => ({
  platformId: pid(id), name: `Warehouse ${id}`, active: true, fulfillsOnline: true, shipsInventory: true, isFulfillmentService: false, countryCode: "US",
  provinceCode: null, postalCode: null, city: null, latitude: PLACES[index]?.[0] ?? null, longitude: PLACES[index]?.[1] ?? null,
});

const itemReading = (index: number): PlatformItemReading => ({
  item: itemOf(index),
  levels: LOCATIONS.filter((_, at) => (index + at) % 3 !== 0).map((id) => ({
    locationPlatformId: pid(id), active: true, onHand: 1_000_000, available: 1_000_000, committed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0,
  })),
});

const itemOf = (index: number) => ({
  platformId: pid(5_000 + index), variantPlatformId: pid(6_000 + index), productPlatformId: pid(7_000 + index), sku: `SKU-${index}`, title: `Product ${index}`,
  tracked: true, continueSelling: false, requiresShipping: true, weightGrams: 200 + (index % 20) * 100, updatedAt: 1,
});

const makeOrders = (): BenchOrder[] => {
  const random = seeded(11);
  return Array.from({ length: ORDERS }, (_, index) => {
    const id = String(5_600_000_000_000 + index);
    const picks = Array.from({ length: LINES }, () => Math.floor(random() * ITEMS));
    return { id, ...orderTexts(id, { picks, quantity: 1 + Math.floor(random() * 2) }) };
  });
};

const orderTexts = (id: string, basket: { picks: number[]; quantity: number }): Pick<BenchOrder, "body" | "reading"> => {
  const at = "2026-11-20T10:00:00Z";
  const lines = basket.picks.map((pick, index) => ({
    id: Number(id) * 10 + index, variant_id: 6_000 + pick, product_id: 7_000 + pick, sku: `SKU-${pick}`, title: `Product ${pick}`, quantity: basket.quantity,
    current_quantity: basket.quantity, requires_shipping: true, gift_card: false, price: "10.00", price_set: { shop_money: { amount: "10.00", currency_code: "USD" } },
    fulfillable_quantity: basket.quantity, name: `Product ${pick}`, grams: 400, taxable: true, properties: [], tax_lines: [], discount_allocations: [],
  }));
  const address = { first_name: "A", last_name: "B", name: "A B", address1: "1 Main St", city: "Boise", province_code: "ID", country_code: "US", zip: "83702", latitude: 43.6, longitude: -116.2 };
  const body = JSON.stringify({
    id: Number(id), admin_graphql_api_id: `gid://shopify/Order/${id}`, name: `#${id.slice(-6)}`, created_at: at, updated_at: at, processed_at: at, currency: "USD", total_price: "60.00",
    financial_status: "paid", source_name: "web", tags: "", test: false, email: "a@example.com", cancelled_at: null, customer: { id: 1, email: "a@example.com" },
    shipping_address: address, billing_address: address, line_items: lines, note: "x".repeat(3_000),
  });
  const meaning = interpret("orders/create", body);
  if (meaning.kind !== "order") throw new Error(`The generated order is not understood: ${JSON.stringify(meaning)}`);
  const order = { ...meaning.order, lines: meaning.order.lines.map((line, index) => ({ ...line, itemPlatformId: pid(5_000 + (basket.picks[index] ?? 0)) })) };
  const reading: PlatformOrderReading = {
    order, fulfillments: [], refunds: [], items: basket.picks.map(itemOf),
    fulfillmentOrders: [{
      platformId: pid(`9${id}`), locationPlatformId: pid(LOCATIONS[1] as string), status: "open", requestStatus: "unsubmitted", deliveryMethod: "shipping", holds: [],
      actions: ["move", "hold", "create-fulfillment", "split"], fulfillAt: null, fulfillBy: null, updatedAt: Date.parse(at),
      lines: order.lines.map((line, index) => ({
        platformId: pid(`8${id}${index}`), orderLinePlatformId: line.platformId, itemPlatformId: line.itemPlatformId, totalQuantity: line.quantity,
        remainingQuantity: line.quantity, requiresShipping: true,
      })),
    }],
  };
  return { body, reading };
};
