import { expect, test } from "vitest";
import { availableToPromise } from "./promise";

const ships = { active: true, fulfillsOnline: true, shipsInventory: true, paused: false };

test("what is available where the location ships can be promised", () => expect(availableToPromise({ available: 7, active: true }, ships)).toBe(7));

test("a level below zero promises nothing, and takes nothing from others", () => expect(availableToPromise({ available: -2, active: true }, ships)).toBe(0));

test.each([{ active: false }, { fulfillsOnline: false }, { shipsInventory: false }, { paused: true }])("nothing is promised from a location with %o", (fields) => {
  expect(availableToPromise({ available: 7, active: true }, { ...ships, ...fields })).toBe(0);
});

test("nothing is promised of an item that the location stocks no more", () => expect(availableToPromise({ available: 7, active: false }, ships)).toBe(0));
