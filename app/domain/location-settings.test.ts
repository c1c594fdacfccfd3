import { describe, expect, test } from "vitest";
import { HOLIDAYS_MAX, type LocationForm, readLocationForm, settingChanges } from "./location-settings";

const form = (fields: Partial<LocationForm> = {}): LocationForm => ({
  pausedReason: null, dailyParcels: null, cutOff: null, timeZone: null, workdays: [1, 2, 3, 4, 5], holidays: [], latitude: null, longitude: null, ...fields,
});
const day = (date: string, name = "") => ({ date, name });

describe("what is said about a location", () => {
  test("is kept trimmed, sorted and once", () => {
    const said = form({ pausedReason: "  Flood ", cutOff: " 15:30 ", timeZone: "", workdays: [5, 1, 5], holidays: [day("2026-12-25", " Christmas "), day("2026-05-01")], latitude: 39.5, longitude: -119.8 });
    expect(readLocationForm(said)).toEqual({
      ok: true,
      settings: form({ pausedReason: "Flood", cutOff: "15:30", workdays: [1, 5], holidays: [day("2026-05-01"), day("2026-12-25", "Christmas")], latitude: 39.5, longitude: -119.8 }),
    });
  });

  test.each<[string, Partial<LocationForm>]>([
    ["pausedReason", { pausedReason: "x".repeat(201) }],
    ["dailyParcels", { dailyParcels: -1 }], ["dailyParcels", { dailyParcels: 1.5 }], ["dailyParcels", { dailyParcels: Number.NaN }],
    ["cutOff", { cutOff: "24:00" }], ["cutOff", { cutOff: "9:00" }], ["cutOff", { cutOff: "14:60" }],
    ["timeZone", { timeZone: "Mars/Olympus" }],
    ["workdays", { workdays: [] }], ["workdays", { workdays: [0] }], ["workdays", { workdays: [8] }],
    ["holidays", { holidays: Array.from({ length: HOLIDAYS_MAX + 1 }, () => day("2026-01-01")) }],
    ["holidays.0", { holidays: [day("2026-02-30")] }], ["holidays.0", { holidays: [day("25.12.2026")] }],
    ["holidays.1", { holidays: [day("2026-12-25"), day("2026-12-25")] }], ["holidays.0", { holidays: [day("2026-12-25", "x".repeat(101))] }],
    ["longitude", { latitude: 1 }], ["latitude", { longitude: 1 }], ["latitude", { latitude: 91, longitude: 1 }], ["longitude", { latitude: 1, longitude: -181 }],
    ["latitude", { latitude: Number.NaN, longitude: 1 }], ["latitude", { latitude: 0, longitude: 0 }],
  ])("is refused at %s: %o", (field, fields) => {
    const reading = readLocationForm(form(fields));
    expect(reading.ok ? null : reading.field).toBe(field);
    expect(reading.ok ? "" : reading.problem).toMatch(/\.$/);
  });

  test("is told by what differs, in words", () => {
    expect(settingChanges(form(), form({ cutOff: "12:00", holidays: [day("2026-12-25", "Christmas")] }))).toEqual([
      { field: "cutOff", before: null, after: "12:00" }, { field: "holidays", before: null, after: "2026-12-25 Christmas" },
    ]);
    expect(settingChanges(null, form())).toEqual([{ field: "workdays", before: null, after: "1, 2, 3, 4, 5" }]);
    expect(settingChanges(form(), form())).toEqual([]);
  });
});
