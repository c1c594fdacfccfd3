import { closeWithoutShipping, createFulfillmentOrder, isTerminal, partsLeft, settleStatus, touch } from "./fulfillment-order";
import { chooseLines, splitOffRest } from "./fulfillment-order-change";
import type { LineWish } from "./fulfillment-order-change";
import { fulfillmentOrderRef } from "./references";
import type { FulfillmentOrder, MerchantRequest, RequestStatus } from "./records";
import { accepted, found, refused } from "./world";
import type { Result, World } from "./world";

/**
 * What a merchant asks a fulfillment service (3PL) for, and what the service answers (schema: FulfillmentOrder, FulfillmentOrderRequestStatus). The
 * shapes of the webhooks' bodies follow Shopify's sample payloads; the refusals' words are assumed.
 */

export interface RequestWish { fulfillmentOrder: FulfillmentOrder; lines?: readonly LineWish[] | null | undefined; message?: string | null | undefined }
export interface Submitted { original: FulfillmentOrder; submitted: FulfillmentOrder; unsubmitted: FulfillmentOrder | null }

const MAY_BE_SUBMITTED: readonly RequestStatus[] = ["UNSUBMITTED", "REJECTED", "CANCELLATION_ACCEPTED"];

/** `fulfillmentOrderSubmitFulfillmentRequest`. Part of it splits: the original is what is submitted, a new one the rest (which of both keeps its id is assumed). */
export function submitRequest(world: World, { fulfillmentOrder, lines, message }: RequestWish): Result<Submitted> {
  const isService = world.shop.locations.get(fulfillmentOrder.locationId)?.isFulfillmentService === true;
  if (!isService) return refused("The fulfillment order is not assigned to a fulfillment service location.", null, ["id"]);
  if (fulfillmentOrder.status !== "OPEN" || !MAY_BE_SUBMITTED.includes(fulfillmentOrder.requestStatus)) return refused("The fulfillment order is not in a submittable state.", null, ["id"]);
  const chosen = chooseLines(fulfillmentOrder, lines);
  if (!Array.isArray(chosen)) return { ok: false, errors: [chosen] };
  const rest = fulfillmentOrder.lines.map((line) => ({ line, units: line.remaining - (chosen.find((one) => one.line === line)?.units ?? 0) })).filter(({ units }) => units > 0);
  const unsubmitted = rest.length > 0 ? splitOffRest(world, fulfillmentOrder, rest) : null;
  fulfillmentOrder.requestStatus = "SUBMITTED";
  const request = ask(world, fulfillmentOrder, { kind: "FULFILLMENT_REQUEST", message });
  settleStatus(fulfillmentOrder);
  touch(world, fulfillmentOrder);
  world.emit("fulfillment_orders/fulfillment_request_submitted", { kind: "body", body: () => ({
    original_fulfillment_order: withRequest(fulfillmentOrder), submitted_fulfillment_order: withRequest(fulfillmentOrder), unsubmitted_fulfillment_order: unsubmitted && withRequest(unsubmitted),
    fulfillment_order_merchant_request: requestRef(request),
  }) });
  return accepted({ original: fulfillmentOrder, submitted: fulfillmentOrder, unsubmitted });
}

function ask(world: World, fulfillmentOrder: FulfillmentOrder, { kind, message }: { kind: MerchantRequest["kind"]; message: string | null | undefined }): MerchantRequest {
  const request: MerchantRequest = { id: world.newId(), kind, message: message ?? null, sentAt: world.now(), answer: null };
  fulfillmentOrder.merchantRequests.push(request);
  return request;
}

const requestRef = ({ id, kind, message }: MerchantRequest) => ({ id: `gid://shopify/FulfillmentOrderMerchantRequest/${id}`, kind: kind.toLowerCase(), message: message ?? "", request_options: { notify_customer: false } });
const withRequest = (fulfillmentOrder: FulfillmentOrder) => ({ ...fulfillmentOrderRef(fulfillmentOrder), request_status: fulfillmentOrder.requestStatus.toLowerCase() });

interface Answer { from: readonly RequestStatus[]; to: RequestStatus; topic: string; message: string | null | undefined }

function answer(world: World, fulfillmentOrder: FulfillmentOrder, { from, to, topic, message }: Answer): Result<FulfillmentOrder> {
  if (!from.includes(fulfillmentOrder.requestStatus) || isTerminal(fulfillmentOrder)) return refused(`The fulfillment order's request can't be answered: it is ${fulfillmentOrder.requestStatus.toLowerCase()}.`, null, ["id"]);
  fulfillmentOrder.requestStatus = to;
  const request = fulfillmentOrder.merchantRequests.at(-1);
  if (request) request.answer = message ?? "";
  settleStatus(fulfillmentOrder);
  touch(world, fulfillmentOrder);
  world.emit(`fulfillment_orders/${topic}`, { kind: "body", body: () => ({ fulfillment_order: withRequest(fulfillmentOrder), message: message ?? null }) });
  return accepted(fulfillmentOrder);
}

