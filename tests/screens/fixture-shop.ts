import type { ChangeSet, OrderChange } from "../../app/domain/change-set";
import { toId, type ItemId, type LocationId, type OrderId, type PlatformId } from "../../app/domain/ids";
import type { NewDelivery, OutboxRow } from "../../app/domain/messages";
import type { PlatformContact } from "../../app/domain/platform";
import type { ContactRecord, DecisionRecord, DecisionStatus, HistoryEvent, OrderLineRecord, OrderRecord, StockEntry, StockState } from "../../app/domain/records";
import { tagTerm } from "../../app/domain/orders/facts";
import { DEFAULT_MERCHANT_POLICY } from "../../app/domain/policy/defaults";
import { DEFAULT_POLICY } from "../../app/domain/routing/policy";
import { makeProblem } from "../../app/domain/routing/problem";
import { route } from "../../app/domain/routing/solve";
import { CUSTOMER_OF, WITHHELD_CUSTOMER } from "./fixture-desk";
import {
  fulfillmentOrderRow, HOUR_MS, itemRows, levelRows, lineRow, locationRows, MERCHANT, MINUTE_MS, NOW, orderRow, shipmentRow, STORE,
} from "./fixture-rows";

/** A made-up shop with an order in every situation that the screens tell apart. */
const contact = (id: string, name: string, email: string): ContactRecord => ({
  merchantId: MERCHANT, id, storeId: STORE, updatedAt: NOW,
  contact: {
    name, email, phone: "+1 208 555 0142", company: null, address1: "1200 W Grove St", address2: null, city: "Boise", provinceCode: "ID", postalCode: "83702", countryCode: "US",
  } satisfies PlatformContact,
});

const contacts = [contact("c1", "Rosa Diaz", "rosa@example.com"), contact("c2", "Jörg Müller-Lüdenscheidt von Hohenstein", "joerg@example.com")];

const decidedOtherwise = { byHandSince: NOW - 12 * MINUTE_MS, rejected: [{ locationId: toId<LocationId>("dallas"), itemId: null, units: 0, at: NOW - 14 * MINUTE_MS }] };
export const split = orderRow("o1042", "routed", { contactId: "c1", tags: ["gift"], shipBy: NOW + 3.5 * HOUR_MS, ...decidedOtherwise });
const splitLines = [lineRow(split, "cap", 2), lineRow(split, "flask", 1, { position: 1 }), lineRow(split, "vest", 1, { position: 2 }), lineRow(split, "map", 1, { position: 3 })];
export const held = orderRow("o1041", "held", { contactId: "c2", holdReason: "Address looks wrong: asked the customer", placedAt: NOW - 26 * MINUTE_MS });
const heldLines = [lineRow(held, "cap", 1)];
export const backordered = orderRow("o1040", "backordered", { placedAt: NOW - 3 * HOUR_MS, problem: "No location that may ship has Down vest, slate, M.", contactId: "c1" });
const backorderedLines = [lineRow(backordered, "vest", 9)];
export const shipped = orderRow("o1039", "shipped", { placedAt: NOW - 30 * HOUR_MS, totalMinor: 8900, currency: "JPY", contactId: "c1" });
const shippedLines = [lineRow(shipped, "flask", 1), lineRow(shipped, "tent", 1)];
export const earlier = orderRow("o1038", "allocated", { placedAt: NOW - 50 * HOUR_MS, adopted: false, test: true, customerId: WITHHELD_CUSTOMER });
const earlierLines = [lineRow(earlier, "tent", 1)];
export const pending = orderRow("o1037", "routed", { placedAt: NOW - 55 * HOUR_MS, contactId: "c2", shipBy: NOW - 20 * HOUR_MS });
const pendingLines = [lineRow(pending, "cap", 3)];

const wants = (line: OrderLineRecord) => ({ lineId: line.id, itemId: line.itemId ?? toId<ItemId>("none"), units: line.quantity });

function decisionOf(order: OrderRecord, lines: OrderLineRecord[], status: DecisionStatus): DecisionRecord {
  const physical = lines.filter((line) => line.requiresShipping);
  const problem = makeProblem({
    policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD", lines: physical.map(wants), items: itemRows, locations: locationRows, levels: levelRows,
    own: [], destination: { countryCode: "US", provinceCode: "ID", latitude: 43.6, longitude: -116.2 }, allowedLocationIds: null,
  });
  const certificate = route(problem);
  const standing = certificate.outcome === "routed" && order.id !== pending.id ? { parcels: 2, costMinor: certificate.plan.costMinor + 340 } : null;
  return { merchantId: MERCHANT, id: `d-${order.id}`, orderId: order.id, status, inputsHash: "9f2c4e0b7d118a63".repeat(4), certificate, standing, joint: null, decidedAt: order.placedAt + 2000 };
}

const allocation = (line: OrderLineRecord, locationId: string, status: "placed" | "planned" = "placed") => ({
  merchantId: MERCHANT, orderId: line.orderId, orderLineId: line.id, itemId: line.itemId ?? toId<ItemId>("none"), locationId: toId<LocationId>(locationId), status, quantity: line.currentQuantity,
});

