import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Calendar } from "../calendar/ship-by";
import type { LocationId } from "../ids";
import { DEFAULT_MERCHANT_POLICY } from "../policy/defaults";
import type { LearningTerms } from "../policy/types";
import { seeded } from "../routing/testing";
import { learnedLeadDays, learnedTerms } from "./apply";
import { type Observations, PRIOR, estimate } from "./estimate";
import type { LearnedFacts } from "./facts";
import { workingHours } from "./working-hours";

const HOUR = 3_600_000;
const EVERY_DAY: Calendar = { cutOff: "14:00", timeZone: "UTC", workdays: [1, 2, 3, 4, 5, 6, 7], holidays: [] };
const OFFICE: Calendar = { cutOff: "14:00", timeZone: "America/New_York", workdays: [1, 2, 3, 4, 5], holidays: ["2026-11-26"] };
const NOTHING: Observations = { shipped: 0, rejected: 0, spans: [], looks: [] };
/** Monday. */
const BEGIN = Date.UTC(2026, 10, 2, 8);

/** A location that does what it does with planted rates. */
const history = (seed: number, planted: { rejects: number; hours: number; short: number; off: number; parts: number }): Observations => {
  const random = seeded(seed);
  const parts = Array.from({ length: planted.parts }, () => random() < planted.rejects);
  return {
    rejected: parts.filter(Boolean).length, shipped: parts.filter((one) => !one).length,
    spans: parts.map((_, index) => ({ askedAt: BEGIN + index * HOUR, leftAt: BEGIN + index * HOUR - Math.log(1 - random()) * planted.hours * HOUR })),
    looks: parts.map(() => ({ expected: 10, found: random() < planted.short ? 10 - planted.off : 10 })),
  };
};

describe("estimates of a location", () => {
  test("converge to the rates that it really has", () => {
    const planted = fc.record({ rejects: fc.double({ min: 0, max: 0.5, noNaN: true }), hours: fc.double({ min: 1, max: 72, noNaN: true }), short: fc.double({ min: 0, max: 0.5, noNaN: true }), off: fc.integer({ min: 1, max: 5 }) });
    fc.assert(fc.property(fc.nat(), planted, (seed, rates) => {
      const facts = estimate(history(seed, { ...rates, parts: 3_000 }), EVERY_DAY);
      expect(Math.abs(1 - facts.acceptance.share - rates.rejects)).toBeLessThan(0.04);
      expect(Math.abs(facts.pickDelay.hours / rates.hours - 1)).toBeLessThan(0.12 + 0.12 / rates.hours);
      expect(Math.abs(facts.countError.shortShare - rates.short)).toBeLessThan(0.04);
      expect(Math.abs(facts.countError.units - rates.short * rates.off)).toBeLessThan(0.2);
    }), { numRuns: 15, seed: 3 });
  });

  test("of which nothing was seen are the prior, and one bad day changes them little", () => {
    const unseen = estimate(NOTHING, EVERY_DAY);
    expect(unseen.acceptance.share).toBe(0.98);
    expect(unseen.pickDelay).toEqual({ parcels: 0, medianHours: null, p90Hours: null, hours: PRIOR.parcels.hours });
    expect(estimate({ ...NOTHING, rejected: 1 }, EVERY_DAY).acceptance.share).toBeGreaterThan(0.95);
    expect(estimate({ ...NOTHING, rejected: 50 }, EVERY_DAY).acceptance.share).toBe(0.49);
  });

  test("tell the median and nine tenths of what was seen", () => {
    const spans = Array.from({ length: 10 }, (_, index) => ({ askedAt: BEGIN, leftAt: BEGIN + (index + 1) * HOUR }));
    expect(estimate({ ...NOTHING, spans }, EVERY_DAY).pickDelay).toEqual({ parcels: 10, medianHours: 5, p90Hours: 9, hours: (240 + 55) / 20 });
  });
});

