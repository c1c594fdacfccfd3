import { BACKORDER_HANDLE, MANUAL_HANDLE, isLiving, isShippable, mayAct } from "../fulfillment/fulfillment-order-machine";
import type { FulfillmentOrderId, ItemId, LocationId, OrderLineId, ShipmentId } from "../ids";
import type { CancelReason, Intent, Tracking } from "../messages";
import type { AllocationRecord, FulfillmentOrderRecord, LocationRecord, OrderAggregate } from "../records";
import { type ActDecision, type ActWorld, GONE, REASON_LENGTH_MAX, TRACKING_LENGTH_MAX, commit, find, isMoving, nameOf, refuse } from "./act-change";
import { type RejectAct, reject } from "./decide-rejection";
import { overrideOf } from "./override";

/** What a person may do to an order, decided on what is stored; the platform is asked by intents. */
export type Act =
  | { kind: "hold"; reason: string }
  | { kind: "release" }
  /** `reason`: why it shall not ship from where the plan puts it. */
  | { kind: "change-location"; fulfillmentOrderId: FulfillmentOrderId; locationId: LocationId; reason?: string }
  | RejectAct
  | { kind: "ship"; fulfillmentOrderId: FulfillmentOrderId; lines: { orderLineId: OrderLineId; quantity: number }[]; tracking: Tracking; notifyCustomer: boolean }
  | { kind: "track"; shipmentId: ShipmentId; tracking: Tracking; notifyCustomer: boolean }
  | { kind: "start-work"; fulfillmentOrderId: FulfillmentOrderId }
  | { kind: "take-over" }
  | { kind: "cancel"; reason: CancelReason; restock: boolean; refund: boolean; notifyCustomer: boolean; note: string }
  /** Asks the third party behind the location to fulfil, or to stop. */
  | { kind: "request-fulfillment" | "request-cancellation"; fulfillmentOrderId: FulfillmentOrderId; note: string };

/** Decides one act. Refusals name the field to change; nothing is changed by them. */
export const decideAct = (aggregate: OrderAggregate, act: Act, world: ActWorld): ActDecision => {
  const closed = whyClosed(aggregate, act, world);
  if (closed !== null) return refuse(null, closed);
  switch (act.kind) {
    case "hold": return hold(aggregate, act, world);
    case "release": return release(aggregate, world);
    case "change-location": return changeLocation(aggregate, act, world);
    case "reject": return reject(aggregate, act, world);
    case "ship": return ship(aggregate, act, world);
    case "track": return track(aggregate, act, world);
    case "start-work": return startWork(aggregate, act, world);
    case "take-over": return commit(aggregate, { adopted: true }, { world, type: "taken-over", read: true });
    case "cancel": return cancel(aggregate, act, world);
    case "request-fulfillment": case "request-cancellation": return request(aggregate, act, world);
  }
};

const whyClosed = ({ order }: OrderAggregate, act: Act, { store }: ActWorld): string | null => {
  if (store.status === "observe") return "This store is in observe mode: nothing is written to it. Take the store live on Home first.";
  if (store.status !== "live") return `This store is ${store.status}: nothing is written to it. Take the store live on Home first.`;
  if (act.kind === "take-over") return order.adopted ? "This order is already routed by Switchyard." : null;
  if (order.cancelledAt !== null) return "This order was cancelled.";
  if (order.readAt === null) return "This order has not been read from the platform yet. Try again in a moment.";
  if (!order.adopted) return "This order was placed before the store went live. Take it over first.";
  return null;
};

const waitingPlacements = (world: ActWorld): string[] =>
  world.openIntents.filter((row) => row.intent.kind === "place" && row.status === "waiting").map((row) => row.id);

/** A person who chooses a location has decided that the order waits for nothing. */
const waitingBackorderHolds = (world: ActWorld): string[] =>
  world.openIntents.filter((row) => row.intent.kind === "hold" && row.intent.handle === BACKORDER_HANDLE && row.status === "waiting").map((row) => row.id);

