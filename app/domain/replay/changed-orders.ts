import type { Outcome } from "./contender";
import type { ChangedOrder, PlanBrief, ReplayOrder } from "./types";

/** Orders that would change are all counted; those that matter most are kept to be looked at. */
export const CHANGED_KEPT_MAX = 2_000;

export interface ChangedOrders {
  look(order: ReplayOrder, before: Outcome, after: Outcome): void;
  report(): { orders: number; kept: ChangedOrder[] };
}

/** Keeps the orders that only one of two contenders could ship, then those whose cost differs most. */
export const createChangedOrders = (max = CHANGED_KEPT_MAX): ChangedOrders => {
  let orders = 0;
  let kept: ChangedOrder[] = [];
  const trim = (): void => {
    kept = kept.sort(mostFirst).slice(0, max);
  };
  return {
    look(order, before, after) {
      if (isSame(before, after)) return;
      orders += 1;
      const savingMinor = before.shipped && after.shipped ? before.measures.costMinor - after.measures.costMinor : 0;
      kept.push({ orderId: order.id, placedAt: order.placedAt, estimated: order.estimated, before: briefOf(before), after: briefOf(after), savingMinor });
      if (kept.length >= max * 2) trim();
    },
    report() {
      trim();
      return { orders, kept };
    },
  };
};

const weightOf = ({ before, after, savingMinor }: ChangedOrder): number => (before.shipped === after.shipped ? Math.abs(savingMinor) : Infinity);

const mostFirst = (a: ChangedOrder, b: ChangedOrder): number => {
  const [left, right] = [weightOf(a), weightOf(b)];
  return left === right ? a.placedAt - b.placedAt || (a.orderId < b.orderId ? -1 : 1) : right - left;
};

const briefOf = ({ shipped, plan, measures }: Outcome): PlanBrief =>
  ({ shipped, parcels: measures.parcels, costMinor: measures.costMinor, daysLate: measures.daysLate, assignments: plan });

const isSame = (before: Outcome, after: Outcome): boolean =>
  before.shipped === after.shipped && before.plan.length === after.plan.length
  && keysOf(before.plan) === keysOf(after.plan);

const keysOf = (plan: Outcome["plan"]): string => plan.map((part) => `${part.lineId} ${part.locationId} ${part.units}`).sort().join();
