import type { Db, OrderAggregate } from "../../db/port";
import { isLiving } from "../../domain/fulfillment/fulfillment-order-machine";
import type { ItemId, LocationId, OrderId } from "../../domain/ids";
import type { PlatformContact } from "../../domain/platform";
import type { LocationRecord, OrderLineRecord, ShipmentRecord, StoreRecord } from "../../domain/records";
import type { TimelineItem } from "../../ui/plain/timeline";
import { formatMoney } from "../money";
import { FINANCIAL_WORDS, ORDER_STATES, SHIPMENT_STATES, SOURCE_WORDS, type StateWords } from "../order-words";
import { locationNames } from "../orders/orders-page.server";
import { shipsFromParts, type ShipsFromPart } from "./ships-from.server";
import { timeline } from "./timeline.server";
import { whyRouted, type WhyRouted } from "./why-routed.server";

export interface LineRow {
  id: string;
  title: string;
  sku: string;
  quantity: number;
  /** Taken off by edits and refunds. */
  removed: number;
  shipped: number;
  requiresShipping: boolean;
  price: string;
}

export interface ShipmentView {
  id: string;
  from: string;
  state: StateWords;
  company: string;
  number: string;
  url: string;
  problem: string | null;
  lines: string[];
  at: number;
  /** Its tracking may be changed: the platform has it. */
  trackable: boolean;
}

export interface CustomerView {
  name: string | null;
  email: string | null;
  phone: string | null;
  address: string[];
}

/** Whether a person may act on the order now, and if not, one sentence why and how to change it. */
export type Permission = { allowed: true } | { allowed: false; why: string; takeOver: boolean };

export interface OrderPage {
  id: string;
  name: string;
  state: StateWords;
  subtitle: string;
  placedAt: number;
  problem: string | null;
  held: { reason: string } | null;
  permission: Permission;
  canHold: boolean;
  canRelease: boolean;
  lines: LineRow[];
  /** "gone": erased, or not shared by the platform. */
  customer: CustomerView | "none" | "gone";
  destination: string | null;
  tags: string[];
  parts: ShipsFromPart[];
  shipments: ShipmentView[];
  /** Or, where nothing was decided, why not. */
  why: WhyRouted | string;
  timeline: TimelineItem[];
}

/** Everything that the order's page shows; null when the merchant has no such order. */
export async function orderPage(db: Db, store: StoreRecord, orderId: OrderId): Promise<OrderPage | null> {
  const { merchantId } = store;
  const aggregate = await db.order(merchantId, orderId);
  if (aggregate === null) return null;
  const { order, lines, shipments } = aggregate;
  const itemIds = [...new Set(lines.flatMap((line) => (line.itemId === null ? [] : [line.itemId])))];
  const contactIds = order.contactId === null ? [] : [order.contactId];
  const [locations, items, levels, decisions, history, intents, contacts] = await Promise.all([
    db.locations(merchantId), db.itemsById(merchantId, itemIds), db.levels(merchantId, itemIds), db.decisions(merchantId, orderId),
    db.history(merchantId, orderId), db.intentsOfOrder(merchantId, orderId), db.contacts(merchantId, contactIds),
  ]);
  const nameOf = locationNames(locations);
  const decision = [...decisions].sort((a, b) => b.decidedAt - a.decidedAt || (a.id < b.id ? 1 : -1))[0] ?? null;
  const titleOf = (id: ItemId) => items.find((item) => item.id === id)?.title ?? lines.find((line) => line.itemId === id)?.title ?? "An item";
  const open = aggregate.fulfillmentOrders.some(isLiving);
  const permission = permissionOf(store, aggregate);
  return {
    id: order.id,
    name: order.name,
    state: ORDER_STATES[order.status],
    subtitle: [FINANCIAL_WORDS[order.financialStatus], formatMoney(order.totalMinor, order.currency), SOURCE_WORDS[order.source], ...(order.test ? ["Test order"] : [])].join(" · "),
    placedAt: order.placedAt,
    problem: order.problem,
    held: order.holdReason === null ? null : { reason: order.holdReason },
    permission,
    canHold: permission.allowed && order.holdReason === null && open,
    canRelease: permission.allowed && order.holdReason !== null,
    lines: lines.filter((line) => line.quantity > 0 || line.currentQuantity > 0).map((line) => lineRow(line, shipments, order.currency)),
    customer: customerOf(order.contactId, contacts),
    destination: [order.shipToProvince, order.shipToCountry].filter(Boolean).join(", ") || null,
    tags: order.tags,
    parts: shipsFromParts({ aggregate, locations: shippingLocations(locations, store), levels, items, decision, nameOf, money: (minor) => formatMoney(minor, decision?.certificate.problem.currency ?? order.currency) }),
    shipments: shipments.map((shipment) => shipmentView(shipment, lines, nameOf)),
    why: decision === null ? whyUndecided(aggregate) : whyRouted(decision, { nameOf, titleOf }),
    timeline: timeline({ history, intents, nameOf, currency: order.currency }),
  };
}

