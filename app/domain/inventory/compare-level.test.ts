import { expect, it } from "vitest";
import { compareLevel } from "./compare-level";
import { NOON, levelOf, platformLevel } from "./levels.fixture";

const context = { askedAt: NOON, placed: 0, planned: 0 };

it("agrees where the platform says the same, our own plans counted", () => {
  expect(compareLevel(levelOf({ available: 5, active: true }), platformLevel({ available: 5 }), context)).toEqual({ status: "agrees" });
  expect(compareLevel(levelOf({ available: 3, committed: 2 }), platformLevel({ available: 5 }), { ...context, planned: 2 })).toEqual({ status: "agrees" });
});

it("is off by the state that is furthest away", () => {
  expect(compareLevel(levelOf({ available: 5, damaged: 1 }), platformLevel({ available: 2, damaged: 2 }), context)).toEqual({ status: "differs", unitsOff: 3 });
});

it("differs where only one side stocks the item", () => {
  expect(compareLevel(levelOf(), null, context)).toEqual({ status: "differs", unitsOff: 0 });
});

it.each([{ changedAt: NOON }, { readAt: NOON }])("says nothing of a level that is younger than the file: %o", (more) => {
  expect(compareLevel(levelOf({ available: 5, ...more }), platformLevel({ available: 9 }), context)).toEqual({ status: "newer" });
});

it("does not know a level that was never read", () => {
  expect(compareLevel(levelOf({ readAt: 0 }), platformLevel(), context)).toEqual({ status: "unknown" });
});
