import { describe, expect, test } from "vitest";
import { toId } from "../domain/ids";
import { withDatabase } from "./battery-bed";
import { delivery, intentRow, merchant, NOW, orderId, setOf, store, storeRow, wantedRead, type Bed } from "./battery-fixtures";
import { BadCursor } from "./cursor";

const LEASE_MS = 60_000;

export const queueRules = (bed: () => Bed): void => {
  describe("inbox", () => inboxRules(bed));
  describe("wanted reads", () => readRules(bed));
  describe("outbox", () => outboxRules(bed));
};

const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id);

const inboxRules = (bed: () => Bed): void => {
  test("a delivery is known by its key, whoever brings it and however often", () => withDatabase(bed(), async (db) => {
    const again = delivery("b", { deliveryKey: "key-a" });
    expect(await Promise.all([db.storeDeliveries([delivery("a"), again]), db.storeDeliveries([delivery("a")]), db.storeDeliveries([delivery("c")])]))
      .toEqual([["stored", "duplicate"], ["duplicate"], ["stored"]]);
    expect(await db.storeDeliveries([delivery("d", { deliveryKey: "key-a" }), delivery("e", { deliveryKey: "key-a", domain: "other.myshopify.com" })])).toEqual(["duplicate", "stored"]);
    expect(ids(await db.claimDeliveries(NOW, LEASE_MS, 10))).toEqual(["a", "c", "e"]);
  }));

  test("a caller who brings something unwritable fails alone", () => withDatabase(bed(), async (db) => {
    const broken = delivery("broken", { topic: null as unknown as string });
    const results = await Promise.allSettled([db.storeDeliveries([delivery("a")]), db.storeDeliveries([broken]), db.storeDeliveries([delivery("b")])]);
    expect(results.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(ids(await db.claimDeliveries(NOW, LEASE_MS, 10))).toEqual(["a", "b"]);
  }));

  test("rows are leased oldest first, and a lease that lapses makes them due again", () => withDatabase(bed(), async (db) => {
    await db.storeDeliveries([delivery("new", { receivedAt: NOW }), delivery("old", { receivedAt: NOW - 5 }), delivery("later", { receivedAt: NOW + 5 })]);
    expect(ids(await db.claimDeliveries(NOW, LEASE_MS, 1))).toEqual(["old"]);
    const [second] = await db.claimDeliveries(NOW, LEASE_MS, 10);
    expect(second).toEqual({ ...delivery("new"), attempts: 1 });
    expect(await db.claimDeliveries(NOW, LEASE_MS, 10)).toEqual([]);
    expect((await db.claimDeliveries(NOW + LEASE_MS, LEASE_MS, 10)).map((row) => [row.id, row.attempts])).toEqual([["old", 2], ["new", 2], ["later", 1]]);
  }));

  test("a settled row is done with, a parked one can be read and retried, one put back waits until it is due", () => withDatabase(bed(), async (db) => {
    await db.storeDeliveries(["applied", "parked", "back"].map((id) => delivery(id)));
    await db.claimDeliveries(NOW, LEASE_MS, 10);
    await db.commit([setOf({ deliveries: [
      { id: "applied", status: "applied", reason: null }, { id: "parked", status: "parked", reason: "no such shop" },
      { id: "back", status: "waiting", reason: "busy", dueAt: NOW + 10 },
    ] })]);
    expect(await db.claimDeliveries(NOW + 9, LEASE_MS, 10)).toEqual([]);
    expect(ids(await db.claimDeliveries(NOW + 10, LEASE_MS, 10))).toEqual(["back"]);
    const { rows } = await db.parkedDeliveries(merchant, "", 10);
    const { body: _body, ...parked } = delivery("parked");
    expect(rows).toEqual([{ ...parked, status: "parked", reason: "no such shop", attempts: 1 }]);
    expect(await db.deliveryBody(merchant, "parked")).toBe(delivery("parked").body);
    expect(await db.deliveryBody(toId("someone-else"), "parked")).toBeNull();
    expect(await db.retryDelivery(merchant, "applied", NOW)).toBe(false);
    expect(await db.retryDelivery(merchant, "parked", NOW)).toBe(true);
    expect(ids(await db.claimDeliveries(NOW, LEASE_MS, 10))).toEqual(["parked"]);
  }));

  test("parked deliveries come in pages, and a made-up cursor is refused", () => withDatabase(bed(), async (db) => {
    const names = ["a", "b", "c"];
    await db.storeDeliveries(names.map((id) => delivery(id)));
    await db.commit([setOf({ deliveries: names.map((id) => ({ id, status: "parked", reason: "broken" })) })]);
    const first = await db.parkedDeliveries(merchant, "", 2);
    const second = await db.parkedDeliveries(merchant, first.nextCursor ?? "", 2);
    expect([ids(first.rows), ids(second.rows), second.nextCursor]).toEqual([["a", "b"], ["c"], null]);
    for (const cursor of ["garbage", "W10", "bnVsbA", Buffer.from("[1]").toString("base64url")]) {
      await expect(db.parkedDeliveries(merchant, cursor, 2)).rejects.toThrow(BadCursor);
    }
  }));

  test("our own messages are stored with the set, and a duplicate is ignored", () => withDatabase(bed(), async (db) => {
    expect(await db.commit([setOf({ newDeliveries: [delivery("a")] }), setOf({ newDeliveries: [delivery("a"), delivery("b")] })]))
      .toEqual([{ status: "committed" }, { status: "committed" }]);
    expect(ids(await db.claimDeliveries(NOW, LEASE_MS, 10))).toEqual(["a", "b"]);
  }));

  test("a body is kept exactly, ids beyond 2^53 and all", () => withDatabase(bed(), async (db) => {
    const body = '{ "id": 820982911946154508,\n "note": "\\u0000 naïve 🚚 \\"x\\"" }';
    await db.storeDeliveries([delivery("a", { body })]);
    expect(await db.deliveryBody(merchant, "a")).toBe(body);
  }));
};

const readRules = (bed: () => Bed): void => {
  test("hints for one resource make one row: newest wish, earliest time, all tries back", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ wantedReads: [wantedRead("1", { requestedAt: NOW, dueAt: NOW + 50 })] })]);
    await db.commit([setOf({ wantedReads: [wantedRead("1", { requestedAt: NOW + 5, dueAt: NOW + 10 })] })]);
    await db.commit([setOf({ wantedReads: [wantedRead("1", { requestedAt: NOW + 3, dueAt: NOW + 90 })] })]);
    expect(await db.claimReads(NOW + 9, LEASE_MS, 10)).toEqual([]);
    expect(await db.claimReads(NOW + 10, LEASE_MS, 10)).toEqual([wantedRead("1", { requestedAt: NOW + 5, dueAt: NOW + 10, attempts: 1 })]);
    expect(await db.claimReads(NOW + 10, LEASE_MS, 10)).toEqual([]);
    expect(await db.claimReads(NOW + 10 + LEASE_MS, LEASE_MS, 10)).toHaveLength(1);
  }));

  test("a read is fulfilled only if nobody asked again meanwhile; then it is due at once", () => withDatabase(bed(), async (db) => {
    const fulfilled = { storeId: store, kind: "order" as const, target: "1", requestedAt: NOW };
    await db.commit([setOf({ wantedReads: [wantedRead("1")] })]);
    await db.claimReads(NOW, LEASE_MS, 10);
    await db.commit([setOf({ wantedReads: [wantedRead("1", { requestedAt: NOW + 1, dueAt: NOW + 1 })] })]);
    await db.commit([setOf({ fulfilledReads: [fulfilled] })]);
    const [again] = await db.claimReads(NOW + 2, LEASE_MS, 10);
    expect(again).toMatchObject({ target: "1", requestedAt: NOW + 1 });
    await db.commit([setOf({ fulfilledReads: [{ ...fulfilled, requestedAt: NOW + 1 }] })]);
    expect((await db.backlog(NOW)).readsWaiting).toBe(0);
  }));

  test("a postponed read waits, a failed one waits for a person, and a new hint revives it", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ wantedReads: [wantedRead("1"), wantedRead("2"), wantedRead("3")] })]);
    await db.claimReads(NOW, LEASE_MS, 10);
    const failed = (target: string) => wantedRead(target, { status: "failed", attempts: 5, problem: "throttled" });
    await db.postponeReads([wantedRead("1", { dueAt: NOW + 10, attempts: 1, problem: "throttled" }), failed("2"), failed("3")]);
    expect(await db.claimReads(NOW + 9, LEASE_MS, 10)).toEqual([]);
    expect((await db.claimReads(NOW + 10, LEASE_MS, 10)).map(({ target, attempts }) => [target, attempts])).toEqual([["1", 2]]);
    expect(await db.failedReads(merchant, 10)).toEqual([failed("2"), failed("3")]);
    expect(await db.retryRead(merchant, failed("2"), NOW + 20)).toBe(true);
    await db.commit([setOf({ wantedReads: [wantedRead("3", { requestedAt: NOW + 20, dueAt: NOW + 20 })] })]);
    const revived = await db.claimReads(NOW + 20, LEASE_MS, 10);
    expect(revived.map(({ target, attempts, problem }) => [target, attempts, problem]).sort()).toEqual([["2", 1, null], ["3", 1, null]]);
  }));
};

