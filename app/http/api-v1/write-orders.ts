import { z } from "zod";
import type { OrderAggregate } from "../../db/port";
import { type FulfillmentOrderId, type LocationId, type OrderLineId, toId } from "../../domain/ids";
import type { StoreRecord } from "../../domain/records";
import type { ActResult } from "../../screens/acts";
import { type Answer, found, refused } from "./endpoint";
import { namesOf, orderShape } from "./order-shape";
import { aggregateOf } from "./orders";
import { Order } from "./shapes";
import { type WriteCall, refusalOf, writeEndpoint } from "./write-endpoint";

const TEXT_LENGTH_MAX = 255;
const LINES_MAX = 500;

const id = <T extends string>() => z.string("it must be an id").min(1, "it must be an id").max(TEXT_LENGTH_MAX).transform((text) => toId<never>(text) as unknown as T);
const text = z.string("it must be a text").max(TEXT_LENGTH_MAX, `it must be at most ${TEXT_LENGTH_MAX} characters`);
const flag = z.boolean("it must be true or false");
const textOrNull = text.nullable().default(null);

const DONE_LATER = "The platform is asked right after: the answer tells the order as it stands now, and its history what became of it.";

type Found = { aggregate: OrderAggregate; store: StoreRecord };

/** One act on one order, by the flow that the screens call; the answer is the order afterwards. */
const act = async <Body>(call: WriteCall<Body>, perform: (found: Found & { ask: { store: StoreRecord; actor: string; orderId: OrderAggregate["order"]["id"] } }) => Promise<ActResult>): Promise<Answer<z.output<typeof Order>>> => {
  const { db } = call.flow;
  const { merchantId } = call;
  const answer = await aggregateOf({ db, merchantId, id: call.id });
  if (!answer.ok) return answer;
  const aggregate = answer.value;
  const { id: orderId, storeId } = aggregate.order;
  const store = await db.store(merchantId, storeId);
  if (!store) return refused({ status: 404, title: "No such store", detail: "The store of this order is not connected any more." });
  const result = await perform({ aggregate, store, ask: { store, actor: call.actor, orderId } });
  if (!result.ok) return refused(refusalOf(result));
  const [after, locations] = await Promise.all([db.order(merchantId, orderId), db.locations(merchantId)]);
  return found(orderShape(after ?? aggregate, namesOf(locations)));
};

const shared = { method: "post", tag: "Orders", answer: Order } as const;
const Nothing = z.strictObject({});

export const holdOrder = writeEndpoint({
  ...shared, path: "/orders/:id/hold", summary: "Hold an order", body: z.strictObject({ reason: text.describe("Why, for the people who will see it") }),
  description: `Keeps it from being routed and shipped until it is released. ${DONE_LATER}`,
  respond: (call) => act(call, ({ ask }) => call.acts.holdOrder({ ...ask, reason: call.body.reason })),
});

export const releaseOrder = writeEndpoint({
  ...shared, path: "/orders/:id/release", summary: "Release an order", body: Nothing, description: `Ends a hold that Switchyard placed. ${DONE_LATER}`,
  respond: (call) => act(call, ({ ask }) => call.acts.releaseOrder(ask)),
});

export const takeOverOrder = writeEndpoint({
  ...shared, path: "/orders/:id/take-over", summary: "Take an order over", body: Nothing, description: `Routes an order that was placed before the store went live. ${DONE_LATER}`,
  respond: (call) => act(call, ({ ask }) => call.acts.takeOver(ask)),
});

export const changeLocation = writeEndpoint({
  ...shared, path: "/orders/:id/location", summary: "Ship a part from elsewhere",
  body: z.strictObject({ fulfillmentOrderId: id<FulfillmentOrderId>(), locationId: id<LocationId>() }), description: `Moves what is left of a fulfillment order. ${DONE_LATER}`,
  respond: (call) => act(call, ({ ask }) => call.acts.changeLocation({ ...ask, ...call.body })),
});

const Ship = z.strictObject({
  fulfillmentOrderId: id<FulfillmentOrderId>(),
  lines: z.array(z.strictObject({ orderLineId: id<OrderLineId>(), quantity: z.number("it must be a whole number").int("it must be a whole number").min(1, "it must be at least 1") }), "it must be a list")
    .min(1, "name at least one line").max(LINES_MAX).optional().describe("Leave it out to ship all that is left of the fulfillment order"),
  tracking: z.strictObject({ company: textOrNull, number: textOrNull, url: textOrNull }).default({ company: null, number: null, url: null }),
  notifyCustomer: flag.default(false),
});

export const shipParcel = writeEndpoint({
  ...shared, path: "/orders/:id/ship", summary: "Ship one parcel", body: Ship, description: `Asks the platform for one parcel of a fulfillment order. ${DONE_LATER}`,
  respond: (call) => act(call, ({ aggregate, ask }) => {
    const { fulfillmentOrderId, tracking, notifyCustomer } = call.body;
    return call.acts.shipParcel({ ...ask, fulfillmentOrderId, tracking, notifyCustomer, lines: call.body.lines ?? remainingOf(aggregate, fulfillmentOrderId) });
  }),
});

const remainingOf = ({ fulfillmentOrders }: OrderAggregate, fulfillmentOrderId: FulfillmentOrderId): { orderLineId: OrderLineId; quantity: number }[] =>
  (fulfillmentOrders.find((one) => one.id === fulfillmentOrderId)?.lines ?? []).flatMap((line) => (line.remainingQuantity > 0 ? [{ orderLineId: line.orderLineId, quantity: line.remainingQuantity }] : []));

const REASONS = ["customer", "declined", "fraud", "inventory", "staff", "other"] as const;

export const cancelOrder = writeEndpoint({
  ...shared, path: "/orders/:id/cancel", summary: "Cancel an order",
  body: z.strictObject({ reason: z.enum(REASONS, `it must be one of ${REASONS.join(", ")}`), restock: flag.default(true), refund: flag.default(false), notifyCustomer: flag.default(false), note: text.default("") }),
  description: `Cancels it on the platform, which cannot be undone. ${DONE_LATER}`,
  respond: (call) => act(call, ({ ask }) => call.acts.cancelOrder({ ...ask, ...call.body })),
});
