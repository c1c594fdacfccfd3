import { z } from "zod";
import type { PlatformId } from "../../../app/domain/ids";
import type { StoreAccess } from "../port";
import type { Answer, Client } from "./client";
import { gid } from "./ids";
import {
  FULFILLMENT_LINES_PAGE, FULFILLMENT_ORDER_LINES_PAGE, ORDER_FULFILLMENT_ORDERS_PAGE, ORDER_FULFILLMENTS, ORDER_LINES_PAGE,
  ORDER_REFUNDS, REFUND_LINES_PAGE, REFUNDS_FIRST, type Operation,
} from "./operations";
import { malformed, readRest } from "./paging";
import {
  connection, fulfillmentLineShape, fulfillmentOrderLineShape, fulfillmentOrderShape, fulfillmentShape, orderLineShape, refundLineShape, refundShape,
  type Connection, type FulfillmentAnswer, type FulfillmentLineAnswer, type FulfillmentOrderAnswer, type OrderAnswer, type RefundAnswer,
} from "./shapes";

/** Everything of an order that did not fit into the first page of its nested lists. An order with 500 lines comes whole. */

/** `Order.fulfillments` has no cursor; more parcels than this in one order are not looked for. */
const FULFILLMENTS_MAX = 250;
/** `Order.refunds` neither. */
const REFUNDS_MAX = 250;

export interface Reader {
  client: Client;
  access: StoreAccess;
}

interface Page<T> {
  operation: Operation;
  id: string;
  /** The root field of the document, and the connection inside it. */
  root: string;
  field: string;
  node: z.ZodType<T>;
}

async function readPage<T>({ client, access }: Reader, page: Page<T>, after: string): Promise<Answer<Connection<T>>> {
  const shape = z.object({ [page.root]: z.object({ [page.field]: connection(page.node) }).nullable() });
  const answer = await client.call(access, { operation: page.operation, variables: { id: page.id, after }, shape });
  if (!answer.ok) return answer;
  const found = answer.value[page.root];
  return found === null || found === undefined ? malformed("It vanished while it was read.") : { ok: true, value: found[page.field] as Connection<T> };
}

/** A connection without further pages. */
const whole = <T>(nodes: T[]): Connection<T> => ({ pageInfo: { hasNextPage: false }, nodes });

async function restOf<T>(reader: Reader, first: Connection<T>, page: Page<T>): Promise<Answer<Connection<T>>> {
  const rest = await readRest(first, (after) => readPage(reader, page, after));
  return rest.ok ? { ok: true, value: whole(rest.value) } : rest;
}

/** Runs over a list one by one: each may need calls, and the store has one bucket for all of them. */
async function completeEach<T>(parts: readonly T[], complete: (part: T) => Promise<Answer<T>>): Promise<Answer<T[]>> {
  const completed: T[] = [];
  for (const part of parts) {
    const answer = await complete(part);
    if (!answer.ok) return answer;
    completed.push(answer.value);
  }
  return { ok: true, value: completed };
}

/** A fulfillment order with all its lines, given the first page of them. */
export async function completeFulfillmentOrder(reader: Reader, part: FulfillmentOrderAnswer): Promise<Answer<FulfillmentOrderAnswer>> {
  const lines = await restOf(reader, part.lineItems, {
    operation: FULFILLMENT_ORDER_LINES_PAGE, id: gid("FulfillmentOrder", part.id), root: "fulfillmentOrder", field: "lineItems", node: fulfillmentOrderLineShape,
  });
  return lines.ok ? { ok: true, value: { ...part, lineItems: lines.value } } : lines;
}

/** All fulfillment orders of an order with all their lines, given the first page. */
export async function completeFulfillmentOrders(reader: Reader, orderId: PlatformId, first: Connection<FulfillmentOrderAnswer>): Promise<Answer<FulfillmentOrderAnswer[]>> {
  const all = await restOf(reader, first, {
    operation: ORDER_FULFILLMENT_ORDERS_PAGE, id: gid("Order", orderId), root: "order", field: "fulfillmentOrders", node: fulfillmentOrderShape,
  });
  return all.ok ? completeEach(all.value.nodes, (part) => completeFulfillmentOrder(reader, part)) : all;
}

