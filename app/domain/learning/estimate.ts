import { type Calendar } from "../calendar/ship-by";
import { workingHours } from "./working-hours";
import type { LearnedFacts } from "./facts";
import type { Instant } from "../ids";

/** Observations of this many days count. */
export const WINDOW_DAYS = 90;

/** What was seen of one location in the window. */
export interface Observations {
  shipped: number;
  rejected: number;
  /** When a parcel was asked for, and when it left. */
  spans: readonly { askedAt: Instant; leftAt: Instant }[];
  looks: readonly { expected: number; found: number }[];
}

/**
 * What is assumed before anything is seen, as so many observations of its own: 50 parts of which one is turned down, 10 parcels that take a
 * working day, 20 counts of which one finds too little, by one unit. They weigh as much as what was really seen when that is as many.
 */
export const PRIOR = {
  parts: { accepted: 49, rejected: 1 },
  parcels: { count: 10, hours: 24 },
  counts: { count: 20, short: 1, units: 1 },
} as const;

/**
 * Estimates of a location, shrunk towards the prior so that few observations say little:
 * - share that it ships: (49 + shipped) ÷ (50 + shipped + rejected), the mean of a Beta(49, 1) prior after what was seen;
 * - hours until a parcel leaves: (10 × 24 + sum of hours) ÷ (10 + parcels), the mean wait of a Gamma prior of ten such parcels;
 * - share of counts that find too little: (1 + short) ÷ (20 + counts), Beta(1, 19); units off: (1 + sum of |found − expected|) ÷ (20 + counts).
 * Median and nine tenths are those of what was seen, unshrunk.
 */
export const estimate = ({ shipped, rejected, spans, looks }: Observations, calendar: Calendar): LearnedFacts => {
  const hours = spans.map(({ askedAt, leftAt }) => workingHours(askedAt, leftAt, calendar)).sort((a, b) => a - b);
  const short = looks.filter((one) => one.found < one.expected).length;
  const off = looks.reduce((sum, one) => sum + Math.abs(one.found - one.expected), 0);
  const { parts, parcels, counts } = PRIOR;
  return {
    windowDays: WINDOW_DAYS,
    acceptance: { shipped, rejected, share: (parts.accepted + shipped) / (parts.accepted + parts.rejected + shipped + rejected) },
    pickDelay: {
      parcels: hours.length, medianHours: quantile(hours, 0.5), p90Hours: quantile(hours, 0.9),
      hours: (parcels.count * parcels.hours + hours.reduce((sum, one) => sum + one, 0)) / (parcels.count + hours.length),
    },
    countError: { counts: looks.length, units: (counts.units + off) / (counts.count + looks.length), shortShare: (counts.short + short) / (counts.count + looks.length) },
  };
};

/** The least value that at least such a share of the sorted values does not exceed. */
const quantile = (sorted: readonly number[], share: number): number | null => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
