import type { DriftEvent, DriftGap, DriftRecord, HeardMessage } from "../domain/drift/drift";
import { ON_TIME_MS, WAIT_FOR_MESSAGE_MS } from "../domain/drift/drift";
import type { DifferenceCause, DifferenceRecord } from "../domain/desk";
import type { Instant } from "../domain/ids";
import { keyOf } from "../domain/inventory/stock-book";
import type { ToldBy, WantedRead } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";
import type { FoundDifference } from "./explain-levels";

/** What a drift is made of; the rest is the same for all. */
export type DriftStart = Pick<DriftRecord, "about" | "subject" | "hears" | "gaps" | "foundBy" | "beganAt" | "beganExactly"> & Partial<DriftRecord>;

/** A drift that is found now and not yet attributed. */
export const newDrift = (ctx: Pick<FlowContext, "now" | "newId">, store: StoreRecord, start: DriftStart): DriftRecord => {
  const now = ctx.now();
  return {
    merchantId: store.merchantId, id: ctx.newId(), storeId: store.id, itemId: null, locationId: null, orderId: null, causeKey: null, cause: "looking",
    decideBy: now + WAIT_FOR_MESSAGE_MS, decidedAt: null, foundAt: now, mendedAt: null, mendedBy: null, lastedMs: null, evidence: [], askedBy: null, lookAt: now, ...start,
  };
};

/** A message that asked for a reading, as a drift leans on it. */
export const heardFrom = (store: StoreRecord, about: string, told: ToldBy): HeardMessage => ({
  merchantId: store.merchantId, id: told.id, storeId: store.id, about, why: "asked", topic: told.topic, deliveryKey: told.key, triggeredAt: told.triggeredAt, receivedAt: told.receivedAt,
});

export const isLate = ({ triggeredAt, receivedAt }: Pick<ToldBy, "triggeredAt" | "receivedAt">): boolean => triggeredAt !== null && receivedAt - triggeredAt > ON_TIME_MS;

export const finderOf = ({ told, asker }: Pick<WantedRead, "told" | "asker">): DriftRecord["foundBy"] => {
  if (told) return "message";
  if (asker?.startsWith("comparison:")) return "comparison";
  return asker === "reconciliation" ? "reconciliation" : "reading";
};

export const personOf = ({ asker }: Pick<WantedRead, "asker">): string | null => (asker?.startsWith("person:") ? asker : null);

/** What an order or a call of ours did, told in time, moves stock all day long. */
const DAILY: ReadonlySet<DifferenceCause> = new Set<DifferenceCause>(["restock", "sold-elsewhere", "written-off", "order-not-read", "our-call"]);

export interface FoundAt extends FoundDifference {
  /** The wish that its item was read for; none: it was read for an order. */
  wish: WantedRead | null;
  /** The platform's time of the level's last change; null: not told. */
  changedAt: Instant | null;
}

/** Of the differences that readings found, those that are drifts: what nobody told of in time, and what no order explains. */
export const stockDrifts = async (ctx: FlowContext, store: StoreRecord, said: { found: readonly FoundAt[]; differences: readonly DifferenceRecord[] }): Promise<{ drifts: DriftRecord[]; heard: HeardMessage[] }> => {
  const drifting = said.found.filter((one) => isDrifting(one, partsOf(one, said.differences)));
  if (drifting.length === 0) return { drifts: [], heard: [] };
  const lastHeardAt = await ctx.db.lastPulse(store.merchantId, store.id);
  const drifts = drifting.map((one) => stockDrift(ctx, store, { found: one, parts: partsOf(one, said.differences), lastHeardAt }));
  const heard = drifting.flatMap(({ wish }) => (wish?.told ? [heardFrom(store, `item:${wish.target}`, wish.told)] : []));
  return { drifts, heard: [...new Map(heard.map((one) => [one.id, one])).values()] };
};

const partsOf = (found: FoundDifference, differences: readonly DifferenceRecord[]): DifferenceRecord[] =>
  differences.filter((one) => one.causeKey === found.causeKey && keyOf(one.itemId, one.locationId) === keyOf(found.itemId, found.locationId));

