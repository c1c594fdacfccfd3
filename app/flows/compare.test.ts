import { describe, expect, it } from "vitest";
import { askToReconcile } from "../jobs/reconcile";
import type { PlatformId } from "../domain/ids";
import { compareNow, compareStores } from "./compare";
import { type Bench, RENO, connect, openBench, openStore, orderOf, settle, settledOrder } from "./flows.fixtures";

const HOUR = 3_600_000;

const compared = async (bench: Bench): Promise<number> => {
  const store = await bench.store();
  return (await bench.db.runs(store.merchantId, { storeId: store.id, kinds: ["compare-stock"], limit: 20 })).length;
};

const inZone = async (bench: Bench, timeZone: string): Promise<void> => {
  const store = await bench.store();
  await bench.db.commit([{ merchantId: store.merchantId, guards: [], stores: [{ ...store, timeZone }] }]);
};

/** A worker lives: orders are kept up to date. */
const live = async (bench: Bench, hours: number): Promise<void> => {
  for (let half = 0; half < hours * 2; half += 1) {
    bench.clock.now += HOUR / 2;
    await askToReconcile(bench.ctx);
    await settle(bench);
  }
};

describe("the nightly comparison", () => {
  it("begins once a night at three o'clock where the store is", async () => {
    const bench = await openStore();
    // It is eight o'clock in the morning in UTC, and so midnight in Los Angeles.
    await inZone(bench, "America/Los_Angeles");
    await live(bench, 2);
    expect(await compared(bench)).toBe(0);
    await live(bench, 2);
    expect(await compared(bench)).toBe(1);
    await live(bench, 20);
    expect(await compared(bench)).toBe(1);
    await live(bench, 4);
    expect(await compared(bench)).toBe(2);
  });

  it("is made up for at start after an outage of ours, once", async () => {
    const bench = await openStore();
    await live(bench, 1);
    expect(await compared(bench)).toBe(0);
    bench.clock.now += 3 * HOUR;
    await askToReconcile(bench.ctx);
    await settle(bench);
    expect(await compared(bench)).toBe(1);
    await live(bench, 1);
    expect(await compared(bench)).toBe(1);
  });

  it("does not begin while the store is being imported, and an import of a store that left is ended", async () => {
    const bench = await openBench();
    await connect(bench);
    bench.clock.now += 48 * HOUR;
    await compareStores(bench.ctx);
    expect(await compared(bench)).toBe(0);
    const store = await bench.store();
    await bench.db.commit([{ merchantId: store.merchantId, guards: [], stores: [{ ...store, status: "uninstalled" }] }]);
    await compareStores(bench.ctx);
    const runs = await bench.db.runs(store.merchantId, { storeId: store.id, kinds: ["import-items", "import-orders", "import-locations"], limit: 5 });
    expect(runs.map((run) => run.status)).toEqual(["cancelled", "cancelled", "cancelled"]);
  });
});

describe("what a comparison finds, when messages were lost", () => {
  it("is also a location that closed, and an item that is not counted any more", async () => {
    const bench = await openStore();
    const people = bench.twin.people();
    bench.twin.faults.blackout = 1;
    people.closeLocation(bench.location(RENO));
    people.setPolicyOfVariant(bench.good(0).variantId, { tracked: false });
    bench.twin.faults.blackout = 0;
    bench.clock.now += HOUR;
    const store = await bench.store();
    await compareNow(bench.ctx, { store, actor: "person:7" });
    await settle(bench);
    const locations = await bench.db.locations(store.merchantId);
    expect(locations.filter((one) => !one.active).map((one) => one.platformId)).toEqual([bench.location(RENO)]);
    const [item] = await bench.db.itemsByVariant(store.merchantId, store.id, [bench.good(0).variantId as PlatformId]);
    expect(item?.tracked).toBe(false);
  });

  it("is also what happened to an order in the very second in which it was read", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    bench.clock.now += 60_000 - (bench.clock.now % 1_000);
    bench.twin.people().addTags(id, ["gift"]);
    await settle(bench);
    const { order } = await orderOf(bench, id);
    bench.clock.now = order.platformUpdatedAt + 900;
    bench.twin.faults.blackout = 1;
    bench.twin.people().cancelOrder(id);
    bench.twin.faults.blackout = 0;
    bench.clock.now += HOUR / 4;
    const store = await bench.store();
    await askToReconcile(bench.ctx);
    await settle(bench);
    expect((await orderOf(bench, id)).order.cancelledAt).toBe(null);
    await compareNow(bench.ctx, { store, actor: "person:7" });
    await settle(bench);
    expect((await orderOf(bench, id)).order.cancelledAt).not.toBe(null);
    expect((await bench.db.runs(store.merchantId, { storeId: store.id, kinds: ["compare-orders"], limit: 1 }))[0]).toMatchObject({ status: "done" });
  });
});
