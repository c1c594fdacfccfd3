import { startBulkAct } from "../../app/flows/bulk-acts";
import { compareNow } from "../../app/flows/compare";
import { saveLocationSettings } from "../../app/flows/location-settings";
import { setStoreStatus } from "../../app/flows/store-status";
import { adjustStock, moveStock, setStockRule } from "../../app/flows/stock-acts";
import { actOnOrder } from "../../app/flows/acts";
import { type ItemId, type LocationId, type OrderId, idOf } from "../../app/domain/ids";
import { installAgain } from "./acts-app";
import { ACTOR } from "./acts-house";
import { rememberEdit, rememberPlacing } from "./memory";
import { work } from "./steps";
import { settleDown } from "./settle-down";
import { ROUTING_STORIES } from "./stories-routing";
import { type Story, act, aggregateOf, buy, goods, insist, line, open, shipSome, surprise, takeIn, total } from "./storytelling";
import { deliver } from "./world";

const ship: Story = {
  about: "one of three units leaves in a parcel, then the others",
  play: async (world) => {
    const order = await buy(world, 3);
    await shipSome(world, order, 1);
    await shipSome(world, order, 2);
  },
};

const cancel: Story = {
  about: "one order is cancelled here, another in the shop after its parcel left",
  play: async (world) => {
    const [one, other] = [await buy(world, 2), await buy(world, 1)];
    world.memory.cancelledWhileKnown.add(idOf<OrderId>(world.storeId, one as never));
    await act(world, one, { kind: "cancel", reason: "customer", restock: true, refund: true, notifyCustomer: false, note: "" });
    await shipSome(world, other, 1);
    world.memory.cancelledWhileKnown.add(idOf<OrderId>(world.storeId, other as never));
    world.twin.people().cancelOrder(other, { restock: true });
    await settleDown(world);
  },
};

const back: Story = {
  about: "an order grows, shrinks, is refunded before and after its parcel left, and goods come back",
  play: async (world) => {
    const order = await buy(world, 3);
    const people = world.twin.people();
    people.editOrder(order, { set: [{ lineId: line(world, order).id, quantity: 4 }] });
    await settleDown(world);
    people.editOrder(order, { set: [{ lineId: line(world, order).id, quantity: 3 }], restock: true });
    people.refund(order, { lines: [{ lineId: line(world, order).id, quantity: 1, restockType: "CANCEL" }], shippingMinor: 0 });
    await settleDown(world);
    await shipSome(world, order, 1);
    people.refund(order, { lines: [{ lineId: line(world, order).id, quantity: 1, restockType: "RETURN" }], shippingMinor: 0 });
    await settleDown(world);
  },
};

const move: Story = {
  about: "an order is moved to another location, held and released, alone and with all others",
  play: async (world) => {
    const order = await buy(world, 1);
    await buy(world, 1);
    const [part] = (await aggregateOf(world, order)).fulfillmentOrders;
    const elsewhere = goods(world).locations.map((id) => idOf<LocationId>(world.storeId, id as never)).find((id) => id !== part?.locationId);
    rememberPlacing(world, order);
    if (part && elsewhere) await act(world, order, { kind: "change-location", fulfillmentOrderId: part.id, locationId: elsewhere });
    await act(world, order, { kind: "hold", reason: "checking the address" });
    await act(world, order, { kind: "release" });
    await insist(world, (ctx, store) => startBulkAct(ctx, { store, actor: ACTOR, act: { kind: "hold", reason: "stocktaking" }, orders: { filter: { storeId: world.storeId, statuses: ["routed", "held"] } } }));
    await settleDown(world);
    await insist(world, (ctx, store) => startBulkAct(ctx, { store, actor: ACTOR, act: { kind: "release" }, orders: { filter: { storeId: world.storeId, statuses: ["routed", "held"] } } }));
    await settleDown(world);
  },
};

