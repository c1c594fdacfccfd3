import type { Instant, ItemId, LocationId } from "../ids";
import type { Intent } from "../messages";
import type { OrderAggregate, OrderRecord, OrderRefund, ShipmentRecord, StockState } from "../records";
import type { LevelFact } from "./explain-difference";
import { CLOCK_SKEW_MS } from "./reallocate";

interface Place {
  itemId: ItemId;
  locationId: LocationId;
}

/** From when the level was last right to when it was found not to be. The platform's clock may differ a little from ours. */
export interface Span {
  since: Instant;
  until: Instant;
}

/** What orders did at a level meanwhile: goods that came back, parcels that left, made here or elsewhere. */
export const factsOfOrders = (orders: readonly OrderAggregate[], place: Place, span: Span): LevelFact[] =>
  orders.flatMap((aggregate) => [
    ...aggregate.order.refunds.filter((refund) => isWithin(refund.createdAt, span)).flatMap((refund) => refundFacts(aggregate, refund, place)),
    ...aggregate.shipments.flatMap((shipment) => shipmentFacts(aggregate, { shipment, place, span })),
    ...writeOffFacts(aggregate, place, span),
  ]);

/** When a parcel left: made elsewhere, when the platform says; made here, between asking and reading it back. */
const leftWithin = ({ madeHere, requestedAt, confirmedAt }: ShipmentRecord, { since, until }: Span): boolean =>
  requestedAt - CLOCK_SKEW_MS <= until && (madeHere ? (confirmedAt ?? until) : requestedAt) + CLOCK_SKEW_MS >= since;

const isWithin = (at: Instant, { since, until }: Span): boolean => at + CLOCK_SKEW_MS >= since && at - CLOCK_SKEW_MS <= until;

const isAt = (locationId: LocationId | null, place: Place): boolean => locationId === null || locationId === place.locationId;

const refundFacts = ({ order }: OrderAggregate, refund: OrderRefund, place: Place): LevelFact[] =>
  refund.lines.flatMap((line, index): LevelFact[] => {
    if (line.itemId !== place.itemId || !isAt(line.locationId, place) || line.restock === "none" || line.quantity === 0) return [];
    const deltas = line.restock === "return" ? { onHand: line.quantity, available: line.quantity } : { available: line.quantity, unattributed: -line.quantity };
    return [{ key: `refund:${refund.platformId}:${index}`, cause: "restock", orderId: order.id, deltas }];
  });

const shipmentFacts = ({ order }: OrderAggregate, said: { shipment: ShipmentRecord; place: Place; span: Span }): LevelFact[] => {
  const { shipment, place, span } = said;
  const units = shipment.lines.reduce((sum, line) => sum + (line.itemId === place.itemId ? line.quantity : 0), 0);
  if (units === 0 || !isAt(shipment.locationId, place) || shipment.status === "refused") return [];
  return [...parcelFacts(order, { shipment, span, units }), ...countedTwice(order, { shipment, span, units })];
};

type Parcel = { shipment: ShipmentRecord; span: Span; units: number };

const parcelFacts = (order: OrderRecord, { shipment, span, units }: Parcel): LevelFact[] => {
  const fact = (key: string, cause: LevelFact["cause"], moved: number): LevelFact[] => {
    const shared = { key: `${key}:${shipment.id}`, cause, orderId: order.id };
    return [{ ...shared, deltas: { onHand: moved, available: moved } }, { ...shared, deltas: { onHand: moved, unattributed: moved } }];
  };
  const left = leftWithin(shipment, span) ? fact("parcel", shipment.madeHere ? "our-call" : "sold-elsewhere", -units) : [];
  // The platform does not say when a parcel was cancelled, but the order has changed since; that it left is no less true.
  const isBack = shipment.status === "cancelled" && order.platformUpdatedAt + CLOCK_SKEW_MS >= span.since;
  return isBack ? [...fact("back", "restock", units), ...left] : left;
};

/**
 * A parcel that we counted when the reading before had seen it gone already: in doubt units are taken once too often, and the next reading
 * gives them back, also when the parcel was cancelled since.
 */
