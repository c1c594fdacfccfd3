import { describe, expect, it } from "vitest";
import { DEFAULT_MERCHANT_POLICY } from "../domain/policy/defaults";
import type { MerchantPolicy } from "../domain/policy/types";
import { acceptAgain } from "./accept-again";
import { type Bench, NEWARK, RENO, act, expectDone, openStore, orderOf, settle, settledOrder, standing } from "./flows.fixtures";
import { saveLocationSettings } from "./location-settings";
import { publishPreset } from "./publish-policy";
import { rejectPart } from "./reject-part";
import { retryWaiting, watchWaiting } from "./retry-waiting";
import { adjustStock } from "./stock-acts";

const merchant = "acme" as never;
const DAY = 86_400_000;
const { waiting: WAITING } = DEFAULT_MERCHANT_POLICY;

const place = (bench: Bench, index: number, storeId: string) => `${storeId}-${bench.location(index)}` as never;
const statusOf = async (bench: Bench, id: string) => (await orderOf(bench, id)).order.status;
const types = async (bench: Bench, id: string) => (await bench.db.history(merchant, (await orderOf(bench, id)).order.id)).map((event) => event.type);

const publish = async (bench: Bench, change: Partial<MerchantPolicy>): Promise<void> => {
  const latest = (await bench.db.latestPolicy(merchant))!;
  await bench.db.commit([{ merchantId: merchant, guards: [], policies: [{ ...latest, version: latest.version + 1, policy: { ...latest.policy, ...change }, publishedAt: bench.clock.now }] }]);
};

const pause = async (bench: Bench, index: number, pausedReason: string | null, version: number) => {
  const store = await bench.store();
  expectDone(await saveLocationSettings(bench.ctx, {
    store, actor: "person:7", locationId: place(bench, index, store.id), version,
    settings: { pausedReason, dailyParcels: null, cutOff: null, timeZone: null, workdays: [1, 2, 3, 4, 5, 6, 7], holidays: [], latitude: null, longitude: null } as never,
  }));
};

/** An order that nothing can ship: the only location with the goods is paused. */
const stuck = async (options: Parameters<typeof openStore>[0] = {}) => {
  const bench = await openStore({ stock: [[0, 0, 5]], ...options });
  await pause(bench, NEWARK, "Stocktaking", 0);
  const id = await settledOrder(bench, [1]);
  expect(await statusOf(bench, id)).toBe("backordered");
  return { bench, id };
};

describe("an order that cannot be routed is tried again", () => {
  it("when its location opens", async () => {
    const { bench, id } = await stuck();
    await pause(bench, NEWARK, null, 1);
    await settle(bench);
    expect(await statusOf(bench, id)).toBe("routed");
    expect((await orderOf(bench, id)).order.waitingSince).toBeNull();
  });

  it("when stock arrives elsewhere", async () => {
    const { bench, id } = await stuck();
    const { order, lines } = await orderOf(bench, id);
    expectDone(await adjustStock(bench.ctx, {
      store: await bench.store(), actor: "person:7", itemId: lines[0]!.itemId!, locationId: place(bench, RENO, order.storeId), state: "available", delta: 3, counted: null, expected: null, reason: "received", note: "",
    }));
    await settle(bench);
    expect(standing(bench, id)).toMatchObject([{ at: RENO, holds: [] }]);
  });

  it("when another policy is published, at once by whoever publishes it, and by the next round where that was lost", async () => {
    for (const lost of [false, true]) {
      const { bench, id } = await stuck();
      const order = await orderOf(bench, id);
      const before = (await bench.db.latestDecisions(merchant, [order.order.id]))[0]!;
      if (lost) await publish(bench, { tariff: { ...DEFAULT_MERCHANT_POLICY.tariff, splitPenaltyMinor: 1 } });
      else expectDone(await publishPreset(bench.ctx, { store: await bench.store(), actor: "person:7", preset: "fewest-parcels" }));
      expect((await bench.db.backlog(bench.clock.now)).readsWaiting).toBe(lost ? 0 : 1);
      expect(await watchWaiting(bench.ctx)).toBe(1);
      await settle(bench);
      const after = (await bench.db.latestDecisions(merchant, [order.order.id]))[0]!;
      expect(after.certificate.problem.policyVersion).toBe(before.certificate.problem.policyVersion + 1);
      expect(await watchWaiting(bench.ctx)).toBe(0);
    }
  });

  it("when a location that turned it down can ship it after all", async () => {
    const bench = await openStore({ stock: [[0, 0, 5]] });
    const id = await settledOrder(bench, [1]);
    const { order, fulfillmentOrders } = await orderOf(bench, id);
    const ask = { store: await bench.store(), actor: "person:7", orderId: order.id };
    expectDone(await rejectPart(bench.ctx, { ...ask, act: { kind: "reject", fulfillmentOrderId: fulfillmentOrders[0]!.id, reason: "closed", note: "", found: [], remedy: "none" } }));
    await settle(bench);
    expect(await statusOf(bench, id)).toBe("backordered");
    expectDone(await acceptAgain(bench.ctx, { ...ask, locationId: fulfillmentOrders[0]!.locationId! }));
    await settle(bench);
    expect(await statusOf(bench, id)).toBe("routed");
    expect(await acceptAgain(bench.ctx, { ...ask, locationId: fulfillmentOrders[0]!.locationId! })).toMatchObject({ ok: false });
  });

  it("with all others that wait", async () => {
    const { bench } = await stuck({ stock: [[0, 0, 500]] });
    for (let count = 0; count < 4; count += 1) await settledOrder(bench, [1]);
    expect(await retryWaiting(bench.ctx, merchant)).toBe(5);
    expect((await bench.db.backlog(bench.clock.now)).readsWaiting).toBe(5);
  });
});

