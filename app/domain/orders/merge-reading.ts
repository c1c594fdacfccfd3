import { type FulfillmentOrderId, type Instant, type ItemId, type LocationId, type OrderLineId, type PlatformId, type ShipmentId, type StoreId, idOf } from "../ids";
import type { PlatformFulfillment, PlatformFulfillmentOrder, PlatformOrderReading } from "../platform";
import type { ShippedUnits } from "../inventory/reallocate";
import type { FulfillmentOrderRecord, OrderAggregate, OrderRecord, OrderRefund, ShipmentLine, ShipmentRecord } from "../records";
import { type Owner, contactIdOf, customerIdOf, lineRecords, newOrder, orderFields } from "./facts";

export interface MergeContext {
  owner: Owner;
  readAt: Instant;
  now: Instant;
  /** For orders first seen by this reading. */
  adopted: boolean;
}

export interface Merged {
  /** As the platform has it now; allocations are still the old ones. */
  aggregate: OrderAggregate;
  shipped: ShippedUnits[];
  confirmed: ShipmentRecord[];
  cancelled: ShipmentRecord[];
  /** The newest time at which the platform changed a fulfillment order of it. */
  effectiveAt: Instant;
}

/** The old aggregate with all that the reading says; parcels made or cancelled since are told apart. */
export const mergeReading = (existing: OrderAggregate | null, reading: PlatformOrderReading, context: MergeContext): Merged => {
  const order = mergedOrder(existing?.order ?? null, reading, context);
  const ids = { ...context.owner, orderId: order.id };
  const itemOf = (platformId: PlatformId | null): ItemId | null => (platformId === null ? null : idOf<ItemId>(context.owner.storeId, platformId));
  const lines = lineRecords(ids, reading.order.lines, (line) => itemOf(line.itemPlatformId) ?? knownItem(existing, line.platformId));
  const fulfillmentOrders = reading.fulfillmentOrders.map((one) => fulfillmentOrderRecord(ids, one));
  const itemByLine = new Map(lines.map((line) => [line.id, line.itemId]));
  const locationOf = (fulfillment: PlatformFulfillment) => locationOfParcel(fulfillment, { storeId: ids.storeId, fulfillmentOrders });
  const parcels = mergeShipments(existing?.shipments ?? [], reading.fulfillments, { ids, itemByLine, locationOf, now: context.now });
  const shippedAt = new Map(reading.fulfillments.map((one) => [one.platformId, one.createdAt]));
  return {
    aggregate: { order, lines, allocations: existing?.allocations ?? [], fulfillmentOrders, shipments: parcels.all },
    shipped: parcels.confirmed.flatMap((one) => unitsOf(one, (one.platformId && shippedAt.get(one.platformId)) ?? context.now)),
    confirmed: parcels.confirmed,
    cancelled: parcels.cancelled,
    effectiveAt: Math.max(reading.order.placedAt, ...reading.fulfillmentOrders.map((one) => one.updatedAt)),
  };
};

const mergedOrder = (known: OrderRecord | null, reading: PlatformOrderReading, context: MergeContext): OrderRecord => {
  const base = known ?? { ...newOrder(context.owner, reading.order, { adopted: context.adopted, now: context.now }), version: 0 };
  return {
    ...base, ...orderFields(reading.order), refunds: refundsOf(context.owner, reading), customerId: base.customerId ?? customerIdOf(context.owner.storeId, reading.order), version: base.version + 1, readAt: context.readAt, updatedAt: context.now,
    contactId: base.contactId ?? (reading.order.contact ? contactIdOf(base.id) : null),
  };
};

const refundsOf = ({ storeId }: Owner, { refunds, order }: PlatformOrderReading): OrderRefund[] =>
  refunds.map(({ platformId, createdAt, totalMinor, presentmentTotalMinor, lines }) => ({
    platformId, createdAt, totalMinor, presentmentTotalMinor,
    lines: lines.map(({ orderLinePlatformId, quantity, restock, locationPlatformId }) => {
      const item = order.lines.find((line) => line.platformId === orderLinePlatformId)?.itemPlatformId ?? null;
      return {
        orderLineId: idOf<OrderLineId>(storeId, orderLinePlatformId), itemId: item === null ? null : idOf<ItemId>(storeId, item), quantity, restock,
        locationId: locationPlatformId === null ? null : idOf<LocationId>(storeId, locationPlatformId),
      };
    }),
  }));

const knownItem = (existing: OrderAggregate | null, platformId: PlatformId): ItemId | null =>
  existing?.lines.find((line) => line.platformId === platformId)?.itemId ?? null;

type Ids = Owner & { orderId: OrderRecord["id"] };

const fulfillmentOrderRecord = (ids: Ids, one: PlatformFulfillmentOrder): FulfillmentOrderRecord => ({
  merchantId: ids.merchantId, id: idOf<FulfillmentOrderId>(ids.storeId, one.platformId), orderId: ids.orderId, storeId: ids.storeId, platformId: one.platformId,
  locationId: one.locationPlatformId === null ? null : idOf<LocationId>(ids.storeId, one.locationPlatformId),
  status: one.status, requestStatus: one.requestStatus, deliveryMethod: one.deliveryMethod, holds: one.holds, actions: one.actions,
  lines: one.lines.map((line) => ({
    platformId: line.platformId, orderLineId: idOf<OrderLineId>(ids.storeId, line.orderLinePlatformId),
    itemId: line.itemPlatformId === null ? null : idOf<ItemId>(ids.storeId, line.itemPlatformId),
    totalQuantity: line.totalQuantity, remainingQuantity: line.remainingQuantity, requiresShipping: line.requiresShipping,
  })),
  fulfillAt: one.fulfillAt, fulfillBy: one.fulfillBy, platformUpdatedAt: one.updatedAt,
});

