import { describe, expect, it } from "vitest";
import type { Intent } from "../messages";
import type { OrderAggregate } from "../records";
import { NO_UNITS, explainDifference } from "./explain-difference";
import { factsOfActs, factsOfOrders, stockDeltas } from "./level-facts";
import { EAST, MUG, NOON, ORDER, WEST } from "./levels.fixture";

const HOUR = 3_600_000;
const span = { since: NOON, until: NOON + HOUR };
const here = { itemId: MUG, locationId: EAST };
const order = (more: { refunds?: unknown[]; shipments?: unknown[]; lines?: unknown[]; cancelledAt?: number; platformUpdatedAt?: number }) =>
  ({
    order: { id: ORDER, refunds: more.refunds ?? [], cancelledAt: more.cancelledAt ?? null, platformUpdatedAt: more.platformUpdatedAt ?? NOON }, shipments: more.shipments ?? [],
    lines: more.lines ?? [],
  }) as unknown as OrderAggregate;
const refund = (more: object = {}, line: object = {}) =>
  ({ platformId: "r", createdAt: NOON + 60_000, lines: [{ itemId: MUG, quantity: 2, restock: "return", locationId: EAST, ...line }], ...more });
const parcel = (more: object = {}) =>
  ({ id: "p", status: "confirmed", madeHere: false, locationId: EAST, requestedAt: NOON + 60_000, confirmedAt: NOON + 10 * HOUR, lines: [{ itemId: MUG, quantity: 2 }], ...more });
const causesOf = (more: Parameters<typeof order>[0]) => factsOfOrders([order(more)], here, span).map((fact) => `${fact.cause} ${JSON.stringify(fact.deltas)}`);

describe("what orders did at a level", () => {
  it("returned units are on the shelf again, cancelled ones are free again", () => {
    expect(causesOf({ refunds: [refund()] })).toEqual(['restock {"onHand":2,"available":2}']);
    expect(causesOf({ refunds: [refund({}, { restock: "cancel" })] })).toEqual(['restock {"available":2,"unattributed":-2}']);
  });

  it.each([
    { name: "money alone", refund: refund({ lines: [] }) },
    { name: "another item", refund: refund({}, { itemId: "cup" }) },
    { name: "another location", refund: refund({}, { locationId: WEST }) },
    { name: "before the level was last right", refund: refund({ createdAt: NOON - HOUR }) },
    { name: "after it was found to differ", refund: refund({ createdAt: NOON + 2 * HOUR }) },
  ])("a refund of $name explains nothing", ({ refund: one }) => {
    expect(causesOf({ refunds: [one] })).toEqual([]);
  });

  it("a parcel made elsewhere counts from when it was made, however late we read of it", () => {
    expect(causesOf({ shipments: [parcel()] })).toEqual(['sold-elsewhere {"onHand":-2,"available":-2}', 'sold-elsewhere {"onHand":-2,"unattributed":-2}']);
    expect(causesOf({ shipments: [parcel({ requestedAt: NOON - HOUR })] })).toEqual([]);
  });

  it("a parcel that we asked for is our own call, from asking until it was read back", () => {
    expect(causesOf({ shipments: [parcel({ madeHere: true, requestedAt: NOON - HOUR, confirmedAt: null })] })[0]).toContain("our-call");
    expect(causesOf({ shipments: [parcel({ madeHere: true, requestedAt: NOON - 2 * HOUR, confirmedAt: NOON - HOUR })] })).toEqual([]);
    expect(causesOf({ shipments: [parcel({ madeHere: true, status: "refused" })] })).toEqual([]);
  });

  it("a parcel that we counted meanwhile may have been counted twice", () => {
    expect(causesOf({ shipments: [parcel({ requestedAt: NOON - HOUR, confirmedAt: NOON + 60_000 })] })).toEqual(['our-call {"onHand":2,"available":2}', 'our-call {"onHand":2,"unattributed":2}']);
  });

  it("a parcel that was cancelled brings its units back", () => {
    expect(causesOf({ shipments: [parcel({ status: "cancelled" })] })[0]).toBe('restock {"onHand":2,"available":2}');
    expect(causesOf({ shipments: [parcel({ status: "cancelled", requestedAt: NOON - HOUR })], platformUpdatedAt: NOON - HOUR })).toEqual([]);
  });

  it("a parcel that was cancelled had left all the same: a reading may have been made in between", () => {
    expect(causesOf({ shipments: [parcel({ status: "cancelled" })] })).toContain('sold-elsewhere {"onHand":-2,"available":-2}');
  });
});