/** The service takes it on: from now on it is in progress. */
export const acceptRequest = (world: World, fulfillmentOrder: FulfillmentOrder, message?: string | null): Result<FulfillmentOrder> =>
  answer(world, fulfillmentOrder, { from: ["SUBMITTED"], to: "ACCEPTED", topic: "fulfillment_request_accepted", message });

/** The service declines: it is open and the merchant's to move or to submit again. */
export const rejectRequest = (world: World, fulfillmentOrder: FulfillmentOrder, message?: string | null): Result<FulfillmentOrder> =>
  answer(world, fulfillmentOrder, { from: ["SUBMITTED"], to: "REJECTED", topic: "fulfillment_request_rejected", message });

/** `fulfillmentOrderSubmitCancellationRequest`: only once the service has accepted; before that the merchant simply cancels. */
export function requestCancellation(world: World, fulfillmentOrder: FulfillmentOrder, message?: string | null): Result<FulfillmentOrder> {
  if (isTerminal(fulfillmentOrder) || !["ACCEPTED", "CANCELLATION_REJECTED"].includes(fulfillmentOrder.requestStatus)) return refused("The fulfillment order's cancellation can't be requested in its current state.", null, ["id"]);
  fulfillmentOrder.requestStatus = "CANCELLATION_REQUESTED";
  const request = ask(world, fulfillmentOrder, { kind: "CANCELLATION_REQUEST", message });
  touch(world, fulfillmentOrder);
  world.emit("fulfillment_orders/cancellation_request_submitted", { kind: "body", body: () => ({ fulfillment_order: withRequest(fulfillmentOrder), fulfillment_order_merchant_request: requestRef(request) }) });
  return accepted(fulfillmentOrder);
}

/** By a coin the same one is open again, or it is cancelled and a replacement is the merchant's. */
export function acceptCancellation(world: World, fulfillmentOrder: FulfillmentOrder, message?: string | null): Result<FulfillmentOrder> {
  const answered = answer(world, fulfillmentOrder, { from: ["CANCELLATION_REQUESTED"], to: "CANCELLATION_ACCEPTED", topic: "cancellation_request_accepted", message });
  if (!answered.ok || world.coins.acceptedCancellationReopens) return answered;
  giveBack(world, fulfillmentOrder, { status: "CANCELLED", requestStatus: "CANCELLATION_ACCEPTED" });
  return answered;
}

export const rejectCancellation = (world: World, fulfillmentOrder: FulfillmentOrder, message?: string | null): Result<FulfillmentOrder> =>
  answer(world, fulfillmentOrder, { from: ["CANCELLATION_REQUESTED"], to: "CANCELLATION_REJECTED", topic: "cancellation_request_rejected", message });

/** `fulfillmentOrderClose`: the service cannot ship the rest. It ends incomplete, and what is left is the merchant's in a new one (assumed). */
export function failToComplete(world: World, fulfillmentOrder: FulfillmentOrder, message?: string | null): Result<FulfillmentOrder> {
  if (fulfillmentOrder.requestStatus !== "ACCEPTED" || fulfillmentOrder.status !== "IN_PROGRESS") return refused("The fulfillment order can't be closed in its current state.", null, ["id"]);
  giveBack(world, fulfillmentOrder, { status: "INCOMPLETE", requestStatus: "CLOSED" });
  world.emit("fulfillment_orders/fulfillment_service_failed_to_complete", { kind: "body", body: () => ({ fulfillment_order: withRequest(fulfillmentOrder), message: message ?? null }) });
  return accepted(fulfillmentOrder);
}

function giveBack(world: World, fulfillmentOrder: FulfillmentOrder, end: Pick<FulfillmentOrder, "status" | "requestStatus">): void {
  const order = found(world.shop.orders.get(fulfillmentOrder.orderId), `order ${fulfillmentOrder.orderId}`);
  const lines = partsLeft(fulfillmentOrder);
  const { locationId, methodType } = fulfillmentOrder;
  closeWithoutShipping(world, fulfillmentOrder, true);
  Object.assign(fulfillmentOrder, end);
  createFulfillmentOrder(world, { order, locationId, methodType, lines });
  touch(world, fulfillmentOrder);
}
