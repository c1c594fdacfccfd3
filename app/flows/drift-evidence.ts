import type { DifferenceRecord } from "../domain/desk";
import type { ActSeen, AnswerSeen, Belief, DriftEvidence, MessageSeen } from "../domain/drift/attribute";
import type { DriftRecord, HeardMessage } from "../domain/drift/drift";
import type { Instant, ItemId, LocationId } from "../domain/ids";
import { type StateDeltas } from "../domain/inventory/anchor";
import { isStockIntent } from "../domain/inventory/level-facts";
import { keyOf } from "../domain/inventory/stock-book";
import type { LevelRecord, OrderAggregate, StockEntry, StockState, StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";
import { platformIdOf } from "./note-drift";

const HEARD_MAX = 100;
const DIFFERENCES_MAX = 100;
const ENTRIES_MAX = 200;
/** Of a level with more entries the proof in SQL says whether it holds. */
const FOLDED_MAX = 20_000;
const ACTS_MAX = 500;
/** A message may have been triggered this long before the fact was last right, and still tell of the change: clocks differ. */
const SLACK_MS = 30_000;
/** The platform's answer that lagged has caught up within this time. */
const CAUGHT_UP_MS = 10 * 60_000;

export interface Gathered {
  evidence: DriftEvidence;
  /** What was heard about it, repetitions among them. */
  heard: readonly HeardMessage[];
  order: OrderAggregate | null;
  /** The order that explains a stock's drift. */
  explainedBy: DriftRecord["orderId"];
}

/** Everything that is known about a drift now. */
export const gatherEvidence = async (ctx: FlowContext, store: StoreRecord, drift: DriftRecord): Promise<Gathered> => {
  const stock = drift.itemId !== null && drift.locationId !== null ? await stockSide(ctx, drift, { itemId: drift.itemId, locationId: drift.locationId }) : NO_STOCK;
  const orderId = drift.orderId ?? stock.orderId;
  const order = orderId === null ? null : await ctx.db.order(drift.merchantId, orderId);
  const heard = await heardAbout(ctx, drift, orderId === null ? [] : [`order:${platformIdOf(store, orderId)}`]);
  const captured = drift.about === "order" && orderId !== null ? await capturedByMessage(ctx, drift) : [];
  const messages = [...messagesOf(heard), ...captured];
  const evidence: DriftEvidence = {
    foundBy: drift.foundBy, foundAt: drift.foundAt, decideBy: drift.decideBy, now: ctx.now(), rightAt: eventAt(drift, "right") ?? drift.beganAt,
    changedAt: drift.beganExactly ? drift.beganAt : eventAt(drift, "changed"), announced: isAnnounced(drift), mover: drift.about === "stock" ? stock.mover : "outside",
    messages, answers: answersOf(drift), acts: stock.acts, beliefs: beliefsOf(stock.entries, drift, messages), folds: stock.folds, takenBack: stock.takenBack,
  };
  return { evidence, heard, order, explainedBy: stock.orderId };
};

const eventAt = (drift: DriftRecord, kind: DriftRecord["evidence"][number]["kind"]): Instant | null => drift.evidence.find((event) => event.kind === kind)?.at ?? null;

/** Shopify tells of a level when what is available of it changes; moves between other states are silent. Orders are always told of. */
const isAnnounced = ({ about, gaps }: DriftRecord): boolean => about !== "stock" || gaps.some((gap) => gap.what === "available" || gap.what === "unread");

const answersOf = ({ evidence }: DriftRecord): AnswerSeen[] => evidence.flatMap(({ kind, at }): AnswerSeen[] => {
  if (kind === "answer-older") return [{ at, said: "older" }];
  return kind === "answer-refused" ? [{ at, said: "refused" }] : [];
});

const heardAbout = async (ctx: FlowContext, drift: DriftRecord, more: readonly string[]): Promise<HeardMessage[]> => {
  const { merchantId, hears } = drift;
  const since = (drift.beganExactly ? drift.beganAt : (eventAt(drift, "right") ?? drift.beganAt)) - SLACK_MS;
  const first = await ctx.db.heardMessages(merchantId, { abouts: [...new Set([hears, ...more])], since, limit: HEARD_MAX });
  const keys = [...new Set(first.map((one) => `key:${one.deliveryKey}`))];
  return keys.length === 0 ? [] : [...first, ...(await ctx.db.heardMessages(merchantId, { abouts: keys, since: 0, limit: HEARD_MAX }))];
};

/** One row a delivery key, however often it came. */
const messagesOf = (heard: readonly HeardMessage[]): MessageSeen[] => {
  const byKey = new Map<string, MessageSeen>();
  for (const { id, deliveryKey, triggeredAt, receivedAt } of heard) {
    const known = byKey.get(deliveryKey);
    byKey.set(deliveryKey, known ? { ...known, receivedAt: Math.min(known.receivedAt, receivedAt), copies: known.copies + 1 } : { id, triggeredAt, receivedAt, copies: 1 });
  }
  return [...byKey.values()];
};

/** A message that came while the walk that found the order was under way: it is not among those that were waited for, but it captured the order. */
const capturedByMessage = async (ctx: FlowContext, drift: DriftRecord): Promise<MessageSeen[]> => {
  const isUnknown = drift.gaps.some((gap) => gap.what === "unknown");
  if (!isUnknown || drift.orderId === null) return [];
  const first = (await ctx.db.history(drift.merchantId, drift.orderId)).find((event) => event.type === "captured");
  return first && first.detail["by"] !== "reading" ? [{ id: first.id, triggeredAt: drift.beganAt, receivedAt: first.at, copies: 1 }] : [];
};

interface StockSide {
  mover: DriftEvidence["mover"];
  orderId: DriftRecord["orderId"];
  acts: ActSeen[];
  entries: readonly StockEntry[];
  folds: boolean;
  takenBack: boolean;
}

const NO_STOCK: StockSide = { mover: null, orderId: null, acts: [], entries: [], folds: true, takenBack: false };

type Place = { itemId: ItemId; locationId: LocationId };

const stockSide = async (ctx: FlowContext, drift: DriftRecord, place: Place): Promise<StockSide> => {
  const { merchantId } = drift;
  const here = (await ctx.db.differencesAround(merchantId, place.itemId, { id: drift.id, limit: DIFFERENCES_MAX })).filter((one) => one.locationId === place.locationId);
  const parts = here.filter((one) => one.causeKey === drift.causeKey);
  const level = await ctx.db.level(merchantId, place.itemId, place.locationId);
  const fold = await ctx.db.foldOfLevel(merchantId, { ...place, limit: FOLDED_MAX });
  return {
    mover: moverOf(parts), orderId: parts.find((part) => part.orderId !== null)?.orderId ?? null, acts: moverOf(parts) === "us" ? await actsAt(ctx, drift, place) : [],
    entries: (await ctx.db.entriesOf(merchantId, place.itemId, ENTRIES_MAX)).filter((one) => one.locationId === place.locationId),
    folds: level === null || fold === null || STATES.every((state) => level[state] === (fold[state] ?? 0)), takenBack: isTakenBack(parts, here),
  };
};

const STATES: readonly (StockState & keyof LevelRecord)[] = ["onHand", "available", "committed", "unattributed", "reserved", "damaged", "safetyStock", "qualityControl", "incoming"];

const moverOf = (parts: readonly DifferenceRecord[]): DriftEvidence["mover"] => {
  if (parts.length === 0 || parts.some((part) => part.cause === "looking")) return null;
  if (parts.some((part) => part.cause === "changed-outside")) return "outside";
  return parts.every((part) => part.cause === "our-call") ? "us" : "order";
};

const deltasOf = (rows: readonly Pick<DifferenceRecord, "state" | "expected" | "found">[]): StateDeltas => {
  const deltas: Record<string, number> = {};
  for (const { state, expected, found } of rows) deltas[state] = (deltas[state] ?? 0) + found - expected;
  return deltas;
};

const isOpposite = (one: StateDeltas, other: StateDeltas): boolean =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].every((state) => (one[state as keyof StateDeltas] ?? 0) + (other[state as keyof StateDeltas] ?? 0) === 0);