describe("a parcel that was counted twice and then cancelled", () => {
  it("brings its units back, and those that were taken once too often come with them: nobody edited", () => {
    const made = parcel({ madeHere: true, status: "cancelled", requestedAt: NOON - 1_000, confirmedAt: NOON + 500 });
    const facts = factsOfOrders([order({ shipments: [made] })], here, span);
    const parts = explainDifference({ before: { ...NO_UNITS, onHand: -2, available: -4, committed: 2 }, deltas: { onHand: 4, available: 4 }, facts, movingUnits: 0, otherwise: "changed-outside" });
    expect(parts.map(({ state, cause, expected, found }) => `${state} ${cause} ${expected} → ${found}`)).toEqual([
      "onHand restock -2 → 0", "onHand our-call 0 → 2", "available restock -4 → -2", "available our-call -2 → 0",
    ]);
  });

  it("was not, when it was cancelled before we ever counted it", () => {
    expect(causesOf({ shipments: [parcel({ status: "cancelled", confirmedAt: null })] }).some((one) => one.startsWith("our-call"))).toBe(false);
  });
});

describe("what an order gave up without putting it back", () => {
  const line = (quantity: number, currentQuantity: number) => ({ itemId: MUG, quantity, currentQuantity });
  // Whole, or the part of them that stood here.
  const GONE = [
    'written-off {"onHand":-2,"available":-2}', 'written-off {"onHand":-2,"unattributed":-2}', 'written-off {"onHand":-1,"available":-1}', 'written-off {"onHand":-1,"unattributed":-1}',
  ];

  it("left the shelf with the refund", () => {
    expect(causesOf({ refunds: [refund({}, { restock: "none" })], lines: [line(2, 0)] })).toEqual(GONE);
    expect(causesOf({ refunds: [refund({ createdAt: NOON - HOUR }, { restock: "none" })], lines: [line(2, 0)] })).toEqual([]);
  });

  it("left with the cancellation, but for what was shipped", () => {
    expect(causesOf({ cancelledAt: NOON + 60_000, lines: [line(2, 2)] })).toEqual(GONE);
    expect(causesOf({ cancelledAt: NOON - HOUR, lines: [line(2, 2)] })).toEqual([]);
    expect(causesOf({ cancelledAt: NOON + 60_000, lines: [line(2, 2)], shipments: [parcel({ requestedAt: NOON - 9 * HOUR })] })).toEqual([]);
  });

  it("left with an edit, whole or in steps", () => {
    expect(causesOf({ lines: [line(3, 1)] })).toEqual(GONE);
    expect(causesOf({ lines: [line(3, 1)], platformUpdatedAt: NOON - HOUR })).toEqual([]);
  });
});

describe("what our own acts did", () => {
  const place = { ...here, itemPlatformId: "1", locationPlatformId: "2", note: "" };
  const adjust = { kind: "adjust-stock", ...place, state: "damaged", delta: 3, expected: null, reason: "damaged" } as unknown as Intent;
  const move = { kind: "move-stock", ...place, from: "available", to: "safety-stock", units: 4, reason: "safety-stock" } as unknown as Intent;

  it("an adjustment changes on hand, a move does not", () => {
    expect(stockDeltas(adjust as never)).toEqual({ onHand: 3, damaged: 3 });
    expect(stockDeltas(move as never)).toEqual({ available: -4, safetyStock: 4 });
  });

  it("only acts at the level itself explain it", () => {
    expect(factsOfActs([{ id: "a", intent: adjust }], here)).toHaveLength(1);
    expect(factsOfActs([{ id: "a", intent: adjust }], { ...here, locationId: WEST })).toEqual([]);
  });
});
