import type { RejectedHere, RejectionReason, RejectionRecord, StockRemedy } from "../experience";
import { isLiving, isShippable } from "../fulfillment/fulfillment-order-machine";
import type { FulfillmentOrderId, ItemId, LocationId, OrderLineId } from "../ids";
import type { Intent } from "../messages";
import type { FulfillmentOrderLine, FulfillmentOrderRecord, OrderAggregate } from "../records";
import { type ActDecision, type ActWorld, GONE, REASON_LENGTH_MAX, commit, find, isMoving, nameOf, refuse } from "./act-change";

/** A location cannot send a part of an order, or not all of it. */
export interface RejectAct {
  kind: "reject";
  fulfillmentOrderId: FulfillmentOrderId;
  reason: RejectionReason;
  /** In words; needed where the reason is `other`. */
  note: string;
  /** Units that were found of each line, for `not-found` and `damaged`; a line that is not named was found in full. */
  found: { orderLineId: OrderLineId; units: number }[];
  remedy: StockRemedy;
}

/** Reasons that speak of goods; the others speak of the location, which then sends nothing of the order. */
const OF_GOODS: readonly RejectionReason[] = ["not-found", "damaged"];
const REMEDIES: Record<RejectionReason, readonly StockRemedy[]> = {
  "not-found": ["set", "count", "none"], damaged: ["damaged", "count", "none"], "too-busy": ["none"], closed: ["none"], other: ["none"],
};
/** The shelf is put right before the rest leaves: what comes back to it with the move is counted from there. */
const READ_AFTER_STOCK_MS = 3_000;

interface ShortLine {
  line: FulfillmentOrderLine;
  itemId: ItemId;
  found: number;
}

/**
 * Takes down why a location cannot send something, and leaves it out of the order's next plan: for all of it, or for the units of an
 * item that are not there. Work that was reported is taken back, so that the platform lets the rest move. Fields: `reason`, `note`,
 * `remedy`, `found`, `found.<orderLineId>`.
 */
export const reject = (aggregate: OrderAggregate, act: RejectAct, world: ActWorld): ActDecision => {
  const part = find(aggregate, act.fulfillmentOrderId);
  if (!part || !isShippable(part) || part.locationId === null) return refuse(null, GONE);
  const refused = whyNot(aggregate, { act, part, world }) ?? whyFoundFails(act, part);
  if (refused) return refused;
  const short = shortLines(act, part);
  if (short.length === 0) return refuse("found", OF_GOODS.includes(act.reason) ? "All of it was found. Lower the units of what is missing." : "Nothing of this part can ship from elsewhere.");
  const note = act.note.trim();
  const { locationId } = part;
  const rejections = short.map((one): RejectionRecord => ({
    merchantId: aggregate.order.merchantId, id: world.newId(), orderId: aggregate.order.id, storeId: aggregate.order.storeId, locationId, itemId: one.itemId,
    orderLineId: one.line.orderLineId, unitsWanted: one.line.remainingQuantity, unitsFound: one.found, reason: act.reason, note: note === "" ? null : note,
    remedy: act.remedy, at: world.now, actor: world.actor, settledAt: null,
  }));
  const lines = short.map((one) => ({ title: nameOf(aggregate, one.line.orderLineId), wanted: one.line.remainingQuantity, found: one.found }));
  const stop: Intent[] = isReported(part) ? [{ kind: "stop-work", fulfillmentOrderPlatformId: part.platformId }] : [];
  return commit(aggregate, { rejected: rejectedNow(aggregate, { act, part, short, world }), byHandSince: null }, {
    world, type: "rejected", detail: { locationId, reason: act.reason, lines, remedy: act.remedy, ...(note && { note }) }, intents: stop, rejections,
    read: true, readInMs: act.remedy === "set" || act.remedy === "damaged" ? READ_AFTER_STOCK_MS : 0,
  });
};

