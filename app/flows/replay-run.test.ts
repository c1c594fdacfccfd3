import { describe, expect, test } from "vitest";
import { computeHere } from "../compute/here";
import { type Compute, ComputeFailed, ComputeStopped } from "../compute/port";
import type { LocationFactsRecord } from "../domain/experience";
import { type LocationId, toId } from "../domain/ids";
import { estimate } from "../domain/learning/estimate";
import { POSTAL_CHARACTERS_KEPT } from "../domain/policy/faults";
import type { OrderAggregate } from "../domain/records";
import { seeded } from "../domain/routing/testing";
import { type Bench, NEW_JERSEY, buy, expectDone, openBench, connect, openStore, settle } from "./flows.fixtures";
import type { FlowContext } from "./context";
import { type ReplayDetail, cancelReplay, performReplays, startReplay } from "./replay-run";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CALIFORNIA = { ...NEW_JERSEY, city: "Fresno", province: "California", provinceCode: "CA", zip: "93721", latitude: 36.74, longitude: -119.79 };

/** Four goods, scarce and unevenly spread, so that where one order went decides what is left for the next. */
const shop = (more: Parameters<typeof openStore>[0] = {}): Promise<Bench> => openStore({ stock: [[9, null, 4], [3, 6, 3], [null, 5, 8], [2, 2, 2]], ...more });

/** Orders from both coasts, an hour apart. */
const trade = async (bench: Bench, orders: number, without: { latitude?: null; longitude?: null } = {}): Promise<void> => {
  const random = seeded(11);
  for (let index = 0; index < orders; index += 1) {
    const lines = [0, 1, 2, 3].flatMap((good) => (random() < 0.4 ? [{ variantId: bench.good(good).variantId, quantity: random() < 0.8 ? 1 : 2 }] : []));
    // The shop refuses what it has not.
    if (lines.length > 0) bench.twin.people().placeOrder({ lines, address: { ...(random() < 0.5 ? NEW_JERSEY : CALIFORNIA), ...without } });
    await settle(bench);
    bench.clock.now += HOUR;
  }
};

const computing = (bench: Bench, compute: Compute = computeHere): FlowContext => ({ ...bench.ctx, compute });

const ask = async (bench: Bench, more: Partial<Parameters<typeof startReplay>[1]> = {}) => ({
  store: await bench.store(), actor: "person:7", startsAt: (await bench.store()).installedAt, endsAt: bench.clock.now + 1, base: { kind: "version", version: 1 } as const,
  draft: { kind: "preset", id: "fewest-parcels" } as const, pricedBy: 0 as const, ...more,
});

const begin = async (bench: Bench, more: Partial<Parameters<typeof startReplay>[1]> = {}): Promise<string> => {
  const begun = await startReplay(bench.ctx, await ask(bench, more));
  expectDone(begun);
  return (begun as { runId: string }).runId;
};

const reportOf = async (bench: Bench, id: string) => (await bench.db.replayReport((await bench.store()).merchantId, id))!;
const runOf = async (bench: Bench, id: string) => (await bench.db.run((await bench.store()).merchantId, id))!;

const replayed = async (bench: Bench, more: Partial<Parameters<typeof startReplay>[1]> = {}) => {
  const id = await begin(bench, more);
  await performReplays(computing(bench));
  expect(await runOf(bench, id)).toMatchObject({ status: "done", problem: null });
  return (await reportOf(bench, id)).report;
};

const decided = async (bench: Bench) => {
  const { merchantId, id: storeId } = await bench.store();
  const all: OrderAggregate[] = [];
  for await (const page of bench.db.eachOrder({ merchantId, storeId })) all.push(...(await bench.db.orderAggregates(merchantId, page.map((one) => one.id))));
  const latest = await bench.db.latestDecisions(merchantId, all.map((one) => one.order.id));
  const routed = latest.flatMap(({ certificate }) => (certificate.outcome === "routed" ? [certificate.plan] : []));
  return { orders: all.length, parcels: routed.reduce((sum, plan) => sum + plan.parcels, 0), costMinor: routed.reduce((sum, plan) => sum + plan.costMinor, 0), routed: routed.length,
    scarcityMinor: routed.reduce((sum, plan) => sum + (plan.terms.scarcityMinor ?? 0), 0), riskMinor: routed.reduce((sum, plan) => sum + (plan.terms.riskMinor ?? 0), 0) };
};

