import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayAt, daysOf, isDay, weekdayOf } from "./days";

const MS = 86_400_000;

describe("a day of the calendar", () => {
  test("is counted as the clock of this machine counts it, there and back", () => {
    fc.assert(fc.property(fc.integer({ min: -200_000, max: 200_000 }), (days) => {
      const at = new Date(days * MS);
      const day = { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
      expect(dayAt(days)).toEqual(day);
      expect(daysOf(day)).toBe(days);
      expect(weekdayOf(day)).toBe(at.getUTCDay() || 7);
    }), { numRuns: 2_000 });
  });

  test.each([
    [2024, 2, 29, true], [2026, 2, 29, false], [1900, 2, 29, false], [2000, 2, 29, true], [2026, 4, 31, false], [2026, 12, 31, true], [2026, 13, 1, false], [2026, 0, 1, false], [2026, 1, 0, false],
  ])("%i-%i-%i exists: %s", (year, month, day, exists) => expect(isDay({ year, month, day })).toBe(exists));
});