const stock: Story = {
  about: "stock is low, counted, corrected and set apart here, and changed by hand in the shop",
  play: async (world) => {
    const { itemId: item, locations } = goods(world);
    const [first = ""] = locations;
    const place = { itemId: idOf<ItemId>(world.storeId, item as never), locationId: idOf<LocationId>(world.storeId, first as never) };
    const low = (lowStockUnits: number) => insist(world, (ctx, store) => setStockRule(ctx, { store, actor: ACTOR, ...place, lowStockUnits, safetyStockUnits: null, note: "" }));
    await low(50);
    await settleDown(world);
    await low(0);
    await insist(world, (ctx, store) => adjustStock(ctx, { store, actor: ACTOR, ...place, state: "available", counted: null, delta: 3, expected: null, reason: "correction", note: "" }));
    await settleDown(world);
    await insist(world, (ctx, store) => moveStock(ctx, { store, actor: ACTOR, ...place, from: "available", to: "damaged", units: 1, reason: "damaged", note: "" }));
    // Of other goods: whatever differs where only we acted, nobody else did.
    const other = goods(world, 1);
    world.twin.people().adjustStock({ itemId: other.itemId, locationId: other.locations[0] ?? "", delta: -2 });
    rememberEdit(world, { itemId: other.itemId, locationId: other.locations[0] ?? "" });
    await settleDown(world);
    await buy(world, 1);
    await insist(world, (ctx, store) => adjustStock(ctx, { store, actor: ACTOR, ...place, state: "available", counted: 4, delta: null, expected: null, reason: "cycle-count", note: "" }));
    await settleDown(world);
  },
};

const short: Story = {
  about: "an order waits for stock that is nowhere, until some comes",
  play: async (world) => {
    const { itemId, locations } = goods(world);
    const all = total(world.twin.shop().items.get(itemId) as never);
    const order = await buy(world, all + 1, { oversell: true });
    world.twin.people().adjustStock({ itemId, locationId: locations[0] ?? "", delta: 3 });
    rememberEdit(world, { itemId, locationId: locations[0] ?? "" });
    await settleDown(world);
    await shipSome(world, order, 1);
  },
};

const third: Story = {
  about: "a third party is asked for a parcel, asked to stop, refuses, and sends it",
  play: async (world) => {
    const people = world.twin.people();
    people.openThirdParty({ units: 5 });
    await settleDown(world);
    const placed = people.placeOrder({ kind: "third-party" });
    await settleDown(world);
    if (!placed) return;
    const [part] = open(world, placed.id);
    if (!part) return;
    await act(world, placed.id, { kind: "request-fulfillment", fulfillmentOrderId: idOf(world.storeId, part.id as never), note: "" });
    people.serviceAccepts(part.id);
    await settleDown(world);
    await act(world, placed.id, { kind: "request-cancellation", fulfillmentOrderId: idOf(world.storeId, part.id as never), note: "" });
    people.serviceRejectsCancellation(part.id);
    await settleDown(world);
    people.shipElsewhere(part.id);
    await settleDown(world);
  },
};

const closed: Story = {
  about: "a location is paused here while orders come, and sends what is packed there",
  play: async (world) => {
    const plain = { dailyParcels: null, cutOff: null, timeZone: null, workdays: [1, 2, 3, 4, 5], holidays: [], latitude: null, longitude: null };
    const waiting = await buy(world, 1);
    const locationId = idOf<LocationId>(world.storeId, open(world, waiting)[0]?.locationId as never);
    await insist(world, (ctx, store) => saveLocationSettings(ctx, { store, actor: ACTOR, locationId, version: 0, settings: { ...plain, pausedReason: "flood in the yard" } }));
    await settleDown(world);
    await buy(world, 1);
    await shipSome(world, waiting, 1);
  },
};

const paused: Story = {
  about: "the store is paused while a call waits, and then goes on",
  play: async (world) => {
    const order = await buy(world, 1);
    const orderId = idOf<OrderId>(world.storeId, order as never);
    await insist(world, (ctx, store) => actOnOrder(ctx, { store, actor: ACTOR, orderId, act: { kind: "hold", reason: "checking the address" } }));
    await insist(world, (ctx, store) => setStoreStatus(ctx, { store, actor: ACTOR, status: "paused" }));
    for (const step of ["apply", "read", "perform", "apply", "perform"] as const) await work(world, 1, step);
    await insist(world, (ctx, store) => setStoreStatus(ctx, { store, actor: ACTOR, status: "live" }));
    await settleDown(world);
    await act(world, order, { kind: "release" });
  },
};