const hold = (aggregate: OrderAggregate, act: Extract<Act, { kind: "hold" }>, world: ActWorld): ActDecision => {
  const reason = act.reason.trim();
  if (reason === "") return refuse("reason", "Say why the order is held: others will see it.");
  if (reason.length > REASON_LENGTH_MAX) return refuse("reason", `Keep the reason under ${REASON_LENGTH_MAX} characters.`);
  if (aggregate.order.holdReason !== null) return refuse(null, "This order is already held.");
  const open = aggregate.fulfillmentOrders.filter((one) => mayAct(one, "hold"));
  if (!aggregate.fulfillmentOrders.some(isLiving)) return refuse(null, "Nothing of this order is left to ship.");
  const intents = open.map((one): Intent => ({ kind: "hold", fulfillmentOrderPlatformId: one.platformId, handle: MANUAL_HANDLE, reason: "other", note: reason }));
  // A plan that has not reached the platform is given up, and made anew after the hold.
  const settle = world.latest?.status === "pending" ? ("withdrawn" as const) : undefined;
  return commit(aggregate, { holdReason: reason }, { world, type: "held", detail: { reason }, intents, planned: [], ...(settle && { settle }), withdraw: waitingPlacements(world) });
};

const release = (aggregate: OrderAggregate, world: ActWorld): ActDecision => {
  const held = aggregate.fulfillmentOrders.filter((one) => one.holds.some((one) => one.handle === MANUAL_HANDLE));
  if (aggregate.order.holdReason === null && held.length === 0) return refuse(null, "Switchyard does not hold this order. A hold by another app is released there.");
  const asked = world.openIntents.flatMap(({ intent }) => (intent.kind === "hold" && intent.handle === MANUAL_HANDLE ? [intent.fulfillmentOrderPlatformId] : []));
  const targets = [...new Set([...held.map((one) => one.platformId), ...asked])];
  const intents = targets.map((target): Intent => ({ kind: "release-hold", fulfillmentOrderPlatformId: target, handle: MANUAL_HANDLE }));
  return commit(aggregate, { holdReason: null }, { world, type: "released", intents, read: true });
};

const changeLocation = (aggregate: OrderAggregate, act: Extract<Act, { kind: "change-location" }>, world: ActWorld): ActDecision => {
  const fulfillmentOrder = find(aggregate, act.fulfillmentOrderId);
  if (!fulfillmentOrder || !isShippable(fulfillmentOrder)) return refuse(null, GONE);
  if (aggregate.order.holdReason !== null || !mayAct(fulfillmentOrder, "place")) return refuse(null, "Work on it has begun or it is held, so the platform does not let it move.");
  const target = world.locations.find((one) => one.id === act.locationId);
  if (!target || target.storeId !== aggregate.order.storeId) return refuse("locationId", "Choose one of the store's locations.");
  if (!target.active) return refuse("locationId", `${target.name} is closed.`);
  if (target.id === fulfillmentOrder.locationId) return refuse("locationId", `It already ships from ${target.name}.`);
  const units = fulfillmentOrder.lines.filter((line) => line.remainingQuantity > 0);
  const lacking = units.filter(({ itemId }) => itemId !== null && !hasEnough(aggregate, { itemId, fulfillmentOrder, target }, world));
  if (lacking.length > 0) return refuse("locationId", `${target.name} does not have enough of ${lacking.map((line) => nameOf(aggregate, line.orderLineId)).join(", ")}.`);
  const reason = act.reason?.trim() ?? "";
  if (reason.length > REASON_LENGTH_MAX) return refuse("reason", `Keep the reason under ${REASON_LENGTH_MAX} characters.`);
  const intent: Intent = {
    kind: "place", fulfillmentOrderId: fulfillmentOrder.id, fulfillmentOrderPlatformId: fulfillmentOrder.platformId,
    parts: [{ locationId: target.id, locationPlatformId: target.platformId, lines: units.map((line) => ({ orderLinePlatformId: platformIdOf(aggregate, line.orderLineId), quantity: line.remainingQuantity })) }],
  };
  const planned = units.flatMap((line): AllocationRecord[] =>
    line.itemId !== null && world.items.get(line.itemId)?.tracked
      ? [{ merchantId: aggregate.order.merchantId, orderId: aggregate.order.id, orderLineId: line.orderLineId, itemId: line.itemId, locationId: target.id, status: "planned", quantity: line.remainingQuantity }]
      : []);
  const override = overrideOf(aggregate, { fulfillmentOrder, target, reason, world });
  // Whoever sends it there knows better than what was said of the location before.
  const rejected = aggregate.order.rejected.filter((one) => one.locationId !== target.id);
  return commit(aggregate, { byHandSince: world.now, rejected }, {
    world, type: "moved-by-hand", detail: { to: target.id, ...(reason && { reason }), ...(override.extraMinor !== null && { extraMinor: override.extraMinor, currency: override.currency }) },
    intents: [intent], planned, overrides: [override], settle: "superseded", withdraw: [...waitingPlacements(world), ...waitingBackorderHolds(world)],
  });
};

