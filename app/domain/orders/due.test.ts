import { expect, test } from "vitest";
import { aggregateOf, locationNamed, orderRecord, part } from "../fulfillment/records.fixture";
import { sitesOf } from "../sites";
import { shipByOf } from "./due";

// Friday, 13 March 2026, 10:00 in New York.
const PLACED = Date.parse("2026-03-13T14:00:00Z");
const order = orderRecord({ placedAt: PLACED });
const sites = sitesOf([locationNamed("east"), locationNamed("west")], [{
  merchantId: order.merchantId, locationId: "west" as never, version: 1, pausedReason: "Storm", dailyParcels: null, cutOff: "09:00", timeZone: "America/Los_Angeles", workdays: [1, 2, 3, 4, 5],
  holidays: [{ date: "2026-03-16", name: "Stocktaking" }], latitude: 40, longitude: -120, updatedAt: 1,
}], "America/New_York");
const iso = (more: Parameters<typeof aggregateOf>[0]) => {
  const due = shipByOf(aggregateOf({ order, ...more }), sites);
  return due === null ? null : new Date(due).toISOString();
};

test("an order leaves by the cut-off of where it stands, and its earliest part counts", () => {
  expect(iso({ fulfillmentOrders: [part("a", "east")] })).toBe("2026-03-13T18:00:00.000Z");
  expect(iso({ fulfillmentOrders: [part("b", "west")] })).toBe("2026-03-13T16:00:00.000Z");
  expect(iso({ fulfillmentOrders: [part("a", "east"), part("b", "west")] })).toBe("2026-03-13T16:00:00.000Z");
});

test("one that may not be fulfilled before counts from then, and the platform's own deadline is never passed", () => {
  const fulfillAt = Date.parse("2026-03-15T00:00:00Z");
  expect(iso({ fulfillmentOrders: [part("b", "west", { fulfillAt })] })).toBe("2026-03-17T16:00:00.000Z");
  expect(iso({ fulfillmentOrders: [part("a", "east", { fulfillBy: PLACED + 60_000 })] })).toBe("2026-03-13T14:01:00.000Z");
});

test("nothing is due that is shipped, cancelled, a third party's or picked up", () => {
  expect(iso({ fulfillmentOrders: [part("a", "east", { status: "closed" })] })).toBeNull();
  expect(iso({ order: { ...order, cancelledAt: 9 } })).toBeNull();
  expect(iso({ fulfillmentOrders: [part("a", "east", { requestStatus: "accepted" }), part("b", "east", { deliveryMethod: "pickup" })] })).toBeNull();
});

test("what the merchant says of a location stands in place of what the platform says", () => {
  expect(sites.map(({ pausedReason, latitude }) => [pausedReason, latitude])).toEqual([[null, null], ["Storm", 40]]);
});
