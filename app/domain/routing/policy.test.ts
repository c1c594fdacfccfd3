import { describe, expect, it } from "vitest";
import { checkPolicy, DEFAULT_POLICY } from "./policy";
import type { RoutingPolicy } from "./types";

const changed = (change: (policy: RoutingPolicy) => void): string[] => {
  const policy = structuredClone(DEFAULT_POLICY);
  change(policy);
  return checkPolicy(policy);
};

describe("checkPolicy", () => {
  it("accepts the policy that merchants start with", () => {
    expect(checkPolicy(DEFAULT_POLICY)).toEqual([]);
  });

  it.each<[string, (policy: RoutingPolicy) => void, string]>([
    ["a rate that falls with weight", (policy) => { policy.ratesMinor[2]![3] = 100; }, "lighter band"],
    ["a rate that falls with distance", (policy) => { policy.ratesMinor[0]![0] = 430; policy.ratesMinor[1]![0] = 429; }, "nearer zone"],
    ["a missing zone", (policy) => { policy.ratesMinor.pop(); }, "There must be 8 rows of rates"],
    ["a missing band", (policy) => { policy.ratesMinor[4]!.pop(); }, "Zone 5 must have 8 rates"],
    ["a missing rate for kilograms", (policy) => { policy.perExtraKgMinor.pop(); }, "8 rates for further kilograms"],
    ["a falling rate for kilograms", (policy) => { policy.perExtraKgMinor[3] = 1; }, "further kilogram in zone 4"],
    ["a fraction", (policy) => { policy.handlingPerParcelMinor = 1.5; }, "Handling per parcel must be a whole number"],
    ["a negative penalty", (policy) => { policy.splitPenaltyMinor = -1; }, "must not be negative"],
    ["not a number", (policy) => { policy.handlingPerUnitMinor = Number.NaN; }, "whole number"],
    ["zones out of order", (policy) => { policy.zonesKm[1] = 80; }, "must be more than 80"],
    ["bands out of order", (policy) => { policy.bandsGrams[2] = 400; }, "must be more than 500"],
    ["no bands", (policy) => { policy.bandsGrams = []; policy.ratesMinor = policy.ratesMinor.map(() => []); }, "at least one weight band"],
    ["a huge amount", (policy) => { policy.defaultUnitGrams = 1e12; }, "too large"],
  ])("names %s", (_, change, words) => {
    expect(changed(change).join(" ")).toContain(words);
  });
});
