import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toId, type LocationId } from "../ids";
import { DEFAULT_MERCHANT_POLICY as DEFAULT } from "./defaults";
import { carriedOver, policyDiff, tidyPolicy, withChanges } from "./diff";
import { anyPolicy, NAMES } from "./policies.testing";
import type { MerchantPolicy } from "./types";

const NEWARK = toId<LocationId>("newark");
const sentences = (before: MerchantPolicy, after: MerchantPolicy): string[] => policyDiff(before, after, NAMES).map(({ sentence }) => sentence);
const sorted = ({ rules, ...rest }: MerchantPolicy) => ({ ...rest, rules: [...rules].sort((a, b) => (a.id < b.id ? -1 : 1)) });
/** All that a person reads of it. */
const read = (before: MerchantPolicy, after: MerchantPolicy): string => JSON.stringify(policyDiff(before, after, NAMES).map(({ sentence, details }) => [sentence, details]));
const BATTERIES = { id: "r1", name: "Batteries only from Newark", on: true, when: { productTags: ["battery"], provinces: ["US-CA"] }, then: { kind: "only-from" as const, locationIds: [NEWARK] } };

describe("what changed in a policy", () => {
  test("is told in the merchant's words and money", () => {
    const after: MerchantPolicy = {
      ...DEFAULT, tariff: { ...DEFAULT.tariff, handlingPerParcelMinor: 200 }, labour: { [NEWARK]: { perParcelMinor: 35, perUnitMinor: 0 } },
      lateness: { ...DEFAULT.lateness, promiseDays: 3, transitDays: [1, 2, 2, 3, 4, 5, 5, 7] }, rules: [BATTERIES], joint: { ...DEFAULT.joint, on: true }, waiting: { ...DEFAULT.waiting, afterDays: 5, then: "cancel" },
    };
    expect(sentences(DEFAULT, after)).toEqual([
      "Rule added: Batteries only from Newark", "Handling per parcel $1.50 → $2.00", "Packing a parcel in Newark $0.00 → $0.35", "Promise none → 3 working days",
      "Days on the road, Zone 8 (beyond 2,900 km), 6 working days → 7 working days", "Waits at most as long as it takes → 5 days", "Then you are told on Home → the order is cancelled", "Plan waiting orders together off → on",
    ]);
    expect(sentences(after, DEFAULT)).toContain("Rule deleted: Batteries only from Newark");
  });

  test("a rule says what happened to it, and what it said and says", () => {
    const change = (rule: Partial<typeof BATTERIES>) => policyDiff({ ...DEFAULT, rules: [BATTERIES] }, { ...DEFAULT, rules: [{ ...BATTERIES, ...rule }] }, NAMES);
    expect(change({ on: false })).toMatchObject([{ sentence: "Rule switched off: Batteries only from Newark", details: [] }]);
    expect(change({ name: "Batteries", when: { productTags: ["battery"], provinces: ["US-NY"] } })).toMatchObject([{
      sentence: "Rule renamed, changed: Batteries only from Newark → Batteries",
      details: [{ before: "Products tagged “battery” in orders to California ship only from Newark.", after: "Products tagged “battery” in orders to New York ship only from Newark." }],
    }]);
  });

  test("tables are counted, their cells listed", () => {
    const ratesMinor = DEFAULT.tariff.ratesMinor.map((row, zone) => row.map((rate, band) => rate + (zone === 7 && band >= 6 ? 100 : 0)));
    expect(policyDiff(DEFAULT, { ...DEFAULT, tariff: { ...DEFAULT.tariff, ratesMinor } }, NAMES)).toMatchObject([{
      sentence: "2 rates changed", details: [{ label: "Zone 8 (beyond 2,900 km), up to 20,000 g", before: "$71.40", after: "$72.40" }, { label: "Zone 8 (beyond 2,900 km), up to 30,000 g" }],
    }]);
  });

  test("is all of it: made to the first policy, the changes make the second", () => {
    fc.assert(fc.property(anyPolicy, anyPolicy, (before, after) => {
      expect(sorted(withChanges(before, policyDiff(before, after, NAMES)))).toEqual(sorted(after));
    }));
  });

  test("can be told apart by its words: other changes read otherwise", () => {
    fc.assert(fc.property(anyPolicy, anyPolicy, anyPolicy, fc.nat(), (before, one, other, pick) => {
      const changes = policyDiff(one, other, NAMES);
      const change = changes[pick % Math.max(changes.length, 1)];
      const after = change ? withChanges(one, [change]) : one;
      expect(read(before, after) === read(before, one)).toBe(policyDiff(one, after, NAMES).length === 0);
    }));
  });

  test("nothing is told of what decides alike", () => {
    fc.assert(fc.property(anyPolicy, (policy) => {
      const same = { ...policy, rules: [...policy.rules].reverse(), labour: { ...policy.labour, [toId<LocationId>("dallas")]: { perParcelMinor: 0, perUnitMinor: 0 } } };
      expect(policyDiff(policy, same, NAMES)).toEqual([]);
      expect(sorted(tidyPolicy(same))).toEqual(sorted(policy));
    }));
  });
});

describe("what two people did", () => {
  const parcel = (minor: number): MerchantPolicy => ({ ...DEFAULT, tariff: { ...DEFAULT.tariff, handlingPerParcelMinor: minor } });

  test("is brought together where each changed something else", () => {
    const mine = { ...DEFAULT, rules: [BATTERIES] };
    expect(carriedOver({ base: DEFAULT, theirs: parcel(200), mine }, NAMES)).toMatchObject({ policy: { ...parcel(200), rules: [BATTERIES] }, carried: [{ path: ["tariff", "handlingPerParcelMinor"] }], both: [] });
  });

  test("what both changed stays as I have it, and is told", () => {
    expect(carriedOver({ base: DEFAULT, theirs: parcel(200), mine: parcel(300) }, NAMES)).toMatchObject({ policy: parcel(300), carried: [], both: [{ sentence: "Handling per parcel $1.50 → $2.00" }] });
    expect(carriedOver({ base: DEFAULT, theirs: parcel(200), mine: parcel(200) }, NAMES)).toMatchObject({ policy: parcel(200), carried: [], both: [] });
  });

  test("loses nothing: each of my changes stands, and each of theirs stands or is told", () => {
    fc.assert(fc.property(anyPolicy, anyPolicy, anyPolicy, (base, theirs, mine) => {
      const merged = carriedOver({ base, theirs, mine }, NAMES);
      const missing = policyDiff(merged.policy, theirs, NAMES).map(({ path }) => path.join("/"));
      const told = new Set([...merged.both, ...policyDiff(base, mine, NAMES)].map(({ path }) => path.join("/")));
      expect(missing.filter((path) => !told.has(path))).toEqual([]);
      const kept = new Set(merged.carried.map(({ path }) => path.join("/")));
      expect(policyDiff(mine, merged.policy, NAMES).filter(({ path }) => !kept.has(path.join("/")))).toEqual([]);
    }));
  });
});
