import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EAST, MUG, NOON, ORDER, WEST, allocation, bookOf, levelOf, quantities } from "./levels.fixture";
import { CLOCK_SKEW_MS, type Reallocation, reallocate } from "./reallocate";
import { ON_HAND_PARTS } from "./stock-book";

const change = (more: Partial<Reallocation>): Reallocation => ({ orderId: ORDER, before: [], after: [], shipped: [], effectiveAt: NOON, at: NOON, version: 2, ...more });
const LONG_AFTER = NOON + CLOCK_SKEW_MS + 1;
const LONG_BEFORE = NOON - CLOCK_SKEW_MS - 1;
const parcel = (units: number, more: Partial<Reallocation["shipped"][number]> = {}) => ({ shipmentId: "parcel", itemId: MUG, locationId: EAST, units, shippedAt: NOON, ...more });
const causes = (book: ReturnType<typeof bookOf>) => [...new Set(book.takeEntries().map((entry) => entry.cause))];

describe("reserving", () => {
  it("given available units, when an order is captured, then they are committed, and the cause says so", () => {
    const book = bookOf(levelOf({ available: 5 }));
    reallocate(book, change({ after: [allocation("planned", 2)], atCapture: true }));
    expect(quantities(book)).toEqual({ onHand: 5, available: 3, committed: 2 });
    expect(causes(book)).toEqual(["reserve"]);
  });

  it("given units reserved at one location, when the platform has them at another, then they are given back and placed there", () => {
    const book = bookOf(levelOf({ available: 3, committed: 2 }), levelOf({ locationId: WEST, available: 4 }));
    reallocate(book, change({ before: [allocation("planned", 2)], after: [allocation("placed", 2, { locationId: WEST })] }));
    expect(quantities(book)).toEqual({ onHand: 5, available: 5 });
    expect(quantities(book, WEST)).toEqual({ onHand: 4, available: 2, committed: 2 });
  });

  it("given units reserved where the platform puts them, then nothing is posted", () => {
    const book = bookOf(levelOf({ available: 3, committed: 2 }));
    reallocate(book, change({ before: [allocation("planned", 2)], after: [allocation("placed", 2)] }));
    expect(book.takeEntries()).toEqual([]);
  });

  it("given a pending plan, when it is refused, then its units are available again", () => {
    const book = bookOf(levelOf({ available: 3, committed: 2 }));
    reallocate(book, change({ before: [allocation("planned", 2)] }));
    expect(quantities(book)).toEqual({ onHand: 5, available: 5 });
    expect(causes(book)).toEqual(["release"]);
  });

  it("given the platform's own placement, then available may go below zero: it is a fact, not a request", () => {
    const book = bookOf(levelOf({ available: 1 }));
    reallocate(book, change({ after: [allocation("placed", 3)] }));
    expect(quantities(book)).toEqual({ onHand: 1, available: -2, committed: 3 });
  });
});

describe("what a reading already contains", () => {
  it("given a reading long after the platform placed the units, then they are taken from what it could not attribute", () => {
    const book = bookOf(levelOf({ available: 8, unattributed: 2, readAt: LONG_AFTER }));
    reallocate(book, change({ after: [allocation("placed", 2)] }));
    expect(quantities(book)).toEqual({ onHand: 10, available: 8, committed: 2 });
  });

  it("given a reading about the time of the placement, then available pays: that can only promise too little", () => {
    const book = bookOf(levelOf({ available: 8, unattributed: 2, readAt: NOON }));
    reallocate(book, change({ after: [allocation("placed", 2)] }));
    expect(quantities(book)).toEqual({ onHand: 10, available: 6, committed: 2, unattributed: 2 });
  });

  it("given that available does not have them, then the platform must have counted them already", () => {
    const book = bookOf(levelOf({ available: 0, unattributed: 2, readAt: NOON }));
    reallocate(book, change({ after: [allocation("placed", 2)] }));
    expect(quantities(book)).toEqual({ onHand: 2, committed: 2 });
  });

  it("given that the platform let units go before we knew, when we let them go too, then they are not given back twice", () => {
    const book = bookOf(levelOf({ available: 10, committed: 2, unattributed: -2 }));
    reallocate(book, change({ before: [allocation("placed", 2)] }));
    expect(quantities(book)).toEqual({ onHand: 10, available: 10 });
  });
});