function whyUndecided({ order, fulfillmentOrders }: OrderAggregate): string {
  if (order.status === "left") return "Switchyard leaves this order where your shop put it: it was sold in a shop, is picked up, has nothing to ship, or is handled by a third party.";
  if (order.readAt !== null && !fulfillmentOrders.some(isLiving)) return "There was nothing to decide: nothing of this order was left to ship when Switchyard read it.";
  return "Not decided yet: Switchyard decides as soon as your shop's fulfillment orders are read.";
}

const shippingLocations = (locations: readonly LocationRecord[], store: StoreRecord) =>
  locations.filter((location) => location.storeId === store.id && location.active && !location.isFulfillmentService);

function permissionOf(store: StoreRecord, { order }: OrderAggregate): Permission {
  const no = (why: string, takeOver = false): Permission => ({ allowed: false, why, takeOver });
  if (store.status === "observe") return no("Switchyard only observes this shop, so nothing can be changed from here. Take the shop live on Home first.");
  if (store.status === "paused") return no("Writing to your shop is paused, so nothing can be changed from here. Go live again on Home first.");
  if (store.status !== "live") return no("This shop is no longer connected, so nothing can be changed from here.");
  if (order.status === "cancelled") return no("This order was cancelled: there is nothing left to change.");
  if (order.readAt === null) return no("Switchyard is still reading this order from your shop. In a moment you can act on it.");
  if (!order.adopted) return no("This order was placed before the shop went live, so Switchyard leaves it alone. Take it over to route and ship it from here.", true);
  return { allowed: true };
}

function lineRow(line: OrderLineRecord, shipments: readonly ShipmentRecord[], currency: string): LineRow {
  const shipped = shipments.filter((shipment) => shipment.status === "confirmed").flatMap((shipment) => shipment.lines).filter((each) => each.orderLineId === line.id);
  return {
    id: line.id,
    title: line.title,
    sku: line.sku,
    quantity: line.currentQuantity,
    removed: line.quantity - line.currentQuantity,
    shipped: shipped.reduce((sum, each) => sum + each.quantity, 0),
    requiresShipping: line.requiresShipping,
    price: formatMoney(line.unitPriceMinor, currency),
  };
}

function shipmentView(shipment: ShipmentRecord, lines: readonly OrderLineRecord[], nameOf: (id: LocationId | null) => string): ShipmentView {
  const titles = new Map(lines.map((line) => [line.id, line.title]));
  return {
    id: shipment.id,
    from: nameOf(shipment.locationId),
    state: SHIPMENT_STATES[shipment.status],
    company: shipment.company ?? "",
    number: shipment.number ?? "",
    url: shipment.url ?? "",
    problem: shipment.problem,
    lines: shipment.lines.map((line) => `${line.quantity} × ${titles.get(line.orderLineId) ?? "a removed line"}`),
    at: shipment.confirmedAt ?? shipment.requestedAt,
    trackable: shipment.status === "confirmed" && shipment.platformId !== null,
  };
}

function customerOf(contactId: string | null, contacts: ReadonlyMap<string, PlatformContact>): OrderPage["customer"] {
  if (contactId === null) return "none";
  const contact = contacts.get(contactId);
  if (contact === undefined) return "gone";
  const city = [contact.city, contact.provinceCode, contact.postalCode].filter(Boolean).join(" ");
  return {
    name: contact.name,
    email: contact.email,
    phone: contact.phone,
    address: [contact.company, contact.address1, contact.address2, city, contact.countryCode].filter((part): part is string => Boolean(part)),
  };
}
