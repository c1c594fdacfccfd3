import { expect, test } from "vitest";
import { type Move, supplyOf } from "./history";
import { itemId, locationId } from "./testing";

const period = { startsAt: 100, endsAt: 200, installedAt: 0 };
const place = { itemId: itemId(0), locationId: locationId(0) };
const move = (causeKey: string, state: Move["state"], delta: number, more: Partial<Move> = {}): Move =>
  ({ ...place, causeKey, cause: "reading", state, delta, at: 150, orderPlacedAt: null, orderSource: null, ...more });
const OF_PERIOD = { orderPlacedAt: 120, orderSource: "online", cause: "reserve" } as const;
const OLDER = { orderPlacedAt: 50, orderSource: "online", cause: "release" } as const;
const unitsOf = (moves: Move[], unattributed = 0): number[] => supplyOf(moves, [{ ...place, available: 5, unattributed }], period).supply.map((one) => one.units);

test("an order of the period takes nothing, for every policy takes its own", () => {
  expect(unitsOf([move("a", "available", -2, OF_PERIOD), move("a", "committed", 2, OF_PERIOD)])).toEqual([]);
  expect(unitsOf([move("s", "committed", -2, { ...OF_PERIOD, cause: "ship" })])).toEqual([]);
});

test("what older orders let go of is free, and counts and receipts are", () => {
  expect(unitsOf([move("a", "available", 2, OLDER), move("a", "committed", -2, OLDER), move("b", "available", -3)])).toEqual([2, -3]);
});

test("what the platform held for nobody known was never free", () => {
  expect(unitsOf([move("a", "unattributed", -2)], 2)).toEqual([]);
  expect(unitsOf([move("a", "unattributed", -2)], 0)).toEqual([-2]);
});

test("before anybody looked, the first reading stands for what was there", () => {
  const { opening, supply } = supplyOf([move("r", "available", 7)], [], { ...period, installedAt: 140 });
  expect([opening.map((one) => one.units), supply]).toEqual([[7], []]);
});
