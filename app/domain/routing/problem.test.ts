import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toId, type ItemId, type LocationId, type MerchantId, type OrderLineId, type PlatformId, type StoreId } from "../ids";
import type { ItemRecord, LevelRecord, LocationRecord } from "../records";
import { DEFAULT_POLICY } from "./policy";
import { canonicalBytes, makeProblem, type ProblemInput } from "./problem";
import { route } from "./solve";

const merchantId = toId<MerchantId>("m");
const storeId = toId<StoreId>("s");
const platformId = toId<PlatformId>("1");
const item = (id: string): ItemId => toId(id);
const loc = (id: string): LocationId => toId(id);

const location = (id: string, change: Partial<LocationRecord> = {}): LocationRecord => ({
  merchantId, id: loc(id), storeId, platformId, name: id, active: true, fulfillsOnline: true, shipsInventory: true, isFulfillmentService: false,
  countryCode: "US", provinceCode: "NV", postalCode: null, city: null, latitude: null, longitude: null, updatedAt: 0, ...change,
});
const goods = (id: string, change: Partial<ItemRecord> = {}): ItemRecord => ({
  merchantId, id: item(id), storeId, platformId, variantPlatformId: null, productPlatformId: null, sku: id, title: id, tracked: true,
  continueSelling: false, requiresShipping: true, weightGrams: 500, productTags: [], productType: "", updatedAt: 0, ...change,
});
const level = (itemId: string, locationId: string, available: number, active = true): LevelRecord => ({
  merchantId, itemId: item(itemId), locationId: loc(locationId), onHand: available, available, committed: 0, unattributed: 0, reserved: 0, damaged: 0,
  safetyStock: 0, qualityControl: 0, incoming: 0, active, readAt: 0, changedAt: 0, revision: 1,
});
const line = (id: string, itemId: string, units: number) => ({ lineId: toId<OrderLineId>(id), itemId: item(itemId), units });

const input = (change: Partial<ProblemInput>): ProblemInput => ({
  policyVersion: 3, policy: DEFAULT_POLICY, currency: "USD", lines: [line("l1", "cap", 2)], items: [goods("cap")],
  locations: [location("reno"), location("newark", { provinceCode: "NJ" })], levels: [], own: [],
  destination: { countryCode: "US", provinceCode: "ID", latitude: null, longitude: null }, allowedLocationIds: null, ...change,
});
/** What the locations offer of the cap, by location. */
const offers = (change: Partial<ProblemInput>): Record<string, number | null | undefined> =>
  Object.fromEntries(makeProblem(input(change)).locations.map((one) => [one.locationId, one.stock.find((row) => row.itemId === "cap")?.units]));
const reasons = (change: Partial<ProblemInput>): Record<string, string | null> =>
  Object.fromEntries(makeProblem(input(change)).locations.map((one) => [one.locationId, one.excluded]));