describe("the past of the house's own decisions", () => {
  test("routed again by the same policy is what was decided, parcel for parcel and cent for cent", async () => {
    const bench = await shop();
    await trade(bench, 14);
    const was = await decided(bench);
    expect(was.parcels).toBeGreaterThan(was.routed);
    const { orders, estimated, contenders: [ours, , ...others] } = await replayed(bench);
    expect(orders).toBe(was.orders);
    expect(estimated).toBe(0);
    expect(ours).toMatchObject({ shipped: was.routed, totals: { parcels: was.parcels, costMinor: was.costMinor } });
    expect(others.map((one) => one.source)).not.toContain(null);
  });

  test("by a policy that counts what is learned is the same again, and says what of it is known as of today only", async () => {
    const bench = await shop();
    const { merchantId } = await bench.store();
    const latest = (await bench.db.latestPolicy(merchantId))!;
    const { policy } = latest;
    await bench.db.commit([{
      merchantId, guards: [],
      policies: [{
        ...latest, version: 2, publishedAt: bench.clock.now,
        policy: { ...policy, joint: { ...policy.joint, scarcity: true }, learning: { ...policy.learning, acceptance: true, countError: true, rejectionMinor: 400 } },
      }],
      centroids: [NEW_JERSEY, CALIFORNIA].map(({ zip, latitude, longitude }) => ({ merchantId, countryCode: "US", prefix: zip.slice(0, POSTAL_CHARACTERS_KEPT), latitude, longitude })),
      locationFacts: [0, 2].map((index): LocationFactsRecord => ({
        merchantId, locationId: toId(`s-acme-${bench.location(index)}`), measuredAt: bench.clock.now,
        facts: estimate({ shipped: 20, rejected: index === 0 ? 8 : 0, spans: [], looks: [] }, { cutOff: "14:00", timeZone: "UTC", workdays: [1, 2, 3, 4, 5], holidays: [] }),
      })),
    }]);
    const items = (await bench.db.inventoryPage(merchantId, { limit: 50 })).rows.map(({ item }) => item.id);
    const prices = items.flatMap((itemId, index) => [0, 1, 2].map((at) => ({ itemId, locationId: toId<LocationId>(`s-acme-${bench.location(at)}`), minorPerUnit: 40 + 90 * ((index + at) % 3) })));
    await bench.db.saveScarcityPrices(merchantId, { learnedAt: bench.clock.now, prices });
    await trade(bench, 14, { latitude: null, longitude: null });
    const was = await decided(bench);
    expect([was.scarcityMinor > 0, was.riskMinor > 0]).toEqual([true, true]);
    const { contenders: [ours], today } = await replayed(bench, { base: { kind: "version", version: 2 } });
    expect(ours).toMatchObject({ shipped: was.routed, totals: { parcels: was.parcels, costMinor: was.costMinor, scarcityMinor: was.scarcityMinor, riskMinor: was.riskMinor } });
    expect(today).toEqual(["scarcity", "learning", "places"]);
  });

  test("of later days begins with the stock that was left then, and knows what was counted since", async () => {
    const bench = await shop();
    await trade(bench, 6);
    const before = await decided(bench);
    const startsAt = bench.clock.now;
    bench.twin.people().adjustStock({ itemId: bench.good(3).itemId, locationId: bench.location(0), delta: 6 });
    await settle(bench);
    await trade(bench, 8);
    const was = await decided(bench);
    const { contenders: [ours] } = await replayed(bench, { startsAt });
    expect(ours).toMatchObject({ shipped: was.routed - before.routed, totals: { parcels: was.parcels - before.parcels, costMinor: was.costMinor - before.costMinor } });
  });

  test("parcels that have left change nothing of what was free", async () => {
    const bench = await shop();
    await trade(bench, 5);
    const before = await decided(bench);
    for (const one of bench.twin.inspect().fulfillmentOrders.filter((part) => part.open).slice(0, 3)) bench.twin.people().shipElsewhere(one.id);
    await settle(bench);
    const startsAt = bench.clock.now;
    for (const one of bench.twin.inspect().fulfillmentOrders.filter((part) => part.open)) bench.twin.people().shipElsewhere(one.id);
    await settle(bench);
    await trade(bench, 5);
    const was = await decided(bench);
    const { contenders: [ours] } = await replayed(bench, { startsAt });
    expect(ours).toMatchObject({ shipped: was.routed - before.routed, totals: { costMinor: was.costMinor - before.costMinor } });
    const { contenders: [whole] } = await replayed(bench);
    expect(whole).toMatchObject({ shipped: was.routed, totals: { costMinor: was.costMinor } });
  });

  test("of before the installation is estimated, and says so", async () => {
    const bench = await openBench({ stock: [[9, null, 4], [3, 6, 3], [null, 5, 8], [2, 2, 2]] });
    const startsAt = bench.clock.now;
    for (const units of [[1, 1], [0, 2, 1], [1, 0, 0, 1]]) {
      buy(bench, units);
      bench.clock.now += HOUR;
    }
    for (const one of bench.twin.inspect().fulfillmentOrders.filter((part) => part.open).slice(0, 2)) bench.twin.people().shipElsewhere(one.id);
    bench.clock.now += DAY;
    await connect(bench);
    await settle(bench);
    expect((await bench.store()).installedAt).toBeGreaterThan(startsAt);
    const { orders, estimated, contenders: [ours] } = await replayed(bench, { startsAt });
    expect([orders, estimated]).toEqual([3, 3]);
    // Each had been possible, and so it is in the estimate.
    expect(ours!.shipped).toBe(3);
  });
});

