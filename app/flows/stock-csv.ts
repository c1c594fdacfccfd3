import { parse } from "csv-parse/sync";
import type { ItemRecord, LocationRecord, StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";

export const CSV_ROWS_MAX = 10_000;
export const CSV_CHARACTERS_MAX = 2_000_000;
/** Problems that are named; a file with more has one cause. */
const PROBLEMS_MAX = 100;

/** What is wrong with one row: its number as a spreadsheet shows it, the header being row 1. */
export interface RowProblem {
  row: number;
  field: string;
  problem: string;
}

export interface FileRefusal {
  ok: false;
  field: "file";
  problem: string;
  rows: RowProblem[];
}

/** One row whose item and location are known; `units` has the file's number columns, null where a cell is empty. */
export interface StockRow<Column extends string> {
  row: number;
  item: ItemRecord;
  location: LocationRecord;
  units: Record<Column, number | null>;
}

export const refuseFile = (problem: string, rows: RowProblem[] = []): FileRefusal => ({ ok: false, field: "file", problem, rows: rows.slice(0, PROBLEMS_MAX) });

interface Columns<Column extends string> {
  /** At least one of them must be there. */
  numbers: readonly Column[];
  /** May a cell of theirs be empty? */
  mayBeEmpty: boolean;
}

/** Reads a file of stock by SKU and location. Either every row is right, or all that is wrong is named. */
export const readStockFile = async <Column extends string>(
  ctx: FlowContext, ask: { store: StoreRecord; text: string }, columns: Columns<Column>,
): Promise<{ ok: true; rows: StockRow<Column>[] } | FileRefusal> => {
  const table = tableOf(ask.text);
  if (!table.ok) return table;
  const header = headerOf(table.lines[0] ?? [], columns);
  if (!header.ok) return header;
  const lines = table.lines.slice(1);
  if (lines.length === 0) return refuseFile("The file has no rows below its header.");
  if (lines.length > CSV_ROWS_MAX) return refuseFile(`The file has ${lines.length} rows. Split it: ${CSV_ROWS_MAX} at the most.`);
  const problems: RowProblem[] = [];
  const named = await namesOf(ctx, ask.store, lines.map((line) => cell(line, header.places.get("sku"))));
  const seen = new Map<string, number>();
  const rows = lines.flatMap((line, index) => {
    const row = index + 2;
    const say: Say = (field, problem) => {
      problems.push({ row, field, problem });
      return null;
    };
    const item = itemOf(named.items, cell(line, header.places.get("sku")), say);
    const location = locationOf(named.locations, cell(line, header.places.get("location")), say);
    const units = unitsOf(line, { ...columns, places: header.places }, say);
    if (!item || !location || !units) return [];
    const key = `${item.id}@${location.id}`;
    if (seen.has(key)) say("sku", `Row ${seen.get(key)} has the same SKU and location.`);
    seen.set(key, seen.get(key) ?? row);
    return [{ row, item, location, units }];
  });
  return problems.length > 0 ? refuseFile(`Nothing was taken over: ${problems.length === 1 ? "one cell is" : `${problems.length} cells are`} wrong.`, problems) : { ok: true, rows };
};

const tableOf = (text: string): { ok: true; lines: string[][] } | FileRefusal => {
  if (text.length > CSV_CHARACTERS_MAX) return refuseFile("The file is larger than 2 MB. Split it.");
  try {
    return { ok: true, lines: parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true }) };
  } catch (error) {
    return refuseFile(`The file cannot be read as CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const headerOf = <Column extends string>(header: readonly string[], { numbers }: Columns<Column>): { ok: true; places: Map<string, number> } | FileRefusal => {
  const names = header.map((name) => name.toLowerCase().replaceAll(/[\s-]+/g, "_"));
  const places = new Map(names.map((name, place) => [name, place]));
  if (places.size < names.length) return refuseFile("Two columns of the file have the same name.");
  const missing = ["sku", "location"].filter((name) => !places.has(name));
  if (!numbers.some((name) => places.has(name))) missing.push(numbers.join(" or "));
  return missing.length > 0 ? refuseFile(`The first row must name the columns. Missing: ${missing.join(", ")}.`) : { ok: true, places };
};

const cell = (line: readonly string[], place: number | undefined): string => (place === undefined ? "" : (line[place] ?? ""));

const namesOf = async (ctx: FlowContext, store: StoreRecord, skus: string[]) => {
  const items = new Map<string, ItemRecord[]>();
  for (const item of await ctx.db.itemsBySku(store.merchantId, store.id, [...new Set(skus)].filter((sku) => sku !== ""))) items.set(item.sku, [...(items.get(item.sku) ?? []), item]);
  const locations = new Map<string, LocationRecord[]>();
  for (const location of await ctx.db.locations(store.merchantId)) {
    if (location.storeId !== store.id) continue;
    for (const name of [location.name.toLowerCase(), location.platformId.toLowerCase()]) locations.set(name, [...(locations.get(name) ?? []), location]);
  }
  return { items, locations };
};

/** Notes what is wrong with a cell. */
type Say = (field: string, problem: string) => null;

const itemOf = (items: ReadonlyMap<string, ItemRecord[]>, sku: string, say: Say): ItemRecord | null => {
  if (sku === "") return say("sku", "The SKU is empty.");
  const [item, other] = items.get(sku) ?? [];
  if (!item) return say("sku", `No item has the SKU ${sku}.`);
  if (other) return say("sku", `More than one item has the SKU ${sku}: ${item.title} and ${other.title}. Give each a SKU of its own first.`);
  return item.tracked ? item : say("sku", `The store does not track how many there are of ${sku}.`);
};

const locationOf = (locations: ReadonlyMap<string, LocationRecord[]>, name: string, say: Say): LocationRecord | null => {
  if (name === "") return say("location", "The location is empty.");
  const found = locations.get(name.toLowerCase()) ?? [];
  if (found.length === 0) return say("location", `No location is called ${name}.`);
  if (new Set(found.map((one) => one.id)).size > 1) return say("location", `More than one location is called ${name}. Give the platform's number of it instead.`);
  return found[0] ?? null;
};

const unitsOf = <Column extends string>(line: readonly string[], columns: Columns<Column> & { places: ReadonlyMap<string, number> }, say: Say): Record<Column, number | null> | null => {
  let right = true;
  const units = Object.fromEntries(columns.numbers.map((name) => {
    const text = cell(line, columns.places.get(name));
    const empty = text === "" && (columns.mayBeEmpty || !columns.places.has(name));
    if (empty || /^\d{1,7}$/.test(text)) return [name, empty ? null : Number(text)];
    right = false;
    say(name, text === "" ? "The cell is empty." : `${text.slice(0, 40)} is not a whole number from 0 to 9,999,999.`);
    return [name, null];
  })) as Record<Column, number | null>;
  return right ? units : null;
};