/** Enough for all lines of the item together; what the order has planned there already is free for it. */
const hasEnough = (aggregate: OrderAggregate, ask: { itemId: ItemId; fulfillmentOrder: FulfillmentOrderRecord; target: LocationRecord }, world: ActWorld): boolean => {
  const item = world.items.get(ask.itemId);
  if (!item) return true;
  // Untracked goods are never short, but only where the location stocks them; without any level, everywhere.
  if (!item.tracked) return world.book.level(item.id, ask.target.id).active || world.book.levelsOf(item.id).length === 0;
  const wanted = ask.fulfillmentOrder.lines.reduce((sum, line) => sum + (line.itemId === item.id ? line.remainingQuantity : 0), 0);
  const own = aggregate.allocations.filter((one) => one.status === "planned" && one.itemId === item.id && one.locationId === ask.target.id);
  const level = world.book.level(item.id, ask.target.id);
  return level.active && (item.continueSelling || level.available + own.reduce((sum, one) => sum + one.quantity, 0) >= wanted);
};

const platformIdOf = ({ lines, fulfillmentOrders }: OrderAggregate, id: OrderLineId) => {
  const line = lines.find((one) => one.id === id);
  return line ? line.platformId : (fulfillmentOrders[0]?.platformId as never);
};

const ship = (aggregate: OrderAggregate, act: Extract<Act, { kind: "ship" }>, world: ActWorld): ActDecision => {
  const fulfillmentOrder = find(aggregate, act.fulfillmentOrderId);
  if (!fulfillmentOrder || !isLiving(fulfillmentOrder)) return refuse(null, GONE);
  if (aggregate.order.holdReason !== null || fulfillmentOrder.status === "on-hold") return refuse(null, "It is held. Release the hold before shipping it.");
  if (!mayAct(fulfillmentOrder, "ship")) return refuse(null, `The platform does not let a ${fulfillmentOrder.status} part of an order ship.`);
  if (isMoving(fulfillmentOrder, world)) return refuse(null, "It is being moved to another location. Ship it when the move is confirmed.");
  const faulty = whyLinesFail(aggregate, { fulfillmentOrder, lines: act.lines }) ?? whyTrackingFails(act.tracking);
  if (faulty) return faulty;
  const wanted = act.lines.filter((line) => line.quantity > 0);
  const shipmentId = world.newId() as ShipmentId;
  const lines = wanted.map((line) => ({ ...line, itemId: aggregate.lines.find((one) => one.id === line.orderLineId)?.itemId ?? null }));
  const intent: Intent = {
    kind: "ship", shipmentId, orderPlatformId: aggregate.order.platformId, fulfillmentOrderPlatformId: fulfillmentOrder.platformId,
    lines: wanted.map((line) => ({ orderLinePlatformId: platformIdOf(aggregate, line.orderLineId), quantity: line.quantity })),
    tracking: act.tracking, notifyCustomer: act.notifyCustomer,
  };
  const shipment = {
    merchantId: aggregate.order.merchantId, id: shipmentId, orderId: aggregate.order.id, fulfillmentOrderId: fulfillmentOrder.id, platformId: null,
    locationId: fulfillmentOrder.locationId, status: "requested" as const, madeHere: true, ...act.tracking, lines, problem: null, requestedAt: world.now, confirmedAt: null,
  };
  return commit(aggregate, {}, { world, type: "ship-asked", detail: { shipmentId }, intents: [intent], shipments: [...aggregate.shipments, shipment] });
};

