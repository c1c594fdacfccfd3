import { expect, test } from "vitest";
import { DEFAULT_POLICY } from "../routing/policy";
import type { RoutingProblem } from "../routing/types";
import { PUBLISHED_RULES, type RuleScene } from "./published-rules";
import { itemId, line, locationId } from "./testing";

/** Units of goods 0 and 1 at each place, with its distance; places are ranked as they stand. */
const problemOf = (places: { km: number; units: [number, number] }[], wanted: [number, number]): RoutingProblem => ({
  policyVersion: 1, policy: DEFAULT_POLICY, currency: "USD",
  lines: wanted.flatMap((units, good) => (units === 0 ? [] : [{ ...line(good, good, units), gramsPerUnit: 400 }])),
  locations: places.map(({ km, units }, index) => ({
    locationId: locationId(index), distanceKm: km, zone: 1, excluded: null, stock: units.map((have, good) => ({ itemId: itemId(good), units: have })),
  })),
});
const HOME: RuleScene = { countryOf: new Map([0, 1, 2, 3].map((index) => [locationId(index), index === 3 ? "CA" : "US"])), destinationCountry: "US" };
const placesOf = (id: string, problem: RoutingProblem, scene = HOME): string[] | null => {
  const plan = PUBLISHED_RULES.find((rule) => rule.id === id)!.plan(problem, scene);
  return plan === null ? null : [...new Set(plan.map((part) => part.locationId))].sort();
};
const names = (...indexes: number[]): string[] => indexes.map(locationId);

/** Places 0 and 1 have one good each and lie near; place 2 has both and lies far. */
const split = problemOf([{ km: 10, units: [5, 0] }, { km: 20, units: [0, 5] }, { km: 900, units: [5, 5] }, { km: 5, units: [0, 0] }], [1, 1]);

test("Shopify ships whole orders from one place where one has everything, however far", () => {
  expect(placesOf("shopify-default", split)).toEqual(names(2));
  expect(placesOf("shopify-ranked", split)).toEqual(names(2));
  expect(placesOf("whole-order-first", split)).toEqual(names(2));
});

test("those that walk line by line split it", () => {
  expect(placesOf("ranked-per-line", split)).toEqual(names(0, 1));
  expect(placesOf("nearest-per-line", split)).toEqual(names(0, 1));
});

test("of equally few places Shopify takes those of the order's own market, then the nearest", () => {
  const all: [number, number] = [5, 5];
  const problem = problemOf([{ km: 900, units: all }, { km: 300, units: all }, { km: 400, units: all }, { km: 5, units: all }], [1, 1]);
  expect(placesOf("shopify-default", problem)).toEqual(names(1));
  expect(placesOf("shopify-default", problem, { ...HOME, destinationCountry: "CA" })).toEqual(names(3));
  expect(placesOf("shopify-ranked", problem)).toEqual(names(0));
});

test("where no place has everything, as few as possible", () => {
  const problem = problemOf([{ km: 1, units: [1, 0] }, { km: 2, units: [1, 0] }, { km: 3, units: [1, 1] }, { km: 900, units: [2, 1] }], [3, 2]);
  expect(placesOf("shopify-default", problem)).toEqual(names(2, 3));
});

test("high stock takes from where most lies", () => {
  expect(placesOf("high-stock", problemOf([{ km: 1, units: [3, 0] }, { km: 2, units: [9, 0] }], [4, 0]))).toEqual(names(1));
});

test("every rule says where it is published, and finds nothing where there is too little", () => {
  for (const rule of PUBLISHED_RULES) {
    expect(rule.source).toMatch(/\w+\.\w+/);
    expect(rule.plan(problemOf([{ km: 1, units: [1, 0] }], [2, 0]), HOME)).toBeNull();
  }
});
