import { describe, expect, it } from "vitest";
import type { DriftRecord } from "../domain/drift/drift";
import { WAIT_FOR_MESSAGE_MS } from "../domain/drift/drift";
import { askToReconcile } from "../jobs/reconcile";
import { compareNow } from "./compare";
import { decideDrifts } from "./decide-drifts";
import { type Bench, NEWARK, RENO, buy, openStore, orderIdOf, put, settle, settledOrder } from "./flows.fixtures";
import { performReads } from "./perform-reads";
import { settleDifferences } from "./settle-differences";

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;

const place = (bench: Bench, good: number, at: number) => ({ itemId: bench.good(good).itemId, locationId: bench.location(at) });

const drifts = async (bench: Bench): Promise<DriftRecord[]> => {
  const store = await bench.store();
  return (await bench.db.driftPage(store.merchantId, { storeId: store.id, limit: 100 })).rows.reverse();
};

/** Everything runs until nothing waits, and drifts are looked at as often as the worker would. */
const watch = async (bench: Bench, ms = 30_000): Promise<void> => {
  const until = bench.clock.now + ms;
  do {
    await settle(bench);
    await settleDifferences(bench.ctx);
    while ((await decideDrifts(bench.ctx)) > 0);
    bench.clock.now += Math.max(10_000, ms / 20);
  } while (bench.clock.now < until);
};

const compare = async (bench: Bench): Promise<void> => {
  await compareNow(bench.ctx, { store: await bench.store(), actor: "person:7" });
  await watch(bench);
};

const reconcile = async (bench: Bench): Promise<void> => {
  await askToReconcile(bench.ctx);
  await watch(bench);
};

/** What the platform would tell now never comes. */
const loseAll = (bench: Bench): void => {
  bench.twin.faults.blackout = 1;
};
const hearAgain = (bench: Bench): void => {
  bench.twin.faults.blackout = 0;
};

/** Takes what the platform has sent out of the post, to be delivered by hand. */
const intercept = (bench: Bench, topic: string): { body: string; key: string; triggeredAt: number } => {
  const all = bench.twin.takeDeliveries(bench.clock.now);
  for (const one of all) bench.twin.settleDelivery(one.id, 200, bench.clock.now);
  const found = all.find((one) => one.headers["X-Shopify-Topic"] === topic);
  if (!found) throw new Error(`no ${topic} among ${all.map((one) => one.headers["X-Shopify-Topic"]).join()}`);
  return { body: found.body, key: found.headers["X-Shopify-Webhook-Id"] ?? "", triggeredAt: Date.parse(found.headers["X-Shopify-Triggered-At"] ?? "") };
};

const told = (all: readonly DriftRecord[]): string[] => all.map((one) => `${one.about} ${one.foundBy} ${one.cause} ${one.mendedBy ?? "open"}`);
const kinds = (one: DriftRecord | undefined): string[] => (one?.evidence ?? []).map((event) => event.kind);

