import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrderLineId } from "../ids";
import { toId } from "../ids";
import { lineRecord, locationNamed, orderRecord } from "../fulfillment/records.fixture";
import { EAST, MUG, WEST, bookOf, levelOf } from "./levels.fixture";
import { reserveAtCapture } from "./reserve";

const line = (units: number, more: Partial<Parameters<typeof reserveAtCapture>[0]["lines"][number]> = {}) => ({ ...lineRecord({ quantity: units, currentQuantity: units, itemId: MUG }), tracked: true, ...more });
const LOCATIONS = [locationNamed("east"), locationNamed("west")];
const taken = (result: ReturnType<typeof reserveAtCapture>) => result.allocations.map((one) => `${one.quantity} ${one.status} @${one.locationId}`);

describe("reserving at capture", () => {
  it("given stock at two locations, when one has more, then the line is reserved there", () => {
    const book = bookOf(levelOf({ available: 3 }), levelOf({ locationId: WEST, available: 5 }));
    expect(taken(reserveAtCapture({ order: orderRecord(), lines: [line(2)] }, book, LOCATIONS))).toEqual(["2 planned @west"]);
  });

  it("given no location with enough, then it is spread, and what is missing stays unreserved", () => {
    const book = bookOf(levelOf({ available: 3 }), levelOf({ locationId: WEST, available: 2 }));
    const result = reserveAtCapture({ order: orderRecord(), lines: [line(7)] }, book, LOCATIONS);
    expect(taken(result)).toEqual(["3 planned @east", "2 planned @west"]);
    expect(result.missingUnits).toBe(2);
  });

  it("given two lines of one item, then the second does not take what the first has taken", () => {
    const book = bookOf(levelOf({ available: 3 }));
    const lines = [line(2), line(2, { id: toId<OrderLineId>("other") })];
    const result = reserveAtCapture({ order: orderRecord(), lines }, book, LOCATIONS);
    expect(result.allocations.map((one) => [one.orderLineId, one.quantity])).toEqual([["line", 2], ["other", 1]]);
  });

  it.each([
    { name: "an untracked item", more: { tracked: false } },
    { name: "a custom line", more: { itemId: null } },
    { name: "goods that are not shipped", more: { requiresShipping: false } },
    { name: "a line that was edited away", more: { currentQuantity: 0 } },
  ])("reserves nothing for $name", ({ more }) => {
    const book = bookOf(levelOf({ available: 3 }));
    expect(reserveAtCapture({ order: orderRecord(), lines: [line(2, more)] }, book, LOCATIONS)).toEqual({ allocations: [], missingUnits: 0 });
  });

  it.each([
    { name: "a closed location", level: {}, location: { active: false } },
    { name: "one that does not ship", level: {}, location: { shipsInventory: false } },
    { name: "one that does not stock it any more", level: { active: false }, location: {} },
    { name: "one that is below zero", level: { available: -2 }, location: {} },
  ])("takes nothing from $name", ({ level, location }) => {
    const book = bookOf(levelOf({ available: 3, ...level }));
    expect(reserveAtCapture({ order: orderRecord(), lines: [line(2)] }, book, [{ ...locationNamed("east"), ...location }])).toEqual({ allocations: [], missingUnits: 2 });
  });

  it("never takes more than is available, and misses only what is not there", () => {
    fc.assert(fc.property(fc.integer({ min: -3, max: 9 }), fc.integer({ min: -3, max: 9 }), fc.array(fc.nat({ max: 5 }), { maxLength: 4 }), (east, west, units) => {
      const book = bookOf(levelOf({ available: east }), levelOf({ locationId: WEST, available: west }));
      const lines = units.map((one, index) => line(one, { id: toId<OrderLineId>(`line${index}`) }));
      const { allocations, missingUnits } = reserveAtCapture({ order: orderRecord(), lines }, book, LOCATIONS);
      const at = (locationId: string) => allocations.reduce((sum, one) => sum + (one.locationId === locationId ? one.quantity : 0), 0);
      expect(at(EAST)).toBeLessThanOrEqual(Math.max(0, east));
      expect(at(WEST)).toBeLessThanOrEqual(Math.max(0, west));
      const wanted = units.reduce((sum, one) => sum + one, 0);
      expect(missingUnits).toBe(Math.max(0, wanted - Math.max(0, east) - Math.max(0, west)));
      expect(at(EAST) + at(WEST) + missingUnits).toBe(wanted);
    }));
  });
});
