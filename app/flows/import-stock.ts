import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { RunRecord, StockRuleRecord } from "../domain/desk";
import { type StockDecision, STOCK_NOTE_CHARACTERS_MAX, type StockScene, decideAdjustment, decideRule } from "../domain/inventory/decide-stock-act";
import { keyOf } from "../domain/inventory/stock-book";
import type { OutboxRow } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";
import { newRun } from "./runs";
import { stockIntentRow } from "./stock-acts";
import { type FileRefusal, type RowProblem, type StockRow, readStockFile, refuseFile } from "./stock-csv";

export type FileResult = { ok: true; rows: number; changed: number; already: boolean } | FileRefusal;

interface FileAsk {
  store: StoreRecord;
  /** `person:<id>` */
  actor: string;
  text: string;
}

/** Low-stock limits and safety stocks from a file: all rows or none. The same file twice has one effect. */
export const importStockRules = async (ctx: FlowContext, ask: FileAsk): Promise<FileResult> => {
  const file = await readStockFile(ctx, ask, { numbers: ["low_stock", "safety_stock"], mayBeEmpty: true });
  if (!file.ok) return file;
  const now = ctx.now();
  const rules = new Map(file.rows.map((row) => [row, ruleOf(row, now)]));
  return takeOver(ctx, { ...ask, kind: "stock-rules", note: "", rows: file.rows }, {
    decide: (scene, row) => decideRule(scene, rules.get(row) as StockRuleRecord),
    rules: [...rules.values()],
  });
};

/** Counted units on hand from a file: all rows or none. The same file twice has one effect. */
export const importStockCount = async (ctx: FlowContext, ask: FileAsk & { note: string }): Promise<FileResult> => {
  if (ask.note.length > STOCK_NOTE_CHARACTERS_MAX) return refuseFile(`Keep the note under ${STOCK_NOTE_CHARACTERS_MAX + 1} characters.`);
  const file = await readStockFile(ctx, ask, { numbers: ["quantity"], mayBeEmpty: false });
  if (!file.ok) return file;
  return takeOver(ctx, { ...ask, kind: "stock-count", rows: file.rows }, {
    decide: (scene, row) => decideAdjustment(scene, { state: "on-hand", delta: null, counted: row.units.quantity, expected: null, reason: "cycle-count", note: ask.note }),
    rules: [],
  });
};

const ruleOf = ({ item, location, units }: StockRow<"low_stock" | "safety_stock">, updatedAt: number): StockRuleRecord => ({
  merchantId: item.merchantId, itemId: item.id, locationId: location.id, lowStockUnits: units.low_stock, safetyStockUnits: units.safety_stock, updatedAt,
});

interface Import<Column extends string> extends FileAsk {
  kind: "stock-rules" | "stock-count";
  note: string;
  rows: StockRow<Column>[];
}

interface Effect<Column extends string> {
  decide(scene: StockScene, row: StockRow<Column>): StockDecision;
  rules: StockRuleRecord[];
}

/** Decides every row, and commits them together with a run that is named after the file's contents. */
const takeOver = async <Column extends string>(ctx: FlowContext, said: Import<Column>, effect: Effect<Column>): Promise<FileResult> => {
  const { store, rows, kind } = said;
  const { merchantId } = store;
  const hash = ctx.sha256(`${kind}\n${store.id}\n${said.text}`);
  const runId = `${kind}-${hash}`;
  if (await ctx.db.run(merchantId, runId)) return { ok: true, rows: rows.length, changed: 0, already: true };
  const current = (await ctx.db.store(merchantId, store.id)) ?? { ...store, status: "uninstalled" as const };
  const sceneOf = await scenesOf(ctx, current, rows);
  const problems: RowProblem[] = [];
  const intents: OutboxRow[] = [];
  for (const row of rows) {
    const decision = effect.decide(sceneOf(row), row);
    if (!decision.ok) problems.push({ row: row.row, field: COLUMN_OF[decision.field ?? ""] ?? "sku", problem: decision.problem });
    else if (decision.intent) intents.push(stockIntentRow(ctx, current, { id: ctx.newId(), key: `${runId}:${keyOf(row.item.id, row.location.id)}`, intent: decision.intent }));
  }
  const [first] = problems;
  if (first) return refuseFile(problems.every((one) => one.problem === first.problem) ? first.problem : `Nothing was taken over: ${problems.length} rows are refused.`, problems);
  const changed = Math.max(intents.length, effect.rules.length);
  const run: RunRecord = {
    ...newRun(ctx, current, { kind: "bulk-act", actor: said.actor, detail: { act: kind, changed } }), id: runId, status: "done", total: rows.length, done: rows.length, finishedAt: ctx.now(),
  };
  const change: ChangeSet = {
    ...emptyChangeSet(merchantId), guards: [{ kind: "store", storeId: current.id, status: current.status }], intents, stockRules: effect.rules, runs: [run],
    activity: [{
      merchantId, id: ctx.newId(), at: ctx.now(), actor: said.actor, verb: `${kind}-imported`, subjectKind: "store", subjectId: store.id,
      reason: said.note.trim() === "" ? null : said.note.trim(), detail: { rows: rows.length, changed },
    }],
  };
  const [outcome] = await ctx.db.commit([change]);
  return outcome?.status === "committed" ? { ok: true, rows: rows.length, changed, already: false } : refuseFile("The store changed at this moment. Send the file again.");
};

/** The file's columns behind the fields of a decision. */
const COLUMN_OF: Record<string, string> = { counted: "quantity", delta: "quantity", lowStockUnits: "low_stock", safetyStockUnits: "safety_stock", locationId: "location", itemId: "sku" };

const scenesOf = async (ctx: FlowContext, store: StoreRecord, rows: readonly StockRow<string>[]): Promise<(row: StockRow<string>) => StockScene> => {
  const itemIds = [...new Set(rows.map((row) => row.item.id))];
  const levels = new Map((await ctx.db.levels(store.merchantId, itemIds)).map((level) => [keyOf(level.itemId, level.locationId), level]));
  const units = new Map((await ctx.db.placedUnits(store.merchantId, itemIds)).map((one) => [keyOf(one.itemId, one.locationId), one.planned]));
  return ({ item, location }) => {
    const key = keyOf(item.id, location.id);
    return { store, item, location, level: levels.get(key) ?? null, planned: units.get(key) ?? 0 };
  };
};
