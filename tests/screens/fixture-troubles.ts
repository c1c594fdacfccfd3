import type { ChangeSet, OrderChange } from "../../app/domain/change-set";
import type { DifferenceRecord, LocationSettingsRecord, NoticeRecord, RunRecord } from "../../app/domain/desk";
import { toId, type FulfillmentOrderId, type ItemId, type LocationId, type OrderLineId, type PlatformId } from "../../app/domain/ids";
import type { HistoryEvent, OrderAttention, OrderRecord } from "../../app/domain/records";
import { fulfillmentOrderRow, HOUR_MS, lineRow, locationRows, MERCHANT, MINUTE_MS, NOW, orderRow, shipmentRow, STORE } from "./fixture-rows";

/** A bad Monday: orders that something happened to, differences, notices and runs that went wrong. */

const attention = (code: OrderAttention["code"], detail: Record<string, unknown>, agoMs = HOUR_MS) => ({ attention: [{ code, key: "fact", since: NOW - agoMs, detail }], attentionSince: NOW - agoMs });
const placed = (hours: number) => ({ placedAt: NOW - hours * HOUR_MS });
const change = (order: OrderRecord, rest: Omit<OrderChange, "order">): OrderChange => ({ order: { ...order, version: 1 }, terms: [order.name.slice(1), order.name], ...rest });
const reserved = (order: OrderRecord, line: { id: OrderLineId; itemId: ItemId | null; currentQuantity: number }, locationId: string) => ({
  merchantId: MERCHANT, orderId: order.id, orderLineId: line.id, itemId: line.itemId ?? toId<ItemId>("none"), locationId: toId<LocationId>(locationId), status: "placed" as const, quantity: line.currentQuantity,
});

const edited = orderRow("o976", "released", {
  ...placed(70), contactId: "c1", customerId: "customer-1", shipBy: NOW - HOUR_MS,
  ...attention("edited-while-working", { changes: [{ sku: "CAP-MOSS", title: "Trail cap, moss", before: 3, after: 1 }, { sku: "FLASK-750", title: "Steel flask, 750 ml", before: 0, after: 2 }] }),
});
const editedLines = [lineRow(edited, "cap", 3, { currentQuantity: 1 }), lineRow(edited, "flask", 2, { position: 1 })];

const cancelled = orderRow("o975", "cancelled", { ...placed(71), contactId: "c2", cancelledAt: NOW - 2 * HOUR_MS, financialStatus: "refunded", ...attention("cancelled-after-shipping", {}, 2 * HOUR_MS) });
const cancelledLines = [lineRow(cancelled, "tent", 1)];

const closed = orderRow("o974", "routed", { ...placed(72), shipBy: NOW + 20 * HOUR_MS, ...attention("location-closed", { locationId: "dallas" }, 30 * MINUTE_MS) });
const closedLines = [lineRow(closed, "flask", 2)];

const rejected = orderRow("o973", "left", { ...placed(73), ...attention("request-rejected", { locationId: "third", words: "Out of stock until Thursday" }, 3 * HOUR_MS) });
const rejectedLines = [lineRow(rejected, "cap", 1)];

const bundle = { platformId: toId<PlatformId>("b1"), title: "Weekend set", quantity: 1 };
const refunded = orderRow("o972", "partially-shipped", {
  ...placed(74), contactId: "c1", customerId: "customer-1", presentmentCurrency: "EUR", presentmentTotalMinor: 11790, totalMinor: 12840, financialStatus: "partially-refunded",
  refunds: [{
    platformId: toId<PlatformId>("r1"), createdAt: NOW - 5 * HOUR_MS, totalMinor: 3200, presentmentTotalMinor: 2940,
    lines: [{ orderLineId: toId<OrderLineId>("o972-cap"), itemId: toId<ItemId>("cap"), quantity: 1, restock: "return", locationId: toId<LocationId>("reno") }],
  }],
});
const refundedLines = [lineRow(refunded, "cap", 2, { bundle, currentQuantity: 1 }), lineRow(refunded, "flask", 1, { position: 1, bundle }), lineRow(refunded, "vest", 1, { position: 2 })];

