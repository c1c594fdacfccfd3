import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayAt, daysOf, weekdayOf } from "./days";
import { localTimeAt } from "./local-time";
import { type Calendar, shipBy } from "./ship-by";
import { dayText, localDayAt, shipDayOf, weekdaysBetween, weekdaysLater, workdayFrom, workdaysLater } from "./working-days";

const ZONES = ["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia"];
const calendar = (fields: Partial<Calendar> = {}): Calendar => ({ cutOff: "14:00", timeZone: "America/New_York", workdays: [1, 2, 3, 4, 5], holidays: [], ...fields });
const day = (text: string): number => daysOf({ year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)), day: Number(text.slice(8)) });
const days = fc.integer({ min: day("2020-01-01"), max: day("2032-01-01") });

describe("days on which a location ships", () => {
  test("the day that goods leave is the day of the instant by which they should have left", () => {
    const instants = fc.integer({ min: Date.parse("2024-01-01T00:00:00Z"), max: Date.parse("2030-01-01T00:00:00Z") });
    const weeks = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    fc.assert(fc.property(instants, fc.constantFrom("06:30", "14:00", "23:59"), weeks, fc.constantFrom(...ZONES), (readyAt, cutOff, workdays, timeZone) => {
      const own = calendar({ cutOff, workdays, timeZone, holidays: [dayText(localDayAt(readyAt, timeZone))] });
      expect(shipDayOf(readyAt, own)).toBe(daysOf(localTimeAt(shipBy(readyAt, own) as number, timeZone)));
    }));
  });

  test("lead time counts working days alone", () => {
    const own = calendar({ holidays: ["2026-03-16"] });
    expect(dayText(workdaysLater(day("2026-03-13"), 2, own) as number)).toBe("2026-03-18");
    expect(workdaysLater(day("2026-03-13"), 0, own)).toBe(day("2026-03-13"));
    expect([workdayFrom(day("2026-03-13"), { workdays: [], holidays: [] }), workdaysLater(day("2026-03-13"), 1, { workdays: [], holidays: [] })]).toEqual([null, null]);
  });
});

describe("weekdays on the road", () => {
  const isWeekday = (at: number): boolean => weekdayOf(dayAt(at)) <= 5;

  test("are counted as one counts them on a calendar", () => {
    fc.assert(fc.property(days, fc.integer({ min: -5, max: 40 }), (from, span) => {
      const between = Array.from({ length: Math.max(0, span) }, (_, index) => from + index + 1).filter(isWeekday).length;
      expect(weekdaysBetween(from, from + span)).toBe(between);
    }));
  });

  test("so many later is the first day that lies so many later, and a weekday", () => {
    fc.assert(fc.property(days, fc.integer({ min: 1, max: 40 }), (from, count) => {
      const later = weekdaysLater(from, count);
      expect([weekdaysBetween(from, later), weekdaysBetween(from, later - 1), isWeekday(later)]).toEqual([count, count - 1, true]);
      expect(weekdaysLater(from, 0)).toBe(from);
    }));
  });
});
