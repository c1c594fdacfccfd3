import { z } from "zod";
import type { PlatformId } from "../../../app/domain/ids";
import type { Intent, Outcome } from "../../../app/domain/messages";
import type { Attempt } from "../port";
import { blocked, isActive } from "./family";
import { globalId } from "./fields";
import { gid } from "./ids";
import { FULFILLMENT_ORDER_CANCEL, FULFILLMENT_ORDER_REQUEST_CANCELLATION, FULFILLMENT_ORDER_REQUEST_FULFILLMENT } from "./operations";
import { change, done, refused } from "./outcome";
import { readFulfillmentOrder } from "./perform-hold";
import type { Reader } from "./read-order";
import type { FulfillmentOrderAnswer } from "./shapes";
import { fulfillmentOrderOf } from "./translate-answer";

/** Asking the third party behind a location to ship, or to stop. What it answers comes by webhook. */

type RequestFulfillment = Extract<Intent, { kind: "request-fulfillment" }>;
type RequestCancellation = Extract<Intent, { kind: "request-cancellation" }>;

const ASKED = new Set(["SUBMITTED", "ACCEPTED"]);
const STOPPING = new Set(["CANCELLATION_REQUESTED", "CANCELLATION_ACCEPTED"]);
/** Nobody was asked, or said no: there is nothing to stop. */
const NOT_ASKED = new Set(["UNSUBMITTED", "REJECTED"]);

const allows = (fulfillmentOrder: FulfillmentOrderAnswer, action: string): boolean => fulfillmentOrder.supportedActions.some((entry) => entry.action === action);
const named = z.object({ id: globalId }).nullish();

/** An answer that came in between is told from one that stood there before we asked. */
async function saveAsking({ progress, saveProgress }: Attempt, status: string): Promise<void> {
  if (progress["statusBefore"] === undefined) await saveProgress({ ...progress, statusBefore: status });
}
const saidNo = ({ progress }: Attempt, now: string, no: string): boolean => now === no && progress["statusBefore"] !== undefined && progress["statusBefore"] !== no;

export async function requestFulfillment(reader: Reader, intent: RequestFulfillment, attempt: Attempt): Promise<Outcome> {
  const id = intent.fulfillmentOrderPlatformId;
  const found = await readFulfillmentOrder(reader, id);
  if (!found.ok) return found.outcome;
  const { requestStatus } = found.value;
  const fulfillmentOrder = fulfillmentOrderOf(found.value);
  if (isActive(fulfillmentOrder) && ASKED.has(requestStatus)) return done(id);
  if (saidNo(attempt, requestStatus, "REJECTED")) return refused("rejected", "The fulfillment service rejected the request.");
  if (!allows(found.value, "REQUEST_FULFILLMENT")) return blocked(fulfillmentOrder);
  await saveAsking(attempt, requestStatus);
  const asked = await change(reader, {
    operation: FULFILLMENT_ORDER_REQUEST_FULFILLMENT, field: "fulfillmentOrderSubmitFulfillmentRequest",
    variables: { id: gid("FulfillmentOrder", id), message: intent.note }, payload: { submittedFulfillmentOrder: named },
  });
  return asked.ok ? done(asked.value.submittedFulfillmentOrder?.id ?? id) : asked.outcome;
}

export async function requestCancellation(reader: Reader, intent: RequestCancellation, attempt: Attempt): Promise<Outcome> {
  const id = intent.fulfillmentOrderPlatformId;
  const found = await readFulfillmentOrder(reader, id);
  if (!found.ok) return found.outcome;
  const { requestStatus } = found.value;
  if (STOPPING.has(requestStatus)) return done(id);
  const fulfillmentOrder = fulfillmentOrderOf(found.value);
  if (fulfillmentOrder.status === "cancelled" || (isActive(fulfillmentOrder) && NOT_ASKED.has(requestStatus))) return done(id);
  if (!isActive(fulfillmentOrder)) return attempt.progress["withdrawn"] === undefined ? blocked(fulfillmentOrder) : done(id);
  if (saidNo(attempt, requestStatus, "CANCELLATION_REJECTED")) return refused("rejected", "The fulfillment service goes on: it rejected the cancellation.");
  if (allows(found.value, "REQUEST_CANCELLATION")) return ask(reader, intent, { attempt, requestStatus });
  // A request that nobody has answered yet is taken back without asking.
  if (requestStatus === "SUBMITTED" && allows(found.value, "CANCEL_FULFILLMENT_ORDER")) return withdraw(reader, id, attempt);
  return blocked(fulfillmentOrder);
}

async function ask(reader: Reader, intent: RequestCancellation, { attempt, requestStatus }: { attempt: Attempt; requestStatus: string }): Promise<Outcome> {
  const id = intent.fulfillmentOrderPlatformId;
  await saveAsking(attempt, requestStatus);
  const asked = await change(reader, {
    operation: FULFILLMENT_ORDER_REQUEST_CANCELLATION, field: "fulfillmentOrderSubmitCancellationRequest",
    variables: { id: gid("FulfillmentOrder", id), message: intent.note }, payload: {},
  });
  return asked.ok ? done(id) : asked.outcome;
}

async function withdraw(reader: Reader, id: PlatformId, attempt: Attempt): Promise<Outcome> {
  await attempt.saveProgress({ ...attempt.progress, withdrawn: "yes" });
  const cancelled = await change(reader, {
    operation: FULFILLMENT_ORDER_CANCEL, field: "fulfillmentOrderCancel", variables: { id: gid("FulfillmentOrder", id) }, payload: { replacementFulfillmentOrder: named },
  });
  return cancelled.ok ? done(cancelled.value.replacementFulfillmentOrder?.id ?? id) : cancelled.outcome;
}
