import { expect, test } from "vitest";
import { aggregateOf, orderRecord, part } from "../../domain/fulfillment/records.fixture";
import { attentionViews } from "./attention.server";

test.each([
  ["can still be moved", part("part", "east"), /^Press Change location/],
  ["is being worked on", part("part", "east", { status: "in-progress", actions: [] }), /^Work on it has begun/],
])("at a closed location, what %s is told what a person can really do", (_name, one, first) => {
  const order = orderRecord({ attention: [{ code: "location-closed", key: one.platformId, since: 1, detail: { locationId: "east" } }] });
  const [view] = attentionViews({ aggregate: aggregateOf({ order, fulfillmentOrders: [one] }), settings: [], nameOf: () => "Reno", whenOf: () => "today" });
  expect(view).toMatchObject({ title: "Reno is closed", todo: [expect.stringMatching(first), expect.anything()] });
});
