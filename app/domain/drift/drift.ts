import type { Instant, ItemId, LocationId, MerchantId, OrderId, StoreId } from "../ids";

/**
 * A drift: one difference between what Switchyard believed and what the platform has, about one fact (a level, an order, its fulfillment
 * orders, its parcels). Every drift gets exactly one cause, with the events that show it.
 */

export type DriftCause =
  /** The platform should have told of the change and never did. */
  | "lost-message"
  /** It told, long after the change. */
  | "late-message"
  /** One message came more than once and was counted more than once. */
  | "repeated-message"
  /** Messages came in another order than things had happened, and the older one was believed, or the effect was heard of before its cause. */
  | "overtaken-message"
  /** A person or another app changed it on the platform; we were told in time, or the platform does not tell of such changes. */
  | "edited-outside"
  /** What we believed contradicts our own ledger, what a call of ours is known to have done, or what we had been told in time. */
  | "own-fault"
  /** The platform answered with an older state than it had told of, or not at all. */
  | "platform-answer"
  /** Not known yet: looked for until `decideBy`, and no longer. */
  | "looking";

export const DRIFT_CAUSES = [
  "lost-message", "late-message", "repeated-message", "overtaken-message", "edited-outside", "own-fault", "platform-answer", "looking",
] as const satisfies readonly DriftCause[];

export type DriftAbout = "stock" | "order" | "fulfillment-order" | "parcel";

/** `message`: a reading that a message had asked for. `reconciliation`: the walk over changed orders, every few minutes. */
export type DriftFinder = "message" | "reading" | "comparison" | "reconciliation";

/** How it was put right. `answer-caught-up`: the platform's own answer came right. `person`: read again because a person asked. */
export type DriftMend = "reading-posted" | "order-read" | "answer-caught-up" | "person";

/** What was believed and what the platform said; units, or words such as a status. */
export interface DriftGap {
  what: string;
  believed: number | string | null;
  found: number | string | null;
}

export type DriftEventKind =
  | "right" | "changed" | "message" | "message-again" | "answer-older" | "answer-refused" | "act" | "counted" | "found" | "looked-for" | "mended" | "asked-by-person" | "silence";

/** One thing that shows the cause. `ref` names the delivery, the order, the act or the run; never personal data. */
export interface DriftEvent {
  at: Instant;
  kind: DriftEventKind;
  ref: string | null;
  detail: Record<string, string | number | null>;
}

export interface DriftRecord {
  merchantId: MerchantId;
  id: string;
  storeId: StoreId;
  about: DriftAbout;
  /** An order's id, or `item@location`. At most one drift of a subject is open. */
  subject: string;
  /** What a message about it names: `order:` or `item:` and the platform's id. */
  hears: string;
  itemId: ItemId | null;
  locationId: LocationId | null;
  orderId: OrderId | null;
  /** The ledger entries that mended it; null: it is not about stock. */
  causeKey: string | null;
  gaps: DriftGap[];
  foundBy: DriftFinder;
  cause: DriftCause;
  /** The cause is settled by then, whatever is known. */
  decideBy: Instant;
  decidedAt: Instant | null;
  /** The platform's time of the change where it tells one; else the last instant at which the fact is known to have been right. */
  beganAt: Instant;
  beganExactly: boolean;
  foundAt: Instant;
  mendedAt: Instant | null;
  mendedBy: DriftMend | null;
  /** From its beginning until it was mended, ms; an upper bound unless `beganExactly`. Null while it is open. */
  lastedMs: number | null;
  evidence: DriftEvent[];
  /** A person who asked for it to be read again. */
  askedBy: string | null;
  /** When it is looked at again; null: never, it is settled. */
  lookAt: Instant | null;
}

/** A message that a drift leans on: it asked for the reading that found it, came late, came again, or was waited for. */
export interface HeardMessage {
  merchantId: MerchantId;
  /** Of the delivery; a repetition has an id of its own. */
  id: string;
  storeId: StoreId;
  /** `order:` or `item:` and the platform's id; of a repetition `key:` and the delivery key. */
  about: string;
  why: "asked" | "late" | "older" | "again" | "awaited";
  topic: string;
  deliveryKey: string;
  triggeredAt: Instant | null;
  receivedAt: Instant;
}

/** A message that takes longer than this is late; sooner, messages overtake each other without anybody being wrong. */
export const ON_TIME_MS = 60_000;
/**
 * How long a missing message is waited for: a platform that gets no answer sends it again for 4 hours, eight times. Source: Shopify,
 * "Troubleshooting webhooks". One that comes later still turns a lost message into a late one.
 */
export const WAIT_FOR_MESSAGE_MS = 4 * 3_600_000 + 15 * 60_000;

export const isOpen = (drift: Pick<DriftRecord, "mendedAt">): boolean => drift.mendedAt === null;

/** A change from outside that was told of in time is a difference by somebody's choice: nothing went wrong. */
export const isTrouble = (cause: DriftCause): boolean => cause !== "edited-outside";
