import type { DriftGap, DriftRecord } from "../domain/drift/drift";
import type { Instant, OrderId, PlatformId } from "../domain/ids";
import type { Trouble } from "../../connectors/channels/port";
import type { PlatformOrder } from "../domain/platform";
import type { ToldBy, WantedRead } from "../domain/messages";
import { type ItemId, idOf } from "../domain/ids";
import type { OrderAggregate, OrderRecord, StoreRecord } from "../domain/records";
import { emptyChangeSet } from "../domain/change-set";
import type { FlowContext } from "./context";
import { type DriftStart, finderOf, heardFrom, newDrift, personOf } from "./note-drift";

const ofOrder = (orderId: OrderId, platformId: string): Pick<DriftStart, "about" | "subject" | "hears" | "orderId"> =>
  ({ about: "order", subject: orderId, hears: `order:${platformId}`, orderId });

/** Times are told as such: a version of an order is the platform's time of its last change. */
const versionGap = (believed: Instant | null, found: Instant): DriftGap => ({ what: believed === null ? "unknown" : "version", believed, found });

const rightEvent = (order: OrderRecord | undefined): DriftRecord["evidence"] =>
  order ? [{ at: order.readAt ?? order.updatedAt, kind: "right", ref: null, detail: {} }] : [];

/** An order that a walk found changed, or new, long enough ago for its message to have come. */
export const untoldOrder = (
  ctx: FlowContext, store: StoreRecord, said: { platformId: PlatformId; updatedAt: Instant; known: OrderRecord | undefined; foundBy: "comparison" | "reconciliation"; lastHeardAt: Instant | null },
): DriftRecord => {
  const { known, updatedAt, foundBy, lastHeardAt } = said;
  return newDrift(ctx, store, {
    ...ofOrder(idOf<OrderId>(store.id, said.platformId), said.platformId), gaps: [versionGap(known?.platformUpdatedAt ?? null, updatedAt)], foundBy, beganAt: updatedAt, beganExactly: true,
    evidence: [
      ...rightEvent(known), { at: updatedAt, kind: "changed", ref: null, detail: {} }, ...(lastHeardAt === null ? [] : [{ at: lastHeardAt, kind: "silence" as const, ref: null, detail: {} }]),
      { at: ctx.now(), kind: "found", ref: null, detail: { by: foundBy } },
    ],
  });
};

/** An order of which a message told long after it had changed, and that nobody had found before. */
export const lateOrder = (ctx: FlowContext, store: StoreRecord, said: { order: PlatformOrder; known: OrderRecord | undefined; told: ToldBy }): Pick<Parameters<FlowContext["db"]["commit"]>[0][number], "drifts" | "heard"> => {
  const { order, known, told } = said;
  const drift = newDrift(ctx, store, {
    ...ofOrder(idOf<OrderId>(store.id, order.platformId), order.platformId), gaps: [versionGap(known?.platformUpdatedAt ?? null, order.updatedAt)], foundBy: "message",
    beganAt: order.updatedAt, beganExactly: true, foundAt: told.receivedAt,
    evidence: [...rightEvent(known), { at: order.updatedAt, kind: "changed", ref: null, detail: {} }, { at: told.receivedAt, kind: "found", ref: null, detail: { by: "message" } }],
  });
  return { drifts: [drift], heard: [{ ...heardFrom(store, drift.hears, told), why: "late" }] };
};

/** The platform told of a state that its answers do not show. */
export const noteStaleAnswer = async (ctx: FlowContext, store: StoreRecord, { read, order }: { read: WantedRead; order: OrderRecord }): Promise<void> => {
  const began = Math.min(order.platformUpdatedAt, read.told?.triggeredAt ?? ctx.now(), ctx.now());
  const drift = newDrift(ctx, store, {
    ...ofOrder(order.id, order.platformId), gaps: [versionGap(order.readAt, order.platformUpdatedAt)], foundBy: finderOf(read), beganAt: began, beganExactly: true,
    evidence: [
      ...rightEvent(order), { at: began, kind: "changed", ref: null, detail: {} }, { at: ctx.now() - 1, kind: "answer-older", ref: null, detail: {} },
      { at: ctx.now(), kind: "found", ref: null, detail: { by: finderOf(read) } },
    ],
  });
  await ctx.db.commit([{ ...emptyChangeSet(store.merchantId), drifts: [drift], heard: read.told ? [heardFrom(store, drift.hears, read.told)] : [] }]);
};

