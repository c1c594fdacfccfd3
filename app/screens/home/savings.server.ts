import type { Db } from "../../db/port";
import type { DecisionRecord, StoreRecord } from "../../domain/records";
import { formatMoney } from "../money";

/** Newest orders that are looked at: enough to say what routing is worth, few enough for every visit. */
export const ORDERS_LOOKED_AT_MAX = 200;
const WEEK_MS = 7 * 24 * 3_600_000;

/** What routing changed, or in observe mode would have changed, against where the platform had put the orders of a week. */
export interface Savings {
  /** Orders with a decision and something to compare it with. */
  compared: number;
  /** Of those, the ones that ship (or would ship) otherwise. */
  different: number;
  parcels: number;
  /** In the merchant's money; "" when nothing is saved. */
  money: string;
  /** Orders that could not have shipped from where the platform had put them. */
  rescued: number;
  /** In the merchant's money, of what planning orders together saved against order by order; "" when nothing. */
  together: string;
}

export async function savingsOf(db: Db, store: StoreRecord, now: number): Promise<Savings> {
  const { rows } = await db.findOrders({ merchantId: store.merchantId, placedFrom: now - WEEK_MS, limit: ORDERS_LOOKED_AT_MAX });
  return sumSavings(await db.latestDecisions(store.merchantId, rows.map((order) => order.id)), store.currency);
}

/** Only plans that stand are counted; one that was refused or replaced saved nothing. */
export function sumSavings(decisions: readonly Pick<DecisionRecord, "status" | "certificate" | "standing" | "joint">[], currency: string): Savings {
  const sums = { compared: 0, different: 0, parcels: 0, rescued: 0 };
  let minor = 0;
  let togetherMinor = 0;
  for (const { certificate, standing, status, joint } of decisions) {
    if (certificate.outcome !== "routed" || !["observed", "pending", "confirmed"].includes(status)) continue;
    togetherMinor += joint === null ? 0 : joint.alone.costMinor - certificate.plan.costMinor;
    if (standing === null) {
      sums.rescued += 1;
      continue;
    }
    sums.compared += 1;
    const { plan } = certificate;
    if (plan.parcels === standing.parcels && plan.costMinor === standing.costMinor) continue;
    sums.different += 1;
    sums.parcels += standing.parcels - plan.parcels;
    minor += standing.costMinor - plan.costMinor;
  }
  return { ...sums, money: minor > 0 ? formatMoney(minor, currency) : "", together: togetherMinor > 0 ? formatMoney(togetherMinor, currency) : "" };
}
