import { expect, test } from "vitest";
import { isoInZone } from "./zoned-time";

const at = Date.UTC(2026, 10, 2, 8, 5, 9);

test.each([
  ["UTC", "2026-11-02T08:05:09+00:00"], ["America/New_York", "2026-11-02T03:05:09-05:00"], ["Asia/Kolkata", "2026-11-02T13:35:09+05:30"], ["Pacific/Auckland", "2026-11-02T21:05:09+13:00"],
  ["America/St_Johns", "2026-11-02T04:35:09-03:30"], ["Nowhere/Unknown", "2026-11-02T08:05:09+00:00"],
])("in %s", (zone, text) => expect(isoInZone(at + 321, zone)).toBe(text));

test("means the same instant in every zone, also in the hour that a clock has twice", () => {
  for (const hour of [4, 5, 6, 7]) {
    const instant = Date.UTC(2026, 10, 1, hour, 30);
    expect(Date.parse(isoInZone(instant, "America/New_York"))).toBe(instant);
  }
});
