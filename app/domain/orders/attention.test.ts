import { describe, expect, it } from "vitest";
import { aggregateOf, lineRecord, orderRecord, part, partLine, shipment } from "../fulfillment/records.fixture";
import { DEFAULT_MERCHANT_POLICY } from "../policy/defaults";
import { toId, type LocationId, type OrderLineId, type PlatformId } from "../ids";
import type { OrderAggregate, OrderRefund } from "../records";
import { attentionAfter, factOf } from "./attention";
import { changesOf } from "./reading-changes";

const EAST = toId<LocationId>("east");
const AT = 5_000;
const refundOf = (quantity: number, restock: "none" | "cancel" | "return", id = "r1"): OrderRefund => ({
  platformId: toId<PlatformId>(id), createdAt: 1, totalMinor: 500, presentmentTotalMinor: 500,
  lines: [{ orderLineId: toId<OrderLineId>("line"), itemId: null, quantity, restock, locationId: null }],
});
const after = (known: OrderAggregate | null, now: OrderAggregate, closed: LocationId[] = [], stuck = false) =>
  attentionAfter({ known, now, changes: changesOf(known, now), closed: new Set(closed), stuck, workReported: false, waiting: DEFAULT_MERCHANT_POLICY.waiting, at: AT });
const codes = (result: ReturnType<typeof after>): string[] => result.attention.map((one) => one.code);
/** The order as it is kept after a reading, for the next one. */
const kept = (now: OrderAggregate, result: ReturnType<typeof after>): OrderAggregate => ({ ...now, order: { ...now.order, ...result, version: now.order.version + 1 } });

const working = aggregateOf({ fulfillmentOrders: [part("part", "east", { status: "in-progress" })] });

describe("an order whose goods change", () => {
  it.each([
    ["under the hands of people is looked at", working, ["edited-while-working"]],
    ["before anybody works on it goes on by itself", aggregateOf(), []],
  ])("%s", (_name, known, expected) => {
    const now = { ...known, order: orderRecord({ version: 2 }), lines: [lineRecord({ currentQuantity: 1 })] };
    const result = after(known, now);
    expect(codes(result)).toEqual(expected);
    if (expected.length > 0) expect(result).toMatchObject({ attentionSince: AT, attention: [{ detail: { changes: [{ title: "Mug", before: 2, after: 1 }] } }] });
    // The next reading tells nothing new.
    expect(codes(after(kept(now, result), kept(now, result)))).toEqual(expected);
  });

  it("is looked at when one reading tells of the edit and of the work that had begun", () => {
    const edited = { order: orderRecord({ version: 2 }), lines: [lineRecord({ currentQuantity: 1 })] };
    expect(codes(after(aggregateOf(), { ...aggregateOf(), ...edited, fulfillmentOrders: working.fulfillmentOrders }))).toEqual(["edited-while-working"]);
    // A part that was not there before tells nothing of work on what was there.
    expect(codes(after(aggregateOf(), { ...aggregateOf(), ...edited, fulfillmentOrders: [part("other", "east", { status: "in-progress" })] }))).toEqual([]);
  });

  it("is looked at when a person said here that work has begun, and the shop was not told yet", () => {
    const known = aggregateOf();
    const now = { ...known, order: orderRecord({ version: 2 }), lines: [lineRecord({ currentQuantity: 1 })] };
    const { attention } = attentionAfter({ known, now, changes: changesOf(known, now), closed: new Set(), stuck: false, workReported: true, waiting: DEFAULT_MERCHANT_POLICY.waiting, at: AT });
    expect(attention.map((one) => one.code)).toEqual(["edited-while-working"]);
  });

  it("by taking goods back from a customer changes nothing for who picks the rest", () => {
    const now = { ...working, order: orderRecord({ refunds: [refundOf(1, "return")] }), lines: [lineRecord({ currentQuantity: 1 })] };
    expect(codes(after(working, now))).toEqual([]);
  });

  it("by a refund of units that are being picked does", () => {
    const now = { ...working, order: orderRecord({ refunds: [refundOf(1, "cancel")] }), lines: [lineRecord({ currentQuantity: 1 })] };
    expect(codes(after(working, now))).toEqual(["edited-while-working"]);
    expect(changesOf(working, now).edited).toEqual([]);
  });
});

describe("an order that is cancelled", () => {
  const cancelled = (more: Partial<OrderAggregate> = {}) => aggregateOf({ order: orderRecord({ cancelledAt: 9 }), fulfillmentOrders: [part("part", "east", { status: "closed" })], ...more });

  it("while a parcel of it is on its way is looked at until the goods are back", () => {
    const known = aggregateOf({ shipments: [shipment({ status: "confirmed" })] });
    const now = cancelled({ shipments: known.shipments });
    const first = after(known, now);
    expect(codes(first)).toEqual(["cancelled-after-shipping"]);
    expect(first.attention[0]?.detail).toEqual({ units: 2 });
    const held = kept(now, first);
    expect(codes(after(held, held))).toEqual(["cancelled-after-shipping"]);
    const back = { ...held, order: { ...held.order, refunds: [refundOf(2, "return")] } };
    expect(after(held, back)).toMatchObject({ attention: [], attentionSince: null });
  });

  it("is looked at when a message told of the order, and of its cancellation, before it was ever read", () => {
    const heard = aggregateOf({ order: orderRecord({ readAt: null, cancelledAt: 9 }), fulfillmentOrders: [] });
    expect(codes(after(heard, cancelled({ shipments: [shipment({ status: "confirmed" })] })))).toEqual(["cancelled-after-shipping"]);
    const read = aggregateOf({ order: orderRecord({ readAt: 5, cancelledAt: 9 }) });
    expect(codes(after(read, cancelled({ shipments: [shipment({ status: "confirmed" })] })))).toEqual([]);
  });

  it("is not looked at when no parcel left, or when it was so before anybody knew it", () => {
    expect(codes(after(aggregateOf(), cancelled()))).toEqual([]);
    expect(codes(after(null, cancelled({ shipments: [shipment({ status: "confirmed" })] })))).toEqual([]);
  });
});

