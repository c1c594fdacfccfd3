import type { Db } from "../../db/port";
import { DEFAULT_STORE_SETTINGS, type ActivityRecord, type DifferenceRecord, type StockRuleRecord } from "../../domain/desk";
import type { ItemId } from "../../domain/ids";
import type { OutboxRow } from "../../domain/messages";
import type { LocationRecord, StockEntry, StockState, StoreRecord, StoreStatus } from "../../domain/records";
import type { TimelineItem } from "../../ui/plain/timeline";
import { activityItem } from "../activity-words";
import { locationNames } from "../orders/ships-from-words.server";
import { entryRows, type EntryRow } from "./entry-rows.server";
import { levelRows, type LevelRow } from "./level-rows.server";
import { DIFFERENCE_WORDS, isState, MOVABLE_WORDS, REASON_WORDS, signed, STATE_WORDS } from "./stock-words";

/** Entries that are looked through for a sum, and those that are shown. */
const ENTRIES_READ_MAX = 5_000;
export const ENTRIES_SHOWN_MAX = 200;
const DIFFERENCES_SHOWN_MAX = 20;
const DIFFERENCES_READ_MAX = 300;
const ACTIVITY_READ_MAX = 100;
const ACTIVITY_SHOWN_MAX = 30;
const PENDING_MAX = 500;

export interface DifferenceRow {
  id: string;
  location: string;
  state: string;
  expected: number;
  found: number;
  foundAt: number;
  /** The level was right until then, as far as anybody knows; null: unknown. */
  knownRightAt: number | null;
  cause: string;
  settled: boolean;
  orderId: string | null;
}

/** Asked of the platform and not confirmed yet. */
export interface PendingRow {
  id: string;
  location: string;
  what: string;
  note: string;
  state: "waiting" | "refused";
  problem: string | null;
  at: number;
}

export interface RuleRow {
  id: string;
  location: string;
  /** Null follows the store. */
  lowStockUnits: number | null;
  safetyStockUnits: number | null;
}

export interface ItemPage {
  id: string;
  title: string;
  sku: string;
  tracked: boolean;
  continueSelling: boolean;
  storeStatus: StoreStatus;
  promise: number;
  levels: LevelRow[];
  rules: RuleRow[];
  storeLowStockUnits: number | null;
  pending: PendingRow[];
  differences: DifferenceRow[];
  /** What the entries are narrowed to. */
  shown: { locationId: string | null; state: StockState | null; words: string };
  entries: EntryRow[];
  /** The sum of all entries of the state at the location; null: not narrowed to one, or too many to add up. */
  sum: { units: number; entries: number } | null;
  /** Older entries exist and are not shown. */
  more: boolean;
  activity: TimelineItem[];
}

export interface ItemAsk {
  itemId: ItemId;
  now: number;
  location: string | null;
  state: string | null;
}

/** One item: its levels, what is asked of the platform, and the entries that make its numbers up; null when the merchant has no such item. */
export async function itemPage(db: Db, store: StoreRecord, ask: ItemAsk): Promise<ItemPage | null> {
  const { merchantId } = store;
  const { itemId, now } = ask;
  const [[item], levels, entries, locations, settings, rules, differences, notices, intents, storeSettings, activity] = await Promise.all([
    db.itemsById(merchantId, [itemId]), db.levels(merchantId, [itemId]), db.entriesOf(merchantId, itemId, ENTRIES_READ_MAX + 1), db.locations(merchantId), db.locationSettings(merchantId),
    db.stockRules(merchantId, [itemId]), db.differencesOf(merchantId, itemId, DIFFERENCES_READ_MAX), db.openNotices(merchantId, store.id, PENDING_MAX), db.stockIntents(merchantId, now, PENDING_MAX),
    db.storeSettings(merchantId, store.id), db.activityPage(merchantId, { subject: { subjectKind: "item", subjectId: itemId }, limit: ACTIVITY_READ_MAX }),
  ]);
  if (item === undefined) return null;
  const nameOf = locationNames(locations);
  const rowOf = levelRows({ locations, settings, notices, looking: differences.filter((each) => each.cause === "looking") });
  const rows = levels.filter((level) => level.active || level.onHand !== 0).map((level) => rowOf(item, level));
  const narrowed = narrow(entries.slice(0, ENTRIES_READ_MAX), ask);
  const complete = entries.length <= ENTRIES_READ_MAX;
  const visible = narrowed.entries.slice(0, ENTRIES_SHOWN_MAX);
  return {
    id: itemId, title: item.title, sku: item.sku, tracked: item.tracked, continueSelling: item.continueSelling, storeStatus: store.status,
    promise: rows.reduce((sum, row) => sum + row.promise, 0), levels: rows, rules: rows.map((row) => ruleOf(row, rules)),
    storeLowStockUnits: (storeSettings?.settings ?? DEFAULT_STORE_SETTINGS).lowStockUnits,
    pending: intents.flatMap((row) => pendingOf(row, itemId, nameOf)),
    differences: differences.slice(0, DIFFERENCES_SHOWN_MAX).map((each) => differenceRow(each, nameOf)),
    shown: shownWords(narrowed, locations),
    entries: entryRows(visible, { differences, activity: activity.rows, orders: await orderNames(db, store, visible), nameOf }),
    sum: complete && narrowed.locationId !== null && narrowed.state !== null ? { units: narrowed.entries.reduce((sum, entry) => sum + entry.delta, 0), entries: narrowed.entries.length } : null,
    more: narrowed.entries.length > ENTRIES_SHOWN_MAX || !complete,
    activity: activity.rows.slice(0, ACTIVITY_SHOWN_MAX).map((record) => activityItem(told(record, locations))),
  };
}