const isDrifting = ({ wish }: FoundAt, parts: readonly DifferenceRecord[]): boolean => {
  if (parts.some((part) => !DAILY.has(part.cause))) return true;
  if (parts.length === 0 || wish === null) return false;
  return finderOf(wish) === "comparison" || (wish.told ? isLate(wish.told) : false);
};

const stockDrift = (ctx: FlowContext, store: StoreRecord, said: { found: FoundAt; parts: readonly DifferenceRecord[]; lastHeardAt: Instant | null }): DriftRecord => {
  const { found, parts, lastHeardAt } = said;
  const { wish, before, itemId, locationId } = found;
  const now = ctx.now();
  const foundBy = wish === null ? "reading" : finderOf(wish);
  const began = beganAt(found);
  const asker = wish === null ? null : personOf(wish);
  return newDrift(ctx, store, {
    about: "stock", subject: `${itemId}@${locationId}`, hears: `item:${platformIdOf(store, itemId)}`, itemId, locationId, orderId: parts.find((part) => part.orderId !== null)?.orderId ?? null,
    causeKey: found.causeKey, gaps: gapsOf(parts), foundBy, ...began,
    // The reading that finds it posts it in the same commit.
    mendedAt: now, mendedBy: asker === null ? "reading-posted" : "person", lastedMs: Math.max(0, now - began.beganAt), askedBy: asker,
    evidence: [
      { at: before.readAt, kind: "right", ref: null, detail: {} },
      ...(began.beganExactly ? [changed(began.beganAt)] : []), ...staleAnswer(found), ...troubled(wish),
      ...(wish?.told || lastHeardAt === null ? [] : [{ at: lastHeardAt, kind: "silence" as const, ref: null, detail: {} }]),
      { at: now, kind: "found", ref: wish?.asker ?? null, detail: { by: foundBy } },
      { at: now, kind: "mended", ref: found.causeKey, detail: { by: asker === null ? "reading-posted" : "person" } },
    ],
  });
};

const changed = (at: Instant): DriftEvent => ({ at, kind: "changed", ref: null, detail: {} });

/** Platform ids follow their store's in the ids of the house, see `idOf`. */
export const platformIdOf = (store: StoreRecord, id: string): string => id.slice(store.id.length + 1);

/** The platform tells some times by the second, and its clock may differ a little from ours. */
const SLACK_MS = 30_000;

/** Its time lies in the span in which the level went wrong: it is the time of that change, or of a later one. */
const beganAt = ({ changedAt, before, wish }: FoundAt): Pick<DriftRecord, "beganAt" | "beganExactly"> => {
  const at = wish?.told?.triggeredAt ?? changedAt ?? null;
  return at !== null && at + SLACK_MS >= before.readAt ? { beganAt: at, beganExactly: true } : { beganAt: before.readAt, beganExactly: false };
};

/** The level had changed before it was last read, and that answer did not show it. */
const staleAnswer = ({ changedAt, before, wish }: FoundAt): DriftEvent[] =>
  !wish?.told && changedAt !== null && changedAt + SLACK_MS < before.readAt ? [changed(changedAt), { at: before.readAt, kind: "answer-older", ref: null, detail: {} }] : [];

/** Its reading was tried and not answered. */
const troubled = (wish: WantedRead | null): DriftEvent[] =>
  wish !== null && wish.attempts > 1 && wish.problem !== null ? [{ at: wish.requestedAt, kind: "answer-refused", ref: null, detail: { tries: wish.attempts - 1 } }] : [];

/** Parts of a state are told as one. */
const gapsOf = (parts: readonly DifferenceRecord[]): DriftGap[] => {
  const gaps = new Map<string, DriftGap>();
  for (const { state, expected, found } of parts) {
    const gap = gaps.get(state);
    gaps.set(state, { what: state, believed: gap?.believed ?? expected, found });
  }
  return [...gaps.values()];
};
