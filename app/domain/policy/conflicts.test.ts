import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesOrder } from "./condition";
import { conflictWords } from "./conflict-words";
import { type ConflictWorld, policyConflicts, tryExample } from "./conflicts";
import { DEFAULT_MERCHANT_POLICY } from "./defaults";
import { goods, location, place, PLACES, rule, rulesArbitrary, STORE } from "./judging.testing";
import type { MerchantPolicy, PolicyRule } from "./types";

const here = (fields: Partial<ConflictWorld> = {}): ConflictWorld => ({ storeId: STORE, currency: "USD", locations: PLACES.map((id) => location(id)), ...fields });
const withRules = (...rules: PolicyRule[]): MerchantPolicy => ({ ...DEFAULT_MERCHANT_POLICY, rules });
const NAMES = { currency: "USD", location: (id: string) => id, item: (id: string) => `Item ${id}`, store: (id: string) => id };
const told = (rules: PolicyRule[], world = here()) => policyConflicts(withRules(...rules), world).map((one) => ({ ids: one.ruleIds, everything: one.everything, ...conflictWords(one, rules, NAMES) }));
const only = (id: string, at: (typeof PLACES)[number][], when = {}) => rule(id, { kind: "only-from", locationIds: at.map(place) }, when);
const never = (id: string, at: (typeof PLACES)[number][], when = {}) => rule(id, { kind: "never-from", locationIds: at.map(place) }, when);

describe("rules that contradict each other", () => {
  test("only from a place and never from it", () => {
    expect(told([only("a", ["reno"], { productTags: ["battery"] }), never("b", ["reno"], { countries: ["US"] })])).toEqual([{
      ids: ["a", "b"], everything: false, sentence: "The rules “a” and “b” contradict each other: no location is left that may ship it.",
      example: "For example: 1 × a product tagged “battery”, to United States, worth $50.00.",
    }]);
  });

  test("goods that may leave only from different places, together", () => {
    const rules = [only("a", ["reno"], { productTags: ["battery"] }), only("b", ["newark"], { itemIds: [goods("tent")] })];
    expect(told(rules).map((one) => one.ids)).toEqual([["a", "b"]]);
    expect(told(rules)[0]?.sentence).toContain("contradict");
    expect(told([only("a", ["reno"], { hazard: true }), only("b", ["newark"], { hazard: false }), rule("c", { kind: "together" })])).toMatchObject([{
      ids: ["a", "b", "c"], sentence: "The rules “a”, “b” and “c” cannot be kept at once: no one location may ship all that must leave together.", example: "For example: 1 × a product tagged “dangerous-goods” and 1 × any product, worth $50.00.",
    }]);
  });

  test("goods that may leave only from different places, in one parcel", () => {
    const rules = [only("a", ["reno"], { hazard: true }), only("b", ["newark"], { hazard: false }), rule("c", { kind: "parcels-max", parcels: 1 })];
    expect(told(rules)).toMatchObject([{ ids: ["a", "b", "c"], sentence: expect.stringContaining("needs more than 1 parcel") as string }]);
    expect(told([...rules.slice(0, 2), rule("c", { kind: "parcels-max", parcels: 2 })])).toEqual([]);
  });

  test("one that leaves only places that cannot ship, or that are gone", () => {
    const closed = here({ locations: [location("dallas"), location("newark", { active: false }), location("reno", { pausedReason: "Flood" })] });
    expect(told([only("a", ["newark", "reno"])], closed)).toMatchObject([{ ids: ["a"], everything: true, sentence: "The rule “a” lets nothing ship: no location that it leaves can send parcels now." }]);
    expect(told([only("a", ["newark"], { orderTags: ["gift"] })], closed)).toMatchObject([{ everything: false, example: "For example: 1 × any product, tagged “gift”, worth $50.00." }]);
    expect(told([rule("a", { kind: "only-from", locationIds: [place("gone")] })])).toMatchObject([{ ids: ["a"] }]);
    expect(told([only("a", ["dallas", "reno"])], closed)).toEqual([]);
  });

  test("units that all locations together may not ship", () => {
    expect(told([rule("a", { kind: "units-max", locationIds: PLACES.map(place), units: 2 })])).toMatchObject([{ ids: ["a"], everything: false, example: "For example: 7 × any product, worth $50.00." }]);
    expect(told([rule("a", { kind: "units-max", locationIds: [place("reno")], units: 2 })])).toEqual([]);
    expect(told([rule("a", { kind: "units-max", locationIds: PLACES.map(place), units: 0 })])).toMatchObject([{ everything: true }]);
  });

  test("no rule is needed where no location can ship, by a capacity of nothing", () => {
    expect(told([], here({ locations: PLACES.map((id) => location(id, { dailyParcels: 0 })) }))).toMatchObject([{ ids: [], everything: false, sentence: expect.stringContaining("sends no parcels a day") as string }]);
    expect(told([only("a", ["reno"])], here({ locations: [location("dallas"), location("reno", { dailyParcels: 0 })] }))).toMatchObject([{ ids: ["a"] }]);
    expect(told([only("a", ["reno"])], here({ locations: [] }))).toEqual([]);
  });

  test("rules that no order meets at once are no conflict, nor are those that are off", () => {
    const pair = (one: object, other: object) => told([only("a", ["reno"], one), never("b", ["reno"], other)]);
    expect(pair({ countries: ["US"] }, { countries: ["DE"] })).toEqual([]);
    expect(pair({ valueFromMinor: 500 }, { valueBelowMinor: 500 })).toEqual([]);
    expect(pair({ postalPrefixes: ["US 94"] }, { postalPrefixes: ["US 10"] })).toEqual([]);
    expect(pair({ postalPrefixes: ["US 94"] }, { provinces: ["US-CA"] })).toHaveLength(1);
    expect(pair({ storeIds: ["other"] }, {})).toEqual([]);
    expect(told([only("a", ["reno"]), { ...never("b", ["reno"]), on: false }])).toEqual([]);
  });
});

describe("whatever is told of any rules", () => {
  const some = rulesArbitrary(5);

  test("is an order that all the rules choose, that no plan ships, and that each of the rules is needed to stop", () => {
    let seen = 0;
    fc.assert(fc.property(some, (rules) => {
      for (const { ruleIds, example, certificate } of policyConflicts(withRules(...rules), here())) {
        seen += 1;
        const own = rules.filter((one) => ruleIds.includes(one.id));
        expect(own.every((one) => one.on && matchesOrder(one.when, example))).toBe(true);
        expect(certificate.outcome).toBe("unroutable");
        // Under all of the policy, too: rules only narrow.
        expect(tryExample(withRules(...rules), example, here()).outcome).toBe("unroutable");
        for (const left of own) expect(tryExample(withRules(...own.filter((one) => one !== left)), example, here()).outcome, `without ${left.id}`).toBe("routed");
      }
    }), { numRuns: 150, seed: 3 });
    expect(seen).toBeGreaterThan(20);
  });

  test("of rules that leave a place open to everything in any number, nothing is told", () => {
    const open = (rules: PolicyRule[]) => rules.filter(({ then }) => then.kind === "parcels-max" || then.kind === "together" || (then.kind === "only-from" ? then.locationIds.includes(place("reno")) : !then.locationIds.includes(place("reno"))));
    fc.assert(fc.property(some, (rules) => {
      expect(policyConflicts(withRules(...open(rules)), here())).toEqual([]);
    }), { numRuns: 100 });
  });
});
