import { describe, expect, it } from "vitest";
import { computeHere } from "../compute/here";
import { type Compute, ComputeStopped } from "../compute/port";
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

const touch = async (bench: Bench, id: string): Promise<void> => {
  const { order } = await orderOf(bench, id);
  await bench.db.commit([{ merchantId: merchant, guards: [], orders: [{ order: { ...order, version: order.version + 1, tags: ["changed-meanwhile"] } }] }]);
};

/** Two goods, of each the same rivalry; the first one saves more, as it weighs on more units. */
const twoRivalries = async () => {
  const bench = await openStore({ stock: [[9, null, 2], [9, null, 1]] });
  await publish(bench, {});
  const pairs = [];
  for (const [good, units] of [[0, 2], [1, 1]] as const) {
    const ids = [];
    for (const address of [ILLINOIS, NEW_JERSEY]) {
      ids.push(buy(bench, { lines: [{ variantId: bench.good(good).variantId, quantity: units }], address }));
      await workFor(bench, 60);
    }
    pairs.push({ chicago: ids[0]!, jersey: ids[1]! });
  }
  return { bench, pairs: pairs as [typeof pairs[number], typeof pairs[number]] };
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

  it("in a thread where there is one, and are not read again until something changed", async () => {
    const { bench, chicago, jersey } = await rivals();
    const kinds: string[] = [];
    const compute: Compute = { ...computeHere, run: (kind, ...rest) => {
      kinds.push(kind);
      return computeHere.run(kind, ...rest);
    } };
    let reads = 0;
    const watched: Bench["ctx"] = { ...bench.ctx, compute, db: { ...bench.db, orderAggregates: (...asked) => {
      reads += 1;
      return bench.db.orderAggregates(...asked);
    } } };
    const look = async (): Promise<{ changed: number; reads: number }> => {
      reads = 0;
      return { changed: await reoptimise(watched), reads };
    };
    expect([await look(), kinds]).toEqual([{ changed: 2, reads: 1 }, ["exchanges"]]);
    // Their own change is looked at, and after it nothing.
    expect([await look(), await look(), await look()].map((one) => one.reads)).toEqual([1, 0, 0]);
    await touch(bench, chicago);
    expect([await look(), await look()].map((one) => one.reads)).toEqual([1, 0]);
    bench.twin.people().adjustStock({ itemId: bench.good(0).itemId, locationId: bench.location(NEWARK), delta: 3 });
    await workFor(bench, 10);
    expect(await look()).toEqual({ changed: 1, reads: 1 });
    expect([await plannedAt(bench, chicago), await plannedAt(bench, jersey)]).toEqual([[NEWARK], [NEWARK]]);
    await look();
    expect((await look()).reads).toBe(0);
    bench.clock.now += 10 * 60_000;
    expect((await look()).reads).toBe(1);
  });

  it("the next time where the computing was stopped: nothing is taken for looked at", async () => {
    const { bench } = await rivals();
    const stopped: Bench["ctx"] = { ...bench.ctx, compute: { ...computeHere, run: () => Promise.reject(new ComputeStopped()) } };
    expect(await reoptimise(stopped)).toBe(0);
    expect(await reoptimise(bench.ctx)).toBe(2);
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

  it("but for those of which the shop was asked something at that moment: what comes true of it is no person's choice", async () => {
    const { bench, chicago, jersey } = await rivals();
    const commit = bench.db.commit.bind(bench.db);
    const late: Bench["ctx"] = { ...bench.ctx, db: { ...bench.db, commit: async (sets) => {
      expect(await bench.db.claimIntents(bench.clock.now + HOUR, 60_000, 1)).toHaveLength(1);
      return commit(sets);
    } } };
    expect(await reoptimise(late)).toBe(0);
    expect([await plannedAt(bench, chicago), await plannedAt(bench, jersey)]).toEqual([[NEWARK], [RENO]]);
  });

  it("but for those that somebody changed at that moment: exactly their exchange is dropped, and comes again", async () => {
    const { bench, pairs: [first, second] } = await twoRivalries();
    const commit = bench.db.commit.bind(bench.db);
    let exchanges = 0;
    const late: Bench["ctx"] = { ...bench.ctx, db: { ...bench.db, commit: async (sets) => {
      exchanges += 1;
      // A note of the customer's: no stock moves by it, only the order's version tells.
      if (exchanges === 1) await touch(bench, first.jersey);
      return commit(sets);
    } } };
    expect(await reoptimise(late)).toBe(2);
    expect(exchanges).toBe(2);
    const kept = (await orderOf(bench, first.jersey)).order;
    expect(kept.tags).toEqual(["changed-meanwhile"]);
    expect([await plannedAt(bench, first.chicago), await plannedAt(bench, first.jersey)]).toEqual([[NEWARK], [RENO]]);
    expect([await plannedAt(bench, second.chicago), await plannedAt(bench, second.jersey)]).toEqual([[RENO], [NEWARK]]);
    expect(await bench.db.ledgerFaults(merchant, 5)).toEqual([]);
    expect(await reoptimise(bench.ctx)).toBe(2);
    expect([await plannedAt(bench, first.chicago), await plannedAt(bench, first.jersey)]).toEqual([[RENO], [NEWARK]]);
    expect((await orderOf(bench, first.jersey)).order.tags).toEqual(["changed-meanwhile"]);
  });
});

const plannedId = (bench: Bench, fulfillmentOrderId: string) => `${fulfillmentOrderId.slice(0, fulfillmentOrderId.lastIndexOf("-"))}-${bench.location(NEWARK)}` as never;