describe("an order that stands where nobody ships", () => {
  const stuck = aggregateOf({ fulfillmentOrders: [part("part", "east", { status: "in-progress" })] });

  it("is looked at while it cannot move, and no more when the location opens", () => {
    const first = after(stuck, stuck, [EAST]);
    expect(codes(first)).toEqual(["location-closed"]);
    expect(codes(after(kept(stuck, first), kept(stuck, first), []))).toEqual([]);
  });

  it("is routed away by itself as long as nobody works on it", () => {
    expect(codes(after(aggregateOf(), aggregateOf(), [EAST]))).toEqual([]);
  });

  it("is looked at where nobody knows what item its goods are: they have nowhere to go", () => {
    const custom = aggregateOf({ lines: [lineRecord({ itemId: null })] });
    expect(codes(after(custom, custom, [EAST]))).toEqual(["location-closed"]);
  });

  it("is looked at where no other location has its goods", () => {
    expect(codes(after(aggregateOf(), aggregateOf(), [EAST], true))).toEqual(["location-closed"]);
    expect(codes(after(aggregateOf(), aggregateOf(), [], true))).toEqual([]);
  });

  it("is not raised again once a person has looked, until it has been over", () => {
    const first = after(stuck, stuck, [EAST]);
    const resolved = { ...stuck, order: { ...stuck.order, attention: [], attentionSince: null, resolvedAttention: first.attention.map(factOf) } };
    const again = after(resolved, resolved, [EAST]);
    expect(again).toMatchObject({ attention: [], attentionSince: null, resolvedAttention: ["location-closed:part"] });
    const over = after(resolved, resolved, []);
    expect(over.resolvedAttention).toEqual([]);
    expect(codes(after(kept(resolved, over), kept(resolved, over), [EAST]))).toEqual(["location-closed"]);
  });
});

describe("a third party that says no", () => {
  it.each([["rejected", "request-rejected"], ["cancellation-rejected", "cancellation-rejected"]] as const)("(%s) is looked at until it is asked again", (requestStatus, code) => {
    const asked = aggregateOf({ fulfillmentOrders: [part("part", "east", { requestStatus: "submitted", lines: [partLine(2)] })] });
    const now = aggregateOf({ fulfillmentOrders: [part("part", "east", { requestStatus })] });
    const first = after(asked, now);
    expect(codes(first)).toEqual([code]);
    expect(codes(after(kept(now, first), { ...kept(now, first), fulfillmentOrders: asked.fulfillmentOrders }))).toEqual([]);
    expect(changesOf(asked, now).requests).toMatchObject([{ from: "submitted", to: requestStatus }]);
  });
});

describe("what a reading changed", () => {
  it("tells edits from refunds, line by line", () => {
    const known = aggregateOf({ lines: [lineRecord({ quantity: 5, currentQuantity: 5 })] });
    const added = lineRecord({ id: toId<OrderLineId>("new"), sku: "tee", title: "Tee", currentQuantity: 3 });
    const now = { ...known, order: orderRecord({ refunds: [refundOf(1, "cancel")] }), lines: [lineRecord({ quantity: 5, currentQuantity: 2 }), added] };
    const { edited, refunds } = changesOf(known, now);
    expect(edited).toEqual([{ sku: "mug", title: "Mug", before: 5, after: 3 }, { sku: "tee", title: "Tee", before: 0, after: 3 }]);
    expect(refunds).toHaveLength(1);
    expect(changesOf(now, now)).toMatchObject({ edited: [], refunds: [], financialStatus: null });
  });

  it("tells a payment, a foreign hold and its end, once each", () => {
    const known = aggregateOf({ order: orderRecord({ financialStatus: "pending" }) });
    const foreign = { platformId: toId<PlatformId>("h1"), handle: "fraud-app", reason: "other" };
    const now = aggregateOf({ fulfillmentOrders: [part("part", "east", { status: "on-hold", holds: [foreign] })] });
    expect(changesOf(known, now)).toMatchObject({ financialStatus: { from: "pending", to: "paid" }, heldElsewhere: true, releasedElsewhere: false });
    expect(changesOf(now, aggregateOf())).toMatchObject({ financialStatus: null, heldElsewhere: false, releasedElsewhere: true });
  });

  it("is nothing where the order was not known", () => {
    expect(changesOf(null, aggregateOf({ order: orderRecord({ refunds: [refundOf(1, "none")] }) }))).toMatchObject({ edited: [], goods: [], refunds: [] });
  });
});
