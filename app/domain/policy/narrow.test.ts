import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { goods, line, narrowed, order, orderArbitrary, place, PLACES, rule, rulesArbitrary } from "./judging.testing";
import type { Narrowing } from "./narrow";
import type { Condition, PolicyRule } from "./types";

const RENO = [place("reno")];
const chosen = (when: Condition, fields = {}): boolean => narrowed([rule("r", { kind: "never-from", locationIds: RENO }, when)], order(fields)).excluded.has(place("reno"));
const barred = ({ barred: all }: Narrowing) => Object.fromEntries([...all].map(([itemId, places]) => [itemId, Object.fromEntries(places)]));

describe("which orders a rule chooses", () => {
  test.each<[string, Condition, boolean]>([
    ["every one where nothing is asked", {}, true], ["lists that are empty ask nothing", { orderTags: [], countries: [] }, true],
    ["by a tag, whatever its letters", { orderTags: ["RUSH"] }, true], ["by another tag", { orderTags: ["gift"] }, false],
    ["by one of the customer's tags", { customerTags: ["vip", "staff"] }, true], ["by none of them", { customerTags: ["staff"] }, false],
    ["by country", { countries: ["us"] }, true], ["by another country", { countries: ["DE"] }, false],
    ["by province", { provinces: ["US-CA"] }, true], ["by another country's province", { provinces: ["MX-CA"] }, false],
    ["by the beginning of a postal code", { postalPrefixes: ["US 94"] }, true], ["by that of another country", { postalPrefixes: ["DE 94"] }, false], ["by an empty beginning", { postalPrefixes: ["US"] }, false],
    ["by store", { storeIds: ["acme-store" as never] }, true], ["by another store", { storeIds: ["x" as never] }, false],
    ["by source", { sources: ["draft", "online"] }, true], ["by another source", { sources: ["draft"] }, false],
    ["of at least a value", { valueFromMinor: 10_000 }, true], ["of more", { valueFromMinor: 10_001 }, false], ["below a value", { valueBelowMinor: 10_001 }, true], ["below what it is", { valueBelowMinor: 10_000 }, false],
    ["by all that is asked", { countries: ["US"], orderTags: ["gift"] }, false],
  ])("%s", (_, when, expected) => expect(chosen(when, { tags: ["Rush"], customerTags: ["VIP"] })).toBe(expected));

  test("of a place that the platform does not tell, none is chosen by place", () => {
    const nowhere = { shipToCountry: null, shipToProvince: null, shipToPostal: null };
    expect([{ countries: ["US"] }, { provinces: ["US-CA"] }, { postalPrefixes: ["US 94"] }].map((when) => chosen(when, nowhere))).toEqual([false, false, false]);
  });
});

describe("which goods a rule chooses", () => {
  const lines = { lines: [line("battery"), line("mug"), line("tent")] };
  test.each<[string, Condition, string[]]>([
    ["by a tag", { productTags: ["SMALL"] }, ["battery", "mug"]], ["by type", { productTypes: ["shelter"] }, ["tent"]], ["by item", { itemIds: [goods("mug")] }, ["mug"]],
    ["dangerous ones", { hazard: true }, ["battery"]], ["all others", { hazard: false }, ["mug", "tent"]], ["by all that is asked", { productTags: ["small"], hazard: false }, ["mug"]],
  ])("%s", (_, when, expected) => {
    const { excluded, barred: all } = narrowed([rule("r", { kind: "only-from", locationIds: RENO }, when)], order(lines));
    expect([...all.keys()].sort()).toEqual(expected);
    for (const places of all.values()) expect([...places.keys()]).toEqual(["dallas", "newark"]);
    expect(excluded.size).toBe(0);
  });

  test("a rule about goods that the order has not touches nothing", () => {
    const kinds = [{ kind: "never-from", locationIds: RENO }, { kind: "parcels-max", parcels: 1 }, { kind: "together" }, { kind: "units-max", locationIds: RENO, units: 1 }] as const;
    for (const then of kinds) expect(narrowed([rule("r", then, { hazard: true })], order({ lines: [line("mug")] }))).toEqual(narrowed([], order()));
  });
});

describe("what rules leave", () => {
  test("the tighter of two limits holds, and of equal ones the rule with the lesser id is named", () => {
    const rules = [rule("b", { kind: "parcels-max", parcels: 2 }), rule("a", { kind: "parcels-max", parcels: 2 }), rule("c", { kind: "parcels-max", parcels: 3 }),
      rule("e", { kind: "units-max", locationIds: RENO, units: 2 }), rule("d", { kind: "units-max", locationIds: [...RENO, place("dallas")], units: 4 })];
    expect(narrowed(rules, order())).toMatchObject({ parcels: { max: 2, ruleId: "a" }, unitsMax: new Map([["reno", { units: 2, ruleId: "e" }], ["dallas", { units: 4, ruleId: "d" }]]) });
  });

  test("only from a place closes all others, twice only from other places all", () => {
    const rules = [rule("b", { kind: "only-from", locationIds: RENO }), rule("a", { kind: "only-from", locationIds: [place("dallas")] })];
    expect(Object.fromEntries(narrowed(rules, order()).excluded)).toEqual({ dallas: "b", newark: "a", reno: "a" });
  });

  test("goods that share a line with two groups are one group, named by the least of their rules", () => {
    const rules = [rule("c", { kind: "together" }, { hazard: true }), rule("d", { kind: "together" }, { productTypes: ["Shelter"] }), rule("b", { kind: "together" }, { itemIds: [goods("mug"), goods("tent")] })];
    const { together } = narrowed(rules, order({ lines: [line("battery"), line("mug"), line("tent")] }));
    expect(Object.fromEntries(together)).toEqual({ "line-battery": "c", "line-mug": "b", "line-tent": "b" });
  });

  test("the order of the rules changes nothing", () => {
    fc.assert(fc.property(rulesArbitrary(6).chain((rules) => fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length }))), orderArbitrary, ([rules, shuffled], asked) => {
      const [one, other] = [narrowed(rules, asked), narrowed(shuffled, asked)];
      expect({ ...other, barred: barred(other) }).toEqual({ ...one, barred: barred(one) });
    }), { numRuns: 300 });
  });

  test("a further rule only narrows: what was closed stays closed, no limit grows, and who travels together still does", () => {
    const pairs = ({ excluded, barred: all }: Narrowing): string[] => [...[...excluded.keys()], ...[...all].flatMap(([itemId, places]) => [...places.keys()].map((id) => `${id} ${itemId}`))];
    fc.assert(fc.property(rulesArbitrary(5), orderArbitrary, (rules, asked) => {
      const [before, after] = [narrowed(rules.slice(1), asked), narrowed(rules, asked)];
      expect(pairs(after)).toEqual(expect.arrayContaining(pairs(before)));
      expect(after.parcels?.max ?? Infinity).toBeLessThanOrEqual(before.parcels?.max ?? Infinity);
      for (const id of PLACES.map(place)) expect(after.unitsMax.get(id)?.units ?? Infinity).toBeLessThanOrEqual(before.unitsMax.get(id)?.units ?? Infinity);
      for (const [one, group] of before.together) for (const [other, its] of before.together) if (group === its) expect(after.together.get(one)).toBe(after.together.get(other));
    }), { numRuns: 300 });
  });

  test("rules that are off do nothing", () => {
    const off = (rules: PolicyRule[]) => rules.map((one) => ({ ...one, on: false }));
    fc.assert(fc.property(rulesArbitrary(4), orderArbitrary, (rules, asked) => {
      expect(narrowed(off(rules), asked)).toEqual(narrowed([], asked));
    }));
  });
});
