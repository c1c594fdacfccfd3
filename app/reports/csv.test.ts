import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvText, guardCell } from "./csv";

/** Looks as a spreadsheet program would, by another way than the guard: folded to plain characters, the invisible passed over one by one. */
const beginsFormula = (cell: string): boolean => {
  const plain = [...cell.normalize("NFKC").replaceAll("\u2212", "-")];
  const first = plain.find((char) => char.trim() !== "" && char !== '"' && char.codePointAt(0)! > 0x1f && !/[\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/.test(char));
  return first !== undefined && "=+-@".includes(first) && !/^-?\d+(\.\d+)?$/.test(cell);
};

/** As cells fall apart where quotes are forgotten or the delimiter is another. */
const parts = (cell: string): string[] => cell.split(/[;\t\r\n]/);

const nasty = fc.array(fc.constantFrom("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "⁼", "−", " ", "\t", "\r", "\n", ";", ",", '"', "'", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u0000", "1", ".5", "a", "é", "😀"), { maxLength: 12 }).map((chars) => chars.join(""));

const whole = async (rows: (string | number | null)[][]): Promise<string> => {
  const columns = (rows[0] ?? []).map((_, at) => ({ title: `c${at}`, cell: (row: (string | number | null)[]) => row[at] ?? null }));
  let text = "";
  for await (const piece of csvText(columns, (async function* () { yield rows; })())) text += piece;
  return text;
};

describe("a cell", () => {
  test.each([
    ["=1+1", "'=1+1"], ["+1 555 0100", "'+1 555 0100"], ["-x", "'-x"], ["@SUM(A1)", "'@SUM(A1)"], ["  =1", "'  =1"], ["\t=1", "'\t'=1"], ["\rtext", "'\rtext"], ["\u00a0=1", "'\u00a0=1"],
    ["＝1", "'＝1"], ["－1", "'－1"], ["\u200b=1", "'\u200b=1"], ['"=1"', "'\"=1\""], ["a;=1", "a;'=1"], ["a\n=1", "a\n'=1"],
  ])("%j begins no formula", (text, guarded) => expect(guardCell(text)).toBe(guarded));

  test.each(["-5", "-5.25", "0", "12.50", "a=b", "a-b", "1 + 1", "x@example.com", "#1001", "'=1", "", "Löwe, Jan"])("%j stays as it is", (text) => expect(guardCell(text)).toBe(text));

  test("never begins a formula, nor does what it may fall apart into; guarding twice changes nothing more", () => {
    fc.assert(fc.property(nasty, (text) => {
      const guarded = guardCell(text);
      if (!/^-?\d+(\.\d+)?$/.test(text)) expect([guarded, ...parts(guarded)].filter(beginsFormula)).toEqual([]);
      expect(guardCell(guarded).replaceAll("'", "")).toBe(text.replaceAll("'", ""));
    }), { numRuns: 3000 });
  });

  test("long blanks are passed in no time worth naming", () => {
    for (const blank of [" ", "\t", '"', "\u00a0"]) expect(guardCell(blank.repeat(200_000)).length).toBeGreaterThan(0);
  });
});

describe("a file", () => {
  test("says what it is, has one header, and lines that Windows ends", async () => {
    expect(await whole([["a", 1], ["b,c", -2.5], ['say "x"', null]])).toBe('\ufeffc0,c1\r\na,1\r\n"b,c",-2.5\r\n"say ""x""",\r\n');
  });

  test("gives back every cell as it was guarded, whatever is in it", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(nasty, nasty), { minLength: 1, maxLength: 5 }), async (rows) => {
      const read = parse(await whole(rows), { bom: true, record_delimiter: "\r\n" }) as string[][];
      expect(read.slice(1)).toEqual(rows.map((row) => row.map(guardCell)));
    }), { numRuns: 500 });
  });

  test("has a header also where there are no rows", async () => {
    let text = "";
    for await (const piece of csvText([{ title: "Order", cell: () => null }], (async function* () { yield []; })())) text += piece;
    expect(text).toBe("\ufeffOrder\r\n");
  });
});
