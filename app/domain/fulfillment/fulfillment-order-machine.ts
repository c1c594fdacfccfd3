import type { DeliveryMethod, FulfillmentOrderStatus, RequestStatus } from "../platform";
import type { FulfillmentOrderRecord, OrderRecord } from "../records";

/** Where a fulfillment order may go next. Source: Shopify's FulfillmentOrderStatus and the mutations that lead between them. */
export const FULFILLMENT_ORDER_TRANSITIONS: Record<FulfillmentOrderStatus, readonly FulfillmentOrderStatus[]> = {
  scheduled: ["open", "on-hold", "cancelled", "closed"],
  open: ["in-progress", "on-hold", "scheduled", "closed", "cancelled", "incomplete"],
  "on-hold": ["open", "scheduled", "cancelled", "closed"],
  "in-progress": ["open", "on-hold", "closed", "incomplete", "cancelled"],
  incomplete: ["closed", "cancelled"],
  closed: ["open"],
  cancelled: [],
};

/** What Switchyard may ask for, by status: the first question before any intent is made. */
export const ACTS_BY_STATUS: Record<FulfillmentOrderStatus, readonly FulfillmentOrderAct[]> = {
  scheduled: ["hold"],
  open: ["place", "hold", "report-progress", "ship"],
  "on-hold": ["release-hold"],
  "in-progress": ["ship"],
  incomplete: [],
  closed: [],
  cancelled: [],
};

export type FulfillmentOrderAct = "place" | "hold" | "release-hold" | "report-progress" | "ship";

export const mayAct = (fulfillmentOrder: FulfillmentOrderRecord, act: FulfillmentOrderAct): boolean =>
  ACTS_BY_STATUS[fulfillmentOrder.status].includes(act);

/** Our own holds, told apart from other apps' by their handles; only these are ever released by us. */
export const BACKORDER_HANDLE = "switchyard-backorder";
export const MANUAL_HANDLE = "switchyard-manual";

const LIVING: readonly FulfillmentOrderStatus[] = ["open", "in-progress", "scheduled", "on-hold"];
/** Requests to a third party that is, or may be, working on it. */
const SUBMITTED: readonly RequestStatus[] = ["submitted", "accepted", "cancellation-requested", "cancellation-rejected"];
const ROUTED_METHODS: readonly DeliveryMethod[] = ["shipping"];

/** Still holds units that the platform keeps committed. */
export const isLiving = (fulfillmentOrder: FulfillmentOrderRecord): boolean => LIVING.includes(fulfillmentOrder.status);

/** Goods that a parcel carries, asked for of nobody else: the only kind that Switchyard moves. */
export const isShippable = (fulfillmentOrder: FulfillmentOrderRecord): boolean =>
  isLiving(fulfillmentOrder)
  && ROUTED_METHODS.includes(fulfillmentOrder.deliveryMethod)
  && !SUBMITTED.includes(fulfillmentOrder.requestStatus)
  && fulfillmentOrder.lines.some((line) => line.requiresShipping && line.remainingQuantity > 0);

export const isHeldForBackorder = (fulfillmentOrder: FulfillmentOrderRecord): boolean =>
  fulfillmentOrder.status === "on-hold" && fulfillmentOrder.holds.some((hold) => hold.handle === BACKORDER_HANDLE);

/** Held by somebody (a person, a payment, another app), by our manual hold, or for a reason that we may not see: routing waits. */
export const isHeldByOthers = (fulfillmentOrder: FulfillmentOrderRecord): boolean =>
  fulfillmentOrder.status === "on-hold"
  && (fulfillmentOrder.holds.length === 0 || fulfillmentOrder.holds.some((hold) => hold.handle !== BACKORDER_HANDLE));

/** It stands with a third party, which has to be asked for it: there it stays, unless a person moves it. */
export const isThirdPartys = (fulfillmentOrder: FulfillmentOrderRecord): boolean => fulfillmentOrder.actions.includes("request-fulfillment");

/** Ours to route now: open, or kept back by nothing but our own backorder hold. */
export const isRoutable = (fulfillmentOrder: FulfillmentOrderRecord): boolean =>
  isShippable(fulfillmentOrder) && !isThirdPartys(fulfillmentOrder) && (fulfillmentOrder.status === "open" || (isHeldForBackorder(fulfillmentOrder) && !isHeldByOthers(fulfillmentOrder)));

/** Work on it has begun by a parcel alone, and its location has turned the rest down: that may leave, where the platform lets it. */
const isGivenBack = (fulfillmentOrder: FulfillmentOrderRecord, { rejected }: Pick<OrderRecord, "rejected">): boolean =>
  fulfillmentOrder.status === "in-progress" && fulfillmentOrder.actions.includes("move") && rejected.some((one) => one.locationId === fulfillmentOrder.locationId)
  && isShippable(fulfillmentOrder) && !isThirdPartys(fulfillmentOrder);

/** What routing may place anew. */
export const mayBeRouted = (fulfillmentOrder: FulfillmentOrderRecord, order: Pick<OrderRecord, "rejected">): boolean =>
  isRoutable(fulfillmentOrder) || isGivenBack(fulfillmentOrder, order);
