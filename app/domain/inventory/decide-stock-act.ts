import type { StockRuleRecord } from "../desk";
import type { Intent, MovableState, StockReason } from "../messages";
import type { ItemRecord, LevelRecord, LocationRecord, StoreRecord } from "../records";
import { LEDGER_STATE, type StockIntent } from "./level-facts";

/** More units than any shelf has: a slip of the keyboard. */
export const STOCK_UNITS_MAX = 1_000_000;
export const STOCK_NOTE_CHARACTERS_MAX = 200;

/** A state that a person may set. Units on hand are changed by way of the available ones: committed units are sold already. */
export type AdjustableState = MovableState | "on-hand";

export interface StockAdjustment {
  state: AdjustableState;
  /** Units to add or, below zero, to take away; null where a counted quantity is given. */
  delta: number | null;
  /** What a count found; null where a delta is given. */
  counted: number | null;
  /** What the person saw before; null: whatever is there. */
  expected: number | null;
  reason: StockReason;
  note: string;
}

export interface StockMove {
  from: MovableState;
  to: MovableState;
  units: number;
  reason: StockReason;
  note: string;
}

/** The level that an act is about, with what surrounds it. */
export interface StockScene {
  store: StoreRecord;
  item: ItemRecord | null;
  location: LocationRecord | null;
  level: LevelRecord | null;
  /** Units planned at the level: the platform still counts them as available. */
  planned: number;
}

/** `intent` null: it is so already. */
export type StockDecision = { ok: true; intent: StockIntent | null } | { ok: false; field: string | null; problem: string };

const refuse = (field: string | null, problem: string): StockDecision => ({ ok: false, field, problem });

const NOT_LIVE: Partial<Record<StoreRecord["status"], string>> = {
  observe: "Switchyard only observes this store and writes nothing to it. Go live first, or change the stock in the store's admin.",
  paused: "Writing to this store is paused. Go live again first, or change the stock in the store's admin.",
};

/** Why nothing may be written about this level, if so. */
export const refusalOf = ({ store, item, location, level }: StockScene): StockDecision | null => {
  if (store.status !== "live") return refuse(null, NOT_LIVE[store.status] ?? "This store is not connected any more.");
  if (!item || item.storeId !== store.id) return refuse("itemId", "This item does not exist any more.");
  if (!location || location.storeId !== store.id) return refuse("locationId", "This location does not exist any more.");
  if (!item.tracked) return refuse("itemId", "The store does not track how many there are of this item.");
  if (!location.active) return refuse("locationId", `${location.name} is closed.`);
  if (!level || !level.active || level.readAt === 0) return refuse("locationId", `${location.name} does not stock this item.`);
  return null;
};

const isUnits = (units: number): boolean => Number.isSafeInteger(units) && Math.abs(units) <= STOCK_UNITS_MAX;

const noteRefusal = (note: string): StockDecision | null =>
  note.length > STOCK_NOTE_CHARACTERS_MAX ? refuse("note", `Keep the note under ${STOCK_NOTE_CHARACTERS_MAX + 1} characters.`) : null;

/** Adds or takes units, or makes a state what was counted. Fields: `itemId`, `locationId`, `delta`, `counted`, `note`. */
export const decideAdjustment = (scene: StockScene, act: StockAdjustment): StockDecision => {
  const refused = refusalOf(scene) ?? noteRefusal(act.note);
  if (refused) return refused;
  const level = scene.level as LevelRecord;
  const here = act.state === "on-hand" ? level.onHand : level[LEDGER_STATE[act.state]];
  if ((act.delta === null) === (act.counted === null)) return refuse("delta", "Give either a change or a counted quantity.");
  if (act.counted !== null && (!isUnits(act.counted) || act.counted < 0)) return refuse("counted", "A count is a whole number, zero or more.");
  if (act.delta !== null && (!isUnits(act.delta) || act.delta === 0)) return refuse("delta", "A change is a whole number other than zero.");
  if (act.expected !== null && act.expected !== here) {
    return refuse(act.counted === null ? "delta" : "counted", `There were ${act.expected} when you looked, and there are ${here} now. Look again and repeat it.`);
  }
  const delta = act.delta ?? (act.counted as number) - here;
  if (delta === 0) return { ok: true, intent: null };
  const state: MovableState = act.state === "on-hand" ? "available" : act.state;
  if (state !== "available" && level[LEDGER_STATE[state]] + delta < 0) return refuse("delta", `There are only ${level[LEDGER_STATE[state]]} to take away.`);
  // A count is right only as long as nothing moves under it; a change is right whatever else moves.
  const expected = act.counted === null && act.expected === null ? null : level[LEDGER_STATE[state]] + (state === "available" ? scene.planned : 0);
  return { ok: true, intent: { kind: "adjust-stock", ...placeOf(scene), state, delta, expected, reason: act.reason, note: act.note } };
};

