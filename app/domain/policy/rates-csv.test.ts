import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkPolicy, DEFAULT_POLICY } from "../routing/policy";
import { anyRates } from "./policies.testing";
import { type CellProblem, ratesTable, readRatesTable, type Rates } from "./rates-csv";

const RATES: Rates = { zonesKm: [80], bandsGrams: [500, 1_000], ratesMinor: [[420, 470], [430, 485]], perExtraKgMinor: [75, 90] };
const TABLE = [["zone", "up to km", "500 g", "1000 g", "each further kg"], ["1", "80", "4.20", "4.70", "0.75"], ["2", "", "4.30", "4.85", "0.90"]];

const withCell = (row: number, column: number, text: string): string[][] => TABLE.map((cells, at) => cells.map((cell, place) => (at === row && place === column ? text : cell)));
const problems = (table: string[][], currency = "USD"): CellProblem[] => {
  const reading = readRatesTable(table, currency);
  return reading.ok ? [] : reading.cells;
};
const places = (table: string[][]) => problems(table).map(({ row, column }) => `${row} ${column}`);

describe("rates as a table", () => {
  test("have a row a zone and a column a weight, in the merchant's money", () => {
    expect(ratesTable(RATES, "USD")).toEqual(TABLE);
    expect(ratesTable({ ...RATES, perExtraKgMinor: [75, 90] }, "JPY")[1]).toEqual(["1", "80", "420", "470", "75"]);
  });

  test("come back as they went out, whatever the currency", () => {
    fc.assert(fc.property(anyRates, fc.constantFrom("USD", "JPY", "KWD", "CLF"), (rates, currency) => {
      expect(readRatesTable(ratesTable(rates, currency), currency)).toEqual({ ok: true, rates });
    }));
  });

  test("what is taken over can be published", () => {
    fc.assert(fc.property(anyRates, fc.array(fc.tuple(fc.nat(7), fc.nat(8), fc.constantFrom("", "0", "1.00", "99", "x", "-1", "4.205"))), (rates, slips) => {
      const table = ratesTable(rates, "USD");
      for (const [row, column, text] of slips) if (table[row]?.[column] !== undefined) table[row][column] = text;
      const reading = readRatesTable(table, "USD");
      if (reading.ok) expect(checkPolicy({ ...DEFAULT_POLICY, ...reading.rates })).toEqual([]);
      else expect(reading.cells.length).toBeGreaterThan(0);
    }));
  });

  test("any cell that is wrong is named by its row and its column", () => {
    fc.assert(fc.property(anyRates, fc.nat(), fc.nat(), fc.constantFrom("", "abc", "-1", "1.2.3", "1,250", "1e3", "=1+1", "0x10", "Infinity"), (rates, zone, column, text) => {
      const table = ratesTable(rates, "USD");
      const [row, place] = [1 + (zone % rates.ratesMinor.length), 2 + (column % (rates.bandsGrams.length + 1))];
      table[row]![place] = text;
      expect(problems(table)).toContainEqual({ row: row + 1, column: table[0]![place], problem: expect.any(String) });
    }));
  });

  test.each([
    ["the price is missing", withCell(1, 2, ""), "2 500 g"], ["a price falls with the weight", withCell(1, 3, "4.10"), "2 1000 g"], ["a price falls with the distance", withCell(2, 2, "4.10"), "3 500 g"],
    ["a further kilogram is cheaper farther away", withCell(2, 4, "0.10"), "3 each further kg"], ["the last zone ends", withCell(2, 1, "200"), "3 up to km"], ["another zone does not end", withCell(1, 1, ""), "2 up to km"],
    ["the zones are not in order", withCell(1, 0, "2"), "2 zone"], ["a column is unknown", withCell(0, 2, "weight"), "1 weight"], ["weights fall", withCell(0, 3, "200 g"), "1 200 g"], ["a column is missing", TABLE.map((row) => row.slice(0, 4)), "1 each further kg"],
    ["two columns have one name", withCell(0, 3, "500 g"), "1 500 g"], ["a cell stands beside the table", TABLE.map((row, at) => (at === 2 ? [...row, "1"] : row)), "3 column 6"], ["there are no zones", TABLE.slice(0, 1), "2 zone"], ["finer than a cent", withCell(1, 2, "4.201"), "2 500 g"],
  ])("%s", (_, table, place) => expect(places(table)).toContain(place));

  test("is read as a spreadsheet may have left it: commas, signs, blank rows, capitals", () => {
    const table = [["Zone", "Up to km", "Up to 500 g", "1,000 g", "Each further kg"], ["1", "80", "$4.20", "4,70", "0,75"], ["", "", "", "", ""], ["2", "", "USD 4.3", "4.85", ".90".replace(".", "0.")]];
    expect(readRatesTable(table, "USD")).toEqual({ ok: true, rates: RATES });
    expect(problems(withCell(2, 2, "oops").toSpliced(1, 0, ["", "", "", "", ""]))).toMatchObject([{ row: 4 }]);
  });

  test("holds nothing that a spreadsheet takes for a formula", () => {
    fc.assert(fc.property(anyRates, (rates) => {
      expect(ratesTable(rates, "USD").flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    }));
  });
});
