import { createHash } from "node:crypto";
import { createShopifyChannel } from "../../connectors/channels/shopify";
import type { Channel } from "../../connectors/channels/port";
import { type AdminSchema, loadSchema } from "../../sandbox/shopify/schema";
import type { Level, State } from "../../sandbox/shopify/model/records";
import { type Twin, createTwin } from "../../sandbox/shopify/twin";
import { openDatabase } from "../db/open-database";
import type { Db } from "../db/port";
import { type ItemId, type LocationId, type OrderId, type PlatformId, idOf } from "../domain/ids";
import type { NewDelivery } from "../domain/messages";
import type { OrderAggregate, StoreRecord } from "../domain/records";
import { type ActResult, actOnOrder } from "./acts";
import { applyDeliveries } from "./apply-deliveries";
import { connectStore } from "./connect-store";
import type { FlowContext } from "./context";
import { performIntents } from "./perform-intents";
import { performReads } from "./perform-reads";
import { setStoreStatus } from "./store-status";

/** A small shop on the twin, a real database in memory and a clock that moves only when a test moves it. */

export const DOMAIN = "acme.myshopify.com";
export const SCOPES = [
  "write_orders", "write_merchant_managed_fulfillment_orders", "read_third_party_fulfillment_orders", "write_fulfillments", "write_inventory",
  "read_products", "read_locations", "read_customers", "read_returns",
];
const TOPICS = [
  "orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/edited", "fulfillments/create", "fulfillments/update", "inventory_levels/update", "inventory_items/update",
  "inventory_items/delete", "products/create", "products/update", "products/delete", "locations/update", "locations/deactivate", "fulfillment_orders/moved", "fulfillment_holds/added",
  "fulfillment_holds/released", "app/uninstalled", "customers/data_request", "customers/redact", "shop/redact",
];
/** 2026-11-02 08:00 UTC. */
const FIRST_INSTANT = Date.UTC(2026, 10, 2, 8);

/** Where test orders go: the warehouse in Newark is near, the one in Reno is the platform's first choice. */
export const NEW_JERSEY = {
  firstName: "Ada", lastName: "Example", company: null, address1: "1 Test Street", address2: null, city: "Trenton", province: "New Jersey", provinceCode: "NJ", zip: "08608",
  country: "United States", countryCode: "US", phone: null, latitude: 40.22, longitude: -74.76,
};
export const RENO = 0;
export const DALLAS = 1;
export const NEWARK = 2;

let schema: AdminSchema | null = null;

export interface Bench {
  clock: { now: number };
  twin: Twin;
  db: Db;
  ctx: FlowContext;
  /** What the flows logged as warnings and errors. */
  logged: string[];
  store(): Promise<StoreRecord>;
  /** The platform id of the location at a place in the shop's ranking. */
  location(index: number): string;
  /** Item and variant of the product at a place. */
  good(index: number): { itemId: string; variantId: string };
}

export interface BenchOptions {
  /** Units of each product at Reno, Dallas and Newark; null: not stocked there. */
  stock?: (number | null)[][];
  limits?: Parameters<typeof createTwin>[0]["limits"];
  /** Fixes what the platform does where nobody knows what it does. */
  coins?: Parameters<typeof createTwin>[0]["coins"];
  /** Lets a test stand between the flows and the real thing. */
  wrapChannel?(channel: Channel): Channel;
  wrapDb?(db: Db): Db;
}

export const openBench = async (options: BenchOptions = {}): Promise<Bench> => {
  schema ??= loadSchema();
  const clock = { now: FIRST_INSTANT };
  const stock = options.stock ?? [[5, 5, 5], [5, 5, 5]];
  const twin = createTwin({
    seed: 7, now: () => clock.now, schema, scopes: SCOPES, topics: TOPICS, domains: [DOMAIN], apiKey: "test", apiSecret: "test-secret",
    coins: { updateFollowsCreate: false, levelWebhookWithoutAvailable: true, digitalLinesGetFulfillmentOrder: true, closedKeepsRemaining: false, editReplacesFulfillmentOrder: false, moveMergesAtDestination: false, holdSurvivesMove: false, ...options.coins },
    store: { products: stock.length, unitsLow: 5, unitsHigh: 5, untrackedShare: 0, continueSellingShare: 0, digitalShare: 0, locations: 3 },
    ...(options.limits && { limits: options.limits }),
  });
  stock.forEach((units, index) => shelve(twin, index, units));
  const database = await openDatabase({ url: ":memory:", masterKeys: `test:${Buffer.alloc(32, 5).toString("base64")}` });
  const db = options.wrapDb?.(database) ?? database;
  await db.saveRegistration({ id: "test", platform: "shopify", clientId: "test", clientSecret: "test-secret", previousClientSecret: null });
  const logged: string[] = [];
  const ctx = contextOf({ clock, twin, db, logged, wrapChannel: options.wrapChannel });
  return {
    clock, twin, db, ctx, logged,
    store: async () => (await db.findStore("shopify", DOMAIN)) as StoreRecord,
    location: (index) => [...twin.shop().locations.keys()][index] as string,
    good: (index) => {
      const variant = [...twin.shop().variants.values()][index];
      return { itemId: variant?.itemId ?? "", variantId: variant?.id ?? "" };
    },
  };
};

