import { describe, expect, it } from "vitest";
import type { MerchantPolicy } from "../domain/policy/types";
import { checkCertificate } from "../domain/routing/check";
import { applyDeliveries } from "./apply-deliveries";
import { type Bench, NEWARK, NEW_JERSEY, RENO, act, buy, knownLevels, openStore, orderOf, settle, standing, takeIn } from "./flows.fixtures";
import { performIntents } from "./perform-intents";
import { performReads } from "./perform-reads";
import { reoptimise } from "./reoptimise";

const merchant = "acme" as never;
const HOUR = 3_600_000;

const publish = async (bench: Bench, joint: Partial<MerchantPolicy["joint"]>): Promise<void> => {
  const latest = (await bench.db.latestPolicy(merchant))!;
  await bench.db.commit([{
    merchantId: merchant, guards: [],
    policies: [{ ...latest, version: latest.version + 1, policy: { ...latest.policy, joint: { ...latest.policy.joint, on: true, settleMinutes: 60, savingAboveMinor: 0, ...joint } }, publishedAt: bench.clock.now }],
  }]);
};

/** Newark is nearer to it than Reno, but gains less than on the coast. */
const ILLINOIS = { ...NEW_JERSEY, city: "Chicago", province: "Illinois", provinceCode: "IL", zip: "60601", latitude: 41.88, longitude: -87.63 };

/** Buys, and does all that is due; plans that rest stay where they are. */
const bought = async (bench: Bench, address = NEW_JERSEY, units = 1): Promise<string> => {
  const id = buy(bench, { lines: [{ variantId: bench.good(0).variantId, quantity: units }], address });
  await workFor(bench, 60);
  return id;
};

const workFor = async (bench: Bench, rounds: number): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    await performReads(bench.ctx);
    await performIntents(bench.ctx);
    bench.clock.now += 500;
  }
};

const latestOf = async (bench: Bench, id: string) => (await bench.db.latestDecisions(merchant, [(await orderOf(bench, id)).order.id]))[0]!;
const openOf = async (bench: Bench, id: string) => bench.db.openIntents(merchant, [(await orderOf(bench, id)).order.id]);
const plannedAt = async (bench: Bench, id: string) => {
  const { outcome, ...certificate } = (await latestOf(bench, id)).certificate;
  if (outcome !== "routed" || !("plan" in certificate)) throw new Error("it is not routed");
  const store = await bench.store();
  return certificate.plan.assignments.map((one) => [0, 1, 2].findIndex((index) => one.locationId === `${store.id}-${bench.location(index)}`));
};

/** The only unit near the coast is promised to the order of Chicago, which came first; that of New Jersey would save more by it. */
const rivals = async (joint: Partial<MerchantPolicy["joint"]> = {}) => {
  const bench = await openStore({ stock: [[5, null, 1]] });
  await publish(bench, joint);
  const chicago = await bought(bench, ILLINOIS);
  const jersey = await bought(bench);
  expect([await plannedAt(bench, chicago), await plannedAt(bench, jersey)]).toEqual([[NEWARK], [RENO]]);
  return { bench, chicago, jersey };
};

describe("a plan", () => {
  it("rests before it is written to the shop, and is written at once where somebody begins to work", async () => {
    const bench = await openStore({ stock: [[5, 5, 5]] });
    await publish(bench, {});
    const id = await bought(bench);
    expect(standing(bench, id)).toMatchObject([{ at: RENO }]);
    expect((await openOf(bench, id)).map((row) => row.dueAt > bench.clock.now + HOUR / 2)).toEqual([true]);
    const begun = await act(bench, id, ({ fulfillmentOrders }) => ({ kind: "start-work", fulfillmentOrderId: fulfillmentOrders[0]!.id }));
    expect(begun).toMatchObject({ ok: false, problem: expect.stringContaining("is written now") });
    await settle(bench);
    expect(standing(bench, id)).toMatchObject([{ at: NEWARK }]);
  });

  it("is written when its time has come", async () => {
    const bench = await openStore({ stock: [[5, 5, 5]] });
    await publish(bench, { settleMinutes: 2 });
    const id = await bought(bench);
    expect(standing(bench, id)).toMatchObject([{ at: RENO }]);
    bench.clock.now += 2 * 60_000;
    await settle(bench);
    expect(standing(bench, id)).toMatchObject([{ at: NEWARK }]);
  });
});

