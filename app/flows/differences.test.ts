import { describe, expect, it } from "vitest";
import type { DifferenceRecord } from "../domain/desk";
import { type ItemId, type LocationId, type PlatformId, idOf } from "../domain/ids";
import { askToReconcile } from "../jobs/reconcile";
import { applyDeliveries } from "./apply-deliveries";
import { compareNow } from "./compare";
import { type Bench, DALLAS, NEWARK, RENO, buy, knownLevels, openStore, orderIdOf, orderOf, platformLevels, settle, settledOrder, takeIn } from "./flows.fixtures";
import { watchStock } from "./low-stock";
import { performReads } from "./perform-reads";
import { settleDifferences } from "./settle-differences";

/** Everything that the platform would tell is lost. */
const losing = (bench: Bench): (() => void) => {
  bench.twin.faults.blackout = 1;
  return () => void (bench.twin.faults.blackout = 0);
};

const place = (bench: Bench, good: number, at: number) => ({ itemId: bench.good(good).itemId, locationId: bench.location(at) });

const found = async (bench: Bench): Promise<DifferenceRecord[]> => {
  const store = await bench.store();
  return (await bench.db.differencesSince(store.merchantId, { storeId: store.id, since: 0, limit: 500 })).reverse();
};

const told = async (bench: Bench): Promise<string[]> =>
  (await found(bench)).map(({ state, expected, found: units, cause, orderId }) => `${state} ${expected}→${units} ${cause}${orderId ? ` ${orderId.split("-").at(-1)}` : ""}`).sort();

/** Settles, then explains what is left, until nothing is looked for. */
const explainAll = async (bench: Bench): Promise<void> => {
  for (let round = 0; round < 5; round += 1) {
    await settle(bench);
    bench.clock.now += 10_000;
    await settleDifferences(bench.ctx);
  }
};

const agree = async (bench: Bench): Promise<void> => {
  for (const good of [0, 1]) expect(await knownLevels(bench, good)).toEqual(platformLevels(bench, good));
};

