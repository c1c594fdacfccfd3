import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../tests/screens/fixture-context";
import { MERCHANT, storeRow } from "../../tests/screens/fixture-rows";
import { importCentroids } from "./import-centroids";

let shop: FixtureShop;
beforeEach(async () => void (shop = await openFixtureShop({ empty: true })));
afterEach(() => shop.close());

const take = (text: string) => importCentroids(shop.context.flow, { store: storeRow(), actor: "person:1", text });
const known = (countryCode: string, prefix: string) => shop.db.centroids(MERCHANT, [{ countryCode, prefix }]);
const FILE = "country,postal_code,latitude,longitude\r\nUS,94105,37.8,-122.4\r\nus,94106,37.6,-122.2\r\nGB,SW1A 1AA,51.5,-0.14\r\n";

describe("places of postal codes", () => {
  test("are known by the beginning that is kept of a code, in the middle of its codes", async () => {
    expect(await take(FILE)).toEqual({ ok: true, rows: 3, places: 2, countries: ["GB", "US"] });
    expect((await known("US", "941"))[0]).toMatchObject({ latitude: expect.closeTo(37.7, 2) as number, longitude: expect.closeTo(-122.3, 2) as number });
    expect((await known("GB", "SW1"))[0]).toMatchObject({ latitude: 51.5, longitude: -0.14 });
    expect((await shop.db.activityPage(MERCHANT, { limit: 5 })).rows[0]).toMatchObject({ verb: "postal-codes-imported", detail: { rows: 3, countries: "GB, US" } });
  });

  test("on both sides of the date line lie between them, not on the other side of the globe", async () => {
    await take("country;postal_code;latitude;longitude\nFJ;001;-17,0;179,0\nFJ;0011;-17,0;-179,0\n");
    expect(Math.abs((await known("FJ", "001"))[0]!.longitude)).toBeCloseTo(180, 3);
  });

  test("are taken over whole or not at all: each cell that is wrong is named, and rows keep their numbers", async () => {
    expect(await take(`${FILE}\r\nZZ,1,37,-122\r\nUS,,91,x\r\n`)).toMatchObject({
      ok: false, problem: "Nothing was taken over: 4 cells are wrong.",
      rows: [{ row: 6, field: "country" }, { row: 7, field: "postal_code" }, { row: 7, field: "latitude" }, { row: 7, field: "longitude" }],
    });
    for (const bad of ["", "country,postal_code\nUS,1\n", "country,postal_code,latitude,longitude\n", '"']) expect(await take(bad)).toMatchObject({ ok: false, field: "file" });
    expect(await shop.db.centroidCounts(MERCHANT)).toEqual([]);
  });
});