describe("orders that wait are planned together", () => {
  it("so that the last unit goes to the order that saves most by it, with a certificate each, and stay so", async () => {
    const { bench, chicago, jersey } = await rivals();
    const alone = [await latestOf(bench, chicago), await latestOf(bench, jersey)].map(({ certificate }) => (certificate.outcome === "routed" ? certificate.plan.costMinor : NaN));
    expect(await reoptimise(bench.ctx)).toBe(2);
    expect([await plannedAt(bench, chicago), await plannedAt(bench, jersey)]).toEqual([[RENO], [NEWARK]]);
    const decisions = [await latestOf(bench, chicago), await latestOf(bench, jersey)];
    decisions.forEach(({ certificate, joint }, index) => {
      expect(checkCertificate(certificate)).toEqual({ faults: [], proved: "optimal" });
      expect(joint).toMatchObject({ orders: 2, alone: { parcels: 1, costMinor: alone[index] } });
    });
    const costs = decisions.map(({ certificate }) => (certificate.outcome === "routed" ? certificate.plan.costMinor : NaN));
    expect(alone[0]! + alone[1]! - costs[0]! - costs[1]!).toBe(decisions[0]!.joint!.savedMinor);
    expect(decisions[0]!.joint!.savedMinor).toBeGreaterThan(0);
    expect(await knownLevels(bench, 0)).toEqual([{ available: 3, committed: 2 }, { available: 0, committed: 1 }]);
    expect(await reoptimise(bench.ctx)).toBe(0);
    await workFor(bench, 10);
    expect([await plannedAt(bench, chicago), await plannedAt(bench, jersey)]).toEqual([[RENO], [NEWARK]]);
    bench.clock.now += HOUR;
    await settle(bench);
    expect([standing(bench, chicago), standing(bench, jersey)]).toMatchObject([[{ at: RENO }], [{ at: NEWARK }]]);
    expect((await latestOf(bench, jersey)).status).toBe("confirmed");
  });

  it("only where that saves more than the policy asks for, and only where it is switched on", async () => {
    for (const joint of [{ savingAboveMinor: 100_000 }, { on: false, settleMinutes: 60 }]) {
      const { bench, chicago } = await rivals({ savingAboveMinor: 100_000 });
      await publish(bench, joint);
      expect(await reoptimise(bench.ctx)).toBe(0);
      expect(await plannedAt(bench, chicago)).toEqual([NEWARK]);
    }
  });

  it("but for those that a person holds, or has sent where they are, or that are being moved", async () => {
    for (const stop of ["hold", "move", "perform"] as const) {
      const { bench, chicago, jersey } = await rivals();
      if (stop === "hold") await act(bench, chicago, { kind: "hold", reason: "asked by phone" });
      if (stop === "move") await act(bench, chicago, ({ fulfillmentOrders }) => ({ kind: "change-location", fulfillmentOrderId: fulfillmentOrders[0]!.id, locationId: plannedId(bench, fulfillmentOrders[0]!.id) }));
      if (stop === "perform") {
        bench.clock.now += 2 * HOUR;
        await bench.db.claimIntents(bench.clock.now, 60_000, 10);
      }
      const before = await plannedAt(bench, chicago);
      await reoptimise(bench.ctx);
      expect((await latestOf(bench, chicago)).joint ?? null).toBeNull();
      expect(await plannedAt(bench, chicago)).toEqual(before);
      if (stop === "perform") expect(await plannedAt(bench, jersey)).toEqual([RENO]);
    }
  });

  it("once, where two workers do it at one moment: the second finds the orders changed", async () => {
    const { bench, chicago, jersey } = await rivals();
    const changed = await Promise.all([reoptimise(bench.ctx), reoptimise(bench.ctx)]);
    expect(changed.reduce((sum, one) => sum + one, 0)).toBe(2);
    expect([await plannedAt(bench, chicago), await plannedAt(bench, jersey)]).toEqual([[RENO], [NEWARK]]);
    const joint = (await bench.db.decisions(merchant, (await orderOf(bench, jersey)).order.id)).filter((one) => one.joint);
    expect(joint).toHaveLength(1);
  });

  it("never with a unit that somebody else took meanwhile: that exchange is dropped whole", async () => {
    const { bench, chicago, jersey } = await rivals();
    const commit = bench.db.commit.bind(bench.db);
    const late: Bench["ctx"] = { ...bench.ctx, db: { ...bench.db, commit: async (sets) => {
      await act(bench, jersey, { kind: "hold", reason: "fraud check" });
      return commit(sets);
    } } };
    expect(await reoptimise(late)).toBe(0);
    expect(await plannedAt(bench, chicago)).toEqual([NEWARK]);
  });
});

const plannedId = (bench: Bench, fulfillmentOrderId: string) => `${fulfillmentOrderId.slice(0, fulfillmentOrderId.lastIndexOf("-"))}-${bench.location(NEWARK)}` as never;
