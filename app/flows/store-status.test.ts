import { describe, expect, it } from "vitest";
import { rewriteStore } from "../domain/store-row";
import { applyDeliveries } from "./apply-deliveries";
import { buy, expectDone, knownLevels, openStore, orderIdOf, orderOf, settle, standing, takeIn, NEWARK } from "./flows.fixtures";
import { leaveStore } from "./leave-store";
import { performReads } from "./perform-reads";
import { setStoreStatus } from "./store-status";

const planned = async () => {
  const bench = await openStore();
  const id = buy(bench, [2]);
  await takeIn(bench);
  await applyDeliveries(bench.ctx);
  await performReads(bench.ctx);
  expect((await orderOf(bench, id)).allocations.map((one) => one.status)).toContain("planned");
  const set = async (status: "live" | "observe" | "paused") => setStoreStatus(bench.ctx, { store: await bench.store(), actor: "person:7", status });
  const intents = async () => (await bench.db.openIntents((await bench.store()).merchantId, [await orderIdOf(bench, id)])).map((row) => row.intent.kind);
  return { bench, id, set, intents };
};

describe("a store that is leaving", () => {
  it("gives up its plans and what was reserved for them", async () => {
    const { bench, id, intents } = await planned();
    expectDone(await leaveStore(bench.ctx, { store: await bench.store(), actor: "person:7", reason: "We move on." }));
    expect(await intents()).toEqual([]);
    await settle(bench);
    const { order, allocations } = await orderOf(bench, id);
    expect(allocations.map((one) => one.status)).toEqual(["placed"]);
    expect((await knownLevels(bench, 0)).map((level) => level.committed)).toEqual([2, 0, 0]);
    expect((await bench.db.history(order.merchantId, order.id)).map((event) => event.type)).not.toContain("moved-elsewhere");
  });

  it("may be watched again, and what was ours is decided anew when it goes live", async () => {
    const { bench, id, set } = await planned();
    expectDone(await leaveStore(bench.ctx, { store: await bench.store(), actor: "person:7", reason: "We move on." }));
    await settle(bench);
    expect(await set("live")).toMatchObject({ ok: false, problem: "This store is leaving. Let Switchyard watch it again first." });
    expectDone(await set("observe"));
    expectDone(await set("live"));
    await settle(bench);
    expect(standing(bench, id)).toMatchObject([{ at: NEWARK, units: 2 }]);
    const acts = (await bench.db.activityPage((await bench.store()).merchantId, { limit: 9 })).rows.filter((row) => row.actor === "person:7");
    expect(acts.map((row) => [row.verb, row.detail])).toEqual([
      ["store-status-changed", { before: "observe", after: "live" }], ["store-status-changed", { before: "leaving", after: "observe" }], ["store-leaving", { before: "live" }],
    ]);
  });
});

describe("a store that is paused", () => {
  it("writes what was decided meanwhile when it goes live again", async () => {
    const { bench, id, set } = await planned();
    await settle(bench);
    expectDone(await set("paused"));
    const [line] = bench.twin.shop().orders.get(id)!.lines;
    bench.twin.people().editOrder(id, { set: [{ lineId: line!.id, quantity: 3 }] });
    await settle(bench);
    expect(standing(bench, id)).not.toMatchObject([{ at: NEWARK, units: 3 }]);
    expectDone(await set("live"));
    await settle(bench);
    expect(standing(bench, id)).toMatchObject([{ at: NEWARK, units: 3 }]);
  });
});

describe("a store that was removed", () => {
  it("does nothing until the app is opened in its admin again", async () => {
    const { bench, set } = await planned();
    bench.twin.people().uninstall();
    await settle(bench);
    expect(await set("observe")).toMatchObject({ ok: false, problem: expect.stringMatching(/^Open Switchyard/) });
  });
});

describe("a store whose row two hands write", () => {
  /** Somebody writes the row in the moment after it was loaded. */
  const meanwhile = (bench: Awaited<ReturnType<typeof openStore>>, times: number) => {
    let left = times;
    const db = new Proxy(bench.db, {
      get(target, name, receiver) {
        if (name !== "store") {
          const value = Reflect.get(target, name, receiver) as unknown;
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        }
        return async (...ids: Parameters<typeof target.store>) => {
          const loaded = await target.store(...ids);
          left -= 1;
          if (loaded && left >= 0) await target.commit([{ merchantId: loaded.merchantId, ...rewriteStore(loaded, { ordersReadUntil: loaded.updatedAt + 1 }, bench.ctx.now()) }]);
          return loaded;
        };
      },
    });
    return { ...bench.ctx, db };
  };

  it("keeps how far its orders are read when it goes live while they are being read", async () => {
    const { bench } = await planned();
    const before = await bench.store();
    expectDone(await setStoreStatus(meanwhile(bench, 2), { store: before, actor: "person:7", status: "paused" }));
    const after = await bench.store();
    expect(after.status).toBe("paused");
    expect(after.ordersReadUntil).toBeGreaterThan(before.updatedAt + 1);
  });

  it("is not changed when the row never stands still", async () => {
    const { bench } = await planned();
    expect(await setStoreStatus(meanwhile(bench, 99), { store: await bench.store(), actor: "person:7", status: "paused" })).toMatchObject({ ok: false, problem: "Somebody changed the store at this moment. Look again and repeat it." });
    expect((await bench.store()).status).toBe("live");
  });
});
