import { expect, test } from "vitest";
import { aggregateOf, lineRecord, orderRecord } from "../fulfillment/records.fixture";
import { forgetOrder } from "./forget-order";
import { personWords } from "./words";

const words = personWords([{ name: "Ada Fernsby", email: "ada@fernsby.example" }]);
const aggregate = aggregateOf({
  order: orderRecord({ version: 4, contactId: "c", customerId: "s-5", shipToPostal: "10001", shipToCountry: "US", shipToLatitude: 1, shipToLongitude: 2, holdReason: "Ada rings back", tags: ["Fernsby", "gift"], totalMinor: 500 }),
  lines: [lineRecord({ sku: "MUG-1" })],
});
const asked = { words, now: 99, eventId: "e", actor: "platform", why: "request" as const };

test("whose order it was and where it went is gone; what was bought, for how much and in which country stays", () => {
  const change = forgetOrder(aggregate, asked);
  const [{ order, terms }] = change.orders as [NonNullable<typeof change.orders>[number]];
  expect(order).toEqual({
    ...aggregate.order, contactId: null, customerId: null, shipToPostal: null, shipToLatitude: null, shipToLongitude: null, holdReason: "[erased] rings back", tags: ["[erased]", "gift"], version: 5, updatedAt: 99,
  });
  expect(terms).toEqual(expect.arrayContaining(["mug-1", aggregate.order.platformId]));
  expect(change.guards).toEqual([{ kind: "order", orderId: aggregate.order.id, version: 4 }]);
  expect(change.events).toMatchObject([{ type: "customer-erased", actor: "platform", detail: { why: "request" } }]);
});

test("where time alone ran out, what people wrote is left as it stands", () => {
  const change = forgetOrder(aggregate, { ...asked, words: null, why: "retention" });
  expect(change.orders?.[0]?.order).toMatchObject({ holdReason: "Ada rings back", tags: ["Fernsby", "gift"], contactId: null, shipToPostal: null });
});
