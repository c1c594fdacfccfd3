import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { StockRuleRecord } from "../domain/desk";
import type { ItemId, LocationId, MerchantId, StoreId } from "../domain/ids";
import { type StockAdjustment, type StockDecision, type StockScene, decideAdjustment, decideRule } from "../domain/inventory/decide-stock-act";
import type { StockIntent } from "../domain/inventory/level-facts";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";
import { stockIntentRow, stockScene } from "./stock-acts";

/** One input that must change: its row from 0, and its field. */
export interface RowProblem {
  row: number;
  field: string | null;
  problem: string;
}

export type RowsResult = { ok: true } | { ok: false; errors: RowProblem[] };

interface LevelRow {
  itemId: ItemId;
  locationId: LocationId;
}

interface RowsAsk<Row> {
  merchantId: MerchantId;
  actor: string;
  rows: readonly Row[];
}

/** Asks for many changes of stock at once: all of them in one commit, or none, and then every row that is wrong is named. */
export const adjustRows = (ctx: FlowContext, ask: RowsAsk<LevelRow & StockAdjustment>): Promise<RowsResult> =>
  actOnRows<LevelRow & StockAdjustment>(ctx, ask, {
    verb: "stock-adjusted", sameAs: (row) => `${row.itemId} ${row.locationId} ${row.state}`, decide: decideAdjustment, note: (row) => row.note,
    tell: (row, intent) => (intent?.kind === "adjust-stock" ? { state: intent.state, delta: intent.delta, reason: intent.reason } : { state: row.state }),
  });

/** The same for what is low and what is set aside. */
export const saveRuleRows = (ctx: FlowContext, ask: RowsAsk<RuleRow>): Promise<RowsResult> =>
  actOnRows<RuleRow>(ctx, ask, {
    verb: "stock-rule-set", sameAs: (row) => `${row.itemId} ${row.locationId}`, decide: decideRule, note: () => "",
    rule: ({ itemId, locationId, lowStockUnits, safetyStockUnits }) => ({ merchantId: ask.merchantId, itemId, locationId, lowStockUnits, safetyStockUnits, updatedAt: ctx.now() }),
    tell: ({ lowStockUnits, safetyStockUnits }, intent) => ({ lowStockUnits, safetyStockUnits, ...(intent?.kind === "move-stock" ? { from: intent.from, to: intent.to, units: intent.units, reason: intent.reason } : {}) }),
  });

type RuleRow = LevelRow & Pick<StockRuleRecord, "lowStockUnits" | "safetyStockUnits">;

interface RowVerb<Row> {
  verb: string;
  /** Two rows with the same name would be decided on the same stock, each as if it were alone. */
  sameAs(row: Row): string;
  decide(scene: StockScene, row: Row): StockDecision;
  rule?(row: Row): StockRuleRecord;
  note(row: Row): string;
  tell(row: Row, intent: StockIntent | null): Record<string, unknown>;
}

const actOnRows = async <Row extends LevelRow>(ctx: FlowContext, ask: RowsAsk<Row>, act: RowVerb<Row>): Promise<RowsResult> => {
  const errors: RowProblem[] = [];
  const change: Required<Pick<ChangeSet, "guards" | "intents" | "stockRules" | "activity">> = { guards: [], intents: [], stockRules: [], activity: [] };
  const storeOf = await storesOf(ctx, ask);
  const seen = new Map<string, number>();
  for (const [row, wish] of ask.rows.entries()) {
    const earlier = seen.get(act.sameAs(wish));
    seen.set(act.sameAs(wish), row);
    const store = storeOf(wish.itemId);
    const decision = await decideRow(ctx, { store, wish, earlier }, act);
    if (!decision.ok) errors.push({ row, field: decision.field, problem: decision.problem });
    else if (store) addRow(ctx, change, { store, wish, intent: decision.intent, actor: ask.actor, act });
  }
  if (errors.length > 0) return { ok: false, errors };
  const [outcome] = await ctx.db.commit([{ ...emptyChangeSet(ask.merchantId), ...change }]);
  return outcome?.status === "committed" ? { ok: true } : { ok: false, errors: [{ row: 0, field: null, problem: "The store changed at this moment. Nothing was applied: look again and repeat it." }] };
};

const decideRow = async <Row extends LevelRow>(ctx: FlowContext, at: { store: StoreRecord | null; wish: Row; earlier: number | undefined }, act: RowVerb<Row>): Promise<StockDecision> => {
  const { store, wish, earlier } = at;
  if (!store) return { ok: false, field: "itemId", problem: "There is no such item." };
  if (earlier !== undefined) return { ok: false, field: null, problem: `Row ${earlier} is about the same level. Make one of the two.` };
  return act.decide(await stockScene(ctx, { store, itemId: wish.itemId, locationId: wish.locationId }), wish);
};

const addRow = <Row extends LevelRow>(
  ctx: FlowContext, change: Required<Pick<ChangeSet, "guards" | "intents" | "stockRules" | "activity">>,
  at: { store: StoreRecord; wish: Row; intent: StockIntent | null; actor: string; act: RowVerb<Row> },
): void => {
  const { store, wish, intent, actor, act } = at;
  const id = ctx.newId();
  if (!change.guards.some((guard) => guard.kind === "store" && guard.storeId === store.id)) change.guards.push({ kind: "store", storeId: store.id, status: store.status });
  if (intent) change.intents.push(stockIntentRow(ctx, store, { id, key: `act:${id}`, intent }));
  if (act.rule) change.stockRules.push(act.rule(wish));
  const note = act.note(wish).trim();
  change.activity.push({
    merchantId: store.merchantId, id: ctx.newId(), at: ctx.now(), actor, verb: act.verb, subjectKind: "item", subjectId: wish.itemId, reason: note === "" ? null : note,
    detail: { locationId: wish.locationId, ...(intent ? { intentId: id } : {}), ...act.tell(wish, intent) },
  });
};

const storesOf = async <Row extends LevelRow>(ctx: FlowContext, { merchantId, rows }: RowsAsk<Row>): Promise<(itemId: ItemId) => StoreRecord | null> => {
  const stores = new Map<StoreId, StoreRecord>((await ctx.db.stores(merchantId)).map((store) => [store.id, store]));
  const items = await ctx.db.itemsById(merchantId, [...new Set(rows.map((row) => row.itemId))]);
  const byItem = new Map(items.map((item) => [item.id, stores.get(item.storeId) ?? null]));
  return (itemId) => byItem.get(itemId) ?? null;
};
