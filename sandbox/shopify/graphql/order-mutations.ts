import { cancelOrder } from "../model/cancel-order";
import { addTags } from "../model/order";
import { cancelFulfillmentOrder, markOpen, reportProgress } from "../model/fulfillment-order";
import { merge, move, split } from "../model/fulfillment-order-change";
import type { LineWish } from "../model/fulfillment-order-change";
import { cancelFulfillment, createFulfillment, updateTracking } from "../model/fulfillment";
import { placeHold, releaseHolds } from "../model/hold";
import type { FulfillmentOrder, Tracking } from "../model/records";
import { refused } from "../model/world";
import type { Result } from "../model/world";
import { payloadOf } from "./context";
import type { Context } from "./context";
import { FulfillmentOrderView, FulfillmentView, orderView } from "./fulfillment-views";
import { digitsOf, globalId, kindOf, notFound } from "./global-id";

type GlobalLine = { id: string; quantity: number };
type Lines = GlobalLine[] | null | undefined;

const wishes = (lines: Lines): LineWish[] | null => lines?.map((line) => ({ id: digitsOf("FulfillmentOrderLineItem", line.id), quantity: line.quantity })) ?? null;

function fulfillmentOrderOf({ shop }: Context, id: string): FulfillmentOrder {
  const fulfillmentOrder = shop.fulfillmentOrders.get(digitsOf("FulfillmentOrder", id));
  if (!fulfillmentOrder) throw notFound(id);
  return fulfillmentOrder;
}

const show = ({ shop }: Context, fulfillmentOrder: FulfillmentOrder | null) => fulfillmentOrder && new FulfillmentOrderView(shop, fulfillmentOrder);

interface HoldInput { handle?: string | null; reason: string; reasonNotes?: string | null; externalId?: string | null; fulfillmentOrderLineItems?: Lines }

type Resolver = (args: never, context: Context) => unknown;

/** Mutations on fulfillment orders. */
export const fulfillmentOrderMutations: Record<string, Resolver> = {
  fulfillmentOrderMove: ({ id, newLocationId, fulfillmentOrderLineItems }: { id: string; newLocationId: string; fulfillmentOrderLineItems?: Lines }, context) => {
    const result = move(context.world, { fulfillmentOrder: fulfillmentOrderOf(context, id), locationId: digitsOf("Location", newLocationId), lines: wishes(fulfillmentOrderLineItems) });
    return payloadOf(result, ["movedFulfillmentOrder", "originalFulfillmentOrder", "remainingFulfillmentOrder"], ({ moved, original, remaining }) => ({
      movedFulfillmentOrder: show(context, moved), originalFulfillmentOrder: show(context, original), remainingFulfillmentOrder: show(context, remaining),
    }));
  },
  fulfillmentOrderSplit: ({ fulfillmentOrderSplits }: { fulfillmentOrderSplits: { fulfillmentOrderId: string; fulfillmentOrderLineItems: GlobalLine[] }[] }, context) => {
    const made: object[] = [];
    for (const wish of fulfillmentOrderSplits) {
      const result = split(context.world, context.shop.fulfillmentOrders.get(digitsOf("FulfillmentOrder", wish.fulfillmentOrderId)), wishes(wish.fulfillmentOrderLineItems) ?? []);
      if (!result.ok) return { fulfillmentOrderSplits: null, userErrors: result.errors };
      made.push({ fulfillmentOrder: show(context, result.value.original), remainingFulfillmentOrder: show(context, result.value.splitOut), replacementFulfillmentOrder: null });
    }
    return { fulfillmentOrderSplits: made, userErrors: [] };
  },
  fulfillmentOrderMerge: ({ fulfillmentOrderMergeInputs }: { fulfillmentOrderMergeInputs: { mergeIntents: { fulfillmentOrderId: string; fulfillmentOrderLineItems?: Lines }[] }[] }, context) => {
    const made: object[] = [];
    for (const { mergeIntents } of fulfillmentOrderMergeInputs) {
      const intents = mergeIntents.map((intent) => ({ fulfillmentOrder: context.shop.fulfillmentOrders.get(digitsOf("FulfillmentOrder", intent.fulfillmentOrderId)), lines: wishes(intent.fulfillmentOrderLineItems) }));
      const result = merge(context.world, intents);
      if (!result.ok) return { fulfillmentOrderMerges: null, userErrors: result.errors };
      made.push({ fulfillmentOrder: show(context, result.value) });
    }
    return { fulfillmentOrderMerges: made, userErrors: [] };
  },
  fulfillmentOrderHold: ({ id, fulfillmentHold }: { id: string; fulfillmentHold: HoldInput }, context) => {
    const { fulfillmentOrderLineItems, ...hold } = fulfillmentHold;
    const wish = { handle: hold.handle, reason: hold.reason, reasonNotes: hold.reasonNotes, externalId: hold.externalId, lines: wishes(fulfillmentOrderLineItems), byRequestingApp: true };
    return payloadOf(placeHold(context.world, fulfillmentOrderOf(context, id), wish), ["fulfillmentHold", "fulfillmentOrder", "remainingFulfillmentOrder"], (value) => {
      const held = new FulfillmentOrderView(context.shop, value.held);
      return { fulfillmentHold: held.fulfillmentHolds().find((view) => view.hold.id === value.hold.id), fulfillmentOrder: held, remainingFulfillmentOrder: show(context, value.remaining) };
    });
  },
  fulfillmentOrderReleaseHold: ({ id, holdIds }: { id: string; holdIds?: string[] | null }, context) =>
    single(context, releaseHolds(context.world, fulfillmentOrderOf(context, id), holdIds?.map((hold) => digitsOf("FulfillmentHold", hold)))),
  fulfillmentOrderReportProgress: ({ id, progressReport }: { id: string; progressReport?: { reasonNotes?: string | null } | null }, context) =>
    single(context, reportProgress(context.world, fulfillmentOrderOf(context, id), progressReport?.reasonNotes ?? null)),
  fulfillmentOrderOpen: ({ id }: { id: string }, context) => single(context, markOpen(context.world, fulfillmentOrderOf(context, id))),
  fulfillmentOrderCancel: ({ id }: { id: string }, context) =>
    payloadOf(cancelFulfillmentOrder(context.world, fulfillmentOrderOf(context, id)), ["fulfillmentOrder", "replacementFulfillmentOrder"], ({ cancelled, replacement }) => ({
      fulfillmentOrder: show(context, cancelled), replacementFulfillmentOrder: show(context, replacement),
    })),
};

