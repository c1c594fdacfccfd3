import { describe, expect, test } from "vitest";
import type { DriftRecord, HeardMessage } from "../domain/drift/drift";
import { toId, type MerchantId, type StoreId } from "../domain/ids";
import { withDatabase } from "./battery-bed";
import { NOW, entry, item, location, merchant, orderRow, setOf, store, storeRow, wantedRead, type Bed } from "./battery-fixtures";
import type { Db } from "./port";

export const driftRow = (id: string, changes: Partial<DriftRecord> = {}): DriftRecord => ({
  merchantId: merchant, id, storeId: store, about: "order", subject: `order-${id}`, hears: `order:${id}`, itemId: null, locationId: null, orderId: null, causeKey: null,
  gaps: [{ what: "status", believed: null, found: "open" }], foundBy: "reconciliation", cause: "looking", decideBy: NOW + 100, decidedAt: null, beganAt: NOW - 50, beganExactly: true,
  foundAt: NOW, mendedAt: null, mendedBy: null, lastedMs: null, evidence: [{ at: NOW, kind: "found", ref: null, detail: { by: "reconciliation" } }], askedBy: null, lookAt: NOW, ...changes,
});

const mended = (id: string, changes: Partial<DriftRecord> = {}): DriftRecord =>
  driftRow(id, { cause: "lost-message", decidedAt: NOW, mendedAt: NOW, mendedBy: "order-read", lastedMs: 50, lookAt: null, ...changes });

const heard = (id: string, changes: Partial<HeardMessage> = {}): HeardMessage =>
  ({ merchantId: merchant, id, storeId: store, about: "order:a", why: "late", topic: "orders/updated", deliveryKey: `key-${id}`, triggeredAt: null, receivedAt: NOW, ...changes });

const other = toId<MerchantId>("other");

/** How far Switchyard and the platform drifted apart, as it is kept and asked for. */
export const driftRules = (bed: () => Bed): void => {
  describe("drifts", () => {
    keepingRules(bed);
    countingRules(bed);
    forgettingRules(bed);
  });
};

const ids = async (db: Db, query: Partial<Parameters<Db["driftPage"]>[1]> = {}): Promise<string[]> =>
  (await db.driftPage(merchant, { storeId: store, limit: 10, ...query })).rows.map((row) => row.id);