const terms = (order: OrderRecord, lines: OrderLineRecord[]): string[] => [
  ...order.tags.flatMap((tag) => tagTerm(tag) ?? []), order.name.slice(1), order.name, ...lines.map((line) => line.sku.toLowerCase()).filter(Boolean), ...(order.contactId === "c1" ? ["rosa", "diaz", "rosa@example.com"] : []),
];

const change = (order: OrderRecord, lines: OrderLineRecord[], rest: Partial<OrderChange>): OrderChange => ({
  order: { ...order, version: 1, customerId: order.customerId ?? CUSTOMER_OF[order.contactId ?? ""] ?? null }, lines, terms: terms(order, lines), ...rest,
});

const [cap, flask, vest] = splitLines as [OrderLineRecord, OrderLineRecord, OrderLineRecord];

const orders: OrderChange[] = [
  change(split, splitLines, {
    allocations: [allocation(cap, "reno"), allocation(flask, "reno"), allocation(vest, "newark")],
    fulfillmentOrders: [fulfillmentOrderRow(split, "reno", { of: [cap, flask] }), fulfillmentOrderRow(split, "newark", { of: [vest] })],
  }),
  change(held, heldLines, {
    allocations: heldLines.map((line) => allocation(line, "reno")),
    fulfillmentOrders: [fulfillmentOrderRow(held, "reno", { of: heldLines, status: "on-hold", holds: [{ platformId: toId<PlatformId>("1"), handle: "switchyard-manual", reason: "OTHER" }] })],
  }),
  change(backordered, backorderedLines, {
    fulfillmentOrders: [fulfillmentOrderRow(backordered, "newark", { of: backorderedLines, status: "on-hold", holds: [{ platformId: toId<PlatformId>("2"), handle: "switchyard-backorder", reason: "INVENTORY_OUT_OF_STOCK" }] })],
  }),
  change(shipped, shippedLines, {
    fulfillmentOrders: [fulfillmentOrderRow(shipped, "reno", { of: shippedLines, status: "closed" })],
    shipments: [shipmentRow(shipped, "reno", { of: shippedLines })],
  }),
  change(earlier, earlierLines, {
    allocations: earlierLines.map((line) => allocation(line, "reno")), fulfillmentOrders: [fulfillmentOrderRow(earlier, "reno", { of: earlierLines })],
  }),
  change(pending, pendingLines, {
    allocations: pendingLines.map((line) => allocation(line, "dallas", "planned")),
    fulfillmentOrders: [fulfillmentOrderRow(pending, "reno", { of: pendingLines })],
    shipments: [shipmentRow(pending, "reno", { of: pendingLines, status: "refused", platformId: null, problem: "Invalid tracking company", confirmedAt: null })],
  }),
];

/** Enough ordinary orders that the list has pages. */
const ordinary: OrderChange[] = Array.from({ length: 60 }, (_, index) => {
  const order = orderRow(`o${1036 - index}`, index % 3 === 0 ? "routed" : "shipped", { placedAt: NOW - (60 + index) * HOUR_MS, totalMinor: 1000 + 137 * index, contactId: index % 2 ? "c1" : null });
  const lines = [lineRow(order, "cap", 1 + (index % 4))];
  const open = order.status === "routed";
  return change(order, lines, {
    allocations: open ? lines.map((line) => allocation(line, "reno")) : [],
    fulfillmentOrders: [fulfillmentOrderRow(order, "reno", { of: lines, status: open ? "open" : "closed" })],
    shipments: open ? [] : [shipmentRow(order, "reno", { of: lines })],
  });
});

let events = 0;
const event = (order: OrderRecord, type: string, fields: { afterMs: number; detail?: Record<string, unknown>; actor?: string }): HistoryEvent => ({
  merchantId: MERCHANT, id: `e${String((events += 1)).padStart(6, "0")}`, orderId: order.id, at: order.placedAt + fields.afterMs, actor: fields.actor ?? "switchyard", type, detail: fields.detail ?? {},
});

const history: HistoryEvent[] = [
  event(split, "captured", { afterMs: 800, actor: "platform", detail: { by: "webhook", reservedUnits: 4 } }),
  event(split, "routed", { afterMs: 2000, detail: { parcels: 2, costMinor: 1410, currency: "USD", status: "pending" } }),
  event(split, "place-done", { afterMs: 3200, detail: { platformId: "1" } }),
  event(split, "placed", { afterMs: 4000 }),
  event(held, "captured", { afterMs: 700, actor: "platform", detail: { by: "webhook", reservedUnits: 1 } }),
  event(held, "held", { afterMs: 5 * MINUTE_MS, actor: "person:1", detail: { reason: "Address looks wrong: asked the customer" } }),
  event(shipped, "ship-asked", { afterMs: HOUR_MS, actor: "person:1" }),
  event(shipped, "shipped", { afterMs: HOUR_MS + 2000, detail: { units: 2 } }),
  event(pending, "ship-refused", { afterMs: HOUR_MS, detail: { code: "INVALID", words: "Invalid tracking company" } }),
  event(backordered, "unroutable", { afterMs: 2000 }),
];

