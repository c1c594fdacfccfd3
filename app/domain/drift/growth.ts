import type { Instant } from "../ids";

/** Drifts are counted over this time. */
export const GROWTH_WINDOW_MS = 6 * 3_600_000;
/** …and compared with as many windows before it: two weeks. */
export const GROWTH_WINDOWS = 56;
/** Fewer than this in a window are never called growth. */
export const GROWTH_COUNT_MIN = 6;
/** A window with as many or more would come by chance less often than this: once in about seven years of windows. */
const RAISE_BELOW = 1e-4;
/** Told growth is over when what is left is this likely. */
const SETTLE_ABOVE = 0.05;
/** …and has been told for so long. */
export const GROWTH_TOLD_MIN_MS = 30 * 60_000;
/** The share of the busiest windows that the baseline leaves out: an incident of last week must not hide one of today. */
const TRIMMED_SHARE = 0.1;

export interface GrowthQuestion {
  /** Drifts with a cause that is somebody's fault, found in the last window. */
  recent: number;
  /** The same of each window before, in any order. */
  before: readonly number[];
  /** Since when growth has been told; null: it is not. */
  toldAt: Instant | null;
  now: Instant;
}

export interface Growth {
  growing: boolean;
  /** What a window of this store usually has. */
  expected: number;
}

/**
 * Does drift grow? The count of the last six hours is compared with the store's own two weeks before. The baseline is their mean without the
 * busiest tenth, with half a drift added, so that a store that never drifts has one as well. If drifts came as usual, their number would be Poisson
 * distributed: growth is told when as many, and at least six, would come by chance in fewer than one of 10,000 windows. It is
 * over when the count has fallen to what comes in one of twenty, or below half of six, and not sooner than half an hour after it was told. Between the two
 * bounds nothing changes: a count that swings around either of them turns the notice once.
 */
export const driftGrowth = ({ recent, before, toldAt, now }: GrowthQuestion): Growth => {
  const expected = baseline(before);
  const chance = poissonAtLeast(recent, expected);
  if (toldAt === null) return { growing: recent >= GROWTH_COUNT_MIN && chance < RAISE_BELOW, expected };
  const over = (chance > SETTLE_ABOVE || recent < GROWTH_COUNT_MIN / 2) && now - toldAt >= GROWTH_TOLD_MIN_MS;
  return { growing: !over, expected };
};

const baseline = (before: readonly number[]): number => {
  const kept = [...before].sort((a, b) => a - b).slice(0, Math.ceil(before.length * (1 - TRIMMED_SHARE)));
  const sum = kept.reduce((total, count) => total + count, 0);
  return (sum + 0.5) / (kept.length + 1);
};

/** The chance that a Poisson count with this mean is at least so large. */
export const poissonAtLeast = (count: number, mean: number): number => {
  if (count <= 0) return 1;
  // Summed from the count upwards, where the terms are small: subtracting from 1 would lose them.
  let logTerm = count * Math.log(mean) - mean - logFactorial(count);
  if (count <= mean) return Math.max(0, 1 - poissonBelow(count, mean));
  let sum = 0;
  for (let k = count; ; k += 1) {
    const term = Math.exp(logTerm);
    sum += term;
    if (term <= sum * 1e-12) return Math.min(1, sum);
    logTerm += Math.log(mean) - Math.log(k + 1);
  }
};

const poissonBelow = (count: number, mean: number): number => {
  let sum = 0;
  for (let k = 0; k < count; k += 1) sum += Math.exp(k * Math.log(mean) - mean - logFactorial(k));
  return sum;
};

const logFactorial = (n: number): number => {
  let sum = 0;
  for (let k = 2; k <= n; k += 1) sum += Math.log(k);
  return sum;
};
