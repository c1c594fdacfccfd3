import { z } from "zod";
import type { PlatformId } from "../../../app/domain/ids";
import type { Intent, Outcome } from "../../../app/domain/messages";
import { blocked, GONE, isActive } from "./family";
import { globalId } from "./fields";
import { gid } from "./ids";
import { FULFILLMENT_ORDER_HOLD, FULFILLMENT_ORDER_OPEN, FULFILLMENT_ORDER_READ, FULFILLMENT_ORDER_RELEASE_HOLD, FULFILLMENT_ORDER_REPORT_PROGRESS } from "./operations";
import { afterRead, change, done, stop, type Step } from "./outcome";
import type { Reader } from "./read-order";
import { fulfillmentOrderShape, type FulfillmentOrderAnswer } from "./shapes";
import { fulfillmentOrderOf } from "./translate-answer";

/** Holds under our own handle, and the report that work has begun. */

type Hold = Extract<Intent, { kind: "hold" }>;
type ReleaseHold = Extract<Intent, { kind: "release-hold" }>;
type StopWork = Extract<Intent, { kind: "stop-work" }>;
type ReportProgress = Extract<Intent, { kind: "report-progress" }>;

const HOLD_REASONS: Record<Hold["reason"], string> = { "inventory-out-of-stock": "INVENTORY_OUT_OF_STOCK", other: "OTHER" };
const readShape = z.object({ fulfillmentOrder: fulfillmentOrderShape.nullable() });

export async function readFulfillmentOrder(reader: Reader, id: PlatformId): Promise<Step<FulfillmentOrderAnswer>> {
  const answer = afterRead(await reader.client.call(reader.access, { operation: FULFILLMENT_ORDER_READ, variables: { id: gid("FulfillmentOrder", id) }, shape: readShape }));
  if (!answer.ok) return answer;
  return answer.value.fulfillmentOrder === null ? stop(GONE) : { ok: true, value: answer.value.fulfillmentOrder };
}

/** A handle is unique only among the holds of one app: another app's hold of the same name is not ours. */
const ownHolds = (fulfillmentOrder: FulfillmentOrderAnswer, handle: string): PlatformId[] =>
  fulfillmentOrder.fulfillmentHolds.filter((hold) => hold.handle === handle && hold.heldByRequestingApp !== false).map(({ id }) => id);

export async function hold(reader: Reader, intent: Hold): Promise<Outcome> {
  const found = await readFulfillmentOrder(reader, intent.fulfillmentOrderPlatformId);
  if (!found.ok) return found.outcome;
  const present = ownHolds(found.value, intent.handle)[0];
  if (present !== undefined) return done(present);
  const fulfillmentOrder = fulfillmentOrderOf(found.value);
  if (!isActive(fulfillmentOrder) || !fulfillmentOrder.actions.includes("hold")) return blocked(fulfillmentOrder);
  const held = await change(reader, {
    operation: FULFILLMENT_ORDER_HOLD,
    field: "fulfillmentOrderHold",
    variables: {
      id: gid("FulfillmentOrder", intent.fulfillmentOrderPlatformId),
      hold: { reason: HOLD_REASONS[intent.reason], reasonNotes: intent.note, handle: intent.handle, notifyMerchant: false },
    },
    payload: { fulfillmentHold: z.object({ id: globalId }).nullish() },
  });
  if (held.ok) return done(held.value.fulfillmentHold?.id ?? null);
  return held.outcome.status === "refused" && held.outcome.code === "DUPLICATE_FULFILLMENT_HOLD_HANDLE" ? done(null) : held.outcome;
}

export async function releaseHold(reader: Reader, intent: ReleaseHold): Promise<Outcome> {
  const found = await readFulfillmentOrder(reader, intent.fulfillmentOrderPlatformId);
  if (!found.ok) return found.outcome;
  const own = ownHolds(found.value, intent.handle);
  if (own.length === 0) return done(null);
  const released = await change(reader, {
    operation: FULFILLMENT_ORDER_RELEASE_HOLD,
    field: "fulfillmentOrderReleaseHold",
    variables: { id: gid("FulfillmentOrder", intent.fulfillmentOrderPlatformId), holdIds: own.map((id) => gid("FulfillmentHold", id)) },
    payload: {},
  });
  return released.ok ? done(null) : released.outcome;
}

export async function reportProgress(reader: Reader, intent: ReportProgress): Promise<Outcome> {
  const found = await readFulfillmentOrder(reader, intent.fulfillmentOrderPlatformId);
  if (!found.ok) return found.outcome;
  const fulfillmentOrder = fulfillmentOrderOf(found.value);
  // In progress by a first parcel alone, it could still be moved.
  if (fulfillmentOrder.status === "in-progress" && !fulfillmentOrder.actions.includes("move")) return done(null);
  if (!fulfillmentOrder.actions.includes("report-progress")) return blocked(fulfillmentOrder);
  const reported = await change(reader, {
    operation: FULFILLMENT_ORDER_REPORT_PROGRESS,
    field: "fulfillmentOrderReportProgress",
    variables: { id: gid("FulfillmentOrder", intent.fulfillmentOrderPlatformId), report: { reasonNotes: intent.note } },
    payload: {},
  });
  return reported.ok ? done(null) : reported.outcome;
}

/**
 * Ends reported progress. Source: Shopify, `fulfillmentOrderOpen` opens what has had progress reported at a location of the merchant's since 2026-01.
 * What is open already, or in progress by a parcel alone, needs nothing.
 */
export async function stopWork(reader: Reader, intent: StopWork): Promise<Outcome> {
  const found = await readFulfillmentOrder(reader, intent.fulfillmentOrderPlatformId);
  if (!found.ok) return found.outcome;
  const fulfillmentOrder = fulfillmentOrderOf(found.value);
  if (fulfillmentOrder.status === "open" || (fulfillmentOrder.status === "in-progress" && fulfillmentOrder.actions.includes("move"))) return done(null);
  if (fulfillmentOrder.status !== "in-progress" || !fulfillmentOrder.actions.includes("open")) return blocked(fulfillmentOrder);
  const opened = await change(reader, {
    operation: FULFILLMENT_ORDER_OPEN, field: "fulfillmentOrderOpen", variables: { id: gid("FulfillmentOrder", intent.fulfillmentOrderPlatformId) }, payload: {},
  });
  return opened.ok ? done(null) : opened.outcome;
}