const countedTwice = (order: OrderRecord, { shipment, span, units }: Parcel): LevelFact[] => {
  if (shipment.confirmedAt === null || !isWithin(shipment.confirmedAt, span)) return [];
  const shared = { key: `parcel:${shipment.id}`, cause: "our-call", orderId: order.id } as const;
  return [{ ...shared, deltas: { onHand: units, available: units } }, { ...shared, deltas: { onHand: units, unattributed: units } }];
};

/** Nobody tells which of the units stood here, nor in how many steps they were given up: up to so many are tried. */
const UNITS_TRIED_MAX = 5;

/** Units that an order gave up without putting them back on the shelf, of any location: by a refund, by its cancellation, or by an edit. */
const writeOffFacts = (aggregate: OrderAggregate, place: Place, span: Span): LevelFact[] => {
  const { order, lines, shipments } = aggregate;
  const gone = (key: string, most: number): LevelFact[] =>
    Array.from({ length: Math.min(Math.max(0, most), UNITS_TRIED_MAX) }, (_, index) => most - index).flatMap((units): LevelFact[] => {
      const shared = { key, cause: "written-off", orderId: order.id } as const;
      return [{ ...shared, deltas: { onHand: -units, available: -units } }, { ...shared, deltas: { onHand: -units, unattributed: -units } }];
    });
  const own = lines.filter((line) => line.itemId === place.itemId);
  const unitsOf = (some: readonly { itemId: ItemId | null; quantity: number }[]): number => some.reduce((sum, line) => sum + (line.itemId === place.itemId ? line.quantity : 0), 0);
  const refunded = order.refunds.filter((refund) => isWithin(refund.createdAt, span)).flatMap(({ platformId, lines: of }) =>
    of.flatMap((line, index) => (line.restock === "none" && line.itemId === place.itemId ? gone(`refund:${platformId}:${index}`, line.quantity) : [])));
  const left = own.reduce((sum, line) => sum + line.quantity, 0) - unitsOf(shipments.filter((one) => one.status === "confirmed").flatMap((one) => one.lines));
  const cancelled = order.cancelledAt !== null && isWithin(order.cancelledAt, span) ? gone(`cancelled:${order.id}`, left) : [];
  // The platform does not say when an order was edited, but it has changed since.
  const removed = own.reduce((sum, line) => sum + line.quantity - line.currentQuantity, 0) - unitsOf(order.refunds.flatMap((one) => one.lines));
  const edited = order.platformUpdatedAt + CLOCK_SKEW_MS < span.since ? [] : gone(`edited:${order.id}`, removed);
  return [...refunded, ...cancelled, ...edited];
};

/** The intents' names of states, as the ledger calls them. */
export const LEDGER_STATE = {
  available: "available", damaged: "damaged", "quality-control": "qualityControl", "safety-stock": "safetyStock",
} as const satisfies Record<Extract<Intent, { kind: "adjust-stock" }>["state"], StockState>;

/** What an act on stock does to its level once the platform has carried it out. */
export const stockDeltas = (intent: StockIntent): Partial<Record<"onHand" | (typeof LEDGER_STATE)[keyof typeof LEDGER_STATE], number>> =>
  intent.kind === "adjust-stock"
    ? { onHand: intent.delta, [LEDGER_STATE[intent.state]]: intent.delta }
    : { [LEDGER_STATE[intent.from]]: -intent.units, [LEDGER_STATE[intent.to]]: intent.units };

export type StockIntent = Extract<Intent, { kind: "adjust-stock" | "move-stock" }>;

export const isStockIntent = (intent: Intent): intent is StockIntent => intent.kind === "adjust-stock" || intent.kind === "move-stock";

/** Our own acts on the level's stock, of which the platform may tell before their answer reaches us. */
export const factsOfActs = (acts: readonly { id: string; intent: Intent }[], place: Place): LevelFact[] =>
  acts.flatMap(({ id, intent }): LevelFact[] =>
    isStockIntent(intent) && intent.itemId === place.itemId && intent.locationId === place.locationId
      ? [{ key: `act:${id}`, cause: "our-call", orderId: null, deltas: stockDeltas(intent) }] : []);