const contextOf = (parts: Pick<Bench, "clock" | "twin" | "db" | "logged"> & Pick<BenchOptions, "wrapChannel">): FlowContext => {
  const { clock, twin, db, logged } = parts;
  const real = createShopifyChannel({
    fetch: (url, init) => twin.fetch(url, init), now: () => clock.now,
    sleep: (ms) => {
      clock.now += ms;
      return Promise.resolve();
    },
  });
  const channel = parts.wrapChannel?.(real) ?? real;
  const token = twin.grantToken(DOMAIN);
  let made = 0;
  return {
    db, channel: () => channel, access: () => Promise.resolve({ ok: true, access: { domain: DOMAIN, token } }), now: () => clock.now,
    newId: () => {
      made += 1;
      return `${clock.now.toString(36).padStart(9, "0")}${made.toString(36).padStart(6, "0")}`;
    },
    random: () => 0.5, sha256: (text) => createHash("sha256").update(text).digest("hex"),
    log: { info: () => undefined, warn: (event) => void logged.push(event), error: (event, fields) => void logged.push(`${event}: ${fields?.problem ?? ""}`) },
  };
};

/** Puts units of one product on the shelves, before the shop is connected. */
const shelve = (twin: Twin, index: number, units: readonly (number | null)[]): void => {
  const item = [...twin.shop().items.values()][index];
  if (!item) throw new Error(`the shop has no product ${index}`);
  item.levels.clear();
  [...twin.shop().locations.keys()].forEach((locationId, place) => {
    const available = units[place] ?? null;
    if (available === null) return;
    const quantities: Record<State, number> = { available, committed: 0, reserved: 0, damaged: 0, safety_stock: 0, quality_control: 0, incoming: 0 };
    const level: Level = { id: `9${index}${place}`, itemId: item.id, locationId, active: true, quantities, createdAt: FIRST_INSTANT, updatedAt: FIRST_INSTANT };
    item.levels.set(locationId, level);
  });
};

export const connect = (bench: Bench): Promise<StoreRecord> =>
  connectStore(bench.ctx, { platform: "shopify", domain: DOMAIN, registrationId: "test", scopes: SCOPES });

/** A bench whose store is connected and imported, and live unless said otherwise. */
export const openStore = async (options: BenchOptions & { status?: "live" | "observe" } = {}): Promise<Bench> => {
  const bench = await openBench(options);
  await connect(bench);
  await settle(bench);
  if (options.status !== "observe") expectDone(await setStoreStatus(bench.ctx, { store: await bench.store(), status: "live" }));
  return bench;
};

export const expectDone = (result: ActResult): void => {
  if (!result.ok) throw new Error(`refused: ${result.problem}`);
};

/** Takes the platform's due webhooks into the inbox, as the ingest would. Answers their topics. */
export const takeIn = async (bench: Bench): Promise<string[]> => {
  const due = bench.twin.takeDeliveries(bench.clock.now);
  const store = await bench.db.findStore("shopify", DOMAIN);
  for (const one of due) {
    bench.twin.settleDelivery(one.id, 200, bench.clock.now);
    await put(bench, {
      topic: one.headers["X-Shopify-Topic"] ?? "", body: one.body, deliveryKey: one.headers["X-Shopify-Webhook-Id"] ?? "",
      triggeredAt: Date.parse(one.headers["X-Shopify-Triggered-At"] ?? ""), merchantId: store?.merchantId ?? null, storeId: store?.id ?? null,
    });
  }
  return due.map((one) => one.headers["X-Shopify-Topic"] ?? "");
};

/** Puts one delivery into the inbox; what is not said is as a first delivery of the store would have it. */
export const put = async (bench: Bench, delivery: Partial<NewDelivery> & Pick<NewDelivery, "topic" | "body">): Promise<string> => {
  const store = await bench.db.findStore("shopify", delivery.domain ?? DOMAIN);
  const id = bench.ctx.newId();
  await bench.db.storeDeliveries([{
    id, platform: "shopify", domain: DOMAIN, merchantId: store?.merchantId ?? null, storeId: store?.id ?? null, deliveryKey: `key-${id}`, triggeredAt: bench.clock.now,
    receivedAt: bench.clock.now, ...delivery,
  }]);
  return id;
};

const ROUNDS_MAX = 400;

