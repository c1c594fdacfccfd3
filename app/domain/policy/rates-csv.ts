import { minorToDecimal, parseDecimalToMinor } from "../money";
import type { RoutingPolicy } from "../routing/types";

/** The tables of a tariff that come as a file. */
export type Rates = Pick<RoutingPolicy, "zonesKm" | "bandsGrams" | "ratesMinor" | "perExtraKgMinor">;

/** What is wrong with one cell: its row as a spreadsheet counts, the first row being 1, and its column by name. */
export interface CellProblem {
  row: number;
  column: string;
  problem: string;
}

export type RatesReading = { ok: true; rates: Rates } | { ok: false; cells: CellProblem[] };

const ZONE = "zone";
const UNTIL_KM = "up to km";
const EXTRA = "each further kg";
const BAND = /^(?:up to )?(\d{1,9}) ?g$/;
const WHOLE = /^\d{1,9}$/;
const TABLE_MAX = 32;
/** In minor units; keeps every sum of an order exact. */
const RATE_MINOR_MAX = 1_000_000_000;

/** A row for each zone, nearest first: its number, how far it reaches (empty: beyond all), a price for each weight, and for each kilogram beyond. */
export const ratesTable = ({ zonesKm, bandsGrams, ratesMinor, perExtraKgMinor }: Rates, currency: string): string[][] => [
  [ZONE, UNTIL_KM, ...bandsGrams.map((grams) => `${grams} g`), EXTRA],
  ...ratesMinor.map((row, zone) => [
    String(zone + 1), zonesKm[zone] === undefined ? "" : String(zonesKm[zone]), ...row.map((rate) => minorToDecimal(rate, currency)), minorToDecimal(perExtraKgMinor[zone] ?? 0, currency),
  ]),
];

/** Reads what `ratesTable` writes, and what a spreadsheet makes of it. Either all of it is right, or everything that is wrong is named by row and column. */
export const readRatesTable = (table: readonly (readonly string[])[], currency: string): RatesReading => {
  const problems: CellProblem[] = [];
  const header = headerOf(table[0] ?? [], problems);
  const lines = table.map((cells, index) => ({ row: index + 1, cells })).slice(1).filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  if (lines.length === 0) problems.push({ row: 2, column: ZONE, problem: "There is no zone: give at least one row below the first." });
  if (lines.length > TABLE_MAX) problems.push({ row: lines[TABLE_MAX]?.row ?? 1, column: ZONE, problem: `At most ${TABLE_MAX} zones are possible.` });
  const zones = lines.map((line, zone) => zoneOf({ ...line, zone, last: zone === lines.length - 1 }, { header, currency, problems }));
  findFalls(zones, { header, problems });
  if (problems.length > 0) return { ok: false, cells: problems };
  return {
    ok: true,
    rates: {
      zonesKm: zones.flatMap(({ untilKm }) => (untilKm === null ? [] : [untilKm])), bandsGrams: header.bands.map(({ grams }) => grams),
      ratesMinor: zones.map(({ rates }) => rates.map((rate) => rate ?? 0)), perExtraKgMinor: zones.map(({ extra }) => extra ?? 0),
    },
  };
};

interface Header {
  places: Map<string, number>;
  bands: { grams: number; place: number; title: string }[];
  titles: string[];
}

