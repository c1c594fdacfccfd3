import type { DifferenceRecord } from "../domain/desk";
import type { Instant, ItemId, LocationId, MerchantId } from "../domain/ids";
import type { StateDeltas } from "../domain/inventory/anchor";
import { type Difference, type ExplainedPart, explainDifference, isOrdersDoing } from "../domain/inventory/explain-difference";
import { type Span, factsOfActs, factsOfOrders } from "../domain/inventory/level-facts";
import type { OutboxRow, WantedRead } from "../domain/messages";
import type { LevelRecord, OrderAggregate, StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";
import { wantedRead } from "./wanted";

/** Facts are looked for this far back; a level that was right before that may differ for reasons nobody can tell apart. */
const FACTS_BACK_MS = 48 * 3_600_000;
const ORDERS_MAX = 200;
const ACTS_MAX = 500;
/** Unexplained differences of one moment share one walk over recent orders… */
const WALK_AFTER_MS = 1_000;
/** …and their items are read again when it has likely passed. */
const LOOK_AGAIN_MS = 5_000;

/** What a reading moved at a level that had been read before. */
export interface FoundDifference {
  itemId: ItemId;
  locationId: LocationId;
  before: LevelRecord;
  deltas: StateDeltas;
  /** Of the entries that mend it. */
  causeKey: string;
  movingUnits: number;
}

/** What is known to have happened at levels since an instant. */
export interface Known {
  orders: readonly OrderAggregate[];
  acts: readonly OutboxRow[];
}

/** Loads the orders and acts that may explain differences at some items. */
export const whatHappened = async (ctx: FlowContext, merchantId: MerchantId, about: { itemIds: readonly ItemId[]; since: Instant }): Promise<Known> => {
  const since = Math.max(about.since, ctx.now() - FACTS_BACK_MS);
  const ids = await ctx.db.ordersTouching(merchantId, { itemIds: about.itemIds, since, limit: ORDERS_MAX });
  const [orders, acts] = await Promise.all([ctx.db.orderAggregates(merchantId, ids), ctx.db.stockIntents(merchantId, since, ACTS_MAX)]);
  return { orders, acts };
};

type Explainable = Pick<FoundDifference, "itemId" | "locationId" | "deltas" | "movingUnits"> & { before: Difference["before"] } & Span;

/** Explains one difference by what is known. */
export const explainLevel = (found: Explainable, known: Known, otherwise: Difference["otherwise"]): ExplainedPart[] => {
  const acts = known.acts.filter((act) => act.createdAt <= found.until && (act.status !== "done" || act.dueAt >= found.since));
  const facts = [...factsOfActs(acts, found), ...factsOfOrders(known.orders, found, found)];
  return explainDifference({ ...found, facts, otherwise });
};

/** One record for each part of each difference; those that need more looking say `looking`. */
export const explainFound = async (ctx: FlowContext, store: StoreRecord, found: readonly FoundDifference[]): Promise<DifferenceRecord[]> => {
  if (found.length === 0) return [];
  const open = found.filter((one) => !isOrdersDoing(one.deltas));
  const known: Known = open.length === 0 ? { orders: [], acts: [] } : await whatHappened(ctx, store.merchantId, {
    itemIds: [...new Set(open.map((one) => one.itemId))], since: Math.min(...open.map((one) => one.before.readAt)),
  });
  return found.flatMap((one) => explainLevel({ ...one, since: one.before.readAt, until: ctx.now() }, known, "looking").map((part) => recordOf(ctx, store, { ...one, part })));
};

const recordOf = (ctx: FlowContext, store: StoreRecord, { part, ...found }: FoundDifference & { part: ExplainedPart }): DifferenceRecord => ({
  merchantId: store.merchantId, id: ctx.newId(), storeId: store.id, itemId: found.itemId, locationId: found.locationId, ...part, causeKey: found.causeKey,
  knownRightAt: found.before.readAt, foundAt: ctx.now(), explainedAt: part.cause === "looking" ? null : ctx.now(),
});

/** What an unexplained difference asks for: the store's recent orders, then the item once more. An import walks the orders anyway. */
export const lookFurther = (ctx: FlowContext, store: StoreRecord, itemPlatformId: WantedRead["target"]): WantedRead[] => {
  const now = ctx.now();
  const walk = store.ordersReadUntil === null ? [] : [wantedRead(store, { kind: "orders", target: "" }, { now, delayMs: WALK_AFTER_MS })];
  return [...walk, wantedRead(store, { kind: "item", target: itemPlatformId }, { now, delayMs: LOOK_AGAIN_MS })];
};
