import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_MERCHANT_POLICY } from "../policy/defaults";
import type { MerchantPolicy } from "../policy/types";
import { RoomBook } from "../policy/room";
import { createKnown } from "./known";
import { planUnder } from "./judge";
import { priceOf } from "../routing/pricing";
import { PUBLISHED_RULES } from "./published-rules";
import { createReplay, replay } from "./replay";
import { FEWER_PARCELS, FIRST_DAY, item, itemId, line, locationId, order, pastPages, setupOf } from "./testing";
import { MEASURES, type ReplayLevel, type ReplayOrder, type ReplayPage, type ReplaySetup, type ReplaySupply } from "./types";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const level = (good: number, place: number, units: number): ReplayLevel => ({ itemId: itemId(good), locationId: locationId(place), units });
const supply = (at: number, what: ReplayLevel): ReplaySupply => ({ at, ...what });
const draftOf = (policy: MerchantPolicy) => ({ id: "draft", name: "Draft", version: 2, policy });
const withDraft = (policy: MerchantPolicy, more: Partial<ReplaySetup> & { days?: number } = {}): ReplaySetup => {
  const setup = setupOf(more);
  return { ...setup, policies: [...setup.policies, draftOf(policy)] };
};
const run = (setup: ReplaySetup, opening: ReplayLevel[], { orders, supply: more = [] }: { orders: ReplayOrder[]; supply?: ReplaySupply[] }) =>
  replay(setup, [{ items: [0, 1, 2].map((good) => item(good)), opening, supply: more, orders }]);
const cancels = (afterDays: number): MerchantPolicy => ({ ...DEFAULT_MERCHANT_POLICY, waiting: { ...DEFAULT_MERCHANT_POLICY.waiting, afterDays, then: "cancel" } });

describe("two policies over one past", () => {
  const past = [...pastPages({ seed: 3, days: 30, ordersADay: 25 })];

  test("a policy against itself changes nothing, whatever it is paid by", () => {
    for (const policy of [DEFAULT_MERCHANT_POLICY, FEWER_PARCELS]) {
      const setup = setupOf({ policies: [{ id: "a", name: "A", version: 1, policy }, { id: "b", name: "B", version: 2, policy: structuredClone(policy) }] });
      const { contenders: [a, b], changed, orders } = replay(setup, past);
      expect(orders).toBeGreaterThan(500);
      expect(changed).toEqual({ orders: 0, kept: [] });
      expect(b?.totals).toEqual(a?.totals);
      for (const measure of MEASURES) expect(b?.differences[measure]).toMatchObject({ change: 0, interval: { low: 0, high: 0 } });
    }
  });

  test("dearer splits mean fewer parcels, and the difference is that of the totals", () => {
    const { contenders: [a, b], changed, blocks } = replay(withDraft(FEWER_PARCELS), past);
    expect(b!.totals.parcels).toBeLessThan(a!.totals.parcels);
    expect(b!.differences.parcels.change).toBe(b!.totals.parcels - a!.totals.parcels);
    expect(b!.differences.parcels.interval!.high).toBeLessThan(0);
    expect(changed.orders).toBeGreaterThan(0);
    expect(changed.kept).toHaveLength(changed.orders);
    // Every saving is kept, and together they are the whole difference.
    expect(changed.kept.reduce((sum, one) => sum + one.savingMinor, 0)).toBe(-b!.differences.costMinor.change);
    expect(blocks.reduce((sum, block) => sum + block.parcels[1]!, 0)).toBe(b!.totals.parcels);
  });

  test("the same past in other pages gives the same report", () => {
    const whole: ReplayPage = { items: past.flatMap((page) => page.items), opening: past.flatMap((page) => page.opening), supply: past.flatMap((page) => page.supply), orders: past.flatMap((page) => page.orders) };
    const setup = withDraft(FEWER_PARCELS, { rules: PUBLISHED_RULES.map((rule) => rule.id) });
    expect(replay(setup, [whole])).toEqual(replay(setup, past));
  });

  test("no policy of its own kind is dearer on the first order than the exact plan by its own prices", () => {
    const setup = setupOf({ rules: PUBLISHED_RULES.map((rule) => rule.id) });
    const first = past.flatMap((page) => page.orders).find((one) => one.cancelledAt === null && one.lines.length > 1)!;
    const report = replay(setup, [{ items: past[0]!.items, opening: past[0]!.opening, supply: [], orders: [first] }]);
    const [ours, ...others] = report.contenders;
    for (const other of others) if (other.shipped > 0) expect(other.totals.costMinor, other.name).toBeGreaterThanOrEqual(ours!.totals.costMinor);
  });
});

