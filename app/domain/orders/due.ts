import { shipBy } from "../calendar/ship-by";
import { isShippable } from "../fulfillment/fulfillment-order-machine";
import type { Instant } from "../ids";
import type { OrderAggregate } from "../records";
import type { Site } from "../sites";

/**
 * When the first part of an order that is not shipped should have left: by the cut-off of the location where it stands, from when
 * it was placed or may be fulfilled, and never later than the platform's own deadline. Null: nothing is left to ship.
 */
export const shipByOf = ({ order, fulfillmentOrders }: OrderAggregate, sites: readonly Partial<Site>[]): Instant | null => {
  if (order.cancelledAt !== null) return null;
  const dues = fulfillmentOrders.filter(isShippable).flatMap(({ locationId, fulfillAt, fulfillBy }) => {
    const calendar = sites.find((site) => site.id === locationId)?.calendar;
    const due = calendar ? shipBy(Math.max(order.placedAt, fulfillAt ?? 0), calendar) : null;
    return [due, fulfillBy].filter((instant) => instant !== null);
  });
  return dues.length === 0 ? null : Math.min(...dues);
};
