import { describe, expect, test } from "vitest";
import { absoluteTime, relativeTime, startOfDay } from "./time-words";

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