describe("orders that cannot ship", () => {
  test("wait for stock and ship when it comes, oldest first", () => {
    const orders = [0, 1].map((index) => order(index, { placedAt: FIRST_DAY + index * HOUR, lines: [line(0, 0, 2)] }));
    const report = run(setupOf(), [level(0, 0, 1)], { orders, supply: [supply(FIRST_DAY + 3 * DAY, level(0, 1, 1)), supply(FIRST_DAY + 2 * DAY, level(0, 0, 1))] });
    const [ours] = report.contenders;
    expect(ours).toMatchObject({ shipped: 1, waited: 1, givenUp: 0 });
    expect(ours!.totals.waitedDays).toBe(2);
    expect(ours!.totals.notShipped).toBe(1);
  });

  test("are given up when the policy says so, and what they wanted goes to others", () => {
    const orders = [0, 6].map((day, index) => order(index, { placedAt: FIRST_DAY + day * DAY, lines: [line(0, 0, 2)] }));
    const { contenders: [patient, draft], changed } = run(withDraft(cancels(3)), [level(0, 0, 1)], { orders, supply: [supply(FIRST_DAY + 5 * DAY, level(0, 0, 1))] });
    expect(patient).toMatchObject({ shipped: 1, givenUp: 0 });
    expect(patient!.totals.waitedDays).toBe(5);
    expect(draft).toMatchObject({ shipped: 1, givenUp: 1 });
    expect(draft!.totals.waitedDays).toBe(0);
    expect(draft!.differences.notShipped).toMatchObject({ base: 1, change: 0 });
    // One order only the first policy ships, the other only the draft: both are told of, and neither has a saving.
    expect(changed.kept.map(({ before, after, savingMinor }) => [before.shipped, after.shipped, savingMinor])).toEqual([[true, false, 0], [false, true, 0]]);
    // No order was shipped by both: there is no cost to compare.
    expect(draft!.differences.costMinor).toMatchObject({ base: 0, change: 0 });
  });

  test("are not counted when their customers cancelled them, and the units go to the next", () => {
    const cancelled = order(0, { placedAt: FIRST_DAY, lines: [line(0, 0, 2)], cancelledAt: FIRST_DAY + DAY });
    const next = order(1, { placedAt: FIRST_DAY + HOUR, lines: [line(0, 0, 2)] });
    const { orders, cancelled: count, contenders: [ours] } = run(setupOf(), [level(0, 0, 2)], { orders: [cancelled, next] });
    expect({ orders, count }).toEqual({ orders: 1, count: 1 });
    expect(ours).toMatchObject({ shipped: 1, waited: 1 });
    expect(ours!.totals.waitedDays).toBeCloseTo(23 / 24);
  });

  test("wait for less when a part of them was taken off, and a part taken off a plan is free again", () => {
    const lessWanted = order(0, { placedAt: FIRST_DAY, lines: [line(0, 0, 3)], returns: [{ at: FIRST_DAY + DAY, lineId: line(0, 0).lineId, units: 1 }] });
    expect(run(setupOf(), [level(0, 0, 2)], { orders: [lessWanted] }).contenders[0]).toMatchObject({ shipped: 1, waited: 1 });
    const planned = order(0, { placedAt: FIRST_DAY, lines: [line(0, 0, 2)], returns: [{ at: FIRST_DAY + DAY, lineId: line(0, 0).lineId, units: 1 }] });
    const next = order(1, { placedAt: FIRST_DAY + HOUR, lines: [line(0, 0, 1)] });
    expect(run(setupOf(), [level(0, 0, 2)], { orders: [planned, next] }).contenders[0]).toMatchObject({ shipped: 2, waited: 1 });
  });

  test("supply from before anybody asked for an item is there when somebody does", () => {
    const running = createReplay(setupOf());
    running.take({ items: [item(1)], opening: [level(1, 0, 1)], supply: [], orders: [order(0, { placedAt: FIRST_DAY + DAY, lines: [line(0, 1)] })] });
    running.take({ items: [item(0)], opening: [level(0, 0, 1)], supply: [supply(FIRST_DAY, level(0, 1, 2))], orders: [order(1, { placedAt: FIRST_DAY + 2 * DAY, lines: [line(0, 0, 3)] })] });
    expect(running.report().contenders[0]).toMatchObject({ shipped: 2, split: 1, waited: 0 });
  });
});

