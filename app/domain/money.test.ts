import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMinor, minorToDecimal, minorUnits, parseDecimalToMinor } from "./money";

describe("money", () => {
  it.each([
    ["14.10", "USD", 1410], ["14.1", "USD", 1410], ["14", "USD", 1400], ["14.", "USD", 1400], ["-0.05", "EUR", -5], ["+3.00", "GBP", 300],
    ["1200", "JPY", 1200], ["1200.00", "JPY", 1200], ["2.5", "KWD", 2500], ["2.525", "KWD", 2525], ["10.5000", "USD", 1050],
    ["-0.00", "USD", 0], [" 7.25 ", "usd", 725], ["90071992547409.91", "USD", 9007199254740991], ["0.29", "USD", 29], ["4.35", "USD", 435],
  ])("reads %s %s as %i minor units", (text, currency, minor) => {
    expect(parseDecimalToMinor(text, currency)).toBe(minor);
  });

  it.each([
    ["10.505", "USD"], ["1200.50", "JPY"], ["2.5255", "KWD"], ["", "USD"], ["abc", "USD"], ["1,200.00", "USD"], ["1e3", "USD"], [".5", "USD"],
    ["90071992547409.92", "USD"], ["--1", "USD"], ["1.2.3", "USD"], ["NaN", "USD"],
  ])("refuses %s %s rather than round it", (text, currency) => {
    expect(parseDecimalToMinor(text, currency)).toBeNull();
  });

  it("writes what it reads, for 0, 2 and 3 decimals", () => {
    fc.assert(fc.property(fc.maxSafeInteger(), fc.constantFrom("JPY", "USD", "KWD", "CLF"), (minor, currency) => {
      expect(parseDecimalToMinor(minorToDecimal(minor, currency), currency)).toBe(minor);
    }));
  });

  it.each([
    [1410, "USD", "$14.10"], [5, "USD", "$0.05"], [-275, "USD", "-$2.75"], [123456789, "EUR", "€1,234,567.89"], [-120000, "JPY", "-¥120,000"],
    [2500, "KWD", "KWD 2.500"], [0, "CHF", "CHF 0.00"], [100000, "CAD", "CA$1,000.00"], [999, "XYZ", "XYZ 9.99"],
  ])("shows %i %s as %s", (minor, currency, text) => {
    expect(formatMinor(minor, currency)).toBe(text);
  });

  it("knows currencies without decimals and with three", () => {
    expect(["USD", "JPY", "krw", "BHD", "ZZZ"].map(minorUnits)).toEqual([2, 0, 0, 3, 2]);
  });
});
