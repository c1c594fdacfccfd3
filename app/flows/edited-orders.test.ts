import { describe, expect, it } from "vitest";
import { type Bench, DALLAS, NEWARK, RENO, act, expectDone, openStore, orderOf, settle, settledOrder, standing } from "./flows.fixtures";
import { reRouteOrder } from "./re-route-order";
import { wantedRead } from "./wanted";

const merchant = "acme" as never;
const latestOf = async (bench: Bench, id: string) => (await bench.db.latestDecisions(merchant, [(await orderOf(bench, id)).order.id]))[0]!;

/** A product is added to an order in the shop's admin. */
const add = (bench: Bench, id: string, place: number, quantity: number): void => {
  const edit = bench.twin.people().editOrder(id, { add: [{ variantId: bench.good(place).variantId, quantity }] });
  if (!edit) throw new Error("the shop refused the edit");
};

const moveBy = async (bench: Bench, id: string, to: number, reason = "") => {
  expectDone(await act(bench, id, ({ order, fulfillmentOrders }) => ({
    kind: "change-location", fulfillmentOrderId: fulfillmentOrders.find((one) => one.status !== "closed")!.id, locationId: `${order.storeId}-${bench.location(to)}` as never, reason,
  })));
  await settle(bench);
};

describe("an order that a person has moved", () => {
  it("keeps who, why and what it costs, and stays there when it is read, and when a policy would have it elsewhere", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [2]);
    expect(standing(bench, id)).toMatchObject([{ at: NEWARK }]);
    await moveBy(bench, id, RENO, "The customer is near.");
    const { order } = await orderOf(bench, id);
    expect(order.byHandSince).not.toBeNull();
    const [override] = await bench.db.overridesOf(merchant, order.id);
    expect(override).toMatchObject({ actor: "person:7", reason: "The customer is near.", endedAt: null, currency: "USD", fromLocationId: `${order.storeId}-${bench.location(NEWARK)}` });
    expect(override!.extraMinor).toBeGreaterThan(0);
    const [store, policy, decided] = [await bench.store(), (await bench.db.latestPolicy(merchant))!, await latestOf(bench, id)];
    await bench.db.commit([{
      merchantId: merchant, guards: [], policies: [{ ...policy, version: policy.version + 1, policy: { ...policy.policy, tariff: { ...policy.policy.tariff, handlingPerParcelMinor: 1 } } }],
      wantedReads: [wantedRead(store, { kind: "order", target: id }, { now: bench.clock.now })],
    }]);
    await settle(bench);
    expect((await latestOf(bench, id)).id).toBe(decided.id);
    expect(standing(bench, id)).toMatchObject([{ at: RENO, units: 2 }]);
  });

  it("that grows stays there, and only what was added is routed", async () => {
    const bench = await openStore({ stock: [[5, 5, 5], [0, 5, 5]] });
    const id = await settledOrder(bench, [2]);
    await moveBy(bench, id, RENO);
    add(bench, id, 1, 1);
    await settle(bench);
    const places = standing(bench, id);
    expect(places.find((one) => one.at === RENO)).toMatchObject({ units: 2 });
    expect(places.reduce((sum, one) => sum + one.units, 0)).toBe(3);
    expect((await orderOf(bench, id)).order.byHandSince).not.toBeNull();
    expect((await bench.db.history(merchant, (await orderOf(bench, id)).order.id)).filter((event) => event.type === "routed").at(-1)!.detail).toMatchObject({ keptUnits: 2 });
  });

  it("is given back to the plan by routing it anew, and the override is over", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [2]);
    await moveBy(bench, id, DALLAS);
    expect(standing(bench, id)).toMatchObject([{ at: DALLAS }]);
    const { order } = await orderOf(bench, id);
    expectDone(await reRouteOrder(bench.ctx, { store: await bench.store(), actor: "person:7", orderId: order.id }));
    await settle(bench);
    expect(standing(bench, id)).toMatchObject([{ at: NEWARK }]);
    expect((await orderOf(bench, id)).order.byHandSince).toBeNull();
    expect((await bench.db.overridesOf(merchant, order.id))[0]!.endedAt).not.toBeNull();
  });
});

describe("an order that grows by a line", () => {
  it("leaves its other parcels where they stand, while moving them saves less than the policy asks for", async () => {
    const bench = await openStore({ stock: [[5, 5, 5], [0, 0, 5]] });
    const id = await settledOrder(bench, [2]);
    const before = standing(bench, id);
    add(bench, id, 1, 1);
    await settle(bench);
    expect(standing(bench, id).reduce((sum, one) => sum + one.units, 0)).toBe(3);
    expect(standing(bench, id).find((one) => one.at === before[0]!.at)!.units).toBeGreaterThanOrEqual(2);
  });
});
