import { createHmac } from "node:crypto";
import type { Faults } from "../faults";
import type { Random } from "../random";
import { createDueHeap } from "./due-heap";
import type { DueHeap } from "./due-heap";

/** 8 retries over 4 hours, exponential (shopify.dev: webhook delivery); the base is what makes them sum to 4 hours. */
const RETRIES_MAX = 8;
const FIRST_RETRY_MS = Math.round((4 * 3_600_000) / (2 ** RETRIES_MAX - 1));
const OLD_SECRET_MS = 3_600_000;

export interface Outgoing {
  id: string;
  shopDomain: string;
  topic: string;
  webhookId: string;
  eventId: string;
  triggeredAt: number;
  body: string;
  dueAt: number;
  /** Tries made so far. */
  attempts: number;
  inFlight: boolean;
}

export interface Delivery {
  id: string;
  /** 1 for the first try. */
  attempt: number;
  headers: Record<string, string>;
  body: string;
}

export interface QueueCounters { sent: number; delivered: number; failedTries: number; givenUp: number; lost: number; duplicated: number; late: number; overtaken: number; badlySigned: number; unreached: number }
/** What is saved of a queue. */
export interface QueueState { waiting: Map<string, Outgoing>; counters: QueueCounters; made: number }
export interface Queue extends QueueState { due: DueHeap }

const noCounters = (): QueueCounters => ({ sent: 0, delivered: 0, failedTries: 0, givenUp: 0, lost: 0, duplicated: 0, late: 0, overtaken: 0, badlySigned: 0, unreached: 0 });

export function openQueue(saved: QueueState | null): Queue {
  const state: QueueState = { waiting: saved?.waiting ?? new Map<string, Outgoing>(), made: saved?.made ?? 0, counters: { ...noCounters(), ...saved?.counters } };
  const due = createDueHeap();
  for (const outgoing of state.waiting.values()) due.push(outgoing.dueAt, outgoing.id);
  return { ...state, due };
}

export interface Announcement { shopDomain: string; topic: string; eventId: string; body: string; now: number }

/** Puts a webhook on its way, with the faults that are switched on. */
export function announce(queue: Queue, announcement: Announcement, chance: { faults: Faults; random: Random }): void {
  const { faults, random } = chance;
  if (faults.blackout > 0 || random.chance(faults.loss)) {
    queue.counters.lost += 1;
    return;
  }
  const webhookId = random.uuid();
  const copies = random.chance(faults.duplicate) ? 2 : 1;
  queue.counters.duplicated += copies - 1;
  for (let copy = 0; copy < copies; copy += 1) {
    queue.made += 1;
    const late = random.chance(faults.delay) ? random.between(0, faults.delayMs) : 0;
    const overtaken = random.chance(faults.overtaken) ? random.between(0, faults.overtakenMs) : 0;
    queue.counters.late += late > 0 ? 1 : 0;
    queue.counters.overtaken += overtaken > 0 ? 1 : 0;
    // The second copy of a duplicate comes a little later.
    const dueAt = announcement.now + late + overtaken + copy * random.between(0, 2_000);
    const id = `d${queue.made}`;
    queue.waiting.set(id, {
      id, shopDomain: announcement.shopDomain, topic: announcement.topic, webhookId, eventId: announcement.eventId, triggeredAt: announcement.now, body: announcement.body,
      dueAt, attempts: 0, inFlight: false,
    });
    queue.due.push(dueAt, id);
  }
}

export interface Signing { secrets: readonly string[]; rotatedAt: number | null; random: Random; apiVersion: string; faults: Faults }

/** No app knows it: what is signed with it must be turned away. */
const FORGED_SECRET = "a secret of somebody else";

/** What is due, oldest first, signed now: for an hour after a rotation also with the old secret (shopify.dev: webhook delivery). */
export function takeDue(queue: Queue, now: number, options: { signing: Signing; limit: number }): Delivery[] {
  const taken: Delivery[] = [];
  while (taken.length < options.limit) {
    const next = queue.due.pop(now);
    if (!next) return taken;
    const outgoing = queue.waiting.get(next.id);
    // What was hurried stands in the heap twice.
    if (!outgoing || outgoing.inFlight || outgoing.dueAt !== next.at) continue;
    outgoing.inFlight = true;
    outgoing.attempts += 1;
    queue.counters.sent += 1;
    if (options.signing.random.chance(options.signing.faults.unreachable)) {
      queue.counters.unreached += 1;
      settle(queue, outgoing.id, { status: null, now });
      continue;
    }
    const forged = options.signing.random.chance(options.signing.faults.badSignature);
    queue.counters.badlySigned += forged ? 1 : 0;
    taken.push({ id: outgoing.id, attempt: outgoing.attempts, headers: headersOf(outgoing, now, forged ? { ...options.signing, secrets: [FORGED_SECRET] } : options.signing), body: outgoing.body });
  }
  return taken;
}

function headersOf(outgoing: Outgoing, now: number, signing: Signing): Record<string, string> {
  const mayBeOld = signing.rotatedAt !== null && now - signing.rotatedAt < OLD_SECRET_MS && signing.secrets.length > 1;
  const secret = (mayBeOld && signing.random.chance(0.5) ? signing.secrets[1] : signing.secrets[0]) ?? "";
  return {
    "Content-Type": "application/json", "User-Agent": "Shopify-Captain-Hook",
    "X-Shopify-Topic": outgoing.topic, "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(outgoing.body, "utf8").digest("base64"),
    "X-Shopify-Shop-Domain": outgoing.shopDomain, "X-Shopify-API-Version": signing.apiVersion, "X-Shopify-Webhook-Id": outgoing.webhookId,
    "X-Shopify-Event-Id": outgoing.eventId, "X-Shopify-Triggered-At": new Date(outgoing.triggeredAt).toISOString(),
  };
}

/** Everything that waits, late messages and retries alike, is due now. */
export function hurry(queue: Queue, now: number): number {
  const late = [...queue.waiting.values()].filter((outgoing) => !outgoing.inFlight && outgoing.dueAt > now);
  for (const outgoing of late) {
    outgoing.dueAt = now;
    queue.due.push(now, outgoing.id);
  }
  return late.length;
}

/** Any 2xx is success; anything else, and silence (`null`), is tried again with the original body. */
export function settle(queue: Queue, id: string, outcome: { status: number | null; now: number }): void {
  const outgoing = queue.waiting.get(id);
  if (!outgoing) return;
  if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300) {
    queue.waiting.delete(id);
    queue.counters.delivered += 1;
    return;
  }
  queue.counters.failedTries += 1;
  outgoing.inFlight = false;
  if (outgoing.attempts > RETRIES_MAX) {
    queue.waiting.delete(id);
    queue.counters.givenUp += 1;
    return;
  }
  outgoing.dueAt = outcome.now + FIRST_RETRY_MS * 2 ** (outgoing.attempts - 1);
  queue.due.push(outgoing.dueAt, outgoing.id);
}
