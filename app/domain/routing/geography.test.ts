import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AU_STATE_CENTRES, CA_PROVINCE_CENTRES, COUNTRY_CENTRES, US_STATE_CENTRES } from "./centres";
import { coordinatesOf, distanceKm, zoneOf } from "./geography";
import { DEFAULT_POLICY } from "./policy";

const place = (countryCode: string | null, provinceCode: string | null = null) => ({ countryCode, provinceCode, latitude: null, longitude: null });
const coordinates = fc.record({ latitude: fc.double({ min: -90, max: 90, noNaN: true }), longitude: fc.double({ min: -180, max: 180, noNaN: true }) });

describe("geography", () => {
  it("measures great circles", () => {
    const newYork = { latitude: 40.7128, longitude: -74.006 };
    expect(distanceKm(newYork, { latitude: 34.0522, longitude: -118.2437 })).toBe(3936);
    expect(distanceKm(newYork, newYork)).toBe(0);
    expect(distanceKm({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 })).toBe(111);
  });

  it("is symmetric and at most half the way around", () => {
    fc.assert(fc.property(coordinates, coordinates, (from, to) => {
      expect(distanceKm(from, to)).toBe(distanceKm(to, from));
      expect(distanceKm(from, to)).toBeLessThanOrEqual(20016);
    }));
  });

  it("prefers given coordinates, then the province, then the country", () => {
    expect(coordinatesOf({ countryCode: "US", provinceCode: "NV", latitude: 39.5, longitude: -119.8 })).toEqual({ latitude: 39.5, longitude: -119.8 });
    expect(coordinatesOf(place("US", "NV"))).toEqual({ latitude: 39.3, longitude: -116.6 });
    expect(coordinatesOf(place("us", "US-NV"))).toEqual({ latitude: 39.3, longitude: -116.6 });
    expect(coordinatesOf(place("US", "??"))).toEqual(coordinatesOf(place("US")));
    expect(coordinatesOf(place("DE", "BE"))).toEqual({ latitude: 51.1, longitude: 10.4 });
    expect(coordinatesOf(place(null, "NV"))).toBeNull();
    expect(coordinatesOf({ countryCode: "US", provinceCode: "DC", latitude: 0, longitude: 0 })).toEqual({ latitude: 38.9, longitude: -77 });
    expect(coordinatesOf({ countryCode: null, provinceCode: null, latitude: 91, longitude: 0 })).toBeNull();
  });

  it.each([
    ["states of the US with territories", US_STATE_CENTRES, 56], ["provinces of Canada", CA_PROVINCE_CENTRES, 13],
    ["states of Australia", AU_STATE_CENTRES, 8], ["countries", COUNTRY_CENTRES, 230],
  ])("has well-formed rows: %s", (_, table, least) => {
    const rows = table.trim().split(/\s*,\s*/);
    expect(rows.length).toBeGreaterThanOrEqual(least);
    expect(new Set(rows.map((row) => row.split(" ")[0])).size).toBe(rows.length);
    for (const row of rows) expect(row).toMatch(/^[A-Z]{2,3} -?\d{1,2}\.\d -?\d{1,3}\.\d$/);
  });

  it("puts the limit of a zone into the zone, and the unknown into the farthest", () => {
    expect([0, 80, 81, 2900, 2901, null].map((km) => zoneOf(km, DEFAULT_POLICY))).toEqual([0, 0, 1, 6, 7, 7]);
  });
});