describe("an order that waits for longer than the policy says", () => {
  it("is told of once, until it goes on", async () => {
    const { bench, id } = await stuck();
    await publish(bench, { waiting: { ...WAITING, afterDays: 3 } });
    await watchWaiting(bench.ctx);
    await settle(bench);
    expect((await orderOf(bench, id)).order.attention).toMatchObject([{ code: "location-closed" }]);
    bench.clock.now += 3 * DAY;
    expect(await watchWaiting(bench.ctx)).toBe(1);
    await settle(bench);
    expect((await orderOf(bench, id)).order.attention).toMatchObject([{ code: "location-closed" }, { code: "waiting-too-long", detail: { days: 3, cancels: false } }]);
    expect(await watchWaiting(bench.ctx)).toBe(0);
    expect(await types(bench, id)).not.toContain("waited-too-long");
    await pause(bench, NEWARK, null, 1);
    await settle(bench);
    expect((await orderOf(bench, id)).order).toMatchObject({ status: "routed", attention: [] });
  });

  it("is cancelled where the policy says so: once, its units free again and the payment given back", async () => {
    const { bench, id } = await stuck();
    await publish(bench, { waiting: { ...WAITING, afterDays: 3, then: "cancel" } });
    bench.clock.now += 3 * DAY;
    await watchWaiting(bench.ctx);
    await settle(bench);
    expect(await statusOf(bench, id)).toBe("cancelled");
    expect(bench.twin.inspect().orders.find((one) => one.id === id)).toMatchObject({ cancelled: true });
    expect((await types(bench, id)).filter((type) => type === "waited-too-long" || type === "cancel-order-done")).toEqual(["waited-too-long", "cancel-order-done"]);
    const { order, lines } = await orderOf(bench, id);
    const level = (await bench.db.level(merchant, lines[0]!.itemId!, place(bench, NEWARK, order.storeId)))!;
    expect([level.available, level.committed + level.unattributed]).toEqual([5, 0]);
    expect(await bench.db.ledgerFaults(merchant, 5)).toEqual([]);
  });

  it("is cancelled as the policy says: the money stays, the units are gone, and nobody is written to", async () => {
    const { bench, id } = await stuck();
    const store = await bench.store();
    await publish(bench, { waiting: { ...WAITING, afterDays: 3, then: "cancel", refund: false, restock: false, notifyCustomer: false } });
    bench.clock.now += 3 * DAY;
    await watchWaiting(bench.ctx);
    await settle(bench);
    expect(await statusOf(bench, id)).toBe("cancelled");
    const { lines } = await orderOf(bench, id);
    const level = (await bench.db.level(merchant, lines[0]!.itemId!, place(bench, NEWARK, store.id)))!;
    expect([level.available, level.committed + level.unattributed]).toEqual([4, 0]);
  });

  it("is not cancelled when a parcel of it has left: a person is told", async () => {
    const bench = await openStore({ stock: [[0, 0, 2]] });
    const id = await settledOrder(bench, [2]);
    expectDone(await act(bench, id, (known) => ({
      kind: "ship", fulfillmentOrderId: known.fulfillmentOrders[0]!.id, tracking: { company: null, number: "SY-1", url: null }, notifyCustomer: false,
      lines: [{ orderLineId: known.fulfillmentOrders[0]!.lines[0]!.orderLineId, quantity: 1 }],
    })));
    await settle(bench);
    const { order, fulfillmentOrders } = await orderOf(bench, id);
    const rest = fulfillmentOrders.find((one) => one.status !== "closed")!;
    expectDone(await rejectPart(bench.ctx, { store: await bench.store(), actor: "person:7", orderId: order.id, act: { kind: "reject", fulfillmentOrderId: rest.id, reason: "closed", note: "", found: [], remedy: "none" } }));
    await settle(bench);
    expect(await statusOf(bench, id)).toBe("backordered");
    await publish(bench, { waiting: { ...WAITING, afterDays: 1, then: "cancel" } });
    bench.clock.now += 2 * DAY;
    await watchWaiting(bench.ctx);
    await settle(bench);
    expect((await orderOf(bench, id)).order).toMatchObject({ status: "backordered", cancelledAt: null, attention: [{ code: "waiting-too-long" }] });
    expect(bench.twin.inspect().orders.find((one) => one.id === id)).toMatchObject({ cancelled: false });
  });
});
