import { describe, expect, test } from "vitest";
import { withDatabase } from "./battery-bed";
import {
  allocationRow, decision, entry, event, item, itemRow, lineRow, location, merchant, NOW, orderId, orderRow, setOf, shipmentRow, stocked, store, storeRow, take,
  type Bed,
} from "./battery-fixtures";

const committed = { status: "committed" };
const conflict = (guard: string) => ({ status: "conflict", guard });
const shirtEast = { itemId: item("shirt"), locationId: location("east") };

export const commitRules = (bed: () => Bed): void => {
  describe("commit: guards", () => guardRules(bed));
  describe("commit: stock", () => stockRules(bed));
  describe("commit: orders", () => aggregateRules(bed));
};

const guardRules = (bed: () => Bed): void => {
  test("a set whose guard fails changes nothing, and its neighbours stand", () => withDatabase(bed(), async (db) => {
    const outcomes = await db.commit([
      setOf({ orders: [{ order: orderRow("1") }] }),
      setOf({ guards: [{ kind: "order", orderId: orderId("1"), version: 7 }], entries: stocked("lost", 5), events: [event("e1", "1")] }),
      setOf({ entries: stocked("kept", 5) }),
    ]);
    expect(outcomes).toEqual([committed, conflict("order:1"), committed]);
    expect((await db.levels(merchant, [item("shirt")])).map((level) => level.onHand)).toEqual([5]);
    expect(await db.history(merchant, orderId("1"))).toEqual([]);
  }));

  test("a set that builds on a refused one of its batch is refused with it, though another's version has the number that it expects", () => withDatabase(bed(), async (db) => {
    const at = (version: number) => [{ kind: "order" as const, orderId: orderId("1"), version }];
    const order = (version: number, name: string) => [{ order: { ...orderRow("1"), version, name } }];
    await db.commit([setOf({ orders: order(1, "#1") })]);
    await db.commit([setOf({ guards: at(1), orders: order(2, "another's") })]);
    const outcomes = await db.commit([
      setOf({ guards: at(1), orders: order(2, "late") }), setOf({ guards: at(2), orders: order(3, "on the late one") }), setOf({ entries: stocked("beside", 1) }),
    ]);
    expect(outcomes).toEqual([conflict("order:1"), conflict("order:1"), committed]);
    expect((await db.order(merchant, orderId("1")))?.order).toMatchObject({ version: 2, name: "another's" });
  }));

  test("a set that fails at its last step leaves none of its earlier ones", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ entries: stocked("read", 2) })]);
    const change = { ...take("too-much", 3), orders: [{ order: orderRow("9") }], items: [itemRow("x")], stores: [storeRow()] };
    expect(await db.commit([change])).toEqual([conflict("floor:shirt:east")]);
    expect(await db.order(merchant, orderId("9"))).toBeNull();
    expect(await db.itemsById(merchant, [item("x")])).toEqual([]);
    expect(await db.stores(merchant)).toEqual([]);
    expect(await db.entriesOf(merchant, item("shirt"), 10)).toHaveLength(2);
  }));

  test("version 0 means that the order must not exist", () => withDatabase(bed(), async (db) => {
    const create = setOf({ guards: [{ kind: "order", orderId: orderId("1"), version: 0 }], orders: [{ order: orderRow("1") }] });
    expect(await db.commit([create, create])).toEqual([committed, conflict("order:1")]);
  }));

  test("an order is written only on top of the version before, guard or no guard", () => withDatabase(bed(), async (db) => {
    const at = (version: number) => setOf({ orders: [{ order: orderRow("1", { version, problem: `v${version}` }) }] });
    expect(await db.commit([at(1), at(1), at(3), at(2), at(2), at(3)]))
      .toEqual([committed, conflict("order:1"), conflict("order:1"), committed, conflict("order:1"), committed]);
    expect((await db.order(merchant, orderId("1")))?.order.problem).toBe("v3");
  }));

  test("a level guard holds only at its revision, and 0 means that the level must not exist", () => withDatabase(bed(), async (db) => {
    const reading = (causeKey: string, revision: number) => setOf({ guards: [{ kind: "level", ...shirtEast, revision }], entries: stocked(causeKey, 1) });
    expect(await db.commit([reading("a", 1), reading("b", 0), reading("c", 0), reading("d", 1), reading("e", 1)]))
      .toEqual([conflict("level:shirt:east"), committed, conflict("level:shirt:east"), committed, conflict("level:shirt:east")]);
  }));

  test("a store guard holds only in its status", () => withDatabase(bed(), async (db) => {
    const whileLive = setOf({ guards: [{ kind: "store", storeId: store, status: "live" }] });
    expect(await db.commit([whileLive, setOf({ stores: [storeRow()] }), whileLive, setOf({ stores: [storeRow({ status: "paused" })] }), whileLive]))
      .toEqual([conflict("store:store"), committed, committed, committed, conflict("store:store")]);
  }));

  test("a key that another row has is a conflict of that set alone", () => withDatabase(bed(), async (db) => {
    const other = storeRow({ id: "other" as typeof store });
    const outcomes = await db.commit([setOf({ stores: [storeRow()] }), setOf({ stores: [other] }), setOf({ items: [itemRow("x")] })]);
    expect(outcomes.map((one) => one.status)).toEqual(["committed", "conflict", "committed"]);
  }));
};

