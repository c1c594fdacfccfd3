import type { People } from "../shopify/person";
import type { OrderKind } from "../shopify/store/basket";

export const ORDERS_A_SECOND_MOST = 50;
export const ORDERS_MOST = 10_000;
/** What one look may make up for: after a pause of the process orders do not come in a flood. */
const AT_ONCE_MOST = 100;
const SECOND_MS = 1_000;

export interface OrderStream { perSecond: number; left: number; placed: number; refused: number }

/** Customers who buy at a rate. */
export function createOrderStream(people: People, now: () => number) {
  let stream: OrderStream & { kind: OrderKind } = { perSecond: 0, left: 0, placed: 0, refused: 0, kind: "plain" };
  let [soldAt, due] = [0, 0];
  return {
    /** What was still to come is forgotten; 0 a second stops. */
    place({ perSecond, count, kind = "plain" }: { perSecond: number; count: number; kind?: OrderKind }) {
      const before = stream.left === 0 ? { placed: 0, refused: 0 } : stream;
      stream = { placed: before.placed, refused: before.refused, perSecond, kind, left: perSecond > 0 ? count : 0 };
      [soldAt, due] = [now(), 0];
    },
    stop: () => { stream.left = 0; },
    sell(at: number) {
      due = Math.min(AT_ONCE_MOST, due + ((at - soldAt) / SECOND_MS) * stream.perSecond);
      soldAt = at;
      for (; due >= 1 && stream.left > 0; due -= 1, stream.left -= 1) {
        if (people.placeOrder({ kind: stream.kind })) stream.placed += 1;
        else stream.refused += 1;
      }
    },
    state: ({ perSecond, left, placed, refused } = stream): OrderStream => ({ perSecond, left, placed, refused }),
  };
}
