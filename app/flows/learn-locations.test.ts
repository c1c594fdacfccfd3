import { describe, expect, it } from "vitest";
import type { LearningTerms } from "../domain/policy/types";
import { type Bench, NEWARK, act, expectDone, openStore, orderOf, settle, settledOrder } from "./flows.fixtures";
import { learnLocations } from "./learn-locations";
import { rejectPart } from "./reject-part";
import { adjustStock } from "./stock-acts";

const merchant = "acme" as never;
const HOUR = 3_600_000;
const newark = async (bench: Bench) => `${(await bench.store()).id}-${bench.location(NEWARK)}`;
const factsOf = async (bench: Bench) => (await bench.db.locationFacts(merchant)).find((one) => one.locationId === `s-acme-${bench.location(NEWARK)}`)!.facts;

const ship = async (bench: Bench, id: string) => {
  expectDone(await act(bench, id, (known) => ({
    kind: "ship", fulfillmentOrderId: known.fulfillmentOrders[0]!.id, tracking: { company: null, number: "SY-1", url: null }, notifyCustomer: false,
    lines: known.fulfillmentOrders[0]!.lines.map((line) => ({ orderLineId: line.orderLineId, quantity: line.remainingQuantity })),
  })));
  await settle(bench);
};

const notFound = async (bench: Bench, id: string, remedy: "count" | "none" = "none") => {
  const { order, fulfillmentOrders } = await orderOf(bench, id);
  const [part] = fulfillmentOrders;
  expectDone(await rejectPart(bench.ctx, {
    store: await bench.store(), actor: "person:7", orderId: order.id,
    act: { kind: "reject", fulfillmentOrderId: part!.id, reason: "not-found", note: "", remedy, found: part!.lines.map((line) => ({ orderLineId: line.orderLineId, units: 0 })) },
  }));
  await settle(bench);
};

const learn = async (bench: Bench, terms: Partial<LearningTerms>): Promise<void> => {
  const policy = (await bench.db.latestPolicy(merchant))!;
  await bench.db.commit([{ merchantId: merchant, guards: [], policies: [{ ...policy, version: policy.version + 1, policy: { ...policy.policy, learning: { ...policy.policy.learning, ...terms } } }] }]);
};

describe("what is learned of a location", () => {
  it("is measured from its parcels, what it turned down, and counts of its shelves, and measured again when it is old", async () => {
    const bench = await openStore({ stock: [[50, 50, 50]] });
    const [sent, refused] = [await settledOrder(bench, [2]), await settledOrder(bench, [3])];
    bench.clock.now += 5 * HOUR;
    await ship(bench, sent);
    await notFound(bench, refused);
    const { lines, order } = await orderOf(bench, sent);
    expectDone(await adjustStock(bench.ctx, {
      store: await bench.store(), actor: "person:7", itemId: lines[0]!.itemId!, locationId: `${order.storeId}-${bench.location(NEWARK)}` as never, state: "on-hand", delta: null, counted: 40, expected: null, reason: "cycle-count", note: "",
    }));
    await settle(bench);
    expect(await learnLocations(bench.ctx)).toBe(3);
    const facts = await factsOf(bench);
    expect(facts.acceptance).toEqual({ shipped: 1, rejected: 1, share: 50 / 52 });
    expect(facts.pickDelay.parcels).toBe(1);
    expect(facts.pickDelay.medianHours).toBeCloseTo(5, 1);
    expect(facts.countError).toEqual({ counts: 2, units: (1 + 3 + 8) / 22, shortShare: 3 / 22 });
    expect(await learnLocations(bench.ctx)).toBe(0);
    bench.clock.now += 7 * HOUR;
    expect(await learnLocations(bench.ctx)).toBe(3);
  });

  it("is in the cost of the next order where the policy says so, and nowhere else", async () => {
    const bench = await openStore({ stock: [[50, 50, 50]] });
    await notFound(bench, await settledOrder(bench, [1]));
    await learnLocations(bench.ctx);
    const chargesOf = async (id: string) => {
      const [decision] = await bench.db.latestDecisions(merchant, [(await orderOf(bench, id)).order.id]);
      const at = await newark(bench);
      return decision!.certificate.problem.locations.find((one) => one.locationId === at)!;
    };
    expect((await chargesOf(await settledOrder(bench, [1]))).charges).toBeUndefined();
    await learn(bench, { acceptance: true, rejectionMinor: 500 });
    const after = await chargesOf(await settledOrder(bench, [1]));
    expect(after.charges).toEqual({ riskMinor: Math.round((1 - 49 / 51) * 500) });
    expect(after.stock[0]!.keep).toBeUndefined();
    await learn(bench, { countError: true });
    expect((await chargesOf(await settledOrder(bench, [1]))).stock[0]!.keep).toEqual({ units: 1, minor: Math.round((2 / 21) * 500) });
  });

  it("a count that was asked for ends the notice, and lets the order be sent from there again", async () => {
    const bench = await openStore({ stock: [[0, 0, 5]] });
    const id = await settledOrder(bench, [2]);
    await notFound(bench, id, "count");
    const { order, lines } = await orderOf(bench, id);
    expect(order.status).toBe("backordered");
    const open = async () => (await bench.db.openNotices(merchant, order.storeId, 9)).filter((one) => one.kind === "count-asked").length;
    expect(await open()).toBe(1);
    expectDone(await adjustStock(bench.ctx, {
      store: await bench.store(), actor: "person:8", itemId: lines[0]!.itemId!, locationId: `${order.storeId}-${bench.location(NEWARK)}` as never, state: "on-hand", delta: null, counted: 5, expected: null, reason: "cycle-count", note: "",
    }));
    await settle(bench);
    expect(await open()).toBe(0);
    expect((await orderOf(bench, id)).order).toMatchObject({ status: "routed", rejected: [] });
    expect((await bench.db.rejectionsOf(merchant, order.id))[0]!.settledAt).not.toBeNull();
  });
});
