import type { MerchantPolicy } from "../../domain/policy/types";
import { withTariff } from "../../domain/policy/defaults";
import { ratesTable, readRatesTable } from "../../domain/policy/rates-csv";
import { gramsWords, zoneWords } from "../../domain/policy/words";

/** The table of rates as a form: the cells of the file, each a field. Zones and weights come and go by the file. */
export interface RateCells {
  caption: string;
  columns: string[];
  currency: string;
  rows: { id: string; zone: string; cells: RateCell[] }[];
}

/** `name` null: nothing can be said here, for the last zone reaches beyond all. */
interface RateCell {
  name: string | null;
  label: string;
  value: string;
}

const FIRST_ZONE_ROW = 2;
/** Row and column as the file has them, the first zone and its reach being 0 and 1. */
const cellName = (zone: number, place: number): string => `rate.${zone}.${place}`;

export function rateCells(policy: MerchantPolicy, currency: string): RateCells {
  const [, ...lines] = ratesTable(policy.tariff, currency);
  // Short, for eight weights and more stand side by side.
  const columns = ["Distance", "Until km", ...policy.tariff.bandsGrams.map(gramsWords), "Further kg"];
  const cellOf = (zone: number, place: number, value: string): RateCell => ({ name: place === 1 && zone === lines.length - 1 ? null : cellName(zone, place), label: `Zone ${zone + 1}: ${columns[place] ?? ""}`, value });
  return {
    caption: "Postage by distance and weight", columns, currency,
    rows: lines.map(([, ...cells], zone) => ({ id: `zone-${zone + 1}`, zone: `Zone ${zone + 1}: ${zoneWords(policy.tariff.zonesKm, zone)}`, cells: cells.map((value, index) => cellOf(zone, index + 1, value)) })),
  };
}

type RateCellsReading = { ok: true; policy: MerchantPolicy } | { ok: false; problems: Record<string, string> };

/** Reads the cells as the file is read: all of them are right, or each that is wrong is told at its field. */
export function readRateCells(form: FormData, policy: MerchantPolicy, currency: string): RateCellsReading {
  const [titles = [], ...lines] = ratesTable(policy.tariff, currency);
  const typed = lines.map((cells, zone) => cells.map((cell, place) => (place === 0 ? cell : String(form.get(cellName(zone, place)) ?? "").trim())));
  const reading = readRatesTable([titles, ...typed], currency);
  if (reading.ok) return { ok: true, policy: withTariff(policy, { ...policy.tariff, ...reading.rates }) };
  const named = reading.cells.map(({ row, column, problem }): [string, string] => [cellName(row - FIRST_ZONE_ROW, titles.indexOf(column)), problem]);
  // Of several things that are wrong with a cell the first is said.
  return { ok: false, problems: Object.fromEntries(named.reverse()) };
}
