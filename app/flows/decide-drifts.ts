import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import { attribute } from "../domain/drift/attribute";
import type { DriftEvent, DriftRecord, HeardMessage } from "../domain/drift/drift";
import type { Instant } from "../domain/ids";
import type { OrderAggregate, StoreRecord } from "../domain/records";
import type { FlowContext } from "./context";
import { type Gathered, gatherEvidence } from "./drift-evidence";

const BATCH = 100;
const LOOK_MIN_MS = 2_000;
const LOOK_MAX_MS = 15 * 60_000;
/** The older a drift is, the less may still come of it in the next moment. */
const LOOK_SHARE = 4;
const EVENTS_MAX = 40;

/**
 * Attributes drifts, and sees whether they were mended. What is not settled is looked at again, ever more seldom, at its deadline, and
 * when a message comes that it waits for. Answers how many were settled.
 */
export const decideDrifts = async (ctx: FlowContext): Promise<number> => {
  const due = await ctx.db.driftsDue(ctx.now(), BATCH);
  const stores = new Map<string, StoreRecord | null>();
  const changes: ChangeSet[] = [];
  let settled = 0;
  for (const drift of due) {
    const key = `${drift.merchantId} ${drift.storeId}`;
    if (!stores.has(key)) stores.set(key, await ctx.db.store(drift.merchantId, drift.storeId));
    const store = stores.get(key);
    const next = store ? await decided(ctx, store, drift) : { ...drift, lookAt: null };
    changes.push({ ...emptyChangeSet(drift.merchantId), settledDrifts: [next] });
    if (next.lookAt === null) settled += 1;
  }
  await ctx.db.commit(changes);
  return settled;
};

const decided = async (ctx: FlowContext, store: StoreRecord, drift: DriftRecord): Promise<DriftRecord> => {
  const gathered = await gatherEvidence(ctx, store, drift);
  const cause = attribute(gathered.evidence);
  const now = ctx.now();
  const mend = drift.mendedAt === null ? mendOf(drift, gathered.order, await readLevelAt(ctx, drift)) : null;
  const next: DriftRecord = {
    ...drift, cause, orderId: drift.orderId ?? gathered.explainedBy, decidedAt: cause === "looking" ? null : (drift.cause === cause ? drift.decidedAt : null) ?? now,
    ...(mend && { mendedAt: mend.at, mendedBy: mend.by, lastedMs: Math.max(0, mend.at - drift.beganAt) }),
    evidence: story(drift, gathered, mend),
  };
  // A store that removed the app may come back, and is then read.
  return { ...next, lookAt: cause !== "looking" && next.mendedAt !== null ? null : nextLook(drift, now) };
};

const nextLook = (drift: DriftRecord, now: Instant): Instant => {
  const rest = Math.min(LOOK_MAX_MS, Math.max(LOOK_MIN_MS, (now - drift.foundAt) / LOOK_SHARE));
  const at = Math.round(now + rest);
  return drift.decideBy > now ? Math.min(at, drift.decideBy) : at;
};

type Mend = { at: Instant; by: NonNullable<DriftRecord["mendedBy"]> };

/** Of an order whose version was found to differ: it was read since, and not older than that. */
const mendOf = (drift: DriftRecord, order: OrderAggregate | null, levelReadAt: Instant | null): Mend | null => {
  const by = drift.askedBy === null ? null : ("person" as const);
  if (drift.about === "stock") return levelReadAt !== null && levelReadAt >= drift.foundAt ? { at: levelReadAt, by: by ?? "reading-posted" } : null;
  const readAt = order?.order.readAt ?? null;
  // What the platform told and never showed is given up in the end: then it is believed.
  const caughtUp = drift.evidence.some((event) => event.kind === "answer-older");
  const version = caughtUp ? null : drift.gaps.find((gap) => gap.what === "unknown" || gap.what === "version")?.found;
  if (order === null || readAt === null || readAt < drift.foundAt || (typeof version === "number" && order.order.platformUpdatedAt < version)) return null;
  return { at: readAt, by: by ?? (caughtUp ? "answer-caught-up" : "order-read") };
};

/** Of an item that could not be read: when the first of its levels was. */
const readLevelAt = async (ctx: FlowContext, { merchantId, itemId, locationId, about }: DriftRecord): Promise<Instant | null> => {
  if (about !== "stock" || itemId === null || locationId !== null) return null;
  return (await ctx.db.levels(merchantId, [itemId])).reduce<Instant | null>((newest, level) => Math.max(newest ?? 0, level.readAt), null);
};

/** The events that show it, in the order of their times; each once. */
const story = (drift: DriftRecord, { heard, evidence, explainedBy }: Gathered, mend: Mend | null): DriftEvent[] => {
  const firsts = new Set<string>();
  const messages = heard.map((one): DriftEvent => {
    const again = firsts.has(one.deliveryKey);
    firsts.add(one.deliveryKey);
    return messageEvent(one, again);
  });
  const acts = evidence.acts.map((act): DriftEvent => ({ at: act.at ?? drift.foundAt, kind: "act", ref: act.id, detail: { outcome: act.outcome, counted: act.counted ? 1 : 0 } }));
  const order: DriftEvent[] = explainedBy !== null && drift.orderId === null ? [{ at: drift.foundAt, kind: "looked-for", ref: explainedBy, detail: {} }] : [];
  const mended: DriftEvent[] = mend ? [{ at: mend.at, kind: "mended", ref: null, detail: { by: mend.by } }] : [];
  const events = new Map<string, DriftEvent>();
  for (const event of [...drift.evidence, ...messages, ...acts, ...order, ...mended]) events.set(`${event.kind} ${event.ref ?? event.at}`, event);
  return [...events.values()].sort((a, b) => a.at - b.at).slice(0, EVENTS_MAX);
};

const messageEvent = ({ id, topic, triggeredAt, receivedAt }: HeardMessage, again: boolean): DriftEvent =>
  ({ at: receivedAt, kind: again ? "message-again" : "message", ref: id, detail: { topic, triggeredAt } });
