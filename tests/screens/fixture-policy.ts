import type { ChangeSet } from "../../app/domain/change-set";
import { toId, type LocationId } from "../../app/domain/ids";
import { DEFAULT_MERCHANT_POLICY } from "../../app/domain/policy/defaults";
import type { MerchantPolicy, PolicyRule } from "../../app/domain/policy/types";
import { HOUR_MS, MERCHANT, NOW } from "./fixture-rows";

/** A second version of the policy, a draft of the third, and one that was begun before the second. */

const [RENO, SOHO] = ["reno", "soho"].map((id) => toId<LocationId>(id)) as [LocationId, LocationId];

const batteries: PolicyRule = { id: "batteries", name: "Batteries only from Reno", on: true, when: { productTags: ["battery"], provinces: ["US-CA"] }, then: { kind: "only-from", locationIds: [RENO] } };
const counter: PolicyRule = { id: "counter", name: "The shop is no warehouse", on: false, when: {}, then: { kind: "units-max", locationIds: [SOHO], units: 2 } };

const second: MerchantPolicy = { ...DEFAULT_MERCHANT_POLICY, rules: [batteries], joint: { ...DEFAULT_MERCHANT_POLICY.joint, on: true, settleMinutes: 10 } };

const spring: MerchantPolicy = {
  ...second, rules: [batteries, counter], labour: { [SOHO]: { perParcelMinor: 120, perUnitMinor: 10 } }, keepLast: { [SOHO]: { units: 3, minorPerUnit: 400 } },
  tariff: { ...second.tariff, handlingPerParcelMinor: 200, ratesMinor: second.tariff.ratesMinor.map((row) => row.map((rate) => rate + 15)) }, lateness: { ...second.lateness, promiseDays: 4, perDayMinor: 300 },
};

const begun = { ...DEFAULT_MERCHANT_POLICY, tariff: { ...DEFAULT_MERCHANT_POLICY.tariff, splitPenaltyMinor: 900 } };

export const policyChange: ChangeSet = {
  merchantId: MERCHANT, guards: [],
  policies: [{ merchantId: MERCHANT, version: 2, name: "Batteries", policy: second, publishedAt: NOW - 2 * HOUR_MS, actor: "person:2", note: "The carrier takes them from Reno alone", basedOn: null }],
  policyDrafts: [
    { merchantId: MERCHANT, id: "spring", name: "Spring rates", basedOnVersion: 2, policy: spring, version: 4, actor: "person:1", updatedAt: NOW - HOUR_MS },
    { merchantId: MERCHANT, id: "begun", name: "Fewer parcels", basedOnVersion: 1, policy: begun, version: 1, actor: "person:2", updatedAt: NOW - 9 * HOUR_MS },
  ],
};
