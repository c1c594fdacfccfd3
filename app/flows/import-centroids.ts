import { parse } from "csv-parse/sync";
import { emptyChangeSet } from "../domain/change-set";
import { meanPlaces, type PostalPlace } from "../domain/policy/centroid-means";
import { countryName } from "../domain/policy/regions";
import type { FlowContext } from "./context";
import { noted, type PolicyAsk } from "./policy-drafts";
import type { CellRefusal } from "./policy-rates";

const ROWS_MAX = 200_000;
/** Problems that are named; a file with more has one cause. */
const PROBLEMS_MAX = 100;
const COLUMNS = ["country", "postal_code", "latitude", "longitude"] as const;
type Field = (typeof COLUMNS)[number];

/** `places`: beginnings of postal codes that are known by it; `countries`: their codes. */
export type CentroidsResult = { ok: true; rows: number; places: number; countries: string[] } | CellRefusal;

const refuse = (problem: string, rows: CellRefusal["rows"] = []): CellRefusal => ({ ok: false, field: "file", problem, rows: rows.slice(0, PROBLEMS_MAX) });

/** Learns where postal codes lie, from a file with a row for each: all of it or, where one cell is wrong, nothing. What was known of others stays. */
export const importCentroids = async (ctx: FlowContext, ask: PolicyAsk & { text: string }): Promise<CentroidsResult> => {
  const { store: { merchantId, id: storeId }, actor } = ask;
  const reading = readPlaces(ask.text);
  if (!Array.isArray(reading)) return reading;
  const centroids = meanPlaces(reading).map((place) => ({ merchantId, ...place }));
  const countries = [...new Set(centroids.map(({ countryCode }) => countryCode))].sort();
  await ctx.db.commit([{
    ...emptyChangeSet(merchantId), centroids,
    activity: [noted(ctx, { merchantId, actor, verb: "postal-codes-imported", subjectId: storeId, detail: { rows: reading.length, countries: countries.join(", ") } })],
  }]);
  return { ok: true, rows: reading.length, places: centroids.length, countries };
};

function readPlaces(text: string): PostalPlace[] | CellRefusal {
  const table = tableOf(text);
  if (!Array.isArray(table)) return table;
  const titles = (table[0] ?? []).map((title) => title.trim().toLowerCase().replace(/[\s-]+/g, "_"));
  const missing = COLUMNS.filter((name) => !titles.includes(name));
  if (missing.length > 0) return refuse(`The first row must name the columns. Missing: ${missing.join(", ")}.`);
  const lines = table.map((cells, index) => ({ row: index + 1, cells })).slice(1).filter(({ cells }) => cells.some((cell) => cell !== ""));
  if (lines.length === 0) return refuse("The file has no rows below its header.");
  if (lines.length > ROWS_MAX) return refuse(`The file has ${lines.length} rows. Split it: ${ROWS_MAX} at the most.`);
  const problems: CellRefusal["rows"] = [];
  const places = lines.flatMap(({ row, cells }) => {
    const place = placeOf((name) => cells[titles.indexOf(name)] ?? "", (field, problem) => void problems.push({ row, field, problem }));
    return place === null ? [] : [place];
  });
  return problems.length > 0 ? refuse(`Nothing was taken over: ${problems.length === 1 ? "one cell is" : `${problems.length} cells are`} wrong.`, problems) : places;
}

const tableOf = (text: string): string[][] | CellRefusal => {
  try {
    const [first = ""] = text.split("\n", 1);
    const delimiter = first.includes("\t") ? "\t" : first.includes(";") ? ";" : ",";
    const rows: string[][] = parse(text, { bom: true, trim: true, delimiter, relax_column_count: true, skip_empty_lines: false });
    return rows;
  } catch (error) {
    return refuse(`The file cannot be read as CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** Null where a cell is wrong, which is said. */
function placeOf(cell: (name: Field) => string, say: (field: Field, problem: string) => void): PostalPlace | null {
  const countryCode = cell("country").toUpperCase();
  const isCountry = /^[A-Z]{2}$/.test(countryCode) && countryName(countryCode) !== countryCode;
  if (!isCountry) say("country", `“${countryCode.slice(0, 20)}” is no country code of two letters, such as US.`);
  const code = cell("postal_code").toUpperCase().replace(/[\s-]/g, "");
  const isCode = /^[A-Z0-9]{1,10}$/.test(code);
  if (!isCode) say("postal_code", code === "" ? "The postal code is missing." : `“${code.slice(0, 20)}” is no postal code.`);
  const latitude = degreesOf(cell("latitude"), 90);
  if (latitude === null) say("latitude", "Give degrees from -90 to 90, such as 37.789.");
  const longitude = degreesOf(cell("longitude"), 180);
  if (longitude === null) say("longitude", "Give degrees from -180 to 180, such as -122.394.");
  return isCountry && isCode && latitude !== null && longitude !== null ? { countryCode, code, latitude, longitude } : null;
}

const degreesOf = (text: string, most: number): number | null => {
  const dotted = text.replace(",", ".").replace(/^'/, "");
  const degrees = /^-?\d{1,3}(\.\d{1,12})?$/.test(dotted) ? Number(dotted) : Number.NaN;
  return Math.abs(degrees) <= most ? degrees : null;
};
