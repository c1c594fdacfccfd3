import { describe, expect, test } from "vitest";
import { absoluteTime, dateOf, daysAfter, deadlineWords, relativeTime, spanWords, startOfDate, startOfDay } from "./time-words";

const NOW = Date.UTC(2026, 2, 13, 18, 30);
const SECOND = 1000;
const HOUR = 3_600_000;
const ago = (ms: number, timeZone = "America/New_York") => relativeTime({ at: NOW - ms, now: NOW, timeZone });

describe("times", () => {
  test.each([[0, "just now"], [4 * SECOND, "just now"], [40 * SECOND, "40 s ago"], [2 * 60 * SECOND, "2 min ago"], [23.9 * HOUR, "23 h ago"], [-90 * SECOND, "in 1 min"]])(
    "are relative under a day: %d ms", (ms, words) => expect(ago(ms)).toBe(words));

  test("are dates on the shop's clock from a day on, with the year when it is another", () => {
    expect(ago(24 * HOUR)).toBe("12 Mar, 14:30");
    expect(ago(24 * HOUR, "Asia/Tokyo")).toBe("13 Mar, 03:30");
    expect(ago(100 * 24 * HOUR)).toContain("2025");
  });

  test("are absolute on hover with their zone", () => expect(absoluteTime(NOW, "America/New_York")).toBe("Fri, 13 Mar 2026, 14:30:00 GMT-4"));

  test("do not break a page when the platform names a zone that nobody knows", () => expect(absoluteTime(NOW, "Mars/Olympus")).toContain("18:30:00"));
});

test("a day begins at midnight on the shop's clock", () => {
  expect(startOfDay(NOW, "America/New_York")).toBe(Date.UTC(2026, 2, 13, 4));
  expect(startOfDay(NOW, "Asia/Tokyo")).toBe(Date.UTC(2026, 2, 13, 15));
});

describe("dates on a zone's clock", () => {
  test.each([["2026-03-13", "UTC", "2026-03-13T00:00:00Z"], ["2026-03-13", "America/New_York", "2026-03-13T04:00:00Z"], ["2026-03-08", "America/New_York", "2026-03-08T05:00:00Z"], ["2026-03-09", "America/New_York", "2026-03-09T04:00:00Z"], ["2026-07-01", "Asia/Kolkata", "2026-06-30T18:30:00Z"]])(
    "%s begins in %s at %s", (date, timeZone, instant) => expect(new Date(startOfDate(date, timeZone) ?? 0).toISOString()).toBe(instant.replace("Z", ".000Z")));

  test("what is no date has no beginning", () => {
    for (const date of ["", "2026-02-30", "13.3.2026", "2026-3-1", "2026-13-01"]) expect(startOfDate(date, "UTC")).toBeNull();
  });

  test("dates and their days agree with the zone", () => {
    expect(dateOf(Date.UTC(2026, 2, 13, 3), "America/New_York")).toBe("2026-03-12");
    expect(daysAfter("2026-02-28", 1)).toBe("2026-03-01");
    expect(daysAfter("2026-03-01", -1)).toBe("2026-02-28");
  });

  test("a deadline is told on its own clock, and names it where it is not the reader's", () => {
    const now = Date.UTC(2026, 2, 13, 18, 30);
    const words = (at: number, timeZone = "America/Los_Angeles") => deadlineWords({ at, now, timeZone, readerZone: "America/Los_Angeles" });
    expect(words(Date.UTC(2026, 2, 13, 22))).toBe("today 15:00");
    expect(words(Date.UTC(2026, 2, 14, 22))).toBe("tomorrow 15:00");
    expect(words(Date.UTC(2026, 2, 12, 22))).toBe("yesterday 15:00");
    expect(words(Date.UTC(2026, 2, 16, 22))).toBe("Mon 15:00");
    expect(words(Date.UTC(2026, 2, 5, 23))).toBe("5 Mar, 15:00");
    expect(words(Date.UTC(2026, 2, 13, 19), "UTC")).toBe("today 19:00 UTC");
  });

  test("a span has its two largest parts", () => {
    expect([30_000, 12 * 60_000, 160 * 60_000, 76 * 3_600_000, 48 * 3_600_000].map(spanWords)).toEqual(["under a minute", "12 min", "2 h 40 min", "3 d 4 h", "2 d"]);
  });
});