export const troubledOrders: OrderChange[] = [
  change(edited, {
    lines: editedLines, allocations: editedLines.map((line) => reserved(edited, line, "reno")),
    fulfillmentOrders: [fulfillmentOrderRow(edited, "reno", { of: editedLines, status: "in-progress" })],
  }),
  change(cancelled, { lines: cancelledLines, fulfillmentOrders: [fulfillmentOrderRow(cancelled, "reno", { of: cancelledLines, status: "closed" })], shipments: [shipmentRow(cancelled, "reno", { of: cancelledLines })] }),
  change(closed, { lines: closedLines, allocations: closedLines.map((line) => reserved(closed, line, "dallas")), fulfillmentOrders: [fulfillmentOrderRow(closed, "dallas", { of: closedLines })] }),
  change(rejected, { lines: rejectedLines, fulfillmentOrders: [fulfillmentOrderRow(rejected, "third", { of: rejectedLines, requestStatus: "rejected", actions: ["request-fulfillment"], id: toId<FulfillmentOrderId>("o973-third") })] }),
  change(refunded, {
    lines: refundedLines, allocations: refundedLines.slice(2).map((line) => reserved(refunded, line, "newark")),
    fulfillmentOrders: [fulfillmentOrderRow(refunded, "reno", { of: refundedLines.slice(0, 2), status: "closed" }), fulfillmentOrderRow(refunded, "newark", { of: refundedLines.slice(2) })],
    shipments: [shipmentRow(refunded, "reno", { of: refundedLines.slice(0, 2) })],
  }),
];

const thirdParty = { ...locationRows[0], id: toId<LocationId>("third"), platformId: toId<PlatformId>("199"), name: "Harbor 3PL", isFulfillmentService: true } as (typeof locationRows)[number];

const reno: LocationSettingsRecord = {
  merchantId: MERCHANT, locationId: toId<LocationId>("reno"), version: 1, pausedReason: null, dailyParcels: 40, cutOff: "15:00", timeZone: "America/Los_Angeles", workdays: [1, 2, 3, 4, 5], holidays: [],
  latitude: null, longitude: null, updatedAt: NOW,
};

const notice = (id: string, fields: Partial<NoticeRecord>): NoticeRecord => ({
  merchantId: MERCHANT, id, storeId: STORE, kind: "low-stock", subject: id, itemId: null, locationId: null, detail: {}, createdAt: NOW - HOUR_MS, settledAt: null, settledBy: null, ...fields,
});

const notices: NoticeRecord[] = [
  notice("n1", { subject: "vest@newark", itemId: toId<ItemId>("vest"), locationId: toId<LocationId>("newark"), detail: { available: 4, threshold: 5 } }),
  notice("n2", { kind: "scope-missing", subject: "write_inventory" }),
];

const difference: DifferenceRecord = {
  merchantId: MERCHANT, id: "x1", storeId: STORE, itemId: toId<ItemId>("cap"), locationId: toId<LocationId>("reno"), state: "available", expected: 26, found: 24, cause: "changed-outside", orderId: null,
  causeKey: "reading:cap:reno", knownRightAt: NOW - 3 * HOUR_MS, foundAt: NOW - 2 * HOUR_MS, explainedAt: NOW - 2 * HOUR_MS,
};

const run = (id: string, fields: Partial<RunRecord>): RunRecord => ({
  merchantId: MERCHANT, id, storeId: STORE, kind: "compare-stock", status: "done", actor: "switchyard", total: 10, done: 10, failed: 0, detail: {}, problem: null,
  startedAt: NOW - 14 * MINUTE_MS, updatedAt: NOW - 12 * MINUTE_MS, finishedAt: NOW - 12 * MINUTE_MS, ...fields,
});

const runs: RunRecord[] = [
  run("run-stock", { total: 5, done: 5, detail: { levels: 4812, differing: 1, unitsOff: 2 } }),
  run("run-orders", { kind: "compare-orders", detail: { found: 12 } }),
  run("run-import", { kind: "import-items", status: "failed", total: null, done: 250, problem: "Your shop did not let the app read its products (read_products)." }),
];

let events = 0;
const event = (order: OrderRecord, type: string, detail: Record<string, unknown> = {}): HistoryEvent => ({
  merchantId: MERCHANT, id: `t${String((events += 1)).padStart(6, "0")}`, orderId: order.id, at: NOW - HOUR_MS + events, actor: "platform", type, detail,
});

/** On top of the shop. */
export const troubleChange: ChangeSet = {
  merchantId: MERCHANT, guards: [], locations: [thirdParty], orders: troubledOrders, locationSettings: [reno], notices, differences: [difference], runs,
  events: [event(edited, "edited", { added: [{ sku: "FLASK-750", title: "Steel flask, 750 ml", units: 2 }], removed: [{ sku: "CAP-MOSS", title: "Trail cap, moss", units: 2 }] }), event(edited, "attention-raised", { code: "edited-while-working" }), event(cancelled, "cancelled"), event(refunded, "refunded", { totalMinor: 3200, currency: "USD", units: 1, restockedUnits: 1 })],
};
