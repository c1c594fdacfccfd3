import { describe, expect, test } from "vitest";
import { asRanges, eventsOf, readRanges } from "./shrink";

describe("the numbers of events", () => {
  test("are told as ranges, and read again", () => {
    expect(asRanges([7, 1, 2, 3, 9, 10])).toBe("1-3,7,9-10");
    expect(asRanges([])).toBe("");
    expect([...readRanges("1-3,7,9-10")]).toEqual([1, 2, 3, 7, 9, 10]);
    expect([...readRanges("")]).toEqual([]);
  });

  test("that happen are those that are not left out", () => {
    expect(eventsOf({ seed: 1, events: 5, without: new Set([2, 4]) })).toEqual([1, 3, 5]);
  });
});
