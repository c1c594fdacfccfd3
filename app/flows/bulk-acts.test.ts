import { describe, expect, it } from "vitest";
import type { OrderId } from "../domain/ids";
import type { RunRecord } from "../domain/desk";
import type { Db } from "../db/port";
import { type BulkAsk, type BulkDetail, cancelBulkAct, startBulkAct } from "./bulk-acts";
import { continueBulkActs } from "./continue-bulk-acts";
import { type Bench, act, buy, expectDone, openStore, orderIdOf, orderOf, settle, settledOrder, standing } from "./flows.fixtures";
import { setStoreStatus } from "./store-status";

const openFull = (units = 500) => openStore({ stock: [[units, units, units]] });

const orders = async (bench: Bench, count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    ids.push(buy(bench));
    bench.clock.now += 1_000;
  }
  await settle(bench);
  return ids;
};

const begin = async (bench: Bench, ask: Pick<BulkAsk, "act" | "orders"> & Partial<BulkAsk>) => {
  const begun = await startBulkAct(bench.ctx, { store: await bench.store(), actor: "person:7", ...ask });
  if (!begun.ok) throw new Error(`refused: ${begun.problem}`);
  return begun.runId as string;
};

const runOf = async (bench: Bench, runId: string) => (await bench.db.run("acme" as never, runId)) as RunRecord & { detail: BulkDetail };

const finish = async (bench: Bench, runId: string) => {
  for (let turn = 0; turn < 50 && (await runOf(bench, runId)).status === "running"; turn += 1) {
    await continueBulkActs(bench.ctx);
    bench.clock.now += 1_000;
  }
  return runOf(bench, runId);
};

const holds = async (bench: Bench, ids: readonly string[]) => Promise.all(ids.map(async (id) => (await orderOf(bench, id)).order.holdReason));
const heldEvents = async (bench: Bench, id: string) => (await bench.db.history("acme" as never, await orderIdOf(bench, id))).filter((event) => event.type === "held").length;