const stockRules = (bed: () => Bed): void => {
  test("entries of one set fold into one change of the level", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ entries: [...stocked("read", 10), entry("take", "available", -3), entry("take", "committed", 3)] })]);
    const [level] = await db.levels(merchant, [item("shirt")]);
    expect(level).toMatchObject({ onHand: 10, available: 7, committed: 3, revision: 1, active: true, readAt: 0, changedAt: NOW });
    await db.commit([setOf({ entries: [entry("damage", "damaged", 1, { at: NOW + 5 }), entry("damage", "available", -1, { at: NOW + 5 })] })]);
    expect((await db.levels(merchant, [item("shirt")]))[0]).toMatchObject({ available: 6, damaged: 1, revision: 2, changedAt: NOW + 5 });
  }));

  test("a reading sets when it was asked and leaves when something was last posted", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ entries: [entry("take", "available", -1, { at: NOW })] })]);
    const touch = { ...shirtEast, active: false, readAt: NOW + 9 };
    await db.commit([setOf({ levels: [touch], entries: stocked("read", 4, { at: NOW + 9 }) })]);
    expect((await db.levels(merchant, [item("shirt")]))[0]).toMatchObject({ readAt: NOW + 9, changedAt: NOW, active: false, revision: 2, available: 3 });
    await db.commit([setOf({ levels: [{ ...shirtEast, active: true, changedAt: NOW + 20 }] })]);
    expect((await db.levels(merchant, [item("shirt")]))[0]).toMatchObject({ readAt: NOW + 9, changedAt: NOW + 20, active: true, revision: 3, available: 3 });
  }));

  test("the same cause posted twice is a conflict and moves nothing", () => withDatabase(bed(), async (db) => {
    const post = setOf({ entries: stocked("read:1", 4) });
    const mixed = setOf({ entries: [entry("new", "available", 1), entry("read:1", "available", 1)] });
    expect(await db.commit([post, post, mixed])).toEqual([committed, conflict("entry:read:1"), conflict("entry:read:1")]);
    expect((await db.levels(merchant, [item("shirt")]))[0]).toMatchObject({ available: 4, revision: 1 });
  }));

  test("a floor bounds what a set takes, within one batch too", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ entries: stocked("read", 5) })]);
    expect(await db.commit([take("a", 3), take("b", 3), take("c", 2), take("d", 1)]))
      .toEqual([committed, conflict("floor:shirt:east"), committed, conflict("floor:shirt:east")]);
    expect((await db.levels(merchant, [item("shirt")]))[0]).toMatchObject({ available: 0, committed: 5 });
  }));

  test("what was committed for nobody known is taken by one of two", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ entries: [entry("read", "onHand", 2), entry("read", "unattributed", 2)] })]);
    const absorb = (key: string) => setOf({
      entries: [entry(key, "unattributed", -2), entry(key, "committed", 2)], floors: [{ ...shirtEast, floor: 0, of: "unattributed" }],
    });
    expect(await db.commit([absorb("a"), absorb("b")])).toEqual([committed, conflict("floor:shirt:east")]);
    expect((await db.levels(merchant, [item("shirt")]))[0]).toMatchObject({ unattributed: 0, committed: 2 });
  }));

  test("a floor is checked on a level that the set does not move; an unknown level has nothing", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ entries: stocked("read", 5) })]);
    const floor = (units: number) => setOf({ floors: [{ ...shirtEast, floor: units }] });
    const nowhere = setOf({ floors: [{ itemId: item("unknown"), locationId: location("east"), floor: 1 }] });
    expect((await db.commit([floor(5), floor(6), nowhere])).map((one) => one.status)).toEqual(["committed", "conflict", "conflict"]);
  }));
};