describe("a drift", () => {
  it("is none while orders come, are shipped and cancelled as they should", async () => {
    const bench = await openStore();
    await settledOrder(bench, [2, 1]);
    const id = await settledOrder(bench, [1]);
    bench.twin.people().cancelOrder(id, { restock: true });
    await watch(bench);
    await reconcile(bench);
    await compare(bench);
    expect(told(await drifts(bench))).toEqual([]);
  });

  it("of stock that a person changed, told in time, is theirs and lasted as long as it took to read it", async () => {
    const bench = await openStore();
    const changedAt = bench.clock.now;
    bench.twin.people().adjustStock({ ...place(bench, 0, RENO), delta: -2 });
    await watch(bench);
    const [one, ...more] = await drifts(bench);
    expect(more).toEqual([]);
    expect(one).toMatchObject({ about: "stock", foundBy: "message", cause: "edited-outside", mendedBy: "reading-posted", beganExactly: true, lookAt: null });
    expect(Math.abs((one?.beganAt ?? 0) - changedAt)).toBeLessThanOrEqual(1_000);
    expect(one?.gaps).toContainEqual({ what: "available", believed: 5, found: 3 });
    expect(kinds(one)).toEqual(expect.arrayContaining(["right", "changed", "message", "found", "mended"]));
  });

  it("of stock of which nothing was heard is looked for, then called lost, with the platform's time of the change", async () => {
    const bench = await openStore();
    loseAll(bench);
    const changedAt = bench.clock.now;
    bench.twin.people().adjustStock({ ...place(bench, 0, RENO), delta: -2 });
    hearAgain(bench);
    bench.clock.now += 20 * MINUTE_MS;
    await compare(bench);
    expect(told(await drifts(bench))).toEqual(["stock comparison looking reading-posted"]);
    await watch(bench, WAIT_FOR_MESSAGE_MS + HALF_HOUR_MS);
    const [one] = await drifts(bench);
    expect(told([one as DriftRecord])).toEqual(["stock comparison lost-message reading-posted"]);
    expect(one?.lastedMs).toBeGreaterThanOrEqual(20 * MINUTE_MS);
    expect(Math.abs((one?.beganAt ?? 0) - changedAt)).toBeLessThanOrEqual(1_000);
    expect(one?.lookAt).toBeNull();
  });

  it("of stock whose message comes after all is late, even when it was called lost", async () => {
    const bench = await openStore();
    bench.twin.people().adjustStock({ ...place(bench, 0, RENO), delta: -2 });
    const message = intercept(bench, "inventory_levels/update");
    bench.clock.now += 20 * MINUTE_MS;
    await compare(bench);
    await watch(bench, WAIT_FOR_MESSAGE_MS + HALF_HOUR_MS);
    expect(told(await drifts(bench))).toEqual(["stock comparison lost-message reading-posted"]);
    await put(bench, { topic: "inventory_levels/update", body: message.body, deliveryKey: message.key, triggeredAt: message.triggeredAt });
    await watch(bench);
    const [one, ...more] = await drifts(bench);
    expect(more).toEqual([]);
    expect(one?.cause).toBe("late-message");
    expect(kinds(one)).toContain("message");
  });

  it("of stock that a late message brought is late from the start", async () => {
    const bench = await openStore();
    bench.twin.people().adjustStock({ ...place(bench, 0, RENO), delta: -2 });
    const message = intercept(bench, "inventory_levels/update");
    bench.clock.now += 5 * MINUTE_MS;
    await put(bench, { topic: "inventory_levels/update", body: message.body, deliveryKey: message.key, triggeredAt: message.triggeredAt });
    await watch(bench);
    expect(told(await drifts(bench))).toEqual(["stock message late-message reading-posted"]);
  });

  it("of an order that nobody told of is found by the walk, and mended by its reading", async () => {
    const bench = await openStore();
    loseAll(bench);
    const id = buy(bench, [1]);
    hearAgain(bench);
    bench.clock.now += 10 * MINUTE_MS;
    await reconcile(bench);
    const [one] = (await drifts(bench)).filter((each) => each.about === "order");
    expect(one).toMatchObject({ foundBy: "reconciliation", cause: "looking", mendedBy: "order-read", orderId: await orderIdOf(bench, id), beganExactly: true });
    expect(one?.lastedMs).toBeGreaterThanOrEqual(10 * MINUTE_MS - 1_000);
    await watch(bench, WAIT_FOR_MESSAGE_MS + HALF_HOUR_MS);
    expect((await drifts(bench)).filter((each) => each.about === "order").map((each) => each.cause)).toEqual(["lost-message"]);
  });

  it("that is open when the app is removed is mended when it is back", async () => {
    const bench = await openStore();
    const become = async (status: "uninstalled" | "live") => bench.db.commit([{ merchantId: "acme" as never, guards: [], stores: [{ ...(await bench.store()), status }] }]);
    loseAll(bench);
    buy(bench, [1]);
    hearAgain(bench);
    bench.clock.now += 10 * MINUTE_MS;
    await askToReconcile(bench.ctx);
    await performReads(bench.ctx);
    await become("uninstalled");
    for (let look = 0; look < 3; look += 1) {
      bench.clock.now += WAIT_FOR_MESSAGE_MS;
      await decideDrifts(bench.ctx);
    }
    expect(told(await drifts(bench))).toEqual(["order reconciliation lost-message open"]);
    await become("live");
    await reconcile(bench);
    await watch(bench, HALF_HOUR_MS);
    expect(told(await drifts(bench))).toEqual(["order reconciliation lost-message order-read"]);
  });

  it("of an order whose message comes hours later is late, whether a walk had found it or not", async () => {
    const bench = await openStore();
    const first = buy(bench, [1]);
    const late = intercept(bench, "orders/create");
    bench.clock.now += 10 * MINUTE_MS;
    await reconcile(bench);
    buy(bench, [1]);
    const unfound = intercept(bench, "orders/create");
    bench.clock.now += 3 * MINUTE_MS;
    for (const one of [late, unfound]) await put(bench, { topic: "orders/create", body: one.body, deliveryKey: one.key, triggeredAt: one.triggeredAt });
    await watch(bench);
    const found = (await drifts(bench)).filter((each) => each.about === "order");
    expect(told(found)).toEqual(["order reconciliation late-message order-read", "order message late-message order-read"]);
    expect(found[0]?.orderId).toBe(await orderIdOf(bench, first));
  });

  it("of a fulfillment order that moved in silence is found by a comparison", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    loseAll(bench);
    const [open] = bench.twin.inspect().fulfillmentOrders.filter((one) => one.orderId === id && one.open);
    const elsewhere = [RENO, NEWARK].map((at) => bench.location(at)).find((at) => at !== open?.locationId) ?? "";
    bench.twin.people().moveElsewhere(open?.id ?? "", elsewhere);
    hearAgain(bench);
    bench.clock.now += 10 * MINUTE_MS;
    await compare(bench);
    const found = (await drifts(bench)).filter((one) => one.about !== "stock");
    expect(found.map((one) => one.orderId)).toEqual([await orderIdOf(bench, id)]);
    await watch(bench, WAIT_FOR_MESSAGE_MS + HALF_HOUR_MS);
    expect((await drifts(bench)).filter((one) => one.about !== "stock").map((one) => one.cause)).toEqual(["lost-message"]);
  });

  it("is the platform's when it goes on answering with an older state than it told of", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    const [delivery] = [bench.twin.people()].map((people) => {
      people.addTags(id, ["vip"]);
      return intercept(bench, "orders/updated");
    });
    const body = JSON.parse(delivery?.body ?? "{}") as { updated_at: string };
    const ahead = bench.clock.now + 20_000;
    await put(bench, { topic: "orders/updated", body: JSON.stringify({ ...body, updated_at: new Date(ahead).toISOString() }), triggeredAt: bench.clock.now });
    await watch(bench, 10 * MINUTE_MS);
    expect((await drifts(bench)).map((one) => `${one.about} ${one.cause} ${one.mendedBy !== null}`)).toEqual(["order platform-answer true"]);
  });

  it("is ours when the ledger contradicts itself", async () => {
    const bench = await openStore();
    const store = await bench.store();
    bench.twin.people().adjustStock({ ...place(bench, 0, RENO), delta: -2 });
    const real = bench.ctx.db.foldOfLevel;
    bench.ctx.db.foldOfLevel = async (...of) => ({ ...(await real(...of)), damaged: 1 });
    await watch(bench);
    expect((await bench.db.driftPage(store.merchantId, { storeId: store.id, limit: 9 })).rows.map((one) => one.cause)).toEqual(["own-fault"]);
  });

  it("belongs to its merchant, and its reading never waits for its cause", async () => {
    const bench = await openStore();
    bench.twin.people().adjustStock({ ...place(bench, 0, RENO), delta: -2 });
    await settle(bench);
    await performReads(bench.ctx);
    expect(await bench.db.driftPage("another" as never, { storeId: (await bench.store()).id, limit: 9 })).toEqual({ rows: [], nextCursor: null });
  });
});