describe("an act on many orders", () => {
  it("is done to each order that matches, in the name of who began it, and the platform follows", async () => {
    const bench = await openFull();
    const ids = await orders(bench, 3);
    const runId = await begin(bench, { act: { kind: "hold", reason: " flood " }, orders: { filter: { statuses: ["routed"] } } });
    expect((await runOf(bench, runId)).total).toBe(3);
    expect(await finish(bench, runId)).toMatchObject({ status: "done", done: 3, failed: 0, actor: "person:7", detail: { act: "hold", reason: "flood", failures: [] } });
    expect(await holds(bench, ids)).toEqual(["flood", "flood", "flood"]);
    await settle(bench);
    expect(ids.map((id) => standing(bench, id)[0]?.status)).toEqual(["ON_HOLD", "ON_HOLD", "ON_HOLD"]);
    const activity = (await bench.db.activityPage("acme" as never, { limit: 10 })).rows.filter((row) => row.verb.startsWith("bulk"));
    expect(activity.map((row) => [row.verb, row.actor, row.reason])).toEqual([["bulk-act-done", "person:7", "flood"], ["bulk-act-begun", "person:7", "flood"]]);
  });

  it("goes on in chunks, though orders leave what was asked for as they are changed, and new ones come", async () => {
    const bench = await openFull();
    const ids = await orders(bench, 120);
    const runId = await begin(bench, { act: { kind: "hold", reason: "flood" }, orders: { filter: { statuses: ["routed", "held"] } } });
    expect(await continueBulkActs(bench.ctx)).toBe(50);
    expect(await runOf(bench, runId)).toMatchObject({ status: "running", done: 50, total: 120 });
    const late = await settledOrder(bench);
    expect(await finish(bench, runId)).toMatchObject({ status: "done", done: 120, failed: 0 });
    expect(new Set(await holds(bench, ids))).toEqual(new Set(["flood"]));
    expect(await holds(bench, [late])).toEqual([null]);
  }, 60_000);

  it("tells each order that refused, by name and with its words, and stops at none", async () => {
    const bench = await openFull();
    const ids = await orders(bench, 3);
    expectDone(await act(bench, ids[1] as string, { kind: "hold", reason: "mine" }));
    const orderIds = await Promise.all(ids.map((id) => orderIdOf(bench, id)));
    const runId = await begin(bench, { act: { kind: "hold", reason: "flood" }, orders: { orderIds: [...orderIds, "gone" as OrderId, orderIds[0] as OrderId] } });
    const run = await finish(bench, runId);
    expect(run).toMatchObject({ status: "done", total: 4, done: 2, failed: 2 });
    const { name } = (await orderOf(bench, ids[1] as string)).order;
    expect(run.detail.failures).toEqual([{ orderId: "gone", name: "", problem: "This order does not exist." }, { orderId: orderIds[1], name, problem: "This order is already held." }]);
    expect(await holds(bench, ids)).toEqual(["flood", "mine", "flood"]);
  });

  it("is the same one when the same request comes again, and with a key also when it is over", async () => {
    const bench = await openFull();
    await orders(bench, 2);
    const ask = { act: { kind: "hold" as const, reason: "flood" }, orders: { filter: { statuses: ["routed" as const] } } };
    const first = await begin(bench, ask);
    expect(await begin(bench, ask)).toBe(first);
    await finish(bench, first);
    const release = { act: { kind: "release" as const }, orders: { filter: { statuses: ["held" as const] } }, key: "click-1" };
    const keyed = await begin(bench, release);
    await finish(bench, keyed);
    expect(await begin(bench, release)).toBe(keyed);
    expect(await begin(bench, ask)).not.toBe(first);
  });

  it("stops before its next orders when it is cancelled, and counts what was done", async () => {
    const bench = await openFull();
    await orders(bench, 60);
    const runId = await begin(bench, { act: { kind: "hold", reason: "flood" }, orders: { filter: { statuses: ["routed", "held"] } } });
    await continueBulkActs(bench.ctx);
    expectDone(await cancelBulkAct(bench.ctx, { store: await bench.store(), actor: "person:8", runId }));
    expect(await continueBulkActs(bench.ctx)).toBe(0);
    expect(await runOf(bench, runId)).toMatchObject({ status: "cancelled", done: 50, failed: 0 });
    expectDone(await cancelBulkAct(bench.ctx, { store: await bench.store(), actor: "person:8", runId }));
    expect(await cancelBulkAct(bench.ctx, { store: await bench.store(), actor: "person:8", runId: "none" })).toMatchObject({ ok: false });
  }, 60_000);

  it("carries no words that somebody searched by", async () => {
    const bench = await openFull();
    const [id] = await orders(bench, 2);
    const { name } = (await orderOf(bench, id as string)).order;
    const runId = await begin(bench, { act: { kind: "hold", reason: "flood" }, orders: { filter: { search: name, statuses: ["routed"] } } });
    expect(JSON.stringify((await runOf(bench, runId)).detail)).not.toContain("search");
    expect(await finish(bench, runId)).toMatchObject({ status: "done", done: 1, total: 1 });
  });

  it("is refused where nothing could come of it", async () => {
    const bench = await openFull();
    await orders(bench, 1);
    const refused = async (ask: Pick<BulkAsk, "act" | "orders">) => {
      const result = await startBulkAct(bench.ctx, { store: await bench.store(), actor: "person:7", ...ask });
      return result.ok ? "accepted" : [result.field, result.problem];
    };
    const all = { filter: {} };
    expect(await refused({ act: { kind: "hold", reason: " " }, orders: all })).toEqual(["reason", "Say why they are held: others will see it."]);
    expect(await refused({ act: { kind: "hold", reason: "x".repeat(201) }, orders: all })).toEqual(["reason", "Keep it under 200 characters."]);
    expect(await refused({ act: { kind: "resolve-attention", note: "" }, orders: all })).toEqual(["note", "Say what you found: others will see it."]);
    expect(await refused({ act: { kind: "release" }, orders: { orderIds: [] } })).toEqual([null, "Choose at least one order."]);
    expect(await refused({ act: { kind: "release" }, orders: { filter: { statuses: ["cancelled"] } } })).toEqual([null, "No order matches any more. Reload the page."]);
    expectDone(await setStoreStatus(bench.ctx, { store: await bench.store(), status: "observe" }));
    expect(await refused({ act: { kind: "release" }, orders: all })).toEqual([null, "This store is in observe mode: nothing is written to it. Take the store live on Home first."]);
  });
});

