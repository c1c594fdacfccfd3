import { z } from "zod";
import type { PlatformId } from "../../../app/domain/ids";
import type { Intent, Outcome } from "../../../app/domain/messages";
import type { Attempt } from "../port";
import { globalId, instant } from "./fields";
import { gid } from "./ids";
import { JOB_READ, ORDER_CANCEL, ORDER_CANCELLATION_READ } from "./operations";
import { afterRead, change, done, refused, type Step } from "./outcome";
import type { Reader } from "./read-order";

type CancelOrder = Extract<Intent, { kind: "cancel-order" }>;

const REASONS: Record<CancelOrder["reason"], string> = {
  customer: "CUSTOMER", declined: "DECLINED", fraud: "FRAUD", inventory: "INVENTORY", staff: "STAFF", other: "OTHER",
};
/** Longest note that Shopify takes. */
const NOTE_CHARACTERS_MAX = 255;
const LOOK_AGAIN_MS = 3_000;
/** After a lost call the order is looked at this often before it is called again. */
const LOOKS_BEFORE_REPEAT = 3;

const orderShape = z.object({ order: z.object({ id: globalId, cancelledAt: instant.nullish() }).nullable() });

async function isCancelled({ client, access }: Reader, id: PlatformId): Promise<Step<boolean | "gone">> {
  const read = afterRead(await client.call(access, { operation: ORDER_CANCELLATION_READ, variables: { id: gid("Order", id) }, shape: orderShape }));
  if (!read.ok) return read;
  const { order } = read.value;
  return { ok: true, value: order === null ? "gone" : order.cancelledAt !== null && order.cancelledAt !== undefined };
}

/**
 * Cancels a whole order. Shopify does it in a job of its own, so the order is read until it is cancelled, or the job has ended
 * without it. An order that is cancelled already is done, whoever did it.
 */
export async function cancelOrder(reader: Reader, intent: CancelOrder, attempt: Attempt): Promise<Outcome> {
  const { orderPlatformId: id } = intent;
  const before = await isCancelled(reader, id);
  if (!before.ok) return before.outcome;
  if (before.value === "gone") return refused("gone", "The order does not exist any more.");
  if (before.value) return done(id);
  const { job, askedIn } = attempt.progress;
  if (job !== undefined) return afterJob(reader, id, job);
  if (askedIn !== undefined && attempt.number - Number(askedIn) < LOOKS_BEFORE_REPEAT) {
    return { status: "retry", afterMs: LOOK_AGAIN_MS, words: "It is not known yet whether Shopify is cancelling the order." };
  }
  await attempt.saveProgress({ ...attempt.progress, askedIn: String(attempt.number) });
  const called = await change(reader, {
    operation: ORDER_CANCEL, field: "orderCancel", errorsField: "orderCancelUserErrors", payload: { job: z.object({ id: z.string() }).nullish() },
    variables: {
      id: gid("Order", id), reason: REASONS[intent.reason], restock: intent.restock, notify: intent.notifyCustomer, note: intent.note.slice(0, NOTE_CHARACTERS_MAX) || null,
      refundMethod: { originalPaymentMethodsRefund: intent.refund },
    },
  });
  if (!called.ok) return afterRefusal(reader, id, called.outcome);
  const started = called.value.job?.id;
  if (started !== undefined) await attempt.saveProgress({ ...attempt.progress, askedIn: String(attempt.number), job: started });
  const after = await isCancelled(reader, id);
  if (after.ok && after.value === true) return done(id);
  return { status: "retry", afterMs: LOOK_AGAIN_MS, words: "Shopify is cancelling the order." };
}

/** A refusal may mean that an earlier call got through after all. */
async function afterRefusal(reader: Reader, id: PlatformId, outcome: Outcome): Promise<Outcome> {
  if (outcome.status !== "refused") return outcome;
  const after = await isCancelled(reader, id);
  if (!after.ok) return after.outcome;
  return after.value === true ? done(id) : outcome;
}

const jobShape = z.object({ job: z.object({ done: z.boolean() }).nullish() });

async function afterJob(reader: Reader, id: PlatformId, job: string): Promise<Outcome> {
  const read = afterRead(await reader.client.call(reader.access, { operation: JOB_READ, variables: { id: job }, shape: jobShape }));
  if (!read.ok) return read.outcome;
  if (read.value.job?.done === false) return { status: "retry", afterMs: LOOK_AGAIN_MS, words: "Shopify is cancelling the order." };
  // The job may have ended between the two reads.
  const after = await isCancelled(reader, id);
  if (!after.ok) return after.outcome;
  return after.value === true ? done(id) : refused("not-cancelled", "Shopify did not cancel the order: something of it may be shipped, or be on its way back.");
}