describe("a difference", () => {
  it("is none when a level is read for the first time", async () => {
    const bench = await openStore();
    expect(await found(bench)).toEqual([]);
  });

  it("is none when orders are taken, routed and shipped from here", async () => {
    const bench = await openStore();
    await settledOrder(bench, [2, 1]);
    await explainAll(bench);
    expect((await found(bench)).filter((one) => one.cause === "looking" || one.cause === "changed-outside")).toEqual([]);
    await agree(bench);
  });

  it("that a person made in the admin is believed at once, looked into, and told as changed outside", async () => {
    const bench = await openStore();
    bench.twin.people().adjustStock({ ...place(bench, 0, RENO), delta: -2 });
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    await performReads(bench.ctx);
    expect(await told(bench)).toEqual(["available 5→3 looking", "onHand 5→3 looking"]);
    expect((await knownLevels(bench, 0))[RENO]).toMatchObject({ available: 3 });
    expect(await settleDifferences(bench.ctx)).toBe(0);
    await explainAll(bench);
    expect(await told(bench)).toEqual(["available 5→3 changed-outside", "onHand 5→3 changed-outside"]);
    const [one] = await found(bench);
    expect(one?.explainedAt).toBeGreaterThan(one?.foundAt ?? 0);
  });

  it("at a place that does not stock the item any more is told, too", async () => {
    const bench = await openStore();
    bench.twin.people().stopStockingAt(bench.good(0).itemId, bench.location(RENO));
    await compareNow(bench.ctx, { store: await bench.store(), actor: "person:7" });
    await explainAll(bench);
    expect(await told(bench)).toEqual(["available 5→0 changed-outside", "onHand 5→0 changed-outside"]);
  });

  it("is looked into after a night without a worker, and blamed on nobody", async () => {
    const bench = await openStore();
    const counter = bench.twin.people().sellInShop({ variantId: bench.good(0).variantId, quantity: 1, locationId: bench.location(RENO) });
    const messages = bench.twin.takeDeliveries(bench.clock.now).filter((one) => one.headers["X-Shopify-Topic"] === "inventory_levels/update");
    const store = await bench.store();
    for (const one of messages) await bench.db.storeDeliveries([{
      id: bench.ctx.newId(), platform: "shopify", domain: store.domain, merchantId: store.merchantId, storeId: store.id, deliveryKey: one.id,
      topic: "inventory_levels/update", triggeredAt: null, receivedAt: bench.clock.now, body: one.body,
    }]);
    await applyDeliveries(bench.ctx);
    await performReads(bench.ctx);
    expect(await told(bench)).toEqual(["available 5→4 looking", "onHand 5→4 looking"]);
    bench.clock.now += 9 * 3_600_000;
    expect(await settleDifferences(bench.ctx)).toBe(0);
    await explainAll(bench);
    expect(await told(bench)).toEqual([`available 5→4 sold-elsewhere ${counter?.id}`, `onHand 5→4 sold-elsewhere ${counter?.id}`]);
  });

  it("is told when the walk over the orders began in the instant in which it was found", async () => {
    const bench = await openStore();
    bench.twin.people().adjustStock({ ...place(bench, 0, RENO), delta: -2 });
    await settle(bench);
    const [one] = await found(bench);
    const store = await bench.store();
    await bench.db.commit([{ merchantId: store.merchantId, guards: [], stores: [{ ...store, ordersReadUntil: one?.foundAt ?? 0 }] }]);
    expect(await settleDifferences(bench.ctx)).toBe(1);
  });

  it("is not told before the orders of its goods are read, however often their messages renew the wish", async () => {
    let deaf = false;
    const bench = await openStore({
      wrapChannel: (channel) => ({
        ...channel, readOrders: (access, ids) => (deaf ? Promise.resolve({ ok: false, trouble: { kind: "retry", afterMs: 1_000, words: "Try later." } }) : channel.readOrders(access, ids)),
      }),
    });
    deaf = true;
    const id = buy(bench, [2]);
    const [part] = bench.twin.inspect().fulfillmentOrders.filter((one) => one.orderId === id);
    bench.twin.people().shipElsewhere(part?.id ?? "");
    for (let second = 0; second < 60; second += 1) {
      if (second % 10 === 0) bench.twin.people().addTags(id, [`tag-${second}`]);
      await takeIn(bench);
      await applyDeliveries(bench.ctx);
      await performReads(bench.ctx);
      await settleDifferences(bench.ctx);
      bench.clock.now += 1_000;
    }
    expect(new Set((await found(bench)).map((one) => one.cause))).toEqual(new Set(["looking"]));
    deaf = false;
    await explainAll(bench);
    expect((await found(bench)).filter((one) => one.cause === "looking" || one.cause === "changed-outside")).toEqual([]);
  });

  it("is not told as changed outside before the store's orders have been walked and read", async () => {
    const bench = await openStore();
    bench.twin.people().adjustStock({ ...place(bench, 0, RENO), delta: -2 });
    const store = await bench.store();
    await settle(bench);
    await bench.db.commit([{ merchantId: store.merchantId, guards: [], stores: [{ ...(await bench.store()), ordersReadUntil: 1 }] }]);
    expect(await settleDifferences(bench.ctx)).toBe(0);
    expect(new Set((await found(bench)).map((one) => one.cause))).toEqual(new Set(["looking"]));
  });
});