describe("a parcel", () => {
  it("given placed units, when they are shipped, then they leave committed and the shelf", () => {
    const book = bookOf(levelOf({ available: 3, committed: 2 }));
    reallocate(book, change({ before: [allocation("placed", 2)], shipped: [parcel(2)] }));
    expect(quantities(book)).toEqual({ onHand: 3, available: 3 });
    expect(causes(book)).toEqual(["ship"]);
  });

  it("given a part of the units, when it is shipped, then the rest stays committed", () => {
    const book = bookOf(levelOf({ available: 3, committed: 4 }));
    reallocate(book, change({ before: [allocation("placed", 4)], after: [allocation("placed", 3)], shipped: [parcel(1)] }));
    expect(quantities(book)).toEqual({ onHand: 6, available: 3, committed: 3 });
  });

  it("given a reading that saw it gone, then it is not posted on top of the reading", () => {
    const book = bookOf(levelOf({ available: 3, committed: 2, unattributed: -2, readAt: NOON }));
    reallocate(book, change({ before: [allocation("placed", 2)], shipped: [parcel(2)] }));
    expect(quantities(book)).toEqual({ onHand: 3, available: 3 });
    expect(book.takeEntries().some((entry) => entry.state === "onHand")).toBe(false);
  });

  it("given a reading long after it, whose shortfall an unknown order hides, then it is not posted on top of the reading", () => {
    const book = bookOf(levelOf({ available: 3, committed: 2, readAt: LONG_AFTER }));
    reallocate(book, change({ before: [allocation("placed", 2)], shipped: [parcel(2)] }));
    expect(quantities(book)).toEqual({ onHand: 5, available: 3, unattributed: 2 });
  });

  it("given a shortfall that is another's, when it left long after the reading, then it is posted", () => {
    const book = bookOf(levelOf({ available: 3, committed: 4, unattributed: -2, readAt: LONG_BEFORE }));
    reallocate(book, change({ before: [allocation("placed", 2)], shipped: [parcel(2)] }));
    expect(quantities(book)).toEqual({ onHand: 3, available: 3, committed: 2, unattributed: -2 });
  });

  it("given a shortfall smaller than the parcel, then it is posted whole: a reading holds a parcel whole or not at all", () => {
    const book = bookOf(levelOf({ available: 3, committed: 3, unattributed: -1, readAt: NOON }));
    reallocate(book, change({ before: [allocation("placed", 3)], shipped: [parcel(3)] }));
    expect(book.takeEntries().find((entry) => entry.state === "onHand")?.delta).toBe(-3);
  });

  it("given units that were only reserved, when the platform ships them from there before we asked, then they are gone, not free", () => {
    const book = bookOf(levelOf({ available: 3, committed: 2, readAt: LONG_BEFORE }));
    reallocate(book, change({ before: [allocation("planned", 2)], shipped: [parcel(2)] }));
    expect(quantities(book)).toEqual({ onHand: 3, available: 3 });
  });

  it("given units reserved for an order that had left long before the reading, then the reservation is given back", () => {
    const book = bookOf(levelOf({ available: 3, committed: 2, readAt: LONG_AFTER }));
    reallocate(book, change({ before: [allocation("planned", 2)], shipped: [parcel(2)] }));
    expect(quantities(book)).toEqual({ onHand: 5, available: 5 });
  });

  it("given more units than were allocated, then the others left the shelf too", () => {
    const book = bookOf(levelOf({ available: 3, committed: 1 }));
    reallocate(book, change({ before: [allocation("placed", 1)], shipped: [parcel(2)] }));
    expect(quantities(book)).toEqual({ onHand: 2, available: 2 });
  });

  it("given a parcel from where nothing was allocated, then it is left to the next reading", () => {
    const book = bookOf(levelOf({ available: 3, committed: 2 }), levelOf({ locationId: WEST, available: 4 }));
    reallocate(book, change({ before: [allocation("placed", 2)], shipped: [parcel(2, { locationId: WEST })] }));
    expect(quantities(book, WEST)).toEqual({ onHand: 4, available: 4 });
    expect(quantities(book)).toEqual({ onHand: 5, available: 5 });
  });
});

describe("whatever is reallocated", () => {
  const allocations = fc.array(
    fc.record({ status: fc.constantFrom("planned" as const, "placed" as const), quantity: fc.integer({ min: 1, max: 5 }), locationId: fc.constantFrom(EAST, WEST) })
      .map(({ status, quantity, locationId }) => allocation(status, quantity, { locationId })), { maxLength: 4 });
  const units = (among: ReturnType<typeof allocation>[], locationId: string) => among.reduce((sum, one) => sum + (one.locationId === locationId ? one.quantity : 0), 0);

  it("committed follows the open allocations exactly, and every level adds up", () => {
    const level = fc.record({ available: fc.integer({ min: -3, max: 9 }), unattributed: fc.integer({ min: -4, max: 4 }), readAt: fc.constantFrom(LONG_BEFORE, NOON, LONG_AFTER) });
    const parcels = fc.array(fc.record({ units: fc.integer({ min: 1, max: 4 }), locationId: fc.constantFrom(EAST, WEST) }), { maxLength: 2 });
    fc.assert(fc.property(allocations, allocations, level, parcels, (before, after, start, left) => {
      const book = bookOf(...[EAST, WEST].map((locationId) => levelOf({ ...start, locationId, committed: units(before, locationId) })));
      reallocate(book, change({ before, after, shipped: left.map((one, index) => parcel(one.units, { ...one, shipmentId: `parcel${index}` })) }));
      for (const locationId of [EAST, WEST]) {
        const now = book.level(MUG, locationId);
        expect(now.committed).toBe(units(after, locationId));
        expect(now.onHand).toBe(ON_HAND_PARTS.reduce((sum, state) => sum + now[state], 0));
      }
    }));
  });

  it("going there and back leaves everything as it was, as long as nothing was read or shipped", () => {
    fc.assert(fc.property(allocations, allocations, (before, after) => {
      const book = bookOf(...[EAST, WEST].map((locationId) => levelOf({ available: 9, locationId, committed: units(before, locationId) })));
      const start = [quantities(book), quantities(book, WEST)];
      reallocate(book, change({ before, after }));
      reallocate(book, change({ before: after, after: before, version: 3 }));
      expect([quantities(book), quantities(book, WEST)]).toEqual(start);
    }));
  });

  it("no cause is posted twice for one state of one level: the ledger would refuse it", () => {
    fc.assert(fc.property(allocations, allocations, fc.integer({ min: 1, max: 4 }), (before, after, left) => {
      const book = bookOf(...[EAST, WEST].map((locationId) => levelOf({ available: 9, locationId, committed: units(before, locationId) })));
      reallocate(book, change({ before, after, shipped: [parcel(left)] }));
      const keys = book.takeEntries().map((entry) => `${entry.causeKey} ${entry.locationId} ${entry.state}`);
      expect(new Set(keys).size).toBe(keys.length);
    }));
  });
});
