import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import type { ActivityRecord, StockRuleRecord } from "../domain/desk";
import type { ShelfCountRecord } from "../domain/experience";
import type { ItemId, LocationId } from "../domain/ids";
import {
  type StockAdjustment, type StockDecision, type StockMove, type StockScene, STOCK_NOTE_CHARACTERS_MAX, decideAdjustment, decideMove, decideRule,
} from "../domain/inventory/decide-stock-act";
import type { StockIntent } from "../domain/inventory/level-facts";
import type { OutboxRow } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import type { ActResult } from "./acts";
import { stockLane } from "./calls-in-flight";
import type { FlowContext } from "./context";
import { settleCounts } from "./settle-counts";

export interface StockAsk {
  store: StoreRecord;
  /** `person:<id>` */
  actor: string;
  itemId: ItemId;
  locationId: LocationId;
  /** Names the form or request: the same one twice has one effect. Without it each call is an act of its own. */
  requestKey?: string;
}

const DONE: ActResult = { ok: true };

/** Adds or takes units, or makes a state what was counted. The platform is asked; the ledger follows its answer. */
export const adjustStock = async (ctx: FlowContext, ask: StockAsk & StockAdjustment): Promise<ActResult> => {
  const done = await actOnStock(ctx, ask, { verb: "stock-adjusted", note: ask.note, ...(ask.counted !== null && { counts: ask }), decide: (scene) => decideAdjustment(scene, ask) });
  if (done.ok && ask.counted !== null) await settleCounts(ctx, ask);
  return done;
};

/** Takes units from one state into another. */
export const moveStock = (ctx: FlowContext, ask: StockAsk & StockMove): Promise<ActResult> =>
  actOnStock(ctx, ask, { verb: "stock-moved", note: ask.note, decide: (scene) => decideMove(scene, ask) });

export type StockRuleAsk = StockAsk & Pick<StockRuleRecord, "lowStockUnits" | "safetyStockUnits"> & { note: string };

/** Says from when on an item is low at a location, and how many the platform shall set aside there; null follows the store. */
export const setStockRule = async (ctx: FlowContext, ask: StockRuleAsk): Promise<ActResult> => {
  const { lowStockUnits, safetyStockUnits, note, itemId, locationId } = ask;
  if (note.length > STOCK_NOTE_CHARACTERS_MAX) return { ok: false, field: "note", problem: `Keep the note under ${STOCK_NOTE_CHARACTERS_MAX + 1} characters.` };
  const rule: StockRuleRecord = { merchantId: ask.store.merchantId, itemId, locationId, lowStockUnits, safetyStockUnits, updatedAt: ctx.now() };
  return actOnStock(ctx, ask, {
    verb: "stock-rule-set", note, rule, decide: (scene) => decideRule(scene, ask),
  });
};

interface StockVerb {
  /** Somebody has counted. */
  counts?: StockAdjustment;
  verb: string;
  note: string;
  rule?: StockRuleRecord;
  decide(scene: StockScene): StockDecision;
}

const actOnStock = async (ctx: FlowContext, ask: StockAsk, act: StockVerb): Promise<ActResult> => {
  const { merchantId } = ask.store;
  const id = ctx.newId();
  const key = `act:${ask.requestKey ?? id}`;
  if (ask.requestKey !== undefined && (await ctx.db.intentByKey(merchantId, key))) return DONE;
  const scene = await stockScene(ctx, ask);
  const decision = act.decide(scene);
  if (!decision.ok) return decision;
  const { intent } = decision;
  if (intent === null && !act.rule && !act.counts) return DONE;
  const change: ChangeSet = {
    ...emptyChangeSet(merchantId),
    guards: [{ kind: "store", storeId: scene.store.id, status: scene.store.status }],
    intents: intent ? [stockIntentRow(ctx, scene.store, { id, key, intent })] : [],
    stockRules: act.rule ? [act.rule] : [],
    activity: intent || act.rule ? [activityOf(ctx, ask, { verb: act.verb, reason: act.note, detail: { ...detailOf(intent, id), ...(act.rule && ruleDetail(act.rule)) } })] : [],
    shelfCounts: act.counts ? countedShelf({ id, scene, counts: act.counts, at: ctx.now() }) : [],
  };
  const [outcome] = await ctx.db.commit([change]);
  return outcome?.status === "committed" ? DONE : { ok: false, field: null, problem: "The store changed at this moment. Look again and repeat it." };
};

/** What was counted, beside what was expected: committed units are on the shelf as the free ones are. */
const countedShelf = ({ id, scene: { level }, counts, at }: { id: string; scene: StockScene; counts: StockAdjustment; at: number }): ShelfCountRecord[] => {
  if (level === null || counts.counted === null || (counts.state !== "on-hand" && counts.state !== "available")) return [];
  const { merchantId, itemId, locationId } = level;
  return [{ merchantId, id, itemId, locationId, expected: counts.state === "on-hand" ? level.onHand : level.available, found: counts.counted, at }];
};

/** The level of an act as it stands now, of a store as it stands now. */
export const stockScene = async (ctx: FlowContext, { store, itemId, locationId }: Pick<StockAsk, "store" | "itemId" | "locationId">): Promise<StockScene> => {
  const { merchantId } = store;
  const [current, [item], locations, level, units] = await Promise.all([
    ctx.db.store(merchantId, store.id), ctx.db.itemsById(merchantId, [itemId]), ctx.db.locations(merchantId), ctx.db.level(merchantId, itemId, locationId),
    ctx.db.placedUnits(merchantId, [itemId]),
  ]);
  const planned = units.find((one) => one.locationId === locationId)?.planned ?? 0;
  return { store: current ?? { ...store, status: "uninstalled" }, item: item ?? null, location: locations.find((one) => one.id === locationId) ?? null, level, planned };
};

export const stockIntentRow = (ctx: FlowContext, store: StoreRecord, { id, key, intent }: { id: string; key: string; intent: StockIntent }): OutboxRow => ({
  merchantId: store.merchantId, id, storeId: store.id, orderId: null, lane: stockLane(intent.itemId, intent.locationId), key, intent, status: "waiting", attempts: 0,
  dueAt: ctx.now(), createdAt: ctx.now(), progress: {}, problem: null,
});

const activityOf = (ctx: FlowContext, ask: StockAsk, said: Pick<ActivityRecord, "verb" | "detail"> & { reason: string }): ActivityRecord => ({
  merchantId: ask.store.merchantId, id: ctx.newId(), at: ctx.now(), actor: ask.actor, subjectKind: "item", subjectId: ask.itemId, verb: said.verb,
  reason: said.reason.trim() === "" ? null : said.reason.trim(), detail: { locationId: ask.locationId, ...said.detail },
});

const ruleDetail = ({ lowStockUnits, safetyStockUnits }: StockRuleRecord) => ({ lowStockUnits, safetyStockUnits });

const detailOf = (intent: StockIntent | null, intentId: string): Record<string, unknown> => {
  if (!intent) return {};
  return intent.kind === "adjust-stock"
    ? { intentId, state: intent.state, delta: intent.delta, reason: intent.reason }
    : { intentId, from: intent.from, to: intent.to, units: intent.units, reason: intent.reason };
};
