import { stringify } from "csv-stringify/sync";

export type Cell = string | number | null;

export interface CsvColumn<Row> {
  title: string;
  cell(row: Row): Cell;
}

/** Excel takes a file without it for the system's old character set. */
const BYTE_ORDER_MARK = "\ufeff";

/** Where a program that takes another delimiter than ours, or forgets about quotes, begins a cell. */
const BREAKS = ";\\t\\n\\v\\f\\r\\u0085\\u2028\\u2029";
/** What programs pass over before they look whether a formula begins: blanks, quotes and what cannot be seen. */
const PASSED_OVER = `(?:(?![${BREAKS}])[\\p{White_Space}\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}"])*`;
/** Equals, plus, minus and at, in all widths and heights in which they are written. */
const TRIGGERS = "=\\uff1d\\ufe66\\u207c\\u208c+\\uff0b\\ufe62\\u207a\\u208a\\ufb29\\-\\uff0d\\ufe63\\u207b\\u208b\\u2212@\\uff20\\ufe6b";
const FORMULA_START = new RegExp(`(^|[${BREAKS}])(?=${PASSED_OVER}[${TRIGGERS}])`, "gu");
/** A number is no formula, and stays one. */
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/**
 * The text as a cell that no spreadsheet program takes for a formula: an apostrophe stands before what would begin one
 * (OWASP, "CSV Injection"), also behind a line break, a tab or a semicolon, by which another program may split cells.
 */
export const guardCell = (text: string): string => {
  if (NUMBER.test(text)) return text;
  const guarded = text.replace(FORMULA_START, "$1'");
  return /^[\t\r]/.test(guarded) ? `'${guarded}` : guarded;
};

const written = (cell: Cell): string => {
  if (cell === null) return "";
  return typeof cell === "number" ? String(cell) : guardCell(cell);
};

const lines = (rows: readonly string[][]): string => stringify([...rows], { record_delimiter: "windows", quoted_match: /[\s;"]/ });

/** RFC 4180 with a header, as pieces of text: one for each page of rows, made when it is asked for. */
export async function* csvText<Row>(columns: readonly CsvColumn<Row>[], pages: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + lines([columns.map((column) => column.title)]);
  for await (const rows of pages) {
    if (rows.length > 0) yield lines(rows.map((row) => columns.map((column) => written(column.cell(row)))));
  }
}