/** Units already asked for in parcels that the platform has not confirmed cannot be shipped again. */
const whyLinesFail = (aggregate: OrderAggregate, ask: { fulfillmentOrder: FulfillmentOrderRecord; lines: readonly { orderLineId: OrderLineId; quantity: number }[] }): ActDecision | null => {
  const { fulfillmentOrder, lines } = ask;
  if (!lines.some((line) => line.quantity > 0)) return refuse("lines", "Choose at least one unit to ship.");
  const requested = aggregate.shipments.filter((one) => one.status === "requested" && one.fulfillmentOrderId === fulfillmentOrder.id);
  for (const line of lines) {
    const field = `lines.${line.orderLineId}`;
    if (!Number.isInteger(line.quantity) || line.quantity < 0) return refuse(field, "Give a whole number, 0 or more.");
    const left = fulfillmentOrder.lines.filter((one) => one.orderLineId === line.orderLineId).reduce((sum, one) => sum + one.remainingQuantity, 0);
    const asked = unitsOf(requested.flatMap((one) => one.lines), line.orderLineId);
    if (unitsOf(lines, line.orderLineId) > left - asked) return refuse(field, `Only ${left - asked} of ${nameOf(aggregate, line.orderLineId)} are left to ship here.`);
  }
  return null;
};

const unitsOf = (lines: readonly { orderLineId: OrderLineId; quantity: number }[], id: OrderLineId): number =>
  lines.reduce((sum, line) => sum + (line.orderLineId === id ? line.quantity : 0), 0);

const whyTrackingFails = (tracking: Tracking): ActDecision | null => {
  for (const field of ["company", "number"] as const) {
    if ((tracking[field] ?? "").length > TRACKING_LENGTH_MAX) return refuse(`tracking.${field}`, `Keep it under ${TRACKING_LENGTH_MAX} characters.`);
  }
  if (tracking.url !== null && !/^https?:\/\/\S+$/.test(tracking.url)) return refuse("tracking.url", "Give a whole address that begins with https://.");
  return null;
};

const track = (aggregate: OrderAggregate, act: Extract<Act, { kind: "track" }>, world: ActWorld): ActDecision => {
  const shipment = aggregate.shipments.find((one) => one.id === act.shipmentId);
  if (!shipment || shipment.status === "cancelled") return refuse(null, GONE);
  if (shipment.platformId === null) return refuse(null, "The platform has not confirmed this parcel yet. Try again in a moment.");
  const faulty = whyTrackingFails(act.tracking);
  if (faulty) return faulty;
  if (!act.tracking.number && !act.tracking.url) return refuse("tracking.number", "Give a tracking number or address.");
  const intent: Intent = { kind: "track", shipmentId: shipment.id, fulfillmentPlatformId: shipment.platformId, tracking: act.tracking, notifyCustomer: act.notifyCustomer };
  return commit(aggregate, {}, { world, type: "tracking-changed", detail: { shipmentId: shipment.id }, intents: [intent] });
};

