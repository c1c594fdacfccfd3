import type { ActionFunctionArgs } from "@remix-run/node";
import { describe, expect, test } from "vitest";
import { openFixtureShop } from "../../../tests/screens/fixture-context";
import { fixtureShop } from "../../../tests/screens/fixture-hooks";
import { locationRows as records, MERCHANT, NOW, storeRow } from "../../../tests/screens/fixture-rows";
import { toId, type LocationId } from "../../domain/ids";
import { locationRows } from "../locations/locations-page.server";
import { readLocationForm } from "./location-form.server";
import { locationPage } from "./location-page.server";
import { action } from "./location.server";

const shop = fixtureShop();

const form = (fields: Record<string, string | string[]>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries({ version: "1", "workdays.1": "yes", ...fields })) for (const each of [value].flat()) data.append(name, each);
  return data;
};
const post = (fields: Record<string, string | string[]>, locationId = "reno") => action({
  request: new Request(`https://app.example/shopify/locations/${locationId}`, { method: "POST", body: form(fields) }), params: { locationId }, context: { switchyard: shop.context },
} as unknown as ActionFunctionArgs);

describe("locations", () => {
  test("tell what keeps each from shipping, what is due, and the next holiday", async () => {
    const rows = await locationRows(shop.db, storeRow(), NOW);
    expect(rows.find((row) => row.id === "reno")).toMatchObject({ active: true, shipsOnline: true, dailyParcels: 40, cutOff: "15:00", timeZone: "America/Los_Angeles", nextHoliday: { date: "2026-05-25" } });
    expect(rows.find((row) => row.id === "soho")).toMatchObject({ shipsOnline: false, pausedReason: "Stocktaking until Monday", timeZone: "America/New_York", nextHoliday: null });
  });

  test("one that is closed in the shop comes last", async () => {
    const own = await openFixtureShop();
    await own.db.commit([{ merchantId: MERCHANT, guards: [], locations: [{ ...records[2]!, active: false }] }]);
    expect((await locationRows(own.db, storeRow(), NOW)).at(-1)).toMatchObject({ id: "dallas", active: false });
    await own.close();
  });
});

describe("a location", () => {
  const page = (locationId: string) => locationPage(shop.db, storeRow(), { locationId: toId<LocationId>(locationId), now: NOW });

  test("shows what the shop says beside what is set here, and what stands there", async () => {
    const shown = await page("reno");
    expect(shown).toMatchObject({ version: 1, settings: { dailyParcels: 40, latitude: null }, platform: { latitude: 39.5, timeZone: "America/New_York" }, today: "2026-03-13" });
    expect(shown?.standing.value).toBeGreaterThan(0);
    expect(await page("dallas")).toMatchObject({ version: 0, settings: { workdays: [1, 2, 3, 4, 5], pausedReason: null } });
    expect(await page("none")).toBeNull();
  });

  test("is saved whole, on top of the version that the form showed, and stays paused or open as it is", async () => {
    expect(await post({
      act: "save", dailyParcels: "25", cutOff: "14:30", timeZone: "America/Denver", "workdays.6": "yes", "holidays.date": ["2026-12-25", ""], "holidays.name": ["Christmas", ""], latitude: "39,51", longitude: "-119.8",
    })).toMatchObject({ data: { ok: true } });
    expect(shop.asked).toMatchObject([{
      verb: "saveLocationSettings",
      ask: { locationId: "reno", version: 1, settings: { pausedReason: null, dailyParcels: 25, cutOff: "14:30", timeZone: "America/Denver", workdays: [1, 6], holidays: [{ date: "2026-12-25", name: "Christmas" }], latitude: 39.51, longitude: -119.8 } },
    }]);
    await post({ act: "save" }, "soho");
    expect(shop.asked[1]?.ask).toMatchObject({ settings: { pausedReason: "Stocktaking until Monday", dailyParcels: null, cutOff: null, timeZone: null } });
  });

  test.each([
    ["dailyParcels", { dailyParcels: "-1" }], ["dailyParcels", { dailyParcels: "a few" }], ["cutOff", { cutOff: "25:00" }], ["workdays", { "workdays.1": "" }], ["latitude", { latitude: "91", longitude: "0" }],
    ["longitude", { latitude: "40" }], ["latitude", { longitude: "40" }], ["longitude", { latitude: "1", longitude: "east" }], ["holidays.1", { "holidays.date": ["2026-12-25", "2026-02-30"], "holidays.name": ["a", "b"] }],
    ["holidays.1", { "holidays.date": ["2026-12-25", "2026-12-25"], "holidays.name": ["a", "b"] }],
  ])("what is wrong is told at its field, and nothing is saved: %s", async (field, fields) => {
    expect(await post({ act: "save", ...(fields as unknown as Record<string, string | string[]>) })).toMatchObject({ data: { ok: false, problems: { [field]: expect.any(String) } }, init: { status: 422 } });
    expect(shop.asked).toEqual([]);
  });

  test("all that is wrong is told at once", () => {
    const reading = readLocationForm(form({ dailyParcels: "x", cutOff: "x", "workdays.1": "" }), null);
    expect(reading.ok ? [] : Object.keys(reading.problems).sort()).toEqual(["cutOff", "dailyParcels", "workdays"]);
  });

  test("is paused with a reason and opened again, its other settings kept", async () => {
    expect(await post({ act: "pause", reason: "" })).toMatchObject({ data: { ok: false, problems: { reason: expect.any(String) } } });
    await post({ act: "pause", reason: "Storm" });
    await post({ act: "open" }, "soho");
    expect(shop.asked).toMatchObject([{ ask: { version: 1, settings: { pausedReason: "Storm", dailyParcels: 40, cutOff: "15:00" } } }, { ask: { settings: { pausedReason: null } } }]);
  });

  test("what the page does not post does nothing", async () => {
    const wrong: Record<string, string>[] = [{ act: "burn" }, { act: "save", version: "x" }];
    for (const fields of wrong) expect(await post(fields)).toMatchObject({ data: { ok: false, problem: expect.stringContaining("out of date") } });
    expect(await post({ act: "open" }, "none")).toMatchObject({ data: { ok: false } });
    expect(shop.asked).toEqual([]);
  });
});
