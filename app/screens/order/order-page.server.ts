import type { Db, OrderAggregate } from "../../db/port";
import { DEFAULT_STORE_SETTINGS } from "../../domain/desk";
import { isLiving, isShippable } from "../../domain/fulfillment/fulfillment-order-machine";
import type { ItemId, LocationId, OrderId } from "../../domain/ids";
import type { FinancialStatus } from "../../domain/platform";
import type { OrderLineRecord, OrderRecord, ShipmentRecord, StoreRecord } from "../../domain/records";
import { relativeTime } from "../../ui/plain/time-words";
import type { TimelineItem } from "../../ui/plain/timeline";
import { formatMoney } from "../money";
import { FINANCIAL_WORDS, ORDER_STATES, SHIPMENT_STATES, SOURCE_WORDS, type StateWords } from "../order-words";
import { locationNames, shipsFrom } from "../orders/ships-from-words.server";
import { shipByOf, type ShipBy } from "../ship-by";
import { attentionViews, type AttentionView } from "./attention.server";
import { customerOf, profileOf, type CustomerBlock, type CustomerProfile } from "./customer.server";
import { byHandView, turnedDownViews, type ByHandView, type TurnedDownView } from "./decided-otherwise.server";
import { lineRows, type LineRow } from "./lines.server";
import { bothCurrencies, refundViews, type RefundView } from "./refunds.server";
import { shipsFromParts, type ShipsFromPart } from "./ships-from.server";
import { timeline } from "./timeline.server";
import { whyRouted, whyUndecided, type WhyRouted } from "./why-routed.server";

const PAID: readonly FinancialStatus[] = ["paid", "partially-paid", "partially-refunded"];

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
  canReRoute: boolean;
  canCancel: boolean;
  /** The platform has been asked to cancel it, and has not answered yet. */
  cancelling: boolean;
  attention: AttentionView[];
  /** Null: it stands by plan. */
  byHand: ByHandView | null;
  turnedDown: TurnedDownView[];
  /** In both currencies where the customer paid in another. */
  total: string;
  paid: boolean;
  /** Preselected where an act may e-mail the customer. */
  notifyCustomers: boolean;
  shipBy: ShipBy | null;
  refunds: RefundView[];
  lines: LineRow[];
  customer: CustomerBlock;
  profile: CustomerProfile | null;
  destination: string | null;
  tags: string[];
  parts: ShipsFromPart[];
  shipments: ShipmentView[];
  /** Or, where nothing was decided, why not. */
  why: WhyRouted | string;
  timeline: TimelineItem[];
}

/** Everything that the order's page shows; null when the merchant has no such order. */
export async function orderPage(db: Db, { store, now }: { store: StoreRecord; now: number }, orderId: OrderId): Promise<OrderPage | null> {
  const aggregate = await db.order(store.merchantId, orderId);
  if (aggregate === null) return null;
  const world = await loadWorld(db, store, aggregate);
  const { order, lines, shipments } = aggregate;
  const { contacts, decision, history, intents, nameOf, settings, storeSettings, titleOf } = world;
  const whenOf = (at: number) => relativeTime({ at, now, timeZone: store.timeZone });
  const money = (minor: number) => formatMoney(minor, decision?.certificate.problem.currency ?? order.currency);
  const total = bothCurrencies(order, { minor: order.totalMinor, presentmentMinor: order.presentmentTotalMinor });
  return {
    ...headOf(order), total, placedAt: order.placedAt, problem: order.problem, tags: order.tags,
    subtitle: [FINANCIAL_WORDS[order.financialStatus], total, SOURCE_WORDS[order.source], ...(order.test ? ["Test order"] : [])].join(" · "),
    ...actsOf(store, world),
    attention: attentionViews({ aggregate, settings, nameOf, whenOf }),
    byHand: byHandView(order, world.overrides, { nameOf, titleOf, money, whenOf }), turnedDown: turnedDownViews(order, world.rejections, { nameOf, titleOf, money, whenOf }),
    paid: PAID.includes(order.financialStatus),
    notifyCustomers: (storeSettings?.settings ?? DEFAULT_STORE_SETTINGS).notifyCustomers,
    shipBy: shipByOf(order, { locationId: shipsFrom(aggregate)[0]?.locationId ?? null, settings, now, timeZone: store.timeZone }),
    refunds: refundViews(order, lines, nameOf),
    lines: lineRows(lines, shipments, order.currency),
    customer: customerOf(order.contactId, contacts),
    profile: await profileOf(db, order),
    destination: [order.shipToProvince, order.shipToCountry].filter(Boolean).join(", ") || null,
    parts: shipsFromParts({ ...world, locations: world.locations.filter((location) => location.storeId === store.id), money }),
    shipments: shipments.map((shipment) => shipmentView(shipment, lines, nameOf)),
    why: decision === null ? whyUndecided(aggregate) : whyRouted(decision, { nameOf, titleOf, policy: world.policy }),
    timeline: timeline({ history, intents, nameOf, currency: order.currency }),
  };
}

type World = Awaited<ReturnType<typeof loadWorld>>;

async function loadWorld(db: Db, { merchantId, id: storeId }: StoreRecord, aggregate: OrderAggregate) {
  const { order, lines } = aggregate;
  const itemIds = [...new Set(lines.flatMap((line) => (line.itemId === null ? [] : [line.itemId])))];
  const [locations, items, levels, decisions, history, intents, contacts, settings, storeSettings, overrides, rejections] = await Promise.all([
    db.locations(merchantId), db.itemsById(merchantId, itemIds), db.levels(merchantId, itemIds), db.decisions(merchantId, order.id),
    db.history(merchantId, order.id), db.intentsOfOrder(merchantId, order.id), db.contacts(merchantId, order.contactId === null ? [] : [order.contactId]),
    db.locationSettings(merchantId), db.storeSettings(merchantId, storeId), db.overridesOf(merchantId, order.id), db.rejectionsOf(merchantId, order.id),
  ]);
  const decision = [...decisions].sort((a, b) => b.decidedAt - a.decidedAt || (a.id < b.id ? 1 : -1))[0] ?? null;
  const policy = decision && (await db.policy(merchantId, decision.certificate.problem.policyVersion));
  const titleOf = (id: ItemId) => items.find((item) => item.id === id)?.title ?? lines.find((line) => line.itemId === id)?.title ?? "An item";
  return { aggregate, locations, items, levels, decision, policy, history, intents, contacts, settings, storeSettings, overrides, rejections, nameOf: locationNames(locations), titleOf };
}

const headOf = (order: OrderRecord) => ({
  id: order.id,
  name: order.name,
  state: ORDER_STATES[order.status],
  held: order.holdReason === null ? null : { reason: order.holdReason },
});

function actsOf(store: StoreRecord, { aggregate, intents }: World): Pick<OrderPage, "permission" | "canHold" | "canRelease" | "canReRoute" | "canCancel" | "cancelling"> {
  const { order, fulfillmentOrders, shipments } = aggregate;
  const permission = permissionOf(store, aggregate);
  const open = permission.allowed && fulfillmentOrders.some(isLiving);
  const cancelling = intents.some((row) => row.intent.kind === "cancel-order" && (row.status === "waiting" || row.status === "leased"));
  return {
    permission, cancelling,
    canHold: open && order.holdReason === null,
    canRelease: permission.allowed && order.holdReason !== null,
    canReRoute: open && order.holdReason === null && fulfillmentOrders.some(isShippable),
    // What has left cannot be called back by cancelling.
    canCancel: open && !cancelling && !shipments.some((shipment) => shipment.status === "confirmed" || shipment.status === "requested"),
  };
}

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