describe("after an hour of lost messages", () => {
  it("the ledger agrees, and every difference is told as what it was", async () => {
    const bench = await openStore({ stock: [[9, 9, 9], [9, 9, 9]] });
    const people = bench.twin.people();
    const sent = await settledOrder(bench, [0, 2]);
    const { fulfillmentOrders: [parcel], lines: [line] } = await orderOf(bench, sent);
    people.shipElsewhere(parcel?.platformId ?? "");
    await explainAll(bench);
    const before = (await found(bench)).length;
    bench.clock.now += 60_000;

    const end = losing(bench);
    const online = buy(bench, [2]);
    const counter = people.sellInShop({ variantId: bench.good(1).variantId, quantity: 1, locationId: bench.location(RENO) });
    people.refund(sent, { lines: [{ lineId: line?.platformId ?? "", quantity: 1, restockType: "RETURN", locationId: bench.location(NEWARK) }] });
    people.adjustStock({ ...place(bench, 1, DALLAS), delta: -3 });
    bench.clock.now += 3_600_000;
    await takeIn(bench);
    end();
    await askToReconcile(bench.ctx);
    await explainAll(bench);
    await agree(bench);

    const store = await bench.store();
    const causes = (await found(bench)).slice(before);
    const at = (good: number, where: number) => causes.filter((one) => one.itemId.endsWith(bench.good(good).itemId) && one.locationId.endsWith(bench.location(where)))
      .map(({ state, expected, found: units, cause, orderId }) => `${state} ${expected}→${units} ${cause} ${orderId?.split("-").at(-1) ?? ""}`.trim()).sort();
    expect(at(1, DALLAS)).toEqual(["available 9→6 changed-outside", "onHand 9→6 changed-outside"]);
    expect(at(1, RENO)).toEqual([`available 9→8 sold-elsewhere ${counter?.id}`, `onHand 9→8 sold-elsewhere ${counter?.id}`]);
    expect(at(1, NEWARK)).toEqual([`available 7→8 restock ${sent}`, `onHand 7→8 restock ${sent}`]);
    expect(causes.filter((one) => one.cause === "looking")).toEqual([]);
    expect((await orderOf(bench, online)).order.status).toBe("routed");
    const orders = await bench.db.runs(store.merchantId, { storeId: store.id, kinds: ["compare-orders"], limit: 5 });
    expect(orders.find((run) => run.detail.found === 3)).toMatchObject({ status: "done" });
    expect(orders.flatMap((run) => run.detail.orderIds)).toContain(await orderIdOf(bench, online));
  });

  it("the store is told as quiet until it is heard of again", async () => {
    const bench = await openStore({ status: "observe" });
    const store = await bench.store();
    const kinds = async () => (await bench.db.openNotices(store.merchantId, store.id, 10)).map((one) => one.kind);
    const end = losing(bench);
    buy(bench, [1]);
    bench.clock.now += 3_600_000;
    await takeIn(bench);
    end();
    await askToReconcile(bench.ctx);
    await settle(bench);
    expect(await kinds()).toContain("quiet-store");
    await watchStock(bench.ctx);
    expect(await kinds()).toContain("quiet-store");
    buy(bench, [1]);
    await settle(bench);
    await watchStock(bench.ctx);
    expect(await kinds()).not.toContain("quiet-store");
  });

  it("the comparison counts by location what differs, and how far it is off", async () => {
    const bench = await openStore();
    const store = await bench.store();
    const end = losing(bench);
    bench.twin.people().adjustStock({ ...place(bench, 0, RENO), delta: -2 });
    bench.twin.people().adjustStock({ ...place(bench, 1, NEWARK), delta: 4 });
    await takeIn(bench);
    end();
    bench.clock.now += 60_000;
    await compareNow(bench.ctx, { store, actor: "person:7" });
    await explainAll(bench);
    const [run] = await bench.db.runs(store.merchantId, { storeId: store.id, kinds: ["compare-stock"], limit: 1 });
    const at = (index: number): string => idOf<LocationId>(store.id, bench.location(index) as PlatformId);
    expect(run).toMatchObject({ status: "done", done: 2, detail: { levels: 6, differing: 2, unitsOff: 6, byLocation: {
      [at(RENO)]: { levels: 2, differing: 1, unitsOff: 2 }, [at(DALLAS)]: { levels: 2, differing: 0, unitsOff: 0 }, [at(NEWARK)]: { levels: 2, differing: 1, unitsOff: 4 },
    } } });
    await agree(bench);
    const items = [0, 1].map((good) => idOf<ItemId>(store.id, bench.good(good).itemId as PlatformId));
    expect(new Set((await found(bench)).map((one) => one.itemId))).toEqual(new Set(items));
  });
});
