import { describe, expect, it } from "vitest";
import type { OrderId } from "../domain/ids";
import type { JointTerms } from "../domain/policy/types";
import { checkCertificate } from "../domain/routing/check";
import { canonicalBytes } from "../domain/routing/problem";
import type { RoutingProblem } from "../domain/routing/types";
import { type Bench, NEWARK, NEW_JERSEY, RENO, buy, openStore, orderOf, settle } from "./flows.fixtures";
import { learnScarcity } from "./learn-scarcity";

const merchant = "acme" as never;
const DAY = 86_400_000;
/** Newark is nearer to it than Reno, but gains less than on the coast. */
const ILLINOIS = { ...NEW_JERSEY, city: "Chicago", province: "Illinois", provinceCode: "IL", zip: "60601", latitude: 41.88, longitude: -87.63 };

const setJoint = async (bench: Bench, joint: Partial<JointTerms>): Promise<void> => {
  const latest = (await bench.db.latestPolicy(merchant))!;
  await bench.db.commit([{ merchantId: merchant, guards: [], policies: [{ ...latest, version: latest.version + 1, policy: { ...latest.policy, joint: { ...latest.policy.joint, ...joint } } }] }]);
};

const bought = async (bench: Bench, address: typeof NEW_JERSEY): Promise<RoutingProblem> => (await decidedFor(bench, address)).problem;

const decidedFor = async (bench: Bench, address: typeof NEW_JERSEY) => {
  const id = buy(bench, { lines: [{ variantId: bench.good(0).variantId, quantity: 1 }], address });
  await settle(bench);
  return (await bench.db.latestDecisions(merchant, [(await orderOf(bench, id)).order.id]))[0]!.certificate;
};

const plannedAt = async (bench: Bench, certificate: Awaited<ReturnType<typeof decidedFor>>): Promise<number[]> => {
  const store = await bench.store();
  if (certificate.outcome !== "routed") throw new Error("it is not routed");
  return certificate.plan.assignments.map((one) => [0, 1, 2].findIndex((index) => one.locationId === `${store.id}-${bench.location(index)}`));
};

/** Days on which the orders of Chicago come first and take what those of the coast would need more. */
const pastDays = async (bench: Bench, { orders, stock }: { orders: number; stock: number }): Promise<void> => {
  const [template] = await bench.db.latestDecisions(merchant, (await bench.db.askedProblems(merchant, { beforeId: null, limit: 1 })).map((one) => one.orderId));
  const [far, near] = [await bought(bench, ILLINOIS), await bought(bench, NEW_JERSEY)];
  const newark = `${(await bench.store()).id}-${bench.location(NEWARK)}`;
  const at = (problem: RoutingProblem): RoutingProblem => ({
    ...problem,
    locations: problem.locations.map((one) => ({ ...one, stock: one.stock.map((row) => ({ ...row, units: one.locationId === newark ? stock : 1_000 })) })),
  });
  await bench.db.commit([{
    merchantId: merchant, guards: [],
    decisions: Array.from({ length: orders }, (_, index) => ({
      ...template!, id: bench.ctx.newId(), orderId: `past-${index}` as OrderId, status: "confirmed" as const, decidedAt: bench.clock.now,
      certificate: { ...template!.certificate, problem: at(index % 60 < 40 ? far : near) },
    })),
  }]);
};

const pricesOf = async (bench: Bench) => {
  const item = (await bench.db.askedProblems(merchant, { beforeId: null, limit: 1 }))[0]!.problem.lines[0]!.itemId;
  return bench.db.scarcityPrices(merchant, [item]);
};

describe("what stock is worth to the orders that are still to come", () => {
  it("is learned of scarce goods; an order that needs them less leaves them then, and takes them again where that is switched off", async () => {
    const bench = await openStore({ stock: [[500, null, 15]] });
    const before = await decidedFor(bench, ILLINOIS);
    expect(await plannedAt(bench, before)).toEqual([NEWARK]);
    await pastDays(bench, { orders: 120, stock: 15 });
    expect(await learnScarcity(bench.ctx)).toBe(0);
    await setJoint(bench, { scarcity: true });
    const unpriced = await bought(bench, ILLINOIS);
    expect(await learnScarcity(bench.ctx)).toBe(1);
    const newark = `${(await bench.store()).id}-${bench.location(NEWARK)}`;
    const prices = await pricesOf(bench);
    expect(prices).toEqual([{ itemId: unpriced.lines[0]!.itemId, locationId: newark, minorPerUnit: expect.any(Number) }]);
    const chicago = await decidedFor(bench, ILLINOIS);
    expect(await plannedAt(bench, chicago)).toEqual([RENO]);
    expect(checkCertificate(chicago)).toEqual({ faults: [], proved: "optimal" });
    expect(chicago.problem.locations.find((one) => one.locationId === newark)!.stock[0]!.scarcityMinor).toBe(prices[0]!.minorPerUnit);
    expect(await plannedAt(bench, await decidedFor(bench, NEW_JERSEY))).toEqual([NEWARK]);
    await setJoint(bench, { scarcity: false });
    const after = await decidedFor(bench, ILLINOIS);
    expect(await plannedAt(bench, after)).toEqual([NEWARK]);
    // But for the order's own line, version and what was sold meanwhile, the very bytes of before.
    expect(canonicalBytes(sameSale(after.problem, before.problem))).toBe(canonicalBytes(before.problem));
    expect(await learnScarcity(bench.ctx)).toBe(1);
    expect(await pricesOf(bench)).toEqual([]);
    expect(bench.logged).toEqual([]);
  });

  it("is learned once a day, and forgotten where few orders came or nothing is scarce", async () => {
    const bench = await openStore({ stock: [[500, null, 15]] });
    await bought(bench, ILLINOIS);
    await setJoint(bench, { scarcity: true });
    await pastDays(bench, { orders: 120, stock: 15 });
    expect(await learnScarcity(bench.ctx)).toBe(1);
    expect(await pricesOf(bench)).toHaveLength(1);
    bench.clock.now += DAY / 2;
    expect(await learnScarcity(bench.ctx)).toBe(0);
    bench.clock.now += 40 * DAY;
    await pastDays(bench, { orders: 90, stock: 15 });
    expect(await learnScarcity(bench.ctx)).toBe(1);
    expect(await pricesOf(bench)).toEqual([]);
    await bench.db.saveScarcityPrices(merchant, { learnedAt: bench.clock.now, prices: [{ itemId: "gone" as never, locationId: "gone" as never, minorPerUnit: 5 }] });
    bench.clock.now += 40 * DAY;
    await pastDays(bench, { orders: 120, stock: 1_000 });
    expect(await learnScarcity(bench.ctx)).toBe(1);
    expect(await bench.db.scarcityLearnedAt(merchant)).toBeNull();
  });
});

const sameSale = (problem: RoutingProblem, as: RoutingProblem): RoutingProblem => ({
  ...problem, policyVersion: as.policyVersion, lines: problem.lines.map((line, index) => ({ ...line, lineId: as.lines[index]!.lineId })),
  locations: problem.locations.map((at, index) => ({ ...at, stock: at.stock.map((row, rank) => ({ ...row, units: as.locations[index]!.stock[rank]!.units })) })),
});