describe("a replay", () => {
  test("changes no row but its own", async () => {
    const bench = await shop();
    await trade(bench, 4);
    const rows = async () => {
      const { merchantId } = await bench.store();
      return [await bench.db.levels(merchantId, (await bench.db.inventoryPage(merchantId, { limit: 50 })).rows.map(({ item }) => item.id)), await bench.db.ledgerSummary(merchantId), await bench.db.newestEventId(merchantId), await decided(bench)];
    };
    const before = await rows();
    await replayed(bench);
    expect(await rows()).toEqual(before);
  });

  test("is refused for periods and policies that there are not, and while another one is under way", async () => {
    const bench = await shop();
    await trade(bench, 2);
    const now = bench.clock.now;
    const tries: [Partial<Parameters<typeof startReplay>[1]>, string | null][] = [
      [{ startsAt: now, endsAt: now - 1 }, "endsAt"], [{ startsAt: now - 500 * DAY }, "startsAt"], [{ startsAt: now + DAY, endsAt: now + 2 * DAY }, "startsAt"],
      [{ startsAt: now - 90 * DAY, endsAt: now - 60 * DAY }, "startsAt"], [{ base: { kind: "version", version: 9 } }, "base"], [{ draft: { kind: "draft", id: "gone" } }, "draft"],
    ];
    for (const [more, field] of tries) expect(await startReplay(bench.ctx, await ask(bench, more))).toMatchObject({ ok: false, field });
    await begin(bench);
    expect(await startReplay(bench.ctx, await ask(bench))).toMatchObject({ ok: false, field: null });
  });

  test("that is cancelled while it computes leaves nothing, and another can be begun", async () => {
    const bench = await shop();
    await trade(bench, 3);
    const id = await begin(bench);
    const interrupted: Compute = {
      ...computeHere,
      run: async (kind, input, options) => computeHere.run(kind, input, {
        ...options,
        pages: (async function* () {
          for await (const page of options?.pages ?? []) {
            expectDone(await cancelReplay(bench.ctx, { store: await bench.store(), runId: id }));
            bench.clock.now += 2_000;
            yield page;
          }
        })() as never,
      }),
    };
    await performReplays(computing(bench, interrupted));
    expect((await runOf(bench, id)).status).toBe("cancelled");
    expect(await bench.db.replayReport((await bench.store()).merchantId, id)).toBeNull();
    expect(await performReplays(computing(bench))).toBe(0);
    await replayed(bench);
  });

  test("is begun anew by the next process: at once where the one before stopped, after its lease where it died", async () => {
    const bench = await shop();
    await trade(bench, 3);
    const id = await begin(bench);
    const stopping: Compute = { ...computeHere, run: () => Promise.reject(new ComputeStopped()) };
    await performReplays(computing(bench, stopping));
    expect(await runOf(bench, id)).toMatchObject({ status: "running", detail: { leaseUntil: 0 } });
    const dying: Compute = { ...computeHere, run: () => new Promise(() => undefined) };
    void performReplays(computing(bench, dying));
    await expect.poll(async () => ((await runOf(bench, id)).detail as ReplayDetail).leaseUntil).toBeGreaterThan(bench.clock.now);
    expect(await performReplays(computing(bench))).toBe(0);
    bench.clock.now += 61_000;
    expect(await performReplays(computing(bench))).toBe(1);
    expect((await runOf(bench, id)).status).toBe("done");
  });

  test("that breaks says why, and stops", async () => {
    const bench = await shop();
    await trade(bench, 2);
    const id = await begin(bench);
    await performReplays(computing(bench, { ...computeHere, run: () => Promise.reject(new ComputeFailed("The work needed more memory than it may have.")) }));
    expect(await runOf(bench, id)).toMatchObject({ status: "failed", problem: "The work needed more memory than it may have." });
    expect(await performReplays(computing(bench))).toBe(0);
  });
});
