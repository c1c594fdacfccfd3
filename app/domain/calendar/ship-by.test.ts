import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weekdayOf } from "./days";
import { clockOf, dateOf, instantOf, isTimeZone, localTimeAt } from "./local-time";
import { type Calendar, shipBy } from "./ship-by";

const ZONES = ["UTC", "America/New_York", "America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns"];
const calendar = (fields: Partial<Calendar> = {}): Calendar => ({ cutOff: "14:00", timeZone: "America/New_York", workdays: [1, 2, 3, 4, 5], holidays: [], ...fields });
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());
const at = (text: string) => Date.parse(text);

describe("the time by which goods should have left", () => {
  test("is today's cut-off until it has passed, to the minute, and the next working day's after", () => {
    // Friday, 13 March 2026; New York is four hours behind UTC since the 8th.
    expect(iso(shipBy(at("2026-03-13T17:59:00Z"), calendar()))).toBe("2026-03-13T18:00:00.000Z");
    expect(iso(shipBy(at("2026-03-13T18:00:59Z"), calendar()))).toBe("2026-03-13T18:00:00.000Z");
    expect(iso(shipBy(at("2026-03-13T18:01:00Z"), calendar()))).toBe("2026-03-16T18:00:00.000Z");
  });

  test("leaves out weekends and holidays", () => {
    expect(iso(shipBy(at("2026-03-14T10:00:00Z"), calendar({ holidays: ["2026-03-16", "2026-03-17"] })))).toBe("2026-03-18T18:00:00.000Z");
    expect(iso(shipBy(at("2026-03-14T10:00:00Z"), calendar({ workdays: [6] })))).toBe("2026-03-14T18:00:00.000Z");
  });

  test("is the location's own day, not the shop's", () => {
    // Monday evening in Los Angeles is Tuesday in Berlin.
    const instant = at("2026-03-17T00:30:00Z");
    expect(iso(shipBy(instant, calendar({ timeZone: "America/Los_Angeles", cutOff: "18:00" })))).toBe("2026-03-17T01:00:00.000Z");
    expect(iso(shipBy(instant, calendar({ timeZone: "Europe/Berlin", cutOff: "18:00" })))).toBe("2026-03-17T17:00:00.000Z");
  });

  test("is unknown where the location never works", () => {
    expect(shipBy(at("2026-03-13T10:00:00Z"), calendar({ workdays: [] }))).toBeNull();
  });

  test("moves with the clocks: the cut-off stays where it is on the wall", () => {
    expect(iso(shipBy(at("2026-03-06T12:00:00Z"), calendar()))).toBe("2026-03-06T19:00:00.000Z");
    expect(iso(shipBy(at("2026-03-09T12:00:00Z"), calendar()))).toBe("2026-03-09T18:00:00.000Z");
  });

  test("is never before the goods are ready's minute, is at the cut-off of a working day, and no working day lies between", () => {
    const instants = fc.integer({ min: at("2024-01-01T00:00:00Z"), max: at("2030-01-01T00:00:00Z") });
    const clocks = fc.tuple(fc.integer({ min: 4, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
    const weeks = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    fc.assert(fc.property(instants, clocks, weeks, fc.constantFrom(...ZONES), (readyAt, cutOff, workdays, timeZone) => {
      const due = shipBy(readyAt, calendar({ cutOff, workdays, timeZone })) as number;
      const shown = localTimeAt(due, timeZone);
      expect(clockOf(shown)).toBe(cutOff);
      expect(workdays).toContain(weekdayOf(shown));
      expect(due).toBeGreaterThan(readyAt - 60_000);
      for (let instant = readyAt; dateOf(localTimeAt(instant, timeZone)) < dateOf(shown); instant += 86_400_000) {
        const between = localTimeAt(instant, timeZone);
        expect(workdays.includes(weekdayOf(between)) && clockOf(between) <= cutOff && instant === readyAt).toBe(false);
      }
    }));
  });
});

describe("local time", () => {
  test("there and back is the same minute, in every zone, but for the hour that is shown twice", () => {
    fc.assert(fc.property(fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z") }), fc.constantFrom(...ZONES), (instant, timeZone) => {
      const local = localTimeAt(instant, timeZone);
      const back = instantOf(local, timeZone);
      expect(localTimeAt(back, timeZone)).toEqual(local);
      expect(back).toBeLessThanOrEqual(instant);
      expect(instant - back).toBeLessThanOrEqual(3_600_000 + 59_999);
    }));
  });

  test("is what the runtime's own calendar shows, also within the hour of a change and long ago", () => {
    const asked = (instant: number, timeZone: string): string =>
      new Intl.DateTimeFormat("sv-SE", { timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).format(instant);
    const changes = [at("2026-03-08T10:00:00Z"), at("2026-11-01T06:00:00Z"), at("2026-10-03T15:30:00Z"), at("1969-04-27T07:00:00Z"), at("1971-06-01T00:00:00Z")];
    const instants = fc.oneof(
      fc.integer({ min: at("1960-01-01T00:00:00Z"), max: at("2040-01-01T00:00:00Z") }),
      fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -5_400_000, max: 5_400_000 })).map(([change, by]) => change + by),
    );
    fc.assert(fc.property(instants, fc.constantFrom(...ZONES, "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"), (instant, timeZone) => {
      const shown = localTimeAt(instant, timeZone);
      expect(`${dateOf(shown)} ${clockOf(shown)}`).toBe(asked(instant, timeZone));
    }), { numRuns: 1_000 });
  });

  test("of a time that the clock jumps over, is the jump", () => {
    const jumped = instantOf({ year: 2026, month: 3, day: 8, hour: 2, minute: 30 }, "America/New_York");
    expect(iso(jumped)).toBe("2026-03-08T07:00:00.000Z");
  });

  test("knows its zones", () => {
    expect([isTimeZone("Europe/Berlin"), isTimeZone("Mars/Olympus"), isTimeZone("")]).toEqual([true, false, false]);
  });
});
