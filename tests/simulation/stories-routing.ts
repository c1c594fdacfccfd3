import { type ItemId, type LocationId, type OrderId, idOf } from "../../app/domain/ids";
import type { LocationForm } from "../../app/domain/location-settings";
import { DEFAULT_MERCHANT_POLICY } from "../../app/domain/policy/defaults";
import type { MerchantPolicy } from "../../app/domain/policy/types";
import type { FulfillmentOrderRecord } from "../../app/domain/records";
import type { RejectAct } from "../../app/domain/orders/decide-rejection";
import { saveLocationSettings } from "../../app/flows/location-settings";
import { rollBackPolicy } from "../../app/flows/policy-publish";
import { rejectPart } from "../../app/flows/reject-part";
import { adjustStock } from "../../app/flows/stock-acts";
import { ACTOR } from "./acts-house";
import { SAID, publishAs } from "./acts-policy";
import { rememberEdit } from "./memory";
import { settleDown } from "./settle-down";
import { work } from "./steps";
import { type Story, act, aggregateOf, buy, goods, insist, shipSome, surprise, takeIn } from "./storytelling";
import type { World } from "./world";

/** Stories of where orders ship from: who turns them down, how many a day, by which policy, and what is planned together. */

/** Somebody counts the shelves of some goods in the shop. */
const shelve = async (world: World, units: readonly number[], index = 0): Promise<string[]> => {
  const { itemId, locations } = goods(world, index);
  const shelves = locations.length === 1 ? locations : [...locations].sort();
  for (const [place, locationId] of shelves.entries()) {
    const there = world.twin.shop().items.get(itemId)?.levels.get(locationId)?.quantities.available ?? 0;
    rememberEdit(world, { itemId, locationId });
    world.twin.people().adjustStock({ itemId, locationId, delta: (units[place] ?? 0) - there });
  }
  await settleDown(world);
  return shelves;
};

const publish = (world: World, change: Partial<MerchantPolicy>): Promise<void> =>
  insist(world, async (ctx, store) => {
    const latest = await ctx.db.latestPolicy(world.merchantId);
    return latest && publishAs(ctx, { store, policy: { ...latest.policy, ...change }, onto: latest.version });
  });

const partOf = async (world: World, orderId: string): Promise<FulfillmentOrderRecord | undefined> =>
  (await aggregateOf(world, orderId)).fulfillmentOrders.find((one) => one.status === "open" || one.status === "in-progress");

const turnDown = async (world: World, order: string, said: Pick<RejectAct, "fulfillmentOrderId" | "reason" | "found" | "remedy">): Promise<void> => {
  const orderId = idOf<OrderId>(world.storeId, order as never);
  await insist(world, (ctx, store) => rejectPart(ctx, { store, actor: ACTOR, orderId, act: { kind: "reject", note: "", ...said } }));
  await settleDown(world);
};

const tooLittle = (part: FulfillmentOrderRecord, units: number): Pick<RejectAct, "fulfillmentOrderId" | "reason" | "found"> =>
  ({ fulfillmentOrderId: part.id, reason: "not-found", found: part.lines.slice(0, 1).map(({ orderLineId }) => ({ orderLineId, units })) });

const turned: Story = {
  about: "a location turns an order down while people work on it, another finds too little of it",
  play: async (world) => {
    const { itemId, locations } = goods(world);
    for (const locationId of locations.slice(1)) {
      world.twin.people().adjustStock({ itemId, locationId, delta: 3 });
      rememberEdit(world, { itemId, locationId });
    }
    const order = await buy(world, 3);
    const begun = await partOf(world, order);
    if (begun) await act(world, order, { kind: "start-work", fulfillmentOrderId: begun.id });
    const first = await partOf(world, order);
    if (first) await turnDown(world, order, { fulfillmentOrderId: first.id, reason: "too-busy", found: [], remedy: "none" });
    const second = await partOf(world, order);
    if (second && second.locationId !== first?.locationId) await turnDown(world, order, { ...tooLittle(second, 1), remedy: "count" });
    await shipSome(world, order, 1);
  },
};

const counted: Story = {
  about: "a shelf that was short is put right, another is counted, and what waited for it goes on",
  play: async (world) => {
    const { itemId, locations } = goods(world);
    await shelve(world, locations.map(() => 4));
    await shortEverywhere(world, "count");
    const order = await buy(world, 2);
    const part = await partOf(world, order);
    if (part) await turnDown(world, order, { ...tooLittle(part, 1), remedy: "set" });
    for (const locationId of locations) {
      const place = { itemId: idOf<ItemId>(world.storeId, itemId as never), locationId: idOf<LocationId>(world.storeId, locationId as never) };
      await insist(world, (ctx, store) => adjustStock(ctx, { store, actor: ACTOR, ...place, state: "available", counted: 5, delta: null, expected: null, reason: "cycle-count", note: "" }));
      await settleDown(world);
    }
  },
};

