import { describe, expect, it } from "vitest";
import { DEFAULT_CUT_OFF, DEFAULT_WORKDAYS } from "./calendar/ship-by";
import { locationNamed } from "./fulfillment/records.fixture";
import { isClosed, sitesOf } from "./sites";

const east = { ...locationNamed("east"), latitude: 40, longitude: -74 };
const settings = {
  merchantId: east.merchantId, locationId: east.id, version: 1, pausedReason: null, dailyParcels: null, cutOff: null, timeZone: null, workdays: [6],
  holidays: [{ date: "2026-12-25", name: "Christmas" }], latitude: null, longitude: null, updatedAt: 1,
};

describe("a location as decisions see it", () => {
  it("is as the platform says, with an ordinary week, where nobody said anything", () => {
    expect(sitesOf([east], [], "Europe/Berlin")).toEqual([
      { ...east, pausedReason: null, calendar: { cutOff: DEFAULT_CUT_OFF, timeZone: "Europe/Berlin", workdays: DEFAULT_WORKDAYS, holidays: [] }, dailyParcels: null },
    ]);
  });

  it("is what the merchant says beside and instead, and of coordinates both or none", () => {
    const [site] = sitesOf([east], [{ ...settings, pausedReason: "Flood", cutOff: "10:00", timeZone: "UTC", latitude: 1, longitude: 2 }], "Europe/Berlin");
    expect(site).toMatchObject({ latitude: 1, longitude: 2, pausedReason: "Flood", calendar: { cutOff: "10:00", timeZone: "UTC", workdays: [6], holidays: ["2026-12-25"] } });
    expect(sitesOf([east], [{ ...settings, latitude: 1 }], "UTC")[0]).toMatchObject({ latitude: 40, longitude: -74 });
  });

  it.each([[{}, false], [{ active: false }, true], [{ fulfillsOnline: false }, true], [{ pausedReason: "Flood" }, true]])("%o: is it closed? %s", (fields, closed) => {
    expect(isClosed({ ...east, ...fields })).toBe(closed);
  });
});
