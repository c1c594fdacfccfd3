import { parse } from "csv-parse/sync";
import { withTariff } from "../domain/policy/defaults";
import { policyDiff } from "../domain/policy/diff";
import { readRatesTable } from "../domain/policy/rates-csv";
import { bareNames } from "../domain/policy/words";
import type { FlowContext } from "./context";
import { type DraftAsk, DRAFT_GONE, savePolicyDraft } from "./policy-drafts";

const FILE_CHARACTERS_MAX = 200_000;
/** Problems that are named; a file with more has one cause. */
const PROBLEMS_MAX = 100;

export interface CellRefusal {
  ok: false;
  field: "file";
  problem: string;
  /** Rows as a spreadsheet counts them, the first being 1. */
  rows: { row: number; field: string; problem: string }[];
}

export type RatesResult = { ok: true; cells: number; zones: number; weights: number } | CellRefusal;

const refuse = (problem: string, rows: CellRefusal["rows"] = []): CellRefusal => ({ ok: false, field: "file", problem, rows: rows.slice(0, PROBLEMS_MAX) });

/** Takes zones, weights and rates of a file into a draft, all of them or, where one cell is wrong, none. */
export const importPolicyRates = async (ctx: FlowContext, ask: DraftAsk & { text: string }): Promise<RatesResult> => {
  const table = tableOf(ask.text);
  if (!Array.isArray(table)) return table;
  const draft = await ctx.db.policyDraft(ask.store.merchantId, ask.draftId);
  if (draft === null) return refuse(DRAFT_GONE.problem);
  const { currency } = ask.store;
  const reading = readRatesTable(table, currency);
  if (!reading.ok) {
    const rows = reading.cells.map(({ row, column, problem }) => ({ row, field: column, problem }));
    return refuse(`Nothing was taken over: ${rows.length === 1 ? "one cell is" : `${rows.length} cells are`} wrong.`, rows);
  }
  const policy = withTariff(draft.policy, { ...draft.policy.tariff, ...reading.rates });
  const saved = await savePolicyDraft(ctx, { ...ask, change: { policy } });
  if (!saved.ok) return refuse(saved.problem);
  const changes = policyDiff(draft.policy, policy, bareNames(currency)).filter(({ section }) => section === "rates");
  return { ok: true, cells: changes.reduce((sum, { details }) => sum + Math.max(details.length, 1), 0), zones: reading.rates.ratesMinor.length, weights: reading.rates.bandsGrams.length };
};

/** Blank rows stay, so that each row keeps its number. */
const tableOf = (text: string): string[][] | CellRefusal => {
  if (text.length > FILE_CHARACTERS_MAX) return refuse("The file is too large for a table of rates.");
  try {
    const rows: string[][] = parse(text, { bom: true, trim: true, delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: false });
    return rows;
  } catch (error) {
    return refuse(`The file cannot be read as CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** What stands most often in the first row: spreadsheets of countries that write 4,20 part cells by semicolons. */
const delimiterOf = (text: string): string => {
  const [first = ""] = text.split(/\r?\n/, 1);
  const count = (sign: string) => first.split(sign).length;
  return [",", ";", "\t"].reduce((most, sign) => (count(sign) > count(most) ? sign : most));
};