describe("makeProblem", () => {
  it("counts available and own commitment, never below zero", () => {
    expect(offers({ levels: [level("cap", "reno", 3), level("cap", "newark", -4)] })).toEqual({ newark: 0, reno: 3 });
    const own = [{ itemId: item("cap"), locationId: loc("reno"), units: 1 }, { itemId: item("cap"), locationId: loc("reno"), units: 1 }];
    expect(offers({ levels: [level("cap", "reno", 0), level("cap", "newark", 1)], own })).toEqual({ newark: 1, reno: 2 });
    expect(offers({ levels: [level("cap", "reno", -2)], own })).toEqual({ newark: undefined, reno: 0 });
  });

  it("takes nothing from where the item is not stocked", () => {
    expect(offers({ levels: [level("cap", "reno", 5, false), level("cap", "newark", 5)] })).toEqual({ newark: 5, reno: undefined });
  });

  it("offers untracked items without limit where they are connected, everywhere if no level is known", () => {
    const items = [goods("cap", { tracked: false })];
    expect(offers({ items, levels: [level("cap", "reno", 0), level("cap", "newark", 9, false)] })).toEqual({ newark: undefined, reno: null });
    expect(offers({ items })).toEqual({ newark: null, reno: null });
  });

  it("sells on below zero only when real stock does not suffice, and first where some is", () => {
    const items = [goods("cap", { continueSelling: true })];
    expect(offers({ items, levels: [level("cap", "reno", 1), level("cap", "newark", 1)] })).toEqual({ newark: 1, reno: 1 });
    expect(offers({ items, levels: [level("cap", "reno", 1), level("cap", "newark", 0)] })).toEqual({ newark: 0, reno: null });
    expect(offers({ items, levels: [level("cap", "reno", -7), level("cap", "newark", 0)] })).toEqual({ newark: null, reno: null });
    // Stock in a location that may not ship is no reason to refuse the backorder.
    const locations = [location("reno"), location("newark", { active: false })];
    expect(offers({ items, locations, levels: [level("cap", "reno", 0), level("cap", "newark", 8)] })).toEqual({ newark: 8, reno: null });
  });

  it("names the reason for which a location is left out", () => {
    const levels = ["a", "b", "c", "d", "e", "f"].map((id) => level("cap", id, 5));
    const locations = [
      location("a", { active: false, isFulfillmentService: true }), location("b", { isFulfillmentService: true, fulfillsOnline: false }),
      location("c", { fulfillsOnline: false }), location("d", { shipsInventory: false }), location("e"), location("f"), location("g"),
    ];
    expect(reasons({ levels, locations, allowedLocationIds: ["a", "b", "c", "d", "f", "g"].map(loc) })).toEqual({
      a: "inactive", b: "fulfillment-service", c: "does-not-fulfil-online", d: "does-not-ship", e: "excluded-by-platform", f: null, g: "stocks-nothing-of-it",
    });
  });

  it("adds up entries of one line, drops empty ones, and assumes a weight where there is none", () => {
    const { lines } = makeProblem(input({
      lines: [line("l2", "sock", 1), line("l1", "cap", 1), line("l1", "cap", 2), line("l3", "cap", 0)], items: [goods("cap"), goods("sock", { weightGrams: 0 })],
    }));
    expect(lines).toEqual([{ lineId: "l1", itemId: "cap", units: 3, gramsPerUnit: 500 }, { lineId: "l2", itemId: "sock", units: 1, gramsPerUnit: 450 }]);
  });

  it("puts all locations into the farthest zone when the destination is unknown", () => {
    const { locations } = makeProblem(input({ destination: null }));
    expect(locations.map((one) => [one.distanceKm, one.zone])).toEqual([[null, 7], [null, 7]]);
  });

  it("carries distance, not place", () => {
    const text = canonicalBytes(makeProblem(input({ destination: { countryCode: "US", provinceCode: "ID", latitude: 43.6151, longitude: -116.2023 } })));
    expect(text).not.toContain("43.6");
    expect(text).not.toContain("116.2");
  });

  it("is the same, byte for byte, however its inputs are ordered", () => {
    const levels = ["reno", "newark", "miami"].flatMap((at, index) => ["cap", "sock", "vest"].map((of, place) => level(of, at, (index * 3 + place * 2) % 5)));
    const full = input({
      lines: [line("l1", "cap", 2), line("l2", "sock", 1), line("l3", "vest", 1)],
      items: [goods("cap"), goods("sock", { continueSelling: true }), goods("vest", { tracked: false })],
      locations: [location("reno"), location("newark", { provinceCode: "NJ" }), location("miami", { provinceCode: "FL" })],
      levels, own: [{ itemId: item("cap"), locationId: loc("reno"), units: 1 }, { itemId: item("sock"), locationId: loc("miami"), units: 2 }],
    });
    const expected = canonicalBytes(makeProblem(full));
    const shuffled = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...values], { minLength: values.length });
    fc.assert(fc.property(
      shuffled(full.lines), shuffled(full.items), shuffled(full.locations), shuffled(full.levels), shuffled(full.own),
      (lines, items, locations, rows, own) => {
        const problem = makeProblem({ ...full, lines, items, locations, levels: rows, own });
        expect(canonicalBytes(problem)).toBe(expected);
        expect(JSON.stringify(route(problem))).toBe(JSON.stringify(route(makeProblem(full))));
      },
    ));
  });

  it("has the same bytes after a database that reorders keys", () => {
    const problem = makeProblem(input({ levels: [level("cap", "reno", 3)] }));
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (value === null || typeof value !== "object") return value;
      return Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, reversed(inner)]));
    };
    expect(canonicalBytes(reversed(problem) as typeof problem)).toBe(canonicalBytes(problem));
  });
});
