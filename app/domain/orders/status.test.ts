import { describe, expect, it } from "vitest";
import { BACKORDER_HANDLE } from "../fulfillment/fulfillment-order-machine";
import { aggregateOf, assign, decisionOf, held, lineRecord, orderRecord, part, partLine, shipment } from "../fulfillment/records.fixture";
import { allocation } from "../inventory/levels.fixture";
import type { OrderAggregate } from "../records";
import { statusOf } from "./status";

const ROUTED = decisionOf("confirmed", [assign("line", "east", 2)]);
const UNROUTABLE = decisionOf("confirmed", null);
const closed = part("part", "east", { status: "closed", lines: [partLine(2, { remainingQuantity: 0 })] });
const status = (more: Partial<OrderAggregate>, decision: Parameters<typeof statusOf>[1] = null) => statusOf(aggregateOf(more), decision);

describe("before an order is read", () => {
  const unread = orderRecord({ readAt: null });

  it.each([
    { name: "reserved units", more: { allocations: [allocation("planned", 2)] }, is: "allocated" },
    { name: "nothing in stock", more: {}, is: "captured" },
    { name: "nothing to ship", more: { lines: [lineRecord({ requiresShipping: false })] }, is: "left" },
    { name: "a sale over the counter", more: { order: { ...unread, source: "point-of-sale" as const } }, is: "left" },
  ])("given $name, then it is $is", ({ more, is }) => {
    expect(status({ order: unread, fulfillmentOrders: [], ...more })).toBe(is);
  });
});

describe("the status of an order", () => {
  it.each([
    { name: "no decision yet", more: {}, decision: null, is: "allocated" },
    { name: "a plan", more: {}, decision: ROUTED, is: "routed" },
    { name: "a refused plan", more: {}, decision: { ...ROUTED, status: "refused" as const }, is: "allocated" },
    { name: "missing stock", more: {}, decision: UNROUTABLE, is: "backordered" },
    { name: "missing stock, and a person who chose a location", more: {}, decision: { ...UNROUTABLE, status: "superseded" as const }, is: "allocated" },
    { name: "nothing left of what fell short but custom goods", more: { lines: [lineRecord({ itemId: null })], shipments: [shipment({ status: "confirmed" })] }, decision: UNROUTABLE, is: "partially-shipped" },
    { name: "our own backorder hold", more: { fulfillmentOrders: [part("part", "east", held(BACKORDER_HANDLE))] }, decision: UNROUTABLE, is: "backordered" },
    { name: "a hold by another app", more: { fulfillmentOrders: [part("part", "east", held("fraud"))] }, decision: ROUTED, is: "held" },
    { name: "work begun", more: { fulfillmentOrders: [part("part", "east", { status: "in-progress" })] }, decision: ROUTED, is: "released" },
    { name: "work begun by hand on what fell short", more: { fulfillmentOrders: [part("part", "east", { status: "in-progress" })] }, decision: UNROUTABLE, is: "released" },
    { name: "a parcel, and more to ship", more: { shipments: [shipment({ status: "confirmed" })] }, decision: ROUTED, is: "partially-shipped" },
    { name: "a parcel only asked for", more: { shipments: [shipment()] }, decision: ROUTED, is: "routed" },
    { name: "a parcel, and nothing more to ship", more: { fulfillmentOrders: [closed], shipments: [shipment({ status: "confirmed" })] }, decision: ROUTED, is: "shipped" },
    { name: "nothing more to ship, and no parcel: all was refunded", more: { fulfillmentOrders: [closed] }, decision: ROUTED, is: "left" },
    { name: "only a pickup", more: { fulfillmentOrders: [part("part", "east", { deliveryMethod: "pickup" })] }, decision: null, is: "left" },
    { name: "only a third party's, which has not been asked", more: { fulfillmentOrders: [part("part", "service", { actions: ["request-fulfillment", "move"] })] }, decision: null, is: "routed" },
    {
      name: "a third party's, which has not been asked, beside one on which work has begun", decision: null, is: "routed",
      more: { fulfillmentOrders: [part("one", "service", { actions: ["request-fulfillment"] }), part("two", "east", { status: "in-progress" })] },
    },
    { name: "only what waits for its day", more: { fulfillmentOrders: [part("part", "east", { status: "scheduled" })] }, decision: null, is: "allocated" },
    { name: "no part at all", more: { fulfillmentOrders: [] }, decision: null, is: "left" },
    { name: "a hold by a person", more: { order: orderRecord({ holdReason: "A customer called." }) }, decision: ROUTED, is: "held" },
    { name: "a cancellation of what is held", more: { order: orderRecord({ holdReason: "A customer called.", cancelledAt: 1 }) }, decision: ROUTED, is: "cancelled" },
  ])("given $name, then it is $is", ({ more, decision, is }) => {
    expect(status(more, decision)).toBe(is);
  });
});