/** Nobody finds what was ordered. */
const shortEverywhere = async (world: World, remedy: RejectAct["remedy"]): Promise<void> => {
  const order = await buy(world, 1);
  for (const _ of goods(world).locations) {
    const part = await partOf(world, order);
    if (part) await turnDown(world, order, { ...tooLittle(part, 0), remedy });
  }
};

const PLAIN: LocationForm = { pausedReason: null, dailyParcels: null, cutOff: null, timeZone: null, workdays: [1, 2, 3, 4, 5], holidays: [], latitude: null, longitude: null };

const room: Story = {
  about: "two workers decide on an order each, and their location has room for one parcel more today; then one is cancelled",
  play: async (world) => {
    const { variantId } = goods(world);
    const [first = ""] = await shelve(world, [5]);
    const locationId = idOf<LocationId>(world.storeId, first as never);
    await insist(world, (ctx, store) => saveLocationSettings(ctx, { store, actor: ACTOR, locationId, version: 0, settings: { ...PLAIN, dailyParcels: 1 } }));
    await settleDown(world);
    const buyOne = async (): Promise<string> => {
      const placed = world.twin.people().placeOrder({ lines: [{ variantId, quantity: 1 }] });
      await takeIn(world, "apply");
      return placed?.id ?? "";
    };
    const order = await buyOne();
    // By then it has seen that there is room.
    await surprise(world, { does: "read", before: "db.openIntents", act: async () => {
      await buyOne();
      await takeIn(world, "read", "read");
    } });
    world.memory.cancelledWhileKnown.add(idOf<OrderId>(world.storeId, order as never));
    world.twin.people().cancelOrder(order, { restock: true });
    await settleDown(world);
  },
};

const policy: Story = {
  about: "a rule is published between two orders, and taken back before a third",
  play: async (world) => {
    const shelves = await shelve(world, [5, 5]);
    await buy(world, 1);
    const barred = idOf<LocationId>(world.storeId, shelves[0] as never);
    await publish(world, { rules: [{ id: "r", name: "Stocktaking", on: true, when: {}, then: { kind: "never-from", locationIds: [barred] } }] });
    await settleDown(world);
    await buy(world, 1);
    await insist(world, (ctx, store) => rollBackPolicy(ctx, { ...SAID, store, actor: ACTOR, version: 1, onto: 2 }));
    await buy(world, 1);
  },
};

const waited: Story = {
  about: "one order waits until the policy cancels it, another of which a parcel has left waits on",
  play: async (world) => {
    await shelve(world, [3]);
    await publish(world, { waiting: { ...DEFAULT_MERCHANT_POLICY.waiting, afterDays: 1, then: "cancel" } });
    const begun = await buy(world, 3);
    await shipSome(world, begun, 1);
    const part = await partOf(world, begun);
    if (part) await turnDown(world, begun, { fulfillmentOrderId: part.id, reason: "closed", found: [], remedy: "none" });
    await buy(world, 2, { oversell: true });
    for (let day = 0; day < 2; day += 1) {
      world.clock.now += 25 * 3_600_000;
      await work(world, 0, "watch waiting");
      await settleDown(world);
    }
  },
};

const address = (city: string, provinceCode: string, [latitude, longitude]: readonly [number, number]) => ({
  firstName: "Ada", lastName: "Example", company: null, address1: "1 Test Street", address2: null, city, province: provinceCode, provinceCode, zip: "00000",
  country: "United States", countryCode: "US", phone: null, latitude, longitude,
});
const BETWEEN = address("Albuquerque", "NM", [35.08, -106.65]);
const NEARBY = address("Houston", "TX", [29.76, -95.37]);

const exchange: Story = {
  about: "of two orders that are planned together, the one that saves more by it gets the only unit nearby",
  play: async (world) => {
    const { variantId } = goods(world);
    await shelve(world, [5, 1]);
    await publish(world, { joint: { on: true, settleMinutes: 5, savingAboveMinor: 0, scarcity: false } });
    await settleDown(world);
    for (const place of [BETWEEN, NEARBY]) {
      world.twin.people().placeOrder({ lines: [{ variantId, quantity: 1 }], address: place });
      await takeIn(world, "apply", "read", "read");
    }
    await surprise(world, { does: "plan together", before: "db.commit", act: async () => {
      world.twin.people().placeOrder({ lines: [{ variantId, quantity: 1 }], address: NEARBY });
      await takeIn(world, "apply", "read", "read");
    } });
  },
};

export const ROUTING_STORIES = { turned, counted, room, policy, waited, exchange } as const satisfies Record<string, Story>;