const plain = (text: string): string => text.trim().toLowerCase().replace(/[\s_-]+/g, " ").replace(/^'/, "");

function headerOf(cells: readonly string[], problems: CellProblem[]): Header {
  const titles = cells.map(plain);
  const say = (column: string, problem: string) => void problems.push({ row: 1, column, problem });
  const places = new Map(titles.map((title, place) => [title, place]));
  for (const name of [ZONE, UNTIL_KM, EXTRA]) if (!places.has(name)) say(name, `The first row must name a column “${name}”.`);
  const bands = titles.flatMap((title, place) => {
    const grams = BAND.exec(title.replaceAll(",", ""))?.[1];
    return grams === undefined ? [] : [{ grams: Number(grams), place, title }];
  });
  titles.forEach((title, place) => {
    if (title === "" ? cells.slice(place).some((cell) => cell.trim() !== "") : titles.indexOf(title) < place) say(title === "" ? `column ${place + 1}` : title, title === "" ? "The column has no name." : "Two columns have this name.");
    else if (title !== "" && ![ZONE, UNTIL_KM, EXTRA].includes(title) && !bands.some((band) => band.place === place)) say(title, "This is neither a weight such as “500 g” nor one of the other columns.");
  });
  if (bands.length === 0) say("500 g", "There must be at least one weight, such as a column “500 g”.");
  if (bands.length > TABLE_MAX) say(bands[TABLE_MAX]?.title ?? "", `At most ${TABLE_MAX} weights are possible.`);
  bands.forEach(({ grams, title }, index) => {
    const before = bands[index - 1]?.grams ?? 0;
    if (grams <= before) say(title, before === 0 ? "A weight must be more than 0 g." : `A weight must be more than the one before it, ${before} g.`);
  });
  return { places, bands, titles };
}

interface Zone {
  row: number;
  untilKm: number | null;
  /** Null: the cell cannot be read. */
  rates: (number | null)[];
  extra: number | null;
}

interface Reading {
  header: Header;
  currency: string;
  problems: CellProblem[];
}

function zoneOf({ row, cells, zone, last }: { row: number; cells: readonly string[]; zone: number; last: boolean }, { header, currency, problems }: Reading): Zone {
  const cell = (place: number | undefined): string => (place === undefined ? "" : (cells[place] ?? "").trim().replace(/^'/, ""));
  const say = (column: string, problem: string) => void problems.push({ row, column, problem });
  const number = cell(header.places.get(ZONE));
  if (header.places.has(ZONE) && number !== String(zone + 1)) say(ZONE, `This must be zone ${zone + 1}: zones are numbered from the nearest.`);
  for (let place = header.titles.length; place < cells.length; place += 1) if (cell(place) !== "") say(`column ${place + 1}`, "The cell stands beyond the named columns.");
  const money = (column: string, place: number | undefined): number | null => {
    if (place === undefined) return null;
    const minor = moneyOf(cell(place), currency);
    if (minor === null) say(column, cell(place) === "" ? "The price is missing." : `${cell(place).slice(0, 40)} is no price such as ${minorToDecimal(450, currency)}, without a thousands separator.`);
    return minor;
  };
  return {
    row, untilKm: untilOf(cell(header.places.get(UNTIL_KM)), { last, say: (problem) => say(UNTIL_KM, problem) }),
    rates: header.bands.map(({ title, place }) => money(title, place)), extra: money(EXTRA, header.places.get(EXTRA)),
  };
}

function untilOf(text: string, { last, say }: { last: boolean; say(problem: string): void }): number | null {
  if (last) {
    if (text !== "") say("The last zone reaches beyond all others: leave the cell empty.");
    return null;
  }
  if (WHOLE.test(text) && Number(text) > 0) return Number(text);
  say(text === "" ? "Only the last zone may be without an end." : `${text.slice(0, 40)} is not a whole number of kilometres.`);
  return null;
}

/** "4.20", "4,20" and "$4.20"; never a guess at what "1,250" may mean. */
function moneyOf(text: string, currency: string): number | null {
  const bare = text.replace(/^(?:[A-Z]{3} ?|[A-Z]{0,2}\p{Sc} ?)/u, "");
  const dotted = /^\d+,\d{1,2}$/.test(bare) ? bare.replace(",", ".") : bare;
  const minor = /^\d+(\.\d+)?$/.test(dotted) ? parseDecimalToMinor(dotted, currency) : null;
  return minor === null || minor > RATE_MINOR_MAX ? null : minor;
}

/** The search relies on it: a rate never falls with weight or distance, and zones end farther and farther away. */
function findFalls(zones: readonly Zone[], { header, problems }: Pick<Reading, "header" | "problems">): void {
  zones.forEach((zone, index) => {
    const nearer = zones[index - 1];
    const say = (column: string, problem: string) => void problems.push({ row: zone.row, column, problem });
    if (nearer && zone.untilKm !== null && nearer.untilKm !== null && zone.untilKm <= nearer.untilKm) say(UNTIL_KM, `It must be more than that of the nearer zone, ${nearer.untilKm} km.`);
    zone.rates.forEach((rate, band) => {
      const title = header.bands[band]?.title ?? "";
      if (isLess(rate, zone.rates[band - 1])) say(title, "The price must not be less than that of the lighter weight.");
      if (isLess(rate, nearer?.rates[band])) say(title, "The price must not be less than that of the nearer zone.");
    });
    if (isLess(zone.extra, nearer?.extra)) say(EXTRA, "The price must not be less than that of the nearer zone.");
  });
}

const isLess = (rate: number | null, other: number | null | undefined): boolean => rate !== null && other !== null && other !== undefined && rate < other;
