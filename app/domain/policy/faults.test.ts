import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_MERCHANT_POLICY } from "./defaults";
import { policyFaults } from "./faults";
import { place, rule, rulesArbitrary } from "./judging.testing";
import type { MerchantPolicy } from "./types";

const faults = (fields: Partial<MerchantPolicy>) => policyFaults({ ...DEFAULT_MERCHANT_POLICY, ...fields });
const { lateness, tariff } = DEFAULT_MERCHANT_POLICY;

describe("what is wrong with a policy", () => {
  test("nothing is with the one that a merchant starts with, nor with rules as the editor makes them", () => {
    expect(faults({})).toEqual([]);
    fc.assert(fc.property(rulesArbitrary(5), (rules) => {
      const [from, below] = ["valueFromMinor", "valueBelowMinor"] as const;
      expect(faults({ rules: rules.filter(({ when }) => when[from] === undefined || when[below] === undefined || when[from] < when[below]) })).toEqual([]);
    }), { numRuns: 50 });
  });

  test.each<[string, Partial<MerchantPolicy>, string]>([
    ["a tariff that falls", { tariff: { ...tariff, splitPenaltyMinor: -1 } }, "tariff"],
    ["a day that is not whole", { lateness: { ...lateness, promiseDays: 1.5 } }, "lateness.promiseDays"],
    ["days on the road for other zones", { lateness: { ...lateness, transitDays: [1] } }, "lateness.transitDays"],
    ["a lead time of years", { lateness: { ...lateness, leadDays: { [place("reno")]: 400 } } }, "lateness.leadDays.reno"],
    ["carbon that nobody could pay", { carbon: { minorPerTonne: 1_000_000_000, gramsPerTonneKm: 1_000 } }, "carbon.minorPerTonne"],
    ["labour below nothing", { labour: { [place("reno")]: { perParcelMinor: 0, perUnitMinor: -5 } } }, "labour.reno.perUnitMinor"],
    ["a rule without a name", { rules: [{ ...rule("a", { kind: "together" }), name: " " }] }, "rules.0.name"],
    ["a rule twice", { rules: [rule("a", { kind: "together" }), rule("a", { kind: "together" })] }, "rules.1"],
    ["a rule without locations", { rules: [rule("a", { kind: "only-from", locationIds: [] })] }, "rules.0.then.locationIds"],
    ["no parcel at all", { rules: [rule("a", { kind: "parcels-max", parcels: 0 })] }, "rules.0.then.parcels"],
    ["a province without its country", { rules: [rule("a", { kind: "together" }, { provinces: ["CA"] })] }, "rules.0.when.provinces"],
    ["a country that is none", { rules: [rule("a", { kind: "together" }, { countries: ["America"] })] }, "rules.0.when.countries"],
    ["a postal code without its country", { rules: [rule("a", { kind: "together" }, { postalPrefixes: ["94"] })] }, "rules.0.when.postalPrefixes"],
    ["more of a postal code than is kept", { rules: [rule("a", { kind: "together" }, { postalPrefixes: ["US 94105"] })] }, "rules.0.when.postalPrefixes"],
    ["a span of values that holds none", { rules: [rule("a", { kind: "together" }, { valueFromMinor: 500, valueBelowMinor: 500 })] }, "rules.0.when.valueBelowMinor"],
  ])("%s", (_, fields, path) => {
    expect(faults(fields).map((one) => one.path)).toEqual([path]);
    expect(faults(fields)[0]?.sentence).toMatch(/\.$/);
  });
});