const intent = (order: OrderRecord, id: string, fields: Pick<OutboxRow, "intent" | "status" | "problem">): OutboxRow => ({
  merchantId: MERCHANT, id, storeId: STORE, orderId: order.id, lane: id, key: id, attempts: 3, dueAt: NOW - 5 * MINUTE_MS, createdAt: NOW - 6 * MINUTE_MS, progress: {}, ...fields,
});

const place = (order: OrderRecord): OutboxRow["intent"] => ({ kind: "report-progress", fulfillmentOrderPlatformId: order.platformId, note: "Work has begun." });

const intents: OutboxRow[] = [
  intent(pending, "i1", { intent: place(pending), status: "refused", problem: "The fulfillment order is already in progress." }),
  intent(shipped, "i2", { intent: place(shipped), status: "refused", problem: "The fulfillment order is already in progress." }),
  intent(split, "i3", { intent: { kind: "hold", fulfillmentOrderPlatformId: split.platformId, handle: "switchyard-manual", reason: "other", note: "" }, status: "waiting", problem: null }),
];

const entry = (level: (typeof levelRows)[number], state: StockState, delta: number): StockEntry => ({
  merchantId: MERCHANT, causeKey: `reading:${level.itemId}:${level.locationId}`, cause: "reading", itemId: level.itemId, locationId: level.locationId, state, delta, orderId: null, at: level.changedAt,
});

const entries = levelRows.flatMap((level) =>
  (["onHand", "available", "committed", "damaged", "incoming"] as const).filter((state) => level[state] !== 0).map((state) => entry(level, state, level[state])));
const reserved: StockEntry[] = [["available", -2], ["committed", 2]].map(([state, delta]) => ({
  merchantId: MERCHANT, causeKey: `reserve:${split.id}`, cause: "reserve", itemId: toId<ItemId>("cap"), locationId: toId<LocationId>("reno"), state: state as StockState, delta: Number(delta),
  orderId: split.id, at: split.placedAt,
}));

export const decisions = [
  decisionOf(split, splitLines, "confirmed"), decisionOf(backordered, backorderedLines, "observed"), decisionOf(pending, pendingLines, "pending"), decisionOf(earlier, earlierLines, "observed"),
];

/** Everything of the shop but its store, as one change set. */
/** Why the first order does not ship by plan, and what was learned of one location. */
const experience: Pick<ChangeSet, "rejections" | "overrides" | "locationFacts"> = {
  rejections: [{
    merchantId: MERCHANT, id: "r1", orderId: split.id, storeId: STORE, locationId: toId<LocationId>("dallas"), itemId: toId<ItemId>("cap"), orderLineId: splitLines[0]!.id, unitsWanted: 2, unitsFound: 0,
    reason: "too-busy", note: "Stocktaking until Monday", remedy: "none", at: NOW - 14 * MINUTE_MS, actor: "person:7", settledAt: null,
  }],
  overrides: [{
    merchantId: MERCHANT, id: "v1", orderId: split.id, storeId: STORE, at: NOW - 12 * MINUTE_MS, actor: "person:7", fromLocationId: toId<LocationId>("dallas"), toLocationId: toId<LocationId>("newark"),
    reason: "The customer asked for Friday", extraMinor: 320, currency: "USD", endedAt: null,
  }],
  locationFacts: [{
    merchantId: MERCHANT, locationId: toId<LocationId>("reno"), measuredAt: NOW - HOUR_MS,
    facts: {
      windowDays: 90, acceptance: { shipped: 412, rejected: 9, share: 0.9788 }, pickDelay: { parcels: 412, medianHours: 5.2, p90Hours: 27, hours: 9.1 },
      countError: { counts: 31, units: 0.4, shortShare: 0.11 },
    },
  }],
};

export const shopChange: ChangeSet = {
  merchantId: MERCHANT, guards: [], locations: locationRows, items: itemRows, contacts, orders: [...orders, ...ordinary], decisions, events: history, intents, entries: [...entries, ...reserved],
  policies: [{ merchantId: MERCHANT, version: 1, name: "Default", policy: DEFAULT_MERCHANT_POLICY, publishedAt: NOW, actor: "switchyard", note: null, basedOn: null }],
  levels: levelRows.map(({ itemId, locationId, active, readAt }) => ({ itemId, locationId, active, readAt })), ...experience,
};

export const brokenDelivery: NewDelivery = {
  id: "in-1", platform: "shopify", domain: "acme.myshopify.com", merchantId: MERCHANT, storeId: STORE, deliveryKey: "k1", topic: "orders/updated", triggeredAt: NOW - HOUR_MS, receivedAt: NOW - HOUR_MS, body: "{",
};

export const parkedChange: ChangeSet = {
  merchantId: MERCHANT, guards: [], deliveries: [{ id: "in-1", status: "parked", reason: "The body is no JSON: it ends in the middle." }],
};

export const orderIds: Record<string, OrderId> = { split: split.id, held: held.id, backordered: backordered.id, shipped: shipped.id, earlier: earlier.id, pending: pending.id };
