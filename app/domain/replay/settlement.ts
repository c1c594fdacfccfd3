import { assert } from "../assert";
import type { OrderId } from "../ids";
import { createChangedOrders } from "./changed-orders";
import type { Outcome, Settled } from "./contender";
import { createScore } from "./score";
import type { ContenderReport, ReplayOrder, ReplayReport, ReplaySetup } from "./types";

/** Waits until every contender has settled an order, and then counts it once for all of them. */
export interface Settlement {
  begin(order: ReplayOrder): void;
  settle(contender: number, settled: Settled): void;
  /** Orders begun. */
  done(): number;
  report(names: readonly Pick<ContenderReport, "id" | "name" | "source">[]): ReplayReport;
}

interface OpenOrder {
  order: ReplayOrder;
  outcomes: (Outcome | null)[];
  missing: number;
}

export const createSettlement = (setup: ReplaySetup, contenders: number): Settlement => {
  const open = new Map<OrderId, OpenOrder>();
  const score = createScore(setup, contenders);
  const changed = createChangedOrders();
  const counts = { orders: 0, estimated: 0, cancelled: 0 };
  return {
    begin(order) {
      // What its customer cancelled before it left is nobody's success or failure.
      if (order.cancelledAt !== null) {
        counts.cancelled += 1;
        return;
      }
      counts.orders += 1;
      counts.estimated += Number(order.estimated);
      open.set(order.id, { order, outcomes: Array<Outcome | null>(contenders).fill(null), missing: contenders });
    },
    settle(contender, { orderId, outcome }) {
      const entry = open.get(orderId);
      if (!entry || entry.outcomes[contender] !== null) return;
      entry.outcomes[contender] = outcome;
      entry.missing -= 1;
      if (entry.missing > 0) return;
      open.delete(orderId);
      const outcomes = entry.outcomes as Outcome[];
      score.add(entry.order, outcomes);
      if (setup.policies.length > 1) changed.look(entry.order, outcomes[0] as Outcome, outcomes[1] as Outcome);
    },
    done: () => counts.orders + counts.cancelled,
    report(names) {
      assert(open.size === 0, "every order of a replay is settled by everyone");
      return { ...counts, ...score.report(names), changed: changed.report() };
    },
  };
};