const startWork = (aggregate: OrderAggregate, act: Extract<Act, { kind: "start-work" }>, world: ActWorld): ActDecision => {
  const fulfillmentOrder = find(aggregate, act.fulfillmentOrderId);
  if (!fulfillmentOrder || !mayAct(fulfillmentOrder, "report-progress")) return refuse(null, GONE);
  if (fulfillmentOrder.holds.some((one) => one.handle === BACKORDER_HANDLE)) return refuse(null, "It waits for stock.");
  if (aggregate.order.holdReason !== null) return refuse(null, "It is held. Release the hold before work begins.");
  if (isMoving(fulfillmentOrder, world)) return refuse(null, "It is being moved to another location. Begin when the move is confirmed.");
  const intent: Intent = { kind: "report-progress", fulfillmentOrderPlatformId: fulfillmentOrder.platformId, note: "Work has begun." };
  return commit(aggregate, {}, { world, type: "work-started", detail: { fulfillmentOrderId: fulfillmentOrder.id }, intents: [intent] });
};

const cancel = (aggregate: OrderAggregate, act: Extract<Act, { kind: "cancel" }>, world: ActWorld): ActDecision => {
  const note = act.note.trim();
  if (note.length > REASON_LENGTH_MAX) return refuse("note", `Keep the note under ${REASON_LENGTH_MAX} characters.`);
  const sent = aggregate.shipments.filter((one) => one.status === "confirmed" || one.status === "requested");
  if (sent.length > 0) return refuse(null, "A parcel of it has left or is asked for. Refund in your shop what has not left, and take back what has as a return.");
  const { reason, restock, refund, notifyCustomer } = act;
  const intent: Intent = { kind: "cancel-order", orderPlatformId: aggregate.order.platformId, reason, restock, refund, notifyCustomer, note };
  // What is not on its way yet is not begun any more.
  const withdraw = world.openIntents.filter((row) => row.status === "waiting" && row.intent.kind !== "release-hold").map((row) => row.id);
  const settle = world.latest?.status === "pending" ? ("withdrawn" as const) : undefined;
  return commit(aggregate, {}, { world, type: "cancel-asked", detail: { reason, restock, refund, ...(note && { note }) }, intents: [intent], planned: [], withdraw, ...(settle && { settle }) });
};

const request = (aggregate: OrderAggregate, act: Extract<Act, { kind: "request-fulfillment" | "request-cancellation" }>, world: ActWorld): ActDecision => {
  const fulfillmentOrder = find(aggregate, act.fulfillmentOrderId);
  if (!fulfillmentOrder || !isLiving(fulfillmentOrder)) return refuse(null, GONE);
  const note = act.note.trim();
  if (note.length > REASON_LENGTH_MAX) return refuse("note", `Keep the note under ${REASON_LENGTH_MAX} characters.`);
  const location = world.locations.find((one) => one.id === fulfillmentOrder.locationId);
  if (!location?.isFulfillmentService) return refuse(null, "This location is not run by a third party: there is nobody to ask.");
  if (!MAY_ASK[act.kind].includes(fulfillmentOrder.requestStatus)) return refuse(null, WHY_NOT_ASK[act.kind]);
  const intent: Intent = { kind: act.kind, fulfillmentOrderPlatformId: fulfillmentOrder.platformId, note };
  return commit(aggregate, {}, { world, type: `${act.kind}-asked`, detail: { locationId: location.id, ...(note && { note }) }, intents: [intent] });
};

/** Source: Shopify, FulfillmentOrderRequestStatus and what may be submitted from each. */
const MAY_ASK: Record<"request-fulfillment" | "request-cancellation", readonly FulfillmentOrderRecord["requestStatus"][]> = {
  "request-fulfillment": ["unsubmitted", "rejected", "cancellation-accepted"],
  "request-cancellation": ["submitted", "accepted", "cancellation-rejected"],
};

const WHY_NOT_ASK: Record<keyof typeof MAY_ASK, string> = {
  "request-fulfillment": "The third party has been asked already.",
  "request-cancellation": "The third party is not working on it.",
};
