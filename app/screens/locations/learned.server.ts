import type { Db } from "../../db/port";
import type { LearnedFacts } from "../../domain/learning/facts";
import type { LearningTerms } from "../../domain/policy/types";
import type { StoreRecord } from "../../domain/records";
import { formatMoney } from "../money";
import { extraWords } from "../order/decided-otherwise.server";

/** What was learned of a location, each with how much was seen of it. */
export interface LearnedView {
  measuredAt: number;
  facts: { term: string; value: string; seen: string; counts: boolean }[];
  windowDays: number;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const hours = (count: number): string => (count < 24 ? `${Math.round(count)} h` : `${(count / 24).toFixed(1)} days`);
const seen = (count: number, word: string): string => (count === 0 ? `no ${word} yet` : `${count.toLocaleString("en-US")} ${word}${count === 1 ? "" : "s"}`);

export const learnedView = ({ acceptance, pickDelay, countError, windowDays }: LearnedFacts, measuredAt: number, terms: LearningTerms | null): LearnedView => ({
  measuredAt, windowDays,
  facts: [
    { term: "Ships what it is asked for", value: percent(acceptance.share), seen: seen(acceptance.shipped + acceptance.rejected, "part"), counts: terms?.acceptance === true && terms.rejectionMinor > 0 },
    {
      term: "From plan to parcel", counts: terms?.pickDelay === true,
      value: pickDelay.medianHours === null || pickDelay.p90Hours === null ? `about ${hours(pickDelay.hours)}` : `${hours(pickDelay.medianHours)}, nine in ten within ${hours(pickDelay.p90Hours)}`,
      seen: seen(pickDelay.parcels, "parcel"),
    },
    { term: "Counts that find too little", value: percent(countError.shortShare), seen: seen(countError.counts, "count"), counts: terms?.countError === true && terms.rejectionMinor > 0 },
  ],
});

/** What people decided instead of plans since the month began. */
export interface OverridesView {
  /** "3 orders were moved by hand: $9.60 more than by plan." Null: none. */
  sentence: string | null;
  rows: { id: string; to: string; label: string; text: string; at: number }[];
}

const SHOWN_MAX = 10;

export async function overridesView(db: Db, { merchantId }: StoreRecord, { since, nameOf }: { since: number; nameOf(id: string): string }): Promise<OverridesView> {
  const [sums, rows] = await Promise.all([db.overrideSums(merchantId, since), db.overridesSince(merchantId, { since, limit: SHOWN_MAX })]);
  const count = sums.reduce((sum, one) => sum + one.count, 0);
  const costs = sums.filter((one) => one.told > 0).map((one) => extraWords(one.extraMinor, (minor) => formatMoney(minor, one.currency)));
  return {
    sentence: count === 0 ? null : `${count} ${count === 1 ? "part was" : "parts were"} moved by hand${costs.length === 0 ? "" : `: ${costs.join(", ")}`}.`,
    rows: rows.map((one) => ({
      id: one.id, to: `/orders/${encodeURIComponent(one.orderId)}`, label: one.orderName, at: one.at,
      text: [`to ${nameOf(one.toLocationId)}`, one.extraMinor === null ? "" : extraWords(one.extraMinor, (minor) => formatMoney(minor, one.currency)), one.reason ?? "", one.endedAt === null ? "" : "given back"].filter(Boolean).join(" · "),
    })),
  };
}
