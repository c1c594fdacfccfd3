import { createHash, randomBytes } from "node:crypto";
import type { Db } from "../app/db/port";
import type { PlatformId } from "../app/domain/ids";
import type { PlatformOrderReading } from "../app/domain/platform";
import type { StoreRecord } from "../app/domain/records";
import { connectStore } from "../app/flows/connect-store";
import type { FlowContext } from "../app/flows/context";
import { performReads } from "../app/flows/perform-reads";
import { createNewId } from "../app/new-id.server";
import type { Channel } from "../connectors/channels/port";
import { interpret } from "../connectors/channels/shopify/delivery";
import { BENCH_DOMAIN, itemReadings, locationReadings, type BenchOrder, type WorkloadShape } from "./workload";

/** The one that the web process takes from its environment. */
const REGISTRATION_ID = "shopify";
/** Any key does: nothing of a benchmark is secret. */
export const MASTER_KEYS = `k1:${Buffer.alloc(32, 7).toString("base64")}`;

/** What the platform answers to the question for an order; undefined: it does not know it. */
export type OrderReadings = (id: PlatformId) => PlatformOrderReading | undefined;

/** The house over a database, and a platform that answers at once, from memory. */
export const benchContext = (db: Db, readings: OrderReadings, shape?: WorkloadShape): FlowContext => {
  const channel = { platform: "shopify", gaps: [], requiredScopes: [], interpret, ...answers(readings, shape) } as unknown as Channel;
  return {
    db, channel: () => channel, access: () => Promise.resolve({ ok: true, access: { domain: BENCH_DOMAIN, token: "none" } }), now: () => Date.now(),
    newId: createNewId(() => Date.now(), randomBytes), random: Math.random, sha256: (text) => createHash("sha256").update(text).digest("hex"),
    log: { info: () => {}, warn: () => {}, error: () => {} },
  };
};

const answers = (readings: OrderReadings, shape?: WorkloadShape) => {
  const said = <T>(value: T) => Promise.resolve({ ok: true as const, value, readAt: Date.now() });
  const items = itemReadings(shape);
  return {
    readOrders: (_: unknown, ids: readonly PlatformId[]) => said(new Map(ids.map((id) => [id, readings(id) ?? "gone"]))),
    readItems: (_: unknown, ids: readonly PlatformId[]) => said(new Map(ids.map((id) => [id, items.get(id) ?? "gone"]))),
    readShop: () => said({ name: "Bench", currency: "USD", timeZone: "UTC", scopes: [] }),
    readLocations: () => said(locationReadings()),
    readCounts: () => said({ items: items.size, orders: 0 }),
    listItems: () => said({ items: [...items.values()], next: null }),
    listOrders: () => said({ orders: [], next: null }),
  };
};

/** Connects the store, reads its places and stock, and lets the house act. Answers the store. @param secret that its messages are signed with */
export const connectBenchStore = async (ctx: FlowContext, secret = "bench"): Promise<StoreRecord> => {
  await ctx.db.saveRegistration({ id: REGISTRATION_ID, platform: "shopify", clientId: "bench", clientSecret: secret, previousClientSecret: null });
  const store = await connectStore(ctx, { platform: "shopify", domain: BENCH_DOMAIN, registrationId: REGISTRATION_ID, scopes: [] });
  const live: StoreRecord = { ...store, status: "live" };
  await ctx.db.commit([{ merchantId: store.merchantId, guards: [], stores: [live] }]);
  await drain(async () => {
    // What the import wants next is due a moment later.
    await new Promise((resolve) => setTimeout(resolve, 5));
    return performReads(ctx, { limit: 100 });
  });
  return live;
};

export const drain = async (step: () => Promise<number>): Promise<void> => {
  while ((await step()) > 0);
};

/** Stores the orders' messages as ingest does: 50 callers at once, each with one. */
export const storeOrders = async (ctx: FlowContext, orders: readonly BenchOrder[]): Promise<void> => {
  for (let from = 0; from < orders.length; from += 50) {
    await Promise.all(orders.slice(from, from + 50).map((order) => ctx.db.storeDeliveries([{
      id: ctx.newId(), platform: "shopify", domain: BENCH_DOMAIN, merchantId: null, storeId: null, deliveryKey: `bench-${order.id}`, topic: "orders/create",
      triggeredAt: ctx.now(), receivedAt: ctx.now(), body: order.body,
    }])));
  }
};

/** Seconds that the work took. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
};

/** Readings of orders that are at hand. */
export const readingsOf = (orders: readonly BenchOrder[]): OrderReadings => {
  const byId = new Map(orders.map((order) => [order.id, order.reading]));
  return (id) => byId.get(id);
};