test("what the yardstick prices is what the exact plan of the same policy costs", () => {
  const setup = setupOf();
  const one = order(0, { placedAt: FIRST_DAY, lines: [line(0, 0, 2), line(1, 1, 1)] });
  const opening = [level(0, 0, 2), level(0, 2, 5), level(1, 1, 1), level(1, 2, 1)];
  const levels = opening.map((row) => ({ ...row, merchantId: item(0).merchantId, available: row.units, active: true }));
  const { plan, problem } = planUnder({ policy: DEFAULT_MERCHANT_POLICY, version: 1 }, { setup, known: createKnown(setup), order: one, items: [item(0), item(1)], levels: levels as never, rooms: new RoomBook(), now: FIRST_DAY })!;
  const price = priceOf(problem, plan);
  const { contenders: [a, b] } = run(withDraft(FEWER_PARCELS), opening, { orders: [one] });
  expect(a!.totals).toMatchObject({ ...price.terms, costMinor: price.costMinor, parcels: price.parcels });
  // The draft's own penalty is not paid: both are paid by one yardstick.
  expect(b!.totals.splitMinor).toBe((b!.totals.parcels - 1) * DEFAULT_MERCHANT_POLICY.tariff.splitPenaltyMinor);
});

/** What anybody takes was there: the kept plans of an everlasting `returns` list tell what left which shelf. */
test("no contender ships a unit that was not there", () => {
  const arbitrary = fc.record({
    stock: fc.array(fc.record({ good: fc.nat(2), place: fc.nat(3), units: fc.integer({ min: 1, max: 5 }) }), { maxLength: 12 }),
    orders: fc.array(fc.record({ lines: fc.array(fc.record({ good: fc.nat(2), units: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 3 }), cancel: fc.option(fc.integer({ min: 1, max: 40 })) }), { maxLength: 15 }),
    supplies: fc.array(fc.record({ hour: fc.nat(40), good: fc.nat(2), place: fc.nat(3), units: fc.integer({ min: 1, max: 4 }) }), { maxLength: 8 }),
  });
  fc.assert(fc.property(arbitrary, ({ stock, orders, supplies }) => {
    const placed = orders.map(({ lines, cancel }, index) => order(index, {
      placedAt: FIRST_DAY + index * 2 * HOUR, lines: lines.map(({ good, units }, place) => line(place, good, units)), cancelledAt: cancel === null ? null : FIRST_DAY + (index * 2 + cancel) * HOUR,
    }));
    const came = supplies.map(({ hour, good, place, units }) => supply(FIRST_DAY + hour * HOUR, level(good, place, units)));
    const opening = stock.map(({ good, place, units }) => level(good, place, units));
    const { changed, contenders } = run(withDraft(FEWER_PARCELS, { rules: PUBLISHED_RULES.map((rule) => rule.id) }), opening, { orders: placed, supply: came });
    const unitsOf = (good: number): number => [...opening, ...came].reduce((sum, row) => (row.itemId === itemId(good) ? sum + row.units : sum), 0);
    for (const { shipped, totals } of contenders) expect(shipped + totals.notShipped).toBe(orders.filter((one) => one.cancel === null).length);
    for (const side of ["before", "after"] as const) {
      for (const good of [0, 1, 2]) {
        const left = changed.kept.reduce((sum, one) => sum + one[side].assignments.reduce((units, part) => {
          const its = orders[Number(one.orderId.slice(6))]!.lines[Number(part.lineId.slice(5))]!;
          return its.good === good ? units + part.units : units;
        }, 0), 0);
        expect(left).toBeLessThanOrEqual(unitsOf(good));
      }
    }
  }), { numRuns: 150 });
});