/** Takes units from one state into another. Fields: `itemId`, `locationId`, `from`, `to`, `units`, `note`. */
export const decideMove = (scene: StockScene, act: StockMove): StockDecision => {
  const refused = refusalOf(scene) ?? noteRefusal(act.note);
  if (refused) return refused;
  if (act.from === act.to) return refuse("to", "Choose another state to move them to.");
  if (!isUnits(act.units) || act.units <= 0) return refuse("units", "Give a whole number, one or more.");
  const here = (scene.level as LevelRecord)[LEDGER_STATE[act.from]];
  if (act.units > here) return refuse("units", `There are only ${Math.max(0, here)} to move.`);
  return { ok: true, intent: { kind: "move-stock", ...placeOf(scene), from: act.from, to: act.to, units: act.units, reason: act.reason, note: act.note } };
};

type RuleUnits = Pick<StockRuleRecord, "lowStockUnits" | "safetyStockUnits">;

/** A rule, and the move that makes the safety stock what it says. Fields: `lowStockUnits`, `safetyStockUnits`, and those of a level. */
export const decideRule = (scene: StockScene, rule: RuleUnits): StockDecision => {
  for (const field of ["lowStockUnits", "safetyStockUnits"] as const) {
    const units = rule[field];
    if (units !== null && (!isUnits(units) || units < 0)) return refuse(field, "Give a whole number, zero or more, or leave it empty.");
  }
  if (!scene.item || !scene.location) return refuse(null, "This item or location does not exist any more.");
  if (rule.safetyStockUnits === null) return { ok: true, intent: null };
  const refused = refusalOf(scene);
  if (refused) return refused.ok ? refused : { ...refused, field: refused.field ?? "safetyStockUnits" };
  const level = scene.level as LevelRecord;
  const units = rule.safetyStockUnits - level.safetyStock;
  if (units > level.available) return refuse("safetyStockUnits", `Only ${Math.max(0, level.available)} are available to set aside.`);
  return { ok: true, intent: units === 0 ? null : safetyMove(placeOf(scene), units) };
};

const placeOf = ({ item, location }: StockScene) => {
  const { id: itemId, platformId: itemPlatformId } = item as ItemRecord;
  const { id: locationId, platformId: locationPlatformId } = location as LocationRecord;
  return { itemId, locationId, itemPlatformId, locationPlatformId };
};

const safetyMove = (place: ReturnType<typeof placeOf>, units: number): StockIntent => ({
  kind: "move-stock", ...place, ...(units > 0 ? { from: "available", to: "safety-stock" } : { from: "safety-stock", to: "available" }),
  units: Math.abs(units), reason: "safety-stock", note: "",
});

export const isSafetyMove = (intent: Intent): intent is Extract<StockIntent, { kind: "move-stock" }> =>
  intent.kind === "move-stock" && intent.reason === "safety-stock" && (intent.from === "safety-stock" || intent.to === "safety-stock");

/** The move as it has to be at the moment when it is sent: to what the rule says now, from what stands there now. Null: it is so already. */
export const safetyMoveNow = (intent: Extract<StockIntent, { kind: "move-stock" }>, level: LevelRecord, rule: RuleUnits | null): StockIntent | null => {
  const wanted = rule?.safetyStockUnits ?? null;
  if (wanted === null) return intent;
  const missing = wanted - level.safetyStock;
  const units = missing > 0 ? Math.min(missing, Math.max(0, level.available)) : missing;
  const { itemId, locationId, itemPlatformId, locationPlatformId } = intent;
  return units === 0 ? null : safetyMove({ itemId, locationId, itemPlatformId, locationPlatformId }, units);
};