interface Narrowed {
  locationId: string | null;
  state: StockState | null;
  entries: StockEntry[];
}

/** What is no location or state of the item narrows nothing. */
function narrow(entries: readonly StockEntry[], { location, state }: ItemAsk): Narrowed {
  const wanted = state !== null && isState(state) ? state : null;
  const locationId = location !== null && location !== "" ? location : null;
  return { locationId, state: wanted, entries: entries.filter((entry) => (locationId === null || entry.locationId === locationId) && (wanted === null || entry.state === wanted)) };
}

function shownWords({ locationId, state }: Narrowed, locations: readonly LocationRecord[]): ItemPage["shown"] {
  const place = locationId === null ? "" : ` in ${locations.find((each) => each.id === locationId)?.name ?? "a removed location"}`;
  return { locationId, state, words: `${state === null ? "Entries" : `Entries of “${STATE_WORDS[state]}”`}${place}` };
}

const ruleOf = (row: LevelRow, rules: readonly StockRuleRecord[]): RuleRow => {
  const rule = rules.find((each) => each.locationId === row.locationId);
  return { id: row.locationId, location: row.location, lowStockUnits: rule?.lowStockUnits ?? null, safetyStockUnits: rule?.safetyStockUnits ?? null };
};

type NameOf = ReturnType<typeof locationNames>;

function pendingOf({ id, intent, status, problem, createdAt }: OutboxRow, itemId: ItemId, nameOf: NameOf): PendingRow[] {
  if ((intent.kind !== "adjust-stock" && intent.kind !== "move-stock") || intent.itemId !== itemId || status === "done" || status === "withdrawn") return [];
  const what = intent.kind === "adjust-stock" ? `${MOVABLE_WORDS[intent.state]} ${signed(intent.delta)}` : `${intent.units} from ${MOVABLE_WORDS[intent.from]} to ${MOVABLE_WORDS[intent.to]}`;
  return [{
    id, location: nameOf(intent.locationId), what, note: [REASON_WORDS[intent.reason], intent.note].filter(Boolean).join(": "), state: status === "refused" ? "refused" : "waiting",
    problem, at: createdAt,
  }];
}

const differenceRow = (each: DifferenceRecord, nameOf: NameOf): DifferenceRow => ({
  id: each.id, location: nameOf(each.locationId), state: STATE_WORDS[each.state], expected: each.expected, found: each.found, foundAt: each.foundAt,
  knownRightAt: each.knownRightAt === 0 ? null : each.knownRightAt, cause: DIFFERENCE_WORDS[each.cause], settled: each.cause !== "looking", orderId: each.orderId,
});

async function orderNames(db: Db, store: StoreRecord, entries: readonly StockEntry[]): Promise<Map<string, string>> {
  const ids = [...new Set(entries.flatMap((entry) => (entry.orderId === null ? [] : [entry.orderId])))];
  return new Map((await db.orderAggregates(store.merchantId, ids)).map(({ order }): [string, string] => [order.id, order.name]));
}

/** Ids say nothing to a person: the location is named instead, and what only links rows is left out. */
function told(record: ActivityRecord, locations: readonly LocationRecord[]): ActivityRecord {
  const { locationId, intentId: _intentId, ...detail } = record.detail;
  const name = locations.find((location) => location.id === locationId)?.name;
  return { ...record, detail: { ...(name === undefined ? {} : { in: name }), ...detail } };
}