/** All lines of a parcel, given the first page of them. */
export async function completeParcelLines(reader: Reader, id: PlatformId, first: Connection<FulfillmentLineAnswer>): Promise<Answer<FulfillmentLineAnswer[]>> {
  const lines = await restOf(reader, first, {
    operation: FULFILLMENT_LINES_PAGE, id: gid("Fulfillment", id), root: "fulfillment", field: "fulfillmentLineItems", node: fulfillmentLineShape,
  });
  return lines.ok ? { ok: true, value: lines.value.nodes } : lines;
}

async function completeFulfillment(reader: Reader, part: FulfillmentAnswer): Promise<Answer<FulfillmentAnswer>> {
  const lines = await completeParcelLines(reader, part.id, part.fulfillmentLineItems);
  return lines.ok ? { ok: true, value: { ...part, fulfillmentLineItems: whole(lines.value) } } : lines;
}

async function completeFulfillments({ client, access }: Reader, order: OrderAnswer): Promise<Answer<FulfillmentAnswer[]>> {
  const count = order.fulfillmentsCount?.count ?? order.fulfillments.length;
  if (count <= order.fulfillments.length) return { ok: true, value: order.fulfillments };
  const answer = await client.call(access, {
    operation: ORDER_FULFILLMENTS,
    variables: { id: gid("Order", order.id), first: Math.min(count, FULFILLMENTS_MAX) },
    shape: z.object({ order: z.object({ fulfillments: z.array(fulfillmentShape) }).nullable() }),
  });
  if (!answer.ok) return answer;
  return answer.value.order === null ? malformed("The order vanished while it was read.") : { ok: true, value: answer.value.order.fulfillments };
}

async function completeRefund(reader: Reader, refund: RefundAnswer): Promise<Answer<RefundAnswer>> {
  const lines = await restOf(reader, refund.refundLineItems, {
    operation: REFUND_LINES_PAGE, id: gid("Refund", refund.id), root: "refund", field: "refundLineItems", node: refundLineShape,
  });
  return lines.ok ? { ok: true, value: { ...refund, refundLineItems: lines.value } } : lines;
}

async function completeRefunds(reader: Reader, order: OrderAnswer): Promise<Answer<RefundAnswer[]>> {
  if (order.refunds.length < REFUNDS_FIRST) return completeEach(order.refunds, (refund) => completeRefund(reader, refund));
  const answer = await reader.client.call(reader.access, {
    operation: ORDER_REFUNDS,
    variables: { id: gid("Order", order.id), first: REFUNDS_MAX },
    shape: z.object({ order: z.object({ refunds: z.array(refundShape) }).nullable() }),
  });
  if (!answer.ok) return answer;
  if (answer.value.order === null) return malformed("The order vanished while it was read.");
  return completeEach(answer.value.order.refunds, (refund) => completeRefund(reader, refund));
}

export async function completeOrder(reader: Reader, order: OrderAnswer): Promise<Answer<OrderAnswer>> {
  const lines = await restOf(reader, order.lineItems, {
    operation: ORDER_LINES_PAGE, id: gid("Order", order.id), root: "order", field: "lineItems", node: orderLineShape,
  });
  if (!lines.ok) return lines;
  const fulfillmentOrders = await completeFulfillmentOrders(reader, order.id, order.fulfillmentOrders);
  if (!fulfillmentOrders.ok) return fulfillmentOrders;
  const listed = await completeFulfillments(reader, order);
  if (!listed.ok) return listed;
  const fulfillments = await completeEach(listed.value, (part) => completeFulfillment(reader, part));
  if (!fulfillments.ok) return fulfillments;
  const refunds = await completeRefunds(reader, order);
  if (!refunds.ok) return refunds;
  return {
    ok: true,
    value: { ...order, lineItems: lines.value, fulfillmentOrders: whole(fulfillmentOrders.value), fulfillments: fulfillments.value, refunds: refunds.value },
  };
}