/** Another reading within minutes moved the level by just as much the other way, and both were put down to the platform's lag. */
const isTakenBack = (parts: readonly DifferenceRecord[], here: readonly DifferenceRecord[]): boolean => {
  const [first] = parts;
  if (!first || parts.some((part) => part.cause !== "our-call")) return false;
  const others = new Map<string, DifferenceRecord[]>();
  for (const one of here) if (one.causeKey !== first.causeKey && Math.abs(one.foundAt - first.foundAt) <= CAUGHT_UP_MS) others.set(one.causeKey, [...(others.get(one.causeKey) ?? []), one]);
  return [...others.values()].some((rows) => isOpposite(deltasOf(parts), deltasOf(rows)));
};

const actsAt = async (ctx: FlowContext, drift: DriftRecord, { itemId, locationId }: Place): Promise<ActSeen[]> => {
  const rightAt = eventAt(drift, "right") ?? drift.beganAt;
  const acts = (await ctx.db.stockIntents(drift.merchantId, rightAt - SLACK_MS, ACTS_MAX)).filter(({ intent, createdAt }) =>
    isStockIntent(intent) && keyOf(intent.itemId, intent.locationId) === keyOf(itemId, locationId) && createdAt <= drift.foundAt);
  const seen: ActSeen[] = [];
  for (const act of acts) {
    const counted = await ctx.db.isPosted(drift.merchantId, `adjust:${act.id}`);
    if (act.status === "done") seen.push({ id: act.id, outcome: "done", at: act.dueAt, counted });
    else seen.push({ id: act.id, outcome: act.attempts > 0 ? "unknown" : "open", at: null, counted });
  }
  return seen;
};

/** What an order's messages had counted twice at the level, and this reading took back once. */
const beliefsOf = (entries: readonly StockEntry[], drift: DriftRecord, messages: readonly MessageSeen[]): Belief[] => {
  if (drift.about !== "stock" || entries.length === 0) return [];
  const gap: Record<string, number> = Object.fromEntries(drift.gaps.map(({ what, believed, found }) => [what, Number(found ?? 0) - Number(believed ?? 0)]));
  const groups = new Map<string, StockEntry[]>();
  for (const one of entries) if (one.cause !== "reading" && one.cause !== "adjust" && one.orderId !== null && one.at <= drift.foundAt) groups.set(one.causeKey, [...(groups.get(one.causeKey) ?? []), one]);
  const told = [...groups.values()].map((rows) => ({ at: rows[0]?.at ?? 0, orderId: rows[0]?.orderId, deltas: Object.fromEntries(rows.map((row) => [row.state, row.delta])) }));
  const undone = told.find(({ deltas, orderId }, index) =>
    isOpposite(deltas, gap) && told.some((other, place) => place !== index && other.orderId === orderId && JSON.stringify(other.deltas) === JSON.stringify(deltas)));
  if (!undone) return [];
  const source = [...messages].reverse().find((one) => one.receivedAt <= undone.at);
  const from = { kind: "message" as const, id: source?.id ?? "" };
  return [{ from, at: undone.at, undone: true }, { from, at: undone.at, undone: false }];
};
