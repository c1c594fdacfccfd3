import fc from "fast-check";
import { toId, type ItemId, type LocationId, type StoreId } from "../ids";
import { tidyPolicy } from "./diff";
import type { Condition, Effect, MerchantPolicy, PolicyRule } from "./types";
import type { PolicyNames } from "./words";

/** Made-up policies for tests that hold for all of them. */

const LOCATIONS = ["newark", "reno", "soho"].map((id) => toId<LocationId>(id));

export const NAMES: PolicyNames = {
  currency: "USD", location: (id) => ({ newark: "Newark", reno: "Reno", soho: "SoHo" })[id] ?? id, item: (id) => `Item ${id}`, store: (id) => `Store ${id}`,
};

const minor = fc.integer({ min: 0, max: 50_000 });
const rising = (length: number, max: number) => fc.uniqueArray(fc.integer({ min: 1, max }), { minLength: length, maxLength: length }).map((list) => list.sort((a, b) => a - b));
const words = fc.uniqueArray(fc.constantFrom("battery", "gift", "heavy", "vip"), { minLength: 1, maxLength: 3 }).map((list) => list.sort());
const locationIds = fc.uniqueArray(fc.constantFrom(...LOCATIONS), { minLength: 1 }).map((list) => list.sort());

/** Rates that rise with weight and distance, as they must. */
export const ratesOf = (zones: number, bands: number) =>
  fc.record({ zonesKm: rising(zones - 1, 20_000), bandsGrams: rising(bands, 100_000), base: minor, perZone: fc.integer({ min: 0, max: 900 }), perBand: fc.integer({ min: 0, max: 900 }), extra: minor })
    .map(({ zonesKm, bandsGrams, base, perZone, perBand, extra }) => ({
      zonesKm, bandsGrams,
      ratesMinor: Array.from({ length: zones }, (_, zone) => Array.from({ length: bands }, (__, band) => base + zone * perZone + band * perBand)),
      perExtraKgMinor: Array.from({ length: zones }, (_, zone) => extra + zone * perZone),
    }));

export const anyRates = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([zones, bands]) => ratesOf(zones, bands));

const condition: fc.Arbitrary<Condition> = fc.record({
  productTags: words, productTypes: words, itemIds: fc.constant([toId<ItemId>("i1")]), hazard: fc.boolean(), orderTags: words, countries: fc.constantFrom(["US"], ["CA", "DE"]), provinces: fc.constantFrom(["US-CA"], ["US-NY", "CA-ON"]),
  postalPrefixes: fc.constant(["US 941"]), storeIds: fc.constant([toId<StoreId>("s1")]), sources: fc.constant(["draft" as const]), customerTags: words, valueFromMinor: minor, valueBelowMinor: minor,
}, { requiredKeys: [] });

const effect: fc.Arbitrary<Effect> = fc.oneof(
  locationIds.map((ids): Effect => ({ kind: "only-from", locationIds: ids })), locationIds.map((ids): Effect => ({ kind: "never-from", locationIds: ids })), fc.integer({ min: 1, max: 5 }).map((parcels): Effect => ({ kind: "parcels-max", parcels })),
  fc.constant<Effect>({ kind: "together" }), fc.tuple(locationIds, fc.integer({ min: 1, max: 9 })).map(([ids, units]): Effect => ({ kind: "units-max", locationIds: ids, units })),
);

const rule: fc.Arbitrary<PolicyRule> = fc.record({ id: fc.constantFrom("r1", "r2", "r3", "r4"), name: fc.constantFrom("Batteries", "Shops", "Gifts"), on: fc.boolean(), when: condition, then: effect });

const byLocation = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<LocationId, T>> => fc.dictionary(fc.constantFrom(...LOCATIONS), value) as fc.Arbitrary<Record<LocationId, T>>;

export const anyPolicy: fc.Arbitrary<MerchantPolicy> = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).chain(([zones, bands]) => fc.record({
  tariff: fc.tuple(ratesOf(zones, bands), fc.record({ handlingPerParcelMinor: minor, handlingPerUnitMinor: minor, splitPenaltyMinor: minor, defaultUnitGrams: minor })).map(([rates, amounts]) => ({ ...rates, ...amounts })),
  labour: byLocation(fc.record({ perParcelMinor: minor, perUnitMinor: minor })), keepLast: byLocation(fc.record({ units: minor, minorPerUnit: minor })),
  lateness: fc.record({ perDayMinor: minor, promiseDays: fc.option(fc.integer({ min: 0, max: 30 })), transitDays: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: zones, maxLength: zones }), leadDays: byLocation(fc.integer({ min: 0, max: 9 })) }),
  carbon: fc.record({ minorPerTonne: minor, gramsPerTonneKm: fc.integer({ min: 0, max: 10_000 }) }),
  rules: fc.uniqueArray(rule, { maxLength: 4, selector: ({ id }) => id }),
  waiting: fc.record({ afterDays: fc.option(fc.integer({ min: 1, max: 30 })), then: fc.constantFrom("notify" as const, "cancel" as const), refund: fc.boolean(), restock: fc.boolean(), notifyCustomer: fc.boolean() }),
  joint: fc.record({ on: fc.boolean(), settleMinutes: fc.integer({ min: 0, max: 10_080 }), savingAboveMinor: minor, scarcity: fc.boolean() }),
  learning: fc.record({ acceptance: fc.boolean(), pickDelay: fc.boolean(), countError: fc.boolean(), rejectionMinor: minor }),
})).map(tidyPolicy);