interface ShipmentContext {
  ids: Ids;
  itemByLine: ReadonlyMap<OrderLineId, ItemId | null>;
  locationOf(fulfillment: PlatformFulfillment): LocationId | null;
  now: Instant;
}

/** Where a parcel left from: as the platform says, or else where the fulfillment order stands that it consumed. */
const locationOfParcel = (fulfillment: PlatformFulfillment, known: { storeId: StoreId; fulfillmentOrders: readonly FulfillmentOrderRecord[] }): LocationId | null => {
  if (fulfillment.locationPlatformId !== null) return idOf<LocationId>(known.storeId, fulfillment.locationPlatformId);
  return known.fulfillmentOrders.find((one) => fulfillment.fulfillmentOrderPlatformIds.includes(one.platformId))?.locationId ?? null;
};

const mergeShipments = (known: readonly ShipmentRecord[], said: readonly PlatformFulfillment[], context: ShipmentContext) => {
  const all = known.map((one) => ({ ...one }));
  const confirmed: ShipmentRecord[] = [];
  const cancelled: ShipmentRecord[] = [];
  for (const fulfillment of said) {
    const shipment = shipmentFor(all, fulfillment, context);
    const was = shipment.status;
    applyFulfillment(shipment, fulfillment, context);
    if (shipment.status === "confirmed" && was !== "confirmed") confirmed.push(shipment);
    if (shipment.status === "cancelled" && was === "confirmed") cancelled.push(shipment);
  }
  return { all, confirmed, cancelled };
};

/** The parcel that a fulfillment is: known by its id, or asked for here with the same goods and number, or made elsewhere. */
const shipmentFor = (all: ShipmentRecord[], fulfillment: PlatformFulfillment, context: ShipmentContext): ShipmentRecord => {
  const known = all.filter((one) => one.platformId === fulfillment.platformId);
  // What has been told as shipped once is not told again under another name.
  const settled = known.find((one) => one.status !== "requested") ?? known[0];
  if (settled) return settled;
  const lines = shipmentLines(fulfillment, context);
  const number = trackingNumber(fulfillment.number);
  const asked = all.find((one) => one.madeHere && one.platformId === null && one.status === "requested" && trackingNumber(one.number) === number && sameLines(one.lines, lines));
  if (asked) return asked;
  const { ids } = context;
  const made: ShipmentRecord = {
    merchantId: ids.merchantId, id: idOf<ShipmentId>(ids.storeId, fulfillment.platformId), orderId: ids.orderId, fulfillmentOrderId: null,
    platformId: fulfillment.platformId, locationId: null, status: "requested", madeHere: false, company: null, number: null, url: null, lines,
    problem: null, requestedAt: fulfillment.createdAt, confirmedAt: null,
  };
  all.push(made);
  return made;
};

/** Platforms trim tracking numbers, and give none for an empty one. */
const trackingNumber = (number: string | null): string => (number ?? "").trim();

const applyFulfillment = (shipment: ShipmentRecord, fulfillment: PlatformFulfillment, context: ShipmentContext): void => {
  const gone = fulfillment.status === "cancelled" || fulfillment.status === "failure";
  shipment.platformId = fulfillment.platformId;
  shipment.status = gone ? "cancelled" : "confirmed";
  shipment.confirmedAt = gone ? shipment.confirmedAt : (shipment.confirmedAt ?? context.now);
  shipment.locationId = context.locationOf(fulfillment) ?? shipment.locationId;
  shipment.company = fulfillment.company;
  shipment.number = fulfillment.number;
  shipment.url = fulfillment.url;
  shipment.problem = null;
};

const shipmentLines = (fulfillment: PlatformFulfillment, context: ShipmentContext): ShipmentLine[] =>
  fulfillment.lines.map((line) => {
    const orderLineId = idOf<OrderLineId>(context.ids.storeId, line.orderLinePlatformId);
    return { orderLineId, itemId: context.itemByLine.get(orderLineId) ?? null, quantity: line.quantity };
  });

const sameLines = (a: readonly ShipmentLine[], b: readonly ShipmentLine[]): boolean => {
  const text = (lines: readonly ShipmentLine[]) => lines.map((line) => `${line.orderLineId}:${line.quantity}`).sort().join();
  return text(a) === text(b);
};

const unitsOf = (shipment: ShipmentRecord, shippedAt: Instant): ShippedUnits[] => {
  const { locationId } = shipment;
  if (locationId === null) return [];
  const sums = new Map<ItemId, number>();
  for (const line of shipment.lines) if (line.itemId !== null) sums.set(line.itemId, (sums.get(line.itemId) ?? 0) + line.quantity);
  return [...sums].map(([itemId, units]) => ({ shipmentId: shipment.id, itemId, locationId, units, shippedAt }));
};
