import { describe, expect, test } from "vitest";
import { toId, type MerchantId } from "../ids";
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