describe("working hours", () => {
  test.each([
    ["within a day", BEGIN, BEGIN + 5 * HOUR, EVERY_DAY, 5],
    ["over a night", BEGIN, BEGIN + 30 * HOUR, EVERY_DAY, 30],
    ["over a weekend, by the clock in New York", Date.UTC(2026, 10, 6, 17), Date.UTC(2026, 10, 9, 17), OFFICE, 24],
    ["over a holiday", Date.UTC(2026, 10, 25, 17), Date.UTC(2026, 10, 27, 17), OFFICE, 24],
    ["from a weekend", Date.UTC(2026, 10, 7, 12), Date.UTC(2026, 10, 9, 15), OFFICE, 10],
    ["backwards", BEGIN, BEGIN - HOUR, EVERY_DAY, 0],
  ] as const)("%s", (_, from, to, calendar, hours) => {
    expect(workingHours(from, to, calendar)).toBe(hours);
  });

  test("add up, and are never more than what passed", () => {
    const time = fc.integer({ min: BEGIN, max: BEGIN + 40 * 24 * HOUR }).map((at) => Math.floor(at / 60_000) * 60_000);
    fc.assert(fc.property(time, time, time, (a, b, c) => {
      const [from, middle, to] = [a, b, c].sort((one, other) => one - other) as [number, number, number];
      expect(workingHours(from, middle, OFFICE) + workingHours(middle, to, OFFICE)).toBeCloseTo(workingHours(from, to, OFFICE), 6);
      expect(workingHours(from, to, OFFICE)).toBeLessThanOrEqual((to - from) / HOUR + 1e-6);
    }));
  });
});

const FACTS: LearnedFacts = {
  windowDays: 90, acceptance: { shipped: 1, rejected: 1, share: 0.75 }, pickDelay: { parcels: 1, medianHours: 1, p90Hours: 1, hours: 72 }, countError: { counts: 4, units: 0.5, shortShare: 0.25 },
};
const OFF = { acceptance: false, pickDelay: false, countError: false, rejectionMinor: 400 };
const [SLOW, NEW] = ["slow", "new"] as [LocationId, LocationId];

describe("what is learned as terms of an order", () => {
  const terms = (learning: Partial<LearningTerms>, leadDays: Record<LocationId, number> = {}) =>
    learnedTerms({ learning: { ...OFF, ...learning }, lateness: { ...DEFAULT_MERCHANT_POLICY.lateness, leadDays } }, new Map([[SLOW, FACTS]]), [SLOW, NEW]);

  test("is nothing where it is switched off, or free of charge", () => {
    for (const learning of [{}, { acceptance: true, countError: true, rejectionMinor: 0 }]) expect(terms(learning).size).toBe(0);
  });

  test("is a price of parcels and of last units; of a location of which nothing was seen as the prior has it", () => {
    expect(terms({ acceptance: true }).get(SLOW)).toEqual({ riskMinor: 100, delayDays: 0 });
    expect(terms({ acceptance: true }).get(NEW)).toEqual({ riskMinor: 8, delayDays: 0 });
    expect(terms({ countError: true }).get(SLOW)).toEqual({ riskMinor: 0, delayDays: 0, doubt: { units: 2, minor: 100 } });
    expect(terms({ countError: true }).get(NEW)).toEqual({ riskMinor: 0, delayDays: 0, doubt: { units: 1, minor: 20 } });
  });

  test("is a lead time, as far as the policy says less", () => {
    expect(learnedLeadDays(FACTS)).toBe(2);
    expect(terms({ pickDelay: true, rejectionMinor: 0 }).get(SLOW)).toEqual({ riskMinor: 0, delayDays: 2 });
    expect(terms({ pickDelay: true }, { [SLOW]: 1 }).get(SLOW)).toEqual({ riskMinor: 0, delayDays: 1 });
    expect(terms({ pickDelay: true }, { [SLOW]: 4 }).get(SLOW)).toEqual({ riskMinor: 0, delayDays: 0 });
    expect(terms({ pickDelay: true }).get(NEW)).toEqual({ riskMinor: 0, delayDays: 0 });
  });
});
