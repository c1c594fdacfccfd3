import { describe, expect, test } from "vitest";
import { type StoreId, toId } from "../domain/ids";
import type { FulfillmentOrderRecord } from "../domain/records";
import { withDatabase } from "./battery-bed";
import { decision, intentRow, location, merchant, NOW, orderId, orderRow, setOf, store, storeRow, wantedRead, type Bed } from "./battery-fixtures";

/** What closing a location or leaving a store asks of the database. */
export const storeRules = (bed: () => Bed): void => {
  describe("orders at a location", () => ordersAtRules(bed));
  describe("the work of a store", () => storeWorkRules(bed));
};

const part = (order: string, id: string, changes: Partial<FulfillmentOrderRecord>): FulfillmentOrderRecord => ({
  merchantId: merchant, id: toId(id), orderId: orderId(order), storeId: store, platformId: toId(id), locationId: location("east"), status: "open", requestStatus: "unsubmitted",
  deliveryMethod: "shipping", holds: [], actions: [], lines: [], fulfillAt: null, fulfillBy: null, platformUpdatedAt: NOW, ...changes,
});

const ordersAtRules = (bed: () => Bed): void => {
  test("are those with a part there that lives, each once, in pages", () => withDatabase(bed(), async (db) => {
    const orders = [
      { order: orderRow("a"), fulfillmentOrders: [part("a", "a1", {}), part("a", "a2", { status: "in-progress" })] },
      { order: orderRow("b"), fulfillmentOrders: [part("b", "b1", { locationId: location("west") })] },
      { order: orderRow("c"), fulfillmentOrders: [part("c", "c1", { status: "closed" }), part("c", "c2", { status: "cancelled" })] },
      { order: orderRow("d"), fulfillmentOrders: [part("d", "d1", { locationId: null }), part("d", "d2", { status: "on-hold", locationId: location("west") })] },
    ];
    await db.commit([setOf({ orders })]);
    const at = async (names: string[], afterId = "", limit = 10) =>
      (await db.ordersAt(merchant, { locationIds: names.map(location), afterId, limit })).map((one) => one.orderId);
    expect(await at(["east"])).toEqual(["a"]);
    expect(await at(["east", "west"])).toEqual(["a", "b", "d"]);
    expect(await at(["east", "west"], "", 2)).toEqual(["a", "b"]);
    expect(await at(["east", "west"], "b", 2)).toEqual(["d"]);
    expect(await db.ordersAt(toId("someone-else"), { locationIds: [location("east")], afterId: "", limit: 10 })).toEqual([]);
  }));
};

const storeWorkRules = (bed: () => Bed): void => {
  const release = intentRow("release", { lane: "b", intent: { kind: "release-hold", fulfillmentOrderPlatformId: toId("7"), handle: "switchyard-manual" } });

  test("is withdrawn with the plans that it carries out, in the same commit, and not what was decided in it", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({
      stores: [storeRow()], orders: [{ order: orderRow("1") }, { order: orderRow("2") }],
      intents: [intentRow("place"), intentRow("other", { storeId: toId<StoreId>("other"), orderId: orderId("2"), lane: "c" }), intentRow("stock", { orderId: null, lane: "d" }), release],
      decisions: [decision("one", "1"), decision("two", "2")],
    })]);
    const waiting = async (afterId: string, limit: number) => (await db.waitingIntents(merchant, { storeId: store, afterId, limit })).map((row) => row.id);
    expect([await waiting("", 2), await waiting("release", 9)]).toEqual([["place", "release"], ["stock"]]);
    await db.commit([setOf({
      stores: [storeRow({ status: "leaving" })], withdrawnStores: [{ storeId: store, problem: "It leaves.", releases: false }],
      intents: [{ ...release, id: "new", key: "new", lane: "e" }],
    })]);
    expect((await db.openIntents(merchant, [orderId("1"), orderId("2")])).map((row) => row.id).sort()).toEqual(["new", "other", "release"]);
    expect((await db.latestDecisions(merchant, [orderId("1"), orderId("2")])).map((one) => one.status).sort()).toEqual(["pending", "withdrawn"]);
    await db.commit([setOf({ withdrawnStores: [{ storeId: store, problem: "It is gone.", releases: true }] })]);
    expect((await db.openIntents(merchant, [orderId("1"), orderId("2")])).map((row) => row.id)).toEqual(["other"]);
  }));

  test("that rests is due when the store is woken; what failed stays for a person", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({
      stores: [storeRow()], orders: [{ order: orderRow("1") }], intents: [intentRow("resting", { dueAt: NOW + 300_000 })],
      wantedReads: [wantedRead("rests", { dueAt: NOW + 300_000 }), wantedRead("elsewhere", { storeId: toId<StoreId>("other"), dueAt: NOW + 300_000 }), wantedRead("failed")],
    })]);
    await db.postponeReads([wantedRead("failed", { status: "failed", problem: "no" })]);
    await db.wakeStore(merchant, store, NOW + 1);
    expect((await db.claimReads(NOW + 1, 1_000, 10)).map((read) => read.target)).toEqual(["rests"]);
    expect((await db.claimIntents(NOW + 1, 1_000, 10)).map((row) => row.id)).toEqual(["resting"]);
  }));
};