const single = (context: Context, result: Result<FulfillmentOrder>) => payloadOf(result, ["fulfillmentOrder"], (value) => ({ fulfillmentOrder: show(context, value) }));

interface TrackingInput { company?: string | null; number?: string | null; numbers?: string[] | null; url?: string | null; urls?: string[] | null }
const trackingOf = (input: TrackingInput | null | undefined): Tracking => ({
  company: input?.company ?? null, numbers: input?.numbers ?? (input?.number ? [input.number] : []), urls: input?.urls ?? (input?.url ? [String(input.url)] : []),
});

interface FulfillmentInput { lineItemsByFulfillmentOrder: { fulfillmentOrderId: string; fulfillmentOrderLineItems?: Lines }[]; trackingInfo?: TrackingInput | null }

function fulfillmentOf({ shop }: Context, id: string) {
  const fulfillment = shop.fulfillments.get(digitsOf("Fulfillment", id));
  if (!fulfillment) throw notFound(id);
  return fulfillment;
}

interface CancelInput { orderId: string; reason: string; restock: boolean; refund?: boolean | null; refundMethod?: { originalPaymentMethodsRefund?: boolean | null } | null }

/** Mutations on parcels and orders. */
export const parcelMutations: Record<string, Resolver> = {
  fulfillmentCreate: ({ fulfillment }: { fulfillment: FulfillmentInput }, context) => {
    const groups = fulfillment.lineItemsByFulfillmentOrder.map((group) => ({ fulfillmentOrder: context.shop.fulfillmentOrders.get(digitsOf("FulfillmentOrder", group.fulfillmentOrderId)), lines: wishes(group.fulfillmentOrderLineItems) }));
    const known = groups.flatMap(({ fulfillmentOrder, lines }) => (fulfillmentOrder ? [{ fulfillmentOrder, lines }] : []));
    const result = known.length < groups.length ? refused("Fulfillment order does not exist.", null, ["fulfillment"]) : createFulfillment(context.world, { groups: known, tracking: trackingOf(fulfillment.trackingInfo) });
    return payloadOf(result, ["fulfillment"], (value) => ({ fulfillment: new FulfillmentView(context.shop, value) }));
  },
  fulfillmentTrackingInfoUpdate: ({ fulfillmentId, trackingInfoInput }: { fulfillmentId: string; trackingInfoInput: TrackingInput }, context) =>
    payloadOf(updateTracking(context.world, fulfillmentOf(context, fulfillmentId), trackingOf(trackingInfoInput)), ["fulfillment"], (value) => ({ fulfillment: new FulfillmentView(context.shop, value) })),
  fulfillmentCancel: ({ id }: { id: string }, context) =>
    payloadOf(cancelFulfillment(context.world, fulfillmentOf(context, id)), ["fulfillment"], (value) => ({ fulfillment: new FulfillmentView(context.shop, value) })),
  orderCancel: ({ orderId, reason, restock, refund, refundMethod }: CancelInput, context) => {
    const order = context.shop.orders.get(digitsOf("Order", orderId));
    if (!order) throw notFound(orderId);
    const no = (message: string) => ({ job: null, orderCancelUserErrors: [{ code: "INVALID", field: ["orderId"], message }], userErrors: [{ field: ["orderId"], message }] });
    if (order.cancelledAt !== null) return no("Order has already been cancelled.");
    cancelOrder(context.world, order, { reason, restock, refund: refundMethod?.originalPaymentMethodsRefund ?? refund ?? false });
    return { job: { id: `gid://shopify/Job/${context.world.random.uuid()}`, done: false }, orderCancelUserErrors: [], userErrors: [] };
  },
  tagsAdd: ({ id, tags }: { id: string; tags: string[] }, context) => {
    const order = kindOf(id) === "Order" ? context.shop.orders.get(digitsOf("Order", id)) : undefined;
    if (!order) return payloadOf(refused(`${globalId("Order", "")} does not exist`, null, ["id"]), ["node"], () => ({}));
    addTags(context.world, order, tags);
    return { node: orderView(context.shop, order), userErrors: [] };
  },
};