const aggregateRules = (bed: () => Bed): void => {
  test("an order comes back as it was written, numbers beyond 32 bits and order of keys included", () => withDatabase(bed(), async (db) => {
    const order = orderRow("1", { tags: ["b", "a"], excludedLocationIds: [location("west")], cancelledAt: null, shipToLongitude: -0.1 });
    const lines = [lineRow("1", "z", { position: 0 }), lineRow("1", "a", { position: 1, itemId: null })];
    const shipments = [shipmentRow("1", "parcel")];
    const allocations = [allocationRow("1", { status: "placed", quantity: 4 }), allocationRow("1")];
    await db.commit([setOf({ orders: [{ order, lines, allocations, shipments }], events: [event("e1", "1")], decisions: [decision("d1", "1"), decision("d2", "1")] })]);
    expect(await db.order(merchant, orderId("1"))).toEqual({ order, lines, allocations, fulfillmentOrders: [], shipments });
    expect(JSON.stringify(await db.history(merchant, orderId("1")))).toBe(JSON.stringify([event("e1", "1")]));
    expect(JSON.stringify((await db.latestDecisions(merchant, [orderId("1")]))[0]?.certificate)).toBe(JSON.stringify(decision("d2", "1").certificate));
    // The tariff, the same for all decisions, is kept once.
    expect(await db.rowCounts(merchant)).toMatchObject({ tariffs: 1 });
  }));

  test("parts replace what was there where given, and shipments are never removed", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ orders: [{ order: orderRow("1"), lines: [lineRow("1", "a")], allocations: [allocationRow("1")], shipments: [shipmentRow("1", "p1")] }] })]);
    await db.commit([setOf({ orders: [{ order: orderRow("1", { version: 2 }), lines: [lineRow("1", "b")], shipments: [shipmentRow("1", "p2")] }] })]);
    await db.commit([setOf({ orders: [{ order: orderRow("1", { version: 3 }), allocations: [], shipments: [shipmentRow("1", "p1", { status: "cancelled" })] }] })]);
    const found = await db.order(merchant, orderId("1"));
    expect(found?.lines.map((line) => line.id)).toEqual(["b"]);
    expect(found?.allocations).toEqual([]);
    expect(found?.shipments.map(({ id, status }) => [id, status])).toEqual([["p1", "cancelled"], ["p2", "confirmed"]]);
  }));

  test("orders wait for items, longest placed first, until they wait no more", () => withDatabase(bed(), async (db) => {
    const waits = (id: string, placedAt: number, names: string[]) => ({ order: orderRow(id, { placedAt }), waitsFor: names.map(item) });
    await db.commit([setOf({ orders: [waits("late", NOW + 2, ["shirt"]), waits("early", NOW, ["shirt", "hat"]), waits("other", NOW, ["sock"])] })]);
    const waiting = async (...names: string[]) => (await db.ordersWaitingFor(merchant, names.map(item), 10)).map((one) => one.orderId);
    expect(await waiting("shirt", "hat")).toEqual(["early", "late"]);
    await db.commit([setOf({ orders: [{ order: orderRow("early", { version: 2 }), waitsFor: [item("hat")] }] })]);
    expect(await waiting("shirt")).toEqual(["late"]);
    expect(await waiting("hat")).toEqual(["early"]);
  }));

  test("a decision's status changes, its certificate never", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ decisions: [decision("d1", "1")] }), setOf({ decisionStatuses: [{ orderId: orderId("1"), decisionId: "d1", status: "confirmed" }] })]);
    expect(await db.decisions(merchant, orderId("1"))).toEqual([{ ...decision("d1", "1"), status: "confirmed" }]);
  }));
};