const keepingRules = (bed: () => Bed): void => {
  test("come back as they were kept, and belong to one merchant", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ drifts: [driftRow("a")] })]);
    expect(await db.drift(merchant, "a")).toEqual(driftRow("a"));
    expect(await db.drift(other, "a")).toBeNull();
    expect((await db.driftPage(other, { storeId: store, limit: 10 })).rows).toEqual([]);
  }));

  test("are open once a subject: a second one says nothing new until the first is mended", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ drifts: [driftRow("a", { subject: "one" })] })]);
    await db.commit([setOf({ drifts: [driftRow("b", { subject: "one" }), driftRow("c", { subject: "two" })] })]);
    expect(await ids(db)).toEqual(["c", "a"]);
    await db.commit([setOf({ settledDrifts: [mended("a", { subject: "one" })] })]);
    await db.commit([setOf({ drifts: [driftRow("d", { subject: "one", foundAt: NOW + 1 })] })]);
    expect(await ids(db)).toEqual(["d", "c", "a"]);
    expect(await db.drift(merchant, "a")).toMatchObject({ cause: "lost-message", lastedMs: 50, lookAt: null });
  }));

  test("are listed newest first, page by page, by cause, and those that are not settled", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ drifts: [
      driftRow("a"), mended("b", { foundAt: NOW + 1 }), driftRow("c", { foundAt: NOW + 2, cause: "own-fault" }), driftRow("d", { foundAt: NOW + 3, storeId: toId<StoreId>("elsewhere") }),
      mended("e", { foundAt: NOW + 4, cause: "looking" }),
    ] })]);
    expect(await ids(db)).toEqual(["e", "c", "b", "a"]);
    const first = await db.driftPage(merchant, { storeId: store, limit: 3 });
    expect(first.rows.map((row) => row.id)).toEqual(["e", "c", "b"]);
    expect(await ids(db, { cursor: first.nextCursor ?? "" })).toEqual(["a"]);
    expect(await ids(db, { cause: "lost-message" })).toEqual(["b"]);
    expect(await ids(db, { unsettled: true })).toEqual(["e", "c", "a"]);
    expect(await ids(db, { unsettled: true, cause: "looking" })).toEqual(["e", "a"]);
    expect(await db.unsettledDrifts(merchant, store)).toEqual({ count: 3, looking: 2, oldestFoundAt: NOW });
    expect(await db.unsettledDrifts(other, store)).toEqual({ count: 0, looking: 0, oldestFoundAt: null });
    expect(await db.countOpenDrifts()).toBe(3);
  }));

  test("are due by their time, and woken by a message that they wait for, a lost one included", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ drifts: [driftRow("a", { lookAt: NOW + 9 }), driftRow("b", { lookAt: NOW + 5 }), mended("c", { hears: "item:7" }), mended("d", { cause: "own-fault" })] })]);
    const due = async (now: number) => (await db.driftsDue(now, 10)).map((row) => row.id);
    expect(await due(NOW + 4)).toEqual([]);
    expect(await due(NOW + 9)).toEqual(["b", "a"]);
    const abouts = ["order:a", "item:7", "order:d", "order:nobody"];
    expect((await db.awaitedMessages(merchant, abouts)).sort()).toEqual(["item:7", "order:a"]);
    expect(await db.awaitedMessages(other, abouts)).toEqual([]);
    await db.wakeDrifts(merchant, abouts, NOW);
    expect((await due(NOW)).sort()).toEqual(["a", "c"]);
  }));

  test("find the messages that they lean on, each once", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ heard: [heard("1"), heard("2", { receivedAt: NOW + 2, about: "key:k" }), heard("3", { receivedAt: NOW - 9 })] })]);
    await db.noteHeard([heard("1", { why: "again" }), heard("4", { receivedAt: NOW + 4, merchantId: other })]);
    const found = await db.heardMessages(merchant, { abouts: ["order:a", "key:k"], since: NOW, limit: 10 });
    expect(found).toEqual([heard("1"), heard("2", { receivedAt: NOW + 2, about: "key:k" })]);
  }));

  test("a wish keeps the first message that asked for it, and the last other asker", () => withDatabase(bed(), async (db) => {
    const told = (id: string) => ({ id, key: id, topic: "orders/updated", triggeredAt: null, receivedAt: NOW });
    await db.commit([setOf({ stores: [storeRow()], wantedReads: [wantedRead("1", { asker: "reconciliation" })] })]);
    await db.commit([setOf({ wantedReads: [wantedRead("1", { told: told("first") })] })]);
    await db.commit([setOf({ wantedReads: [wantedRead("1", { told: told("second"), asker: "comparison:r" }), wantedRead("2")] })]);
    const reads = await db.claimReads(NOW + 10, 10, 10);
    reads.sort((x, y) => x.target.localeCompare(y.target));
    expect(reads.map(({ target, told: by, asker }) => [target, by?.id ?? null, asker])).toEqual([["1", "first", "comparison:r"], ["2", null, null]]);
    expect(reads[0]?.told).toEqual(told("first"));
  }));
};