const deaf: Story = {
  about: "messages are lost for a while, and a comparison finds out what they would have told",
  play: async (world) => {
    const order = await buy(world, 2);
    const { itemId, locations } = goods(world);
    world.memory.deaf = true;
    world.twin.faults.blackout = 1;
    const [part] = open(world, order);
    if (part) world.twin.people().shipElsewhere(part.id);
    world.twin.people().placeOrder({});
    world.twin.people().adjustStock({ itemId, locationId: locations[0] ?? "", delta: 2 });
    rememberEdit(world, { itemId, locationId: locations[0] ?? "" });
    world.twin.faults.blackout = 0;
    await settleDown(world);
    await insist(world, (ctx, store) => compareNow(ctx, { store, actor: ACTOR }));
    await settleDown(world);
  },
};

const removed: Story = {
  about: "the app is removed while an order is on its way in, and installed again",
  play: async (world) => {
    await buy(world, 1);
    world.twin.people().placeOrder({});
    world.memory.deaf = true;
    world.twin.people().uninstall();
    await deliver(world, 100);
    await settleDown(world);
    world.twin.people().placeOrder({});
    await installAgain(world);
    await settleDown(world);
  },
};

const last: Story = {
  about: "two workers take in an order each for the last unit",
  play: async (world) => {
    const { itemId, variantId, locations } = goods(world);
    for (const locationId of locations) {
      const units = world.twin.shop().items.get(itemId)?.levels.get(locationId)?.quantities.available ?? 0;
      rememberEdit(world, { itemId, locationId });
      world.twin.people().adjustStock({ itemId, locationId, delta: (locationId === locations[0] ? 1 : 0) - units });
    }
    await settleDown(world);
    const buyOne = async (): Promise<void> => {
      world.twin.people().placeOrder({ lines: [{ variantId, quantity: 1 }], oversell: true });
      await deliver(world, 100);
    };
    await buyOne();
    await surprise(world, { does: "apply", before: "db.commit", act: async () => {
      await buyOne();
      await takeIn(world, "apply");
    } });
  },
};

const late: Story = {
  about: "an order is taken in while the stock of its goods is being read",
  play: async (world) => {
    const { itemId, variantId, locations } = goods(world);
    const place = { itemId, locationId: locations[0] ?? "" };
    rememberEdit(world, place);
    world.twin.people().adjustStock({ ...place, delta: 2 });
    await takeIn(world, "apply");
    await surprise(world, { does: "read", before: "db.commit", act: async () => {
      world.twin.people().placeOrder({ lines: [{ variantId, quantity: 1 }] });
      await takeIn(world, "apply");
    } });
  },
};

const older: Story = {
  about: "an answer comes after a fresher one that was asked for later",
  play: async (world) => {
    const order = await buy(world, 1);
    const [part] = open(world, order);
    const target = goods(world).locations.find((id) => id !== part?.locationId);
    if (!part || !target) return;
    // Platforms tell times by the second: within one, only the time of asking tells which answer is fresher.
    world.clock.now = Math.ceil(world.clock.now / 1_000) * 1_000;
    world.twin.people().addTags(order, ["gift"]);
    await deliver(world, 100);
    await work(world, 1, "apply");
    rememberPlacing(world, order);
    await surprise(world, { does: "read", before: "db.orderAggregates", act: async () => {
      world.twin.people().moveElsewhere(part.id, target);
      await takeIn(world, "apply", "read", "read", "read");
    } });
  },
};

export const STORIES = { ship, cancel, back, move, stock, short, third, closed, paused, deaf, removed, last, late, older, ...ROUTING_STORIES } as const satisfies Record<string, Story>;

export type StoryName = keyof typeof STORIES;
