import type { Calendar } from "../calendar/ship-by";
import type { LocationId } from "../ids";
import type { LearnedTerms } from "../policy/judge";
import type { MerchantPolicy } from "../policy/types";
import { estimate } from "./estimate";
import type { LearnedFacts } from "./facts";

const ANY_CALENDAR: Calendar = { cutOff: "14:00", timeZone: "UTC", workdays: [1, 2, 3, 4, 5], holidays: [] };
/** Of a location of which nothing was seen the prior holds: the unknown is not better than what is known. */
const UNSEEN: LearnedFacts = estimate({ shipped: 0, rejected: 0, spans: [], looks: [] }, ANY_CALENDAR);

const HOURS_A_DAY = 24;

/**
 * What is learned of locations, as terms that an order is judged by; empty where the policy lets nothing of it count.
 * - acceptance: a parcel pays (1 − share that it ships) × `rejectionMinor`, rounded;
 * - pick delay: working days beyond the cut-off and the lead time that the policy says: what it says itself is the least;
 * - count error: the last units of a shelf may not be there. As many as a count is usually off by when it finds too little (at least one) cost
 *   share of short counts × `rejectionMinor` each if taken, rounded.
 */
export const learnedTerms = (
  { learning, lateness }: Pick<MerchantPolicy, "learning" | "lateness">, learned: ReadonlyMap<LocationId, LearnedFacts>, locationIds: readonly LocationId[],
): ReadonlyMap<LocationId, LearnedTerms> => {
  const { acceptance, pickDelay, countError, rejectionMinor } = learning;
  if (!pickDelay && (rejectionMinor === 0 || (!acceptance && !countError))) return new Map();
  return new Map(locationIds.map((id) => {
    const facts = learned.get(id) ?? UNSEEN;
    const doubt = countError ? doubtOf(facts, rejectionMinor) : null;
    return [id, {
      riskMinor: acceptance ? Math.round((1 - facts.acceptance.share) * rejectionMinor) : 0,
      delayDays: pickDelay ? Math.max(0, learnedLeadDays(facts) - (lateness.leadDays[id] ?? 0)) : 0,
      ...(doubt && { doubt }),
    }];
  }));
};

const doubtOf = ({ countError }: LearnedFacts, rejectionMinor: number): { units: number; minor: number } | null => {
  const minor = Math.round(countError.shortShare * rejectionMinor);
  return minor === 0 ? null : { units: Math.max(1, Math.round(countError.units / countError.shortShare)), minor };
};

/** Working days that a location needs beyond its cut-off: a parcel that leaves within a working day needs none. */
export const learnedLeadDays = ({ pickDelay }: LearnedFacts): number => Math.max(0, Math.round(pickDelay.hours / HOURS_A_DAY) - 1);
