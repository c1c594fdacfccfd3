import { describe, expect, test } from "vitest";
import { toId, type MerchantId } from "../ids";
import { meanPlaces } from "./centroid-means";
import { centroidBook, centroidKeys } from "./centroids";

const row = (prefix: string, latitude: number) => ({ merchantId: toId<MerchantId>("acme"), countryCode: "US", prefix, latitude, longitude: 1 });

describe("where a postal code lies", () => {
  test("is known by the longest beginning that is, in its own country", () => {
    const placeOf = centroidBook([row("941", 37), row("94", 36), row("1", 40)]);
    expect(["94105-1234", "94 999", "10001", "8"].map((code) => placeOf("us", code)?.latitude ?? null)).toEqual([37, 36, 40, null]);
    expect(placeOf("DE", "94105")).toBeNull();
  });

  test("is asked by no more of the code than is kept", () => {
    expect(centroidKeys({ countryCode: "GB", postalCode: "sw1a 1aa" }).map((key) => key.prefix)).toEqual(["SW1", "SW", "S"]);
    expect([centroidKeys({ countryCode: null, postalCode: "1" }), centroidKeys({ countryCode: "US", postalCode: " " })]).toEqual([[], []]);
  });
});

describe("the codes of a file", () => {
  const at = (code: string, latitude: number, longitude: number) => ({ countryCode: "FJ", code, latitude, longitude });

  test("become one place for each beginning that is kept, in their middle, the date line being no wall", () => {
    const [one, other] = meanPlaces([at("94105", -17, 179), at("94110", -17, -179), at("8", 1.23456, 2)]);
    expect(one).toMatchObject({ countryCode: "FJ", prefix: "941" });
    expect(Math.abs(one?.longitude ?? 0)).toBeCloseTo(180);
    expect(other).toEqual({ countryCode: "FJ", prefix: "8", latitude: 1.23456, longitude: 2 });
  });
});