const outboxRules = (bed: () => Bed): void => {
  test("of a lane only the first open row is leased, and the next when it is finished", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ stores: [storeRow()], intents: [
      intentRow("1", { lane: "a" }), intentRow("2", { lane: "a", dueAt: NOW - 10 }), intentRow("3", { lane: "b" }), intentRow("4", { lane: "a" }),
    ] })]);
    expect((await db.claimIntents(NOW, LEASE_MS, 10)).map(({ id, status, attempts }) => [id, status, attempts])).toEqual([["1", "leased", 1], ["3", "leased", 1]]);
    expect(await db.claimIntents(NOW, LEASE_MS, 10)).toEqual([]);
    const settle = (id: string, status: "done" | "refused" | "waiting" | "withdrawn", dueAt = NOW) =>
      db.commit([setOf({ settledIntents: [{ id, status, dueAt, problem: null, progress: { step: id } }] })]);
    await settle("1", "waiting", NOW + 5);
    expect(await db.claimIntents(NOW + 4, LEASE_MS, 10)).toEqual([]);
    expect((await db.claimIntents(NOW + 5, LEASE_MS, 10)).map(({ id, progress }) => [id, progress])).toEqual([["1", { step: "1" }]]);
    await settle("1", "refused");
    expect(ids(await db.claimIntents(NOW + 5, LEASE_MS, 10))).toEqual(["2"]);
    await settle("2", "done");
    expect(ids(await db.claimIntents(NOW + 5, LEASE_MS, 10))).toEqual(["4"]);
  }));

  test("a lane never has two leased rows, not even when an earlier one is retried", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ stores: [storeRow()], intents: [intentRow("1"), intentRow("2")] })]);
    await db.claimIntents(NOW, LEASE_MS, 10);
    await db.commit([setOf({ settledIntents: [{ id: "1", status: "refused", dueAt: NOW, problem: "no", progress: {} }] })]);
    expect(ids(await db.claimIntents(NOW, LEASE_MS, 10))).toEqual(["2"]);
    expect(await db.retryIntent(merchant, "1", NOW)).toBe(true);
    expect(await db.claimIntents(NOW, LEASE_MS, 10)).toEqual([]);
    expect(ids(await db.claimIntents(NOW + LEASE_MS, LEASE_MS, 10))).toEqual(["1"]);
  }));

  test("a lapsed lease makes a row due again", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ stores: [storeRow()], intents: [intentRow("1")] })]);
    expect(await db.claimIntents(NOW, LEASE_MS, 10)).toHaveLength(1);
    expect(await db.claimIntents(NOW + LEASE_MS - 1, LEASE_MS, 10)).toEqual([]);
    expect(await db.claimIntents(NOW + LEASE_MS, LEASE_MS, 10)).toMatchObject([{ id: "1", attempts: 2 }]);
  }));

  test("only a live store is written to; a leaving one only has its holds released, ours alone", () => withDatabase(bed(), async (db) => {
    const release = (id: string, handle: string) =>
      intentRow(id, { lane: id, intent: { kind: "release-hold", fulfillmentOrderPlatformId: toId("7"), handle } });
    const intents = [intentRow("1", { lane: "1" }), release("2", "switchyard-hold"), release("3", "someone-else")];
    for (const status of ["observe", "paused", "uninstalled"] as const) {
      await db.commit([setOf({ stores: [storeRow({ status })], intents })]);
      expect(await db.claimIntents(NOW, LEASE_MS, 10)).toEqual([]);
    }
    await db.commit([setOf({ stores: [storeRow({ status: "leaving" })] })]);
    expect(ids(await db.claimIntents(NOW, LEASE_MS, 10))).toEqual(["2"]);
    await db.commit([setOf({ stores: [storeRow()] })]);
    expect(ids(await db.claimIntents(NOW, LEASE_MS, 10))).toEqual(["1", "3"]);
  }));

  test("what counts on a placement that was not asked for yet is refused once it was, or is done", () => withDatabase(bed(), async (db) => {
    const placing = (id: string, key: string) => intentRow(id, { key, orderId: orderId("1") });
    await db.commit([setOf({ stores: [storeRow()], intents: [placing("1", "plan:place:7"), placing("2", "plan:again:place:8"), placing("3", "older:place:7"), placing("4", "plan:hold:7")] })]);
    const counting = async (decisionId: string) => (await db.commit([setOf({ guards: [{ kind: "placement-unasked", orderId: orderId("1"), decisionId }] })]))[0]?.status;
    expect(await counting("plan")).toBe("committed");
    await db.claimIntents(NOW, LEASE_MS, 1);
    expect([await counting("plan"), await counting("older"), await counting("other")]).toEqual(["conflict", "committed", "committed"]);
    await db.commit([setOf({ settledIntents: [{ id: "1", status: "done", dueAt: NOW, problem: null, progress: {} }] })]);
    expect(await counting("plan")).toBe("conflict");
  }));

  test("the same key makes one row; waiting rows are withdrawn, leased and finished ones are not", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ stores: [storeRow()], intents: [intentRow("1"), intentRow("2"), intentRow("3", { key: "key-2" })] })]);
    await db.claimIntents(NOW, LEASE_MS, 10);
    await db.commit([setOf({ withdrawnIntents: [{ id: "1", problem: "newer" }, { id: "2", problem: "newer" }] })]);
    expect((await db.intentsOfOrder(merchant, orderId("1"))).map(({ id, status }) => [id, status])).toEqual([["1", "leased"], ["2", "withdrawn"]]);
    await db.commit([setOf({ settledIntents: [{ id: "2", status: "waiting", dueAt: NOW, problem: null, progress: {} }] })]);
    expect(ids(await db.openIntents(merchant, [orderId("1")]))).toEqual(["1"]);
  }));

  test("progress is kept, refused rows are listed in pages, and the backlog counts what waits", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({ stores: [storeRow()], intents: ["1", "2", "3"].map((id) => intentRow(id, { lane: id, createdAt: NOW - 7 })) })]);
    const save = (attempt: number, split: string, until: number) => db.saveIntentProgress(merchant, "1", { progress: { split }, lease: { attempt, until } });
    expect(await save(1, "early", NOW)).toBe(false);
    await db.claimIntents(NOW, LEASE_MS, 1);
    expect(await save(1, "done", NOW + 2 * LEASE_MS)).toBe(true);
    expect((await db.openIntents(merchant, [orderId("1")]))[0]?.progress).toEqual({ split: "done" });
    expect(ids(await db.claimIntents(NOW + LEASE_MS, LEASE_MS, 9))).toEqual(["2", "3"]);
    expect(ids(await db.claimIntents(NOW + 2 * LEASE_MS, LEASE_MS, 1))).toEqual(["1"]);
    expect(await save(1, "too late", NOW + 9 * LEASE_MS)).toBe(false);
    expect(await db.backlog(NOW)).toMatchObject({ outboxWaiting: 3, outboxRefused: 0, inboxWaiting: 0, oldestDueAt: NOW - 7 });
    await db.commit([setOf({ settledIntents: ["1", "2", "3"].map((id) => ({ id, status: "refused", dueAt: NOW, problem: "no", progress: {} })) })]);
    const first = await db.refusedIntents(merchant, "", 2);
    expect([ids(first.rows), ids((await db.refusedIntents(merchant, first.nextCursor ?? "", 2)).rows)]).toEqual([["1", "2"], ["3"]]);
    expect(await db.backlog(NOW)).toMatchObject({ outboxWaiting: 0, outboxRefused: 3, oldestDueAt: null });
  }));
};