const countingRules = (bed: () => Bed): void => {
  test("are counted by step and cause", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ drifts: [
      mended("a", { foundAt: NOW }), mended("b", { foundAt: NOW + 9, lastedMs: 7 }), mended("c", { foundAt: NOW + 10 }), driftRow("d", { foundAt: NOW + 25, cause: "own-fault" }), mended("e", { foundAt: NOW - 1 }),
    ] })]);
    const counts = await db.driftCounts(merchant, { storeId: store, since: NOW, stepMs: 10 });
    expect(counts.sort((x, y) => x.step - y.step)).toEqual([{ step: 0, cause: "lost-message", count: 2 }, { step: 1, cause: "lost-message", count: 1 }, { step: 2, cause: "own-fault", count: 1 }]);
    expect(await db.driftCounts(other, { storeId: store, since: NOW, stepMs: 10 })).toEqual([]);
    expect((await db.driftDurations(merchant, { storeId: store, since: NOW, limit: 10 })).sort((x, y) => x - y)).toEqual([7, 50, 50]);
    expect(await db.driftDurations(merchant, { storeId: store, since: NOW, limit: 2 })).toEqual([50]);
  }));

  test("are set against the orders that changed, and the items that wait", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({
      stores: [storeRow()], orders: ["a", "b", "c"].map((id, at) => ({ order: orderRow(id, { updatedAt: NOW + at }) })),
      wantedReads: [wantedRead("1", { kind: "item", requestedAt: NOW + 3 }), wantedRead("2", { kind: "item", requestedAt: NOW + 1, status: "failed" }), wantedRead("3", { requestedAt: NOW })],
    })]);
    expect(await db.ordersChangedSince(merchant, { storeId: store, since: NOW + 1, limit: 10 })).toBe(2);
    expect(await db.ordersChangedSince(merchant, { storeId: store, since: 0, limit: 2 })).toBe(2);
    expect(await db.oldestItemWish(merchant, store)).toBe(NOW + 3);
    expect(await db.oldestItemWish(other, store)).toBeNull();
  }));

  test("are held against the fold of the ledger's entries", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ entries: [entry("a", "available", 5), entry("b", "available", -2), entry("b", "committed", 2), entry("c", "available", 7, { locationId: location("west") })] })]);
    const east = { itemId: item("shirt"), locationId: location("east") };
    expect(await db.foldOfLevel(merchant, { ...east, limit: 3 })).toEqual({ available: 3, committed: 2 });
    expect(await db.foldOfLevel(merchant, { ...east, limit: 2 })).toBeNull();
    expect(await db.foldOfLevel(other, { ...east, limit: 3 })).toEqual({});
  }));

  test("find the differences that were noted around them", () => withDatabase(bed(), async (db) => {
    const difference = (id: string, itemName = "shirt") => ({
      merchantId: merchant, id, storeId: store, itemId: item(itemName), locationId: location("east"), state: "available" as const, expected: 1, found: 2, cause: "looking" as const, orderId: null,
      causeKey: id, knownRightAt: 0, foundAt: NOW, explainedAt: null,
    });
    await db.commit([setOf({ differences: [difference("1"), difference("2"), difference("3", "cup"), difference("4"), difference("6"), difference("7")] })]);
    const around = async (owner: MerchantId) => (await db.differencesAround(owner, item("shirt"), { id: "5", limit: 2 })).map((one) => one.id);
    expect(await around(merchant)).toEqual(["4", "2", "6", "7"]);
    expect(await around(other)).toEqual([]);
  }));
};

const forgettingRules = (bed: () => Bed): void => {
  test("are deleted when they are old and settled, with the messages of their time", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ drifts: [mended("a", { foundAt: NOW - 9 }), driftRow("b", { foundAt: NOW - 9 }), mended("c")], heard: [heard("1", { receivedAt: NOW - 9 }), heard("2")] })]);
    expect(await db.purgeDrifts(NOW, 10)).toBe(2);
    expect(await ids(db)).toEqual(["c", "b"]);
    expect(await db.heardMessages(merchant, { abouts: ["order:a"], since: 0, limit: 10 })).toEqual([heard("2")]);
    expect(await db.purgeDrifts(NOW, 10)).toBe(0);
  }));

  test("of a store are kept up to a number, the newest and all that are not settled", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ drifts: [driftRow("a", { foundAt: NOW - 3 }), mended("b", { foundAt: NOW - 2 }), mended("c", { foundAt: NOW - 1 }), mended("d")] })]);
    expect(await db.trimDrifts(merchant, store, { keep: 2, limit: 10 })).toBe(1);
    expect(await ids(db)).toEqual(["d", "c", "a"]);
    expect(await db.trimDrifts(other, store, { keep: 0, limit: 10 })).toBe(0);
  }));
};