describe("a worker that dies in the middle", () => {
  it("has acted on no order twice when another goes on, at whichever commit it died", async () => {
    for (let survives = 0; survives <= 5; survives += 1) {
      let left = Infinity;
      const dying = (db: Db): Db => ({ ...db, commit: (sets) => (left-- > 0 ? db.commit(sets) : Promise.reject(new Error("died"))) });
      const bench = await openStore({ stock: [[50, 50, 50]], wrapDb: dying });
      const ids = await orders(bench, 3);
      const runId = await begin(bench, { act: { kind: "hold", reason: "flood" }, orders: { filter: { statuses: ["routed", "held"] } } });
      left = survives;
      await continueBulkActs(bench.ctx).catch(() => undefined);
      left = Infinity;
      expect(await continueBulkActs(bench.ctx)).toBe(survives === 0 ? 3 : 0);
      bench.clock.now += 61_000;
      expect({ survives, run: await finish(bench, runId) }).toMatchObject({ survives, run: { status: "done", done: 3, failed: 0 } });
      expect(await Promise.all(ids.map((id) => heldEvents(bench, id)))).toEqual([1, 1, 1]);
    }
  }, 60_000);

  it("leaves its orders to one worker at a time", async () => {
    const bench = await openFull();
    const ids = await orders(bench, 4);
    await begin(bench, { act: { kind: "hold", reason: "flood" }, orders: { filter: { statuses: ["routed", "held"] } } });
    const asked = await Promise.all([continueBulkActs(bench.ctx), continueBulkActs(bench.ctx)]);
    expect(asked.sort()).toEqual([0, 4]);
    expect(await Promise.all(ids.map((id) => heldEvents(bench, id)))).toEqual([1, 1, 1, 1]);
  });
});

describe("the other acts", () => {
  it("release, work and routing anew reach the orders", async () => {
    const bench = await openFull();
    const ids = await orders(bench, 2);
    const filter = { filter: {} };
    await finish(bench, await begin(bench, { act: { kind: "hold", reason: "flood" }, orders: filter }));
    await settle(bench);
    expect(await finish(bench, await begin(bench, { act: { kind: "release" }, orders: filter }))).toMatchObject({ done: 2, failed: 0 });
    await settle(bench);
    const decisions = async () => (await bench.db.decisions("acme" as never, await orderIdOf(bench, ids[0] as string))).length;
    const before = await decisions();
    expect(await finish(bench, await begin(bench, { act: { kind: "re-route" }, orders: filter }))).toMatchObject({ done: 2, failed: 0 });
    await settle(bench);
    expect(await decisions()).toBe(before + 1);
    expect((await orderOf(bench, ids[0] as string)).order.status).toBe("routed");
    expect(await finish(bench, await begin(bench, { act: { kind: "start-work" }, orders: filter }))).toMatchObject({ done: 2, failed: 0 });
    await settle(bench);
    expect(ids.map((id) => standing(bench, id)[0]?.status)).toEqual(["IN_PROGRESS", "IN_PROGRESS"]);
    expect(await finish(bench, await begin(bench, { act: { kind: "re-route" }, orders: filter }))).toMatchObject({ done: 0, failed: 2 });
    expect(await finish(bench, await begin(bench, { act: { kind: "take-over" }, orders: filter }))).toMatchObject({ done: 0, failed: 2 });
  }, 60_000);

  it("what a person has looked at leaves the list, with the note in the order's history, in any mode of the store", async () => {
    const bench = await openFull();
    const [id] = await orders(bench, 2);
    const { order } = await orderOf(bench, id as string);
    await bench.db.commit([{ merchantId: order.merchantId, guards: [], orders: [{ order: { ...order, version: order.version + 1, attentionSince: 5, attention: [{ code: "location-closed", key: "1", since: 5, detail: {} }] } }] }]);
    expectDone(await setStoreStatus(bench.ctx, { store: await bench.store(), status: "paused" }));
    const run = await finish(bench, await begin(bench, { act: { kind: "resolve-attention", note: "called them" }, orders: { filter: { attention: "any" } } }));
    expect(run).toMatchObject({ done: 1, failed: 0 });
    expect((await orderOf(bench, id as string)).order).toMatchObject({ attention: [], attentionSince: null });
    const history = await bench.db.history(order.merchantId, order.id);
    expect(history.at(-1)).toMatchObject({ type: "attention-resolved", actor: "person:7", detail: { codes: ["location-closed"], note: "called them", run: run.id } });
  });
});