/** Delivers, applies, reads and performs until nothing waits; the clock jumps to what is due next. */
export const settle = async (bench: Bench): Promise<void> => {
  let quiet = 0;
  for (let round = 0; quiet < 2; round += 1) {
    if (round > ROUNDS_MAX) throw new Error(`it never settles: ${JSON.stringify(await bench.db.backlog(bench.clock.now))}`);
    const stirred = (await takeIn(bench)).length + (await applyDeliveries(bench.ctx)) + (await performReads(bench.ctx)) + (await performIntents(bench.ctx));
    const backlog = await bench.db.backlog(bench.clock.now);
    const store = await bench.db.findStore("shopify", DOMAIN);
    const waiting = backlog.inboxWaiting + backlog.readsWaiting + (store?.status === "live" ? backlog.outboxWaiting : 0);
    quiet = stirred + waiting === 0 ? quiet + 1 : 0;
    bench.clock.now += stirred > 0 ? 5 : 1_000;
  }
};

/** Lets time pass in steps, doing only the reads. */
export const readFor = async (bench: Bench, ms: number): Promise<void> => {
  const until = bench.clock.now + ms;
  while (bench.clock.now < until) {
    await performReads(bench.ctx);
    bench.clock.now += 250;
  }
};

type Wish = Parameters<ReturnType<Twin["people"]>["placeOrder"]>[0];

/** A customer in New Jersey buys units of products by their place, or what the wish says. Answers the order's id at the platform. */
export const buy = (bench: Bench, units: readonly number[] | Wish = [1]): string => {
  const wish = Array.isArray(units)
    ? { lines: units.flatMap((quantity, index) => (quantity > 0 ? [{ variantId: bench.good(index).variantId, quantity }] : [])) }
    : (units as Wish);
  const placed = bench.twin.people().placeOrder({ address: NEW_JERSEY, ...wish });
  if (!placed) throw new Error("the shop refused the order");
  return placed.id;
};

export const orderIdOf = async (bench: Bench, platformId: string): Promise<OrderId> => idOf<OrderId>((await bench.store()).id, platformId as PlatformId);

export const findOrder = async (bench: Bench, platformId: string): Promise<OrderAggregate | null> =>
  bench.db.order((await bench.store()).merchantId, await orderIdOf(bench, platformId));

export const orderOf = async (bench: Bench, platformId: string): Promise<OrderAggregate> => {
  const found = await findOrder(bench, platformId);
  if (!found) throw new Error(`the order ${platformId} is not known`);
  return found;
};

/** Buys and lets everything settle. */
export const settledOrder = async (bench: Bench, units: readonly number[] | Wish = [1]): Promise<string> => {
  const id = buy(bench, units);
  await settle(bench);
  return id;
};

type Act = Parameters<typeof actOnOrder>[1]["act"];

/** A person acts on an order; the act may lean on how the order is known. */
export const act = async (bench: Bench, platformId: string, choose: Act | ((aggregate: OrderAggregate) => Act)): Promise<ActResult> => {
  const aggregate = await orderOf(bench, platformId);
  const chosen = typeof choose === "function" ? choose(aggregate) : choose;
  return actOnOrder(bench.ctx, { store: await bench.store(), actor: "person:7", orderId: aggregate.order.id, act: chosen });
};

/** Where the open fulfillment orders of an order stand at the platform: place in the ranking, status, units left, our holds. */
export const standing = (bench: Bench, platformId: string): { at: number; status: string; units: number; holds: string[] }[] => {
  const places = [...bench.twin.shop().locations.keys()];
  return bench.twin.inspect().fulfillmentOrders.filter((one) => one.orderId === platformId && one.open).map((one) => ({
    at: places.indexOf(one.locationId), status: one.status, units: one.lines.reduce((sum, line) => sum + line.remaining, 0), holds: one.holds.map((hold) => hold.handle),
  })).sort((a, b) => a.at - b.at);
};

/** Available and committed units of a product, by place, as we know them. */
export const knownLevels = async (bench: Bench, index: number): Promise<{ available: number; committed: number }[]> => {
  const store = await bench.store();
  const itemId = idOf<ItemId>(store.id, bench.good(index).itemId as PlatformId);
  const levels = await bench.db.levels(store.merchantId, [itemId]);
  return [...bench.twin.shop().locations.keys()].flatMap((place) => {
    const level = levels.find((one) => one.locationId === idOf<LocationId>(store.id, place as PlatformId));
    return level ? [{ available: level.available, committed: level.committed + level.unattributed }] : [];
  });
};

/** The same as the platform has it. */
export const platformLevels = (bench: Bench, index: number): { available: number; committed: number }[] => {
  const { itemId } = bench.good(index);
  const levels = bench.twin.inspect().levels.filter((level) => level.itemId === itemId);
  return [...bench.twin.shop().locations.keys()].flatMap((place) => levels.filter((level) => level.locationId === place).map(({ available, committed }) => ({ available, committed })));
};

/** Parked deliveries as topic and reason. */
export const parked = async (bench: Bench): Promise<{ id: string; topic: string; reason: string }[]> =>
  (await bench.db.parkedDeliveries("acme" as never, "", 100)).rows.map(({ id, topic, reason }) => ({ id, topic, reason }));
