import { requestCancellation, submitRequest } from "../model/fulfillment-request";
import { payloadOf } from "./context";
import type { Context } from "./context";
import { FulfillmentOrderView } from "./fulfillment-views";
import { digitsOf, notFound } from "./global-id";

interface SubmitWish { id: string; message?: string | null; fulfillmentOrderLineItems?: { id: string; quantity: number }[] | null }

function fulfillmentOrderOf({ shop }: Context, id: string) {
  const fulfillmentOrder = shop.fulfillmentOrders.get(digitsOf("FulfillmentOrder", id));
  if (!fulfillmentOrder) throw notFound(id);
  return fulfillmentOrder;
}

/** What a merchant asks a fulfillment service for. */
export const requestMutations: Record<string, (args: never, context: Context) => unknown> = {
  fulfillmentOrderSubmitFulfillmentRequest: ({ id, message, fulfillmentOrderLineItems }: SubmitWish, context) => {
    const lines = fulfillmentOrderLineItems?.map((line) => ({ id: digitsOf("FulfillmentOrderLineItem", line.id), quantity: line.quantity })) ?? null;
    const result = submitRequest(context.world, { fulfillmentOrder: fulfillmentOrderOf(context, id), lines, message });
    return payloadOf(result, ["originalFulfillmentOrder", "submittedFulfillmentOrder", "unsubmittedFulfillmentOrder"], ({ original, submitted, unsubmitted }) => ({
      originalFulfillmentOrder: new FulfillmentOrderView(context.shop, original), submittedFulfillmentOrder: new FulfillmentOrderView(context.shop, submitted),
      unsubmittedFulfillmentOrder: unsubmitted && new FulfillmentOrderView(context.shop, unsubmitted),
    }));
  },
  fulfillmentOrderSubmitCancellationRequest: ({ id, message }: { id: string; message?: string | null }, context) =>
    payloadOf(requestCancellation(context.world, fulfillmentOrderOf(context, id), message), ["fulfillmentOrder"], (value) => ({ fulfillmentOrder: new FulfillmentOrderView(context.shop, value) })),
};