/** The platform refuses to tell of what a message announced: nobody knows how it stands. */
export const noteRefusals = async (ctx: FlowContext, all: readonly WantedRead[], trouble: Trouble): Promise<void> => {
  const reads = all.filter((read) => read.told && (read.kind === "order" || read.kind === "item"));
  const [first] = reads;
  const store = trouble.kind === "refused" && first ? await ctx.db.store(first.merchantId, first.storeId) : null;
  if (store === null) return;
  const now = ctx.now();
  const sets = reads.flatMap((read) => {
    if (!read.told) return [];
    const about = read.kind === "order" ? ofOrder(idOf<OrderId>(store.id, read.target as PlatformId), read.target) : ofItem(store, read.target);
    const at = read.told.triggeredAt ?? read.told.receivedAt;
    const drift = newDrift(ctx, store, {
      ...about, gaps: [{ what: "unread", believed: null, found: null }], foundBy: "message", beganAt: at, beganExactly: read.told.triggeredAt !== null,
      evidence: [{ at, kind: "changed", ref: null, detail: {} }, { at: now - 1, kind: "answer-refused", ref: null, detail: {} }, { at: now, kind: "found", ref: null, detail: { by: "message" } }],
    });
    return [{ ...emptyChangeSet(store.merchantId), drifts: [drift], heard: [heardFrom(store, drift.hears, read.told)] }];
  });
  await ctx.db.commit(sets);
};

const ofItem = (store: StoreRecord, target: string): Pick<DriftStart, "about" | "subject" | "hears" | "itemId"> => {
  const itemId = idOf<ItemId>(store.id, target as PlatformId);
  return { about: "stock", subject: `${itemId}@`, hears: `item:${target}`, itemId };
};

/**
 * What a comparison found in an order that its own time of change did not tell: fulfillment orders that moved or changed, parcels that were
 * made or cancelled. What we asked for ourselves and have not read back is none.
 */
export const silentDrift = (ctx: FlowContext, store: StoreRecord, said: { read: WantedRead; before: OrderAggregate | null; after: OrderAggregate; isActing: boolean }): DriftRecord[] => {
  const { read, before, after, isActing } = said;
  const foundBy = finderOf(read);
  if (before === null || before.order.readAt === null || isActing || (foundBy !== "comparison" && foundBy !== "reconciliation")) return [];
  if (after.order.platformUpdatedAt > before.order.platformUpdatedAt) return [];
  const [moved, parcels] = [fulfillmentGaps(before, after), parcelGaps(before, after)];
  const gaps = [...parcels, ...moved];
  if (gaps.length === 0) return [];
  const now = ctx.now();
  const told = after.fulfillmentOrders.map((one) => one.platformUpdatedAt).filter((at) => at > (before.order.readAt ?? 0));
  const began = told.length > 0 ? { beganAt: Math.min(...told), beganExactly: true } : { beganAt: before.order.readAt, beganExactly: false };
  return [newDrift(ctx, store, {
    ...ofOrder(after.order.id, after.order.platformId), about: parcels.length > 0 ? "parcel" : "fulfillment-order", gaps, foundBy, ...began,
    mendedAt: now, mendedBy: "order-read", lastedMs: Math.max(0, now - began.beganAt), askedBy: personOf(read),
    evidence: [
      ...rightEvent(before.order), ...(began.beganExactly ? [{ at: began.beganAt, kind: "changed" as const, ref: null, detail: {} }] : []),
      { at: now, kind: "found", ref: read.asker ?? null, detail: { by: foundBy } }, { at: now, kind: "mended", ref: null, detail: { by: "order-read" } },
    ],
  })];
};

const fulfillmentGaps = (before: OrderAggregate, after: OrderAggregate): DriftGap[] => {
  const known = new Map(before.fulfillmentOrders.map((one) => [one.id, one]));
  return after.fulfillmentOrders.flatMap((one): DriftGap[] => {
    const was = known.get(one.id);
    if (!was) return [{ what: "fulfillment-order", believed: null, found: one.status }];
    return [
      ...(was.status === one.status ? [] : [{ what: "status", believed: was.status, found: one.status }]),
      ...(was.locationId === one.locationId ? [] : [{ what: "location", believed: was.locationId, found: one.locationId }]),
    ];
  });
};

const parcelGaps = (before: OrderAggregate, after: OrderAggregate): DriftGap[] => {
  const known = new Map(before.shipments.map((one) => [one.id, one.status]));
  return after.shipments.flatMap((one): DriftGap[] => (known.get(one.id) === one.status ? [] : [{ what: "parcel", believed: known.get(one.id) ?? null, found: one.status }]));
};
