import { isLiving, mayBeRouted } from "../fulfillment/fulfillment-order-machine";
import type { Instant } from "../ids";
import type { Intent } from "../messages";
import type { WaitingTerms } from "../policy/types";
import type { OrderAggregate, OrderRecord } from "../records";

/** Since when an order cannot be routed. A hold interrupts the waiting, and does not end it. */
export const waitingSinceOf = (known: Pick<OrderRecord, "waitingSince"> | null, { status }: Pick<OrderRecord, "status">, now: Instant): Instant | null => {
  if (status === "backordered") return known?.waitingSince ?? now;
  return status === "held" ? (known?.waitingSince ?? null) : null;
};

export const DAY_MS = 86_400_000;

/** It cannot be routed, and waits for longer than the policy says. */
export const waitsTooLong = ({ status, waitingSince }: Pick<OrderRecord, "status" | "waitingSince">, { afterDays }: WaitingTerms, now: Instant): boolean =>
  status === "backordered" && waitingSince !== null && afterDays !== null && waitingSince + afterDays * DAY_MS <= now;

/**
 * What is asked of the platform when an order has waited too long and the policy cancels then; null: nothing, as where a parcel has left or is
 * asked for, or people or third parties hold goods of it. Units that go back are free where they stand committed; a payment goes to where it came from.
 */
export const cancellationOf = ({ order, fulfillmentOrders, shipments }: OrderAggregate, { terms, notifyCustomer }: { terms: WaitingTerms; notifyCustomer: boolean }): Intent | null => {
  if (terms.then !== "cancel") return null;
  if (shipments.some((one) => one.status === "confirmed" || one.status === "requested")) return null;
  const living = fulfillmentOrders.filter(isLiving);
  if (living.length === 0 || !living.every((one) => one.status !== "in-progress" && mayBeRouted(one, order))) return null;
  return { kind: "cancel-order", orderPlatformId: order.platformId, reason: "inventory", restock: terms.restock, refund: terms.refund, notifyCustomer: notifyCustomer && terms.notifyCustomer, note: `Not in stock for ${terms.afterDays} days.` };
};

/** It is said by this reading that the order waits too long, and was not said before. */
export const isTold = (known: OrderAggregate | null, { attention }: Pick<OrderRecord, "attention">): boolean => {
  const fact = attention.find((one) => one.code === "waiting-too-long");
  return fact !== undefined && !known?.order.attention.some((one) => one.code === fact.code && one.key === fact.key);
};
