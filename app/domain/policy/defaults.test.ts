import { describe, expect, test } from "vitest";
import { DEFAULT_POLICY } from "../routing/policy";
import { completePolicy, DEFAULT_MERCHANT_POLICY, withTariff } from "./defaults";

describe("a stored policy", () => {
  test("of before there were rules is a tariff alone: nothing else has a price or a rule", () => {
    const tariff = { ...DEFAULT_POLICY, splitPenaltyMinor: 7 };
    expect(completePolicy(tariff)).toEqual({ ...DEFAULT_MERCHANT_POLICY, tariff });
  });

  test("of a tariff with other zones has days on the road for each of them", () => {
    const zonesKm = (count: number) => Array.from({ length: count }, (_, index) => 100 * (index + 1));
    for (const zones of [0, 1, 12]) expect(completePolicy({ ...DEFAULT_POLICY, zonesKm: zonesKm(zones) }).lateness.transitDays).toHaveLength(zones + 1);
  });

  test("keeps its own days on the road under another tariff of as many zones", () => {
    const policy = { ...DEFAULT_MERCHANT_POLICY, lateness: { ...DEFAULT_MERCHANT_POLICY.lateness, transitDays: [1, 1, 1, 1, 1, 1, 1, 9] } };
    expect(withTariff(policy, { ...DEFAULT_POLICY, splitPenaltyMinor: 7 })).toEqual({ ...policy, tariff: { ...DEFAULT_POLICY, splitPenaltyMinor: 7 } });
  });

  test("that lacks a term of today gets the default's, and keeps what it says", () => {
    const { waiting: _, ...stored } = { ...DEFAULT_MERCHANT_POLICY, carbon: { minorPerTonne: 9_000, gramsPerTonneKm: 62 } };
    expect(completePolicy(stored)).toEqual({ ...DEFAULT_MERCHANT_POLICY, carbon: stored.carbon });
    expect(completePolicy(DEFAULT_MERCHANT_POLICY)).toEqual(DEFAULT_MERCHANT_POLICY);
    expect(completePolicy({ waiting: { afterDays: 3, then: "cancel" } }).waiting).toEqual({ afterDays: 3, then: "cancel", refund: true, restock: true, notifyCustomer: true });
  });
});