/** Its progress was reported: the platform lets it move only when that is taken back. */
const isReported = (part: FulfillmentOrderRecord): boolean => part.status === "in-progress" && part.actions.includes("open");

const whyNot = (aggregate: OrderAggregate, { act, part, world }: { act: RejectAct; part: FulfillmentOrderRecord; world: ActWorld }): ActDecision | null => {
  const note = act.note.trim();
  if (aggregate.order.holdReason !== null) return refuse(null, "It is held. Release the hold first.");
  if (world.locations.find((one) => one.id === part.locationId)?.isFulfillmentService) return refuse(null, "This location is run by a third party, which says no itself.");
  if (part.status !== "open" && part.status !== "in-progress") return refuse(null, `The platform does not let a part that is ${part.status} move.`);
  if (part.status === "in-progress" && !isReported(part) && !part.actions.includes("move")) return refuse(null, "The platform does not let it move any more.");
  if (isMoving(part, world)) return refuse(null, "It is being moved to another location. Wait until the move is confirmed.");
  if (aggregate.shipments.some((one) => one.status === "requested" && one.fulfillmentOrderId === part.id)) return refuse(null, "A parcel of it is asked for. Wait until the platform has confirmed it.");
  if (act.reason === "other" && note === "") return refuse("note", "Say why it cannot ship from here.");
  if (note.length > REASON_LENGTH_MAX) return refuse("note", `Keep the note under ${REASON_LENGTH_MAX} characters.`);
  return REMEDIES[act.reason].includes(act.remedy) ? null : refuse("remedy", "Choose what fits the reason.");
};

const whyFoundFails = (act: RejectAct, part: FulfillmentOrderRecord): ActDecision | null => {
  for (const { orderLineId, units } of act.found) {
    const left = part.lines.filter((line) => line.orderLineId === orderLineId).reduce((sum, line) => sum + line.remainingQuantity, 0);
    if (!Number.isInteger(units) || units < 0 || units > left) return refuse(`found.${orderLineId}`, `Give a whole number from 0 to ${left}.`);
  }
  return null;
};

/** Goods of which nobody knows what item they are have no other location to go to. */
const shortLines = (act: RejectAct, part: FulfillmentOrderRecord): ShortLine[] =>
  part.lines.flatMap((line) => {
    if (line.itemId === null || !line.requiresShipping || line.remainingQuantity === 0) return [];
    const told = act.found.find((one) => one.orderLineId === line.orderLineId)?.units ?? line.remainingQuantity;
    const found = OF_GOODS.includes(act.reason) ? told : 0;
    return found < line.remainingQuantity ? [{ line, itemId: line.itemId, found }] : [];
  });

interface Rejecting {
  act: RejectAct;
  part: FulfillmentOrderRecord;
  short: readonly ShortLine[];
  world: ActWorld;
}

const rejectedNow = ({ order, fulfillmentOrders }: OrderAggregate, { act, part, short, world }: Rejecting): RejectedHere[] => {
  const locationId = part.locationId as LocationId;
  if (!OF_GOODS.includes(act.reason)) return [...order.rejected.filter((one) => one.locationId !== locationId), { locationId, itemId: null, units: 0, at: world.now }];
  const itemIds = [...new Set(short.map((one) => one.itemId))].sort();
  const missing = (itemId: ItemId) => short.reduce((sum, one) => sum + (one.itemId === itemId ? one.line.remainingQuantity - one.found : 0), 0);
  const standing = (itemId: ItemId) => fulfillmentOrders.filter((one) => one.locationId === locationId && isLiving(one)).flatMap((one) => one.lines)
    .reduce((sum, line) => sum + (line.itemId === itemId ? line.remainingQuantity : 0), 0);
  const kept = order.rejected.filter((one) => one.locationId !== locationId || one.itemId === null || !itemIds.includes(one.itemId));
  return [...kept, ...itemIds.map((itemId) => ({ locationId, itemId, units: standing(itemId) - missing(itemId), at: world.now }))];
};
