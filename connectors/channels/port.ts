import type { Instant, PlatformId } from "../../app/domain/ids";
import type { Intent, Outcome } from "../../app/domain/messages";
import type {
  Platform, PlatformItem, PlatformItemReading, PlatformLocation, PlatformOrder, PlatformOrderReading, PlatformShop,
} from "../../app/domain/platform";

/** What the house asks of a sales platform. Every connector has the same files and passes the same battery. */
export interface Channel {
  platform: Platform;
  /** Abilities that the platform lacks, with the reason shown to the merchant. */
  gaps: readonly { ability: string; reason: string }[];

  /** Permissions that the app lives from, and in words what stops without each. */
  requiredScopes: readonly { scope: string; stops: string }[];

  /** Reads a delivery's headers. Pure; the signature is checked by `verifyDelivery`. */
  readHeaders(headers: DeliveryHeaders): HeadersReading;
  /** Constant-time check of the raw body against each secret in turn (current, then previous). */
  verifyDelivery(body: Buffer, headers: DeliveryHeaders, secrets: readonly string[]): boolean;
  /** What a stored delivery means. Pure. Never throws: what it cannot read is `unreadable`, with words. */
  interpret(topic: string, body: string): Interpretation;

  /** Each answer says per id what was found. `readAt` is the clock before the question was sent. */
  readOrders(access: StoreAccess, ids: readonly PlatformId[]): Promise<Reading<Map<PlatformId, PlatformOrderReading | "gone">>>;
  readItems(access: StoreAccess, ids: readonly PlatformId[]): Promise<Reading<Map<PlatformId, PlatformItemReading | "gone">>>;
  /** The inventory items of products. */
  readProducts(access: StoreAccess, ids: readonly PlatformId[]): Promise<Reading<Map<PlatformId, PlatformId[] | "gone">>>;
  /** The orders that fulfillment orders belong to. */
  readFulfillmentOrderOwners(access: StoreAccess, ids: readonly PlatformId[]): Promise<Reading<Map<PlatformId, PlatformId | "gone">>>;
  readShop(access: StoreAccess): Promise<Reading<PlatformShop>>;
  readLocations(access: StoreAccess): Promise<Reading<PlatformLocation[]>>;
  /** Pages for import and reconciliation. `cursor` "" is the first page; `next` null the last. */
  listItems(access: StoreAccess, cursor: string): Promise<Reading<{ items: PlatformItemReading[]; next: string | null }>>;
  listOrders(access: StoreAccess, updatedSince: Instant, cursor: string): Promise<Reading<{ orders: { platformId: PlatformId; updatedAt: Instant }[]; next: string | null }>>;

  /** How many items there are, and orders changed since; null where the platform does not count them. */
  readCounts(access: StoreAccess, updatedSince: Instant): Promise<Reading<{ items: number | null; orders: number | null }>>;

  /** Asks the platform to write all items with their levels to a file. Answers with its name for the operation. */
  startBulk(access: StoreAccess): Promise<Reading<{ operation: string }>>;
  pollBulk(access: StoreAccess, operation: string): Promise<Reading<BulkState>>;
  /** Reads the file in bounded memory. Throws BulkBroken when it ends early or cannot be understood. */
  readBulk(access: StoreAccess, url: string): Promise<Reading<AsyncIterable<PlatformItemReading>>>;

  /**
   * Makes the platform agree with the intent: reads, compares, calls. Doing it twice has one effect. `saveProgress` is
   * awaited before each call that cannot be repeated blindly; it throws where somebody else performs the intent by now.
   */
  perform(access: StoreAccess, intent: Intent, attempt: Attempt): Promise<Outcome>;
}

export interface StoreAccess {
  /** `acme.myshopify.com` */
  domain: string;
  token: string;
}

/** `done` and `rows` count items. The address is kept as it is given: what it promises of the file travels with it. */
export type BulkState =
  | { status: "running"; done: number }
  /** `url` null: there was nothing to write. */
  | { status: "done"; url: string | null; rows: number }
  | { status: "failed"; words: string };

/** The file of a bulk operation is not what was promised: it has to be asked for anew. */
export class BulkBroken extends Error {}

export type DeliveryHeaders = Record<string, string | string[] | undefined>;

export type HeadersReading =
  | { ok: true; domain: string; topic: string; deliveryKey: string; triggeredAt: Instant | null }
  | { ok: false; problem: string };

/** Facts are applied from the body; hints only say what to read. */
export type Interpretation =
  | { kind: "order"; order: PlatformOrder }
  | { kind: "items"; items: PlatformItem[]; productPlatformId: PlatformId }
  | { kind: "hint"; reads: { kind: "order" | "item" | "product" | "fulfillment-order" | "locations" | "shop"; target: PlatformId | "" }[] }
  | { kind: "uninstalled" }
  | { kind: "privacy"; request: "data-request" | "redact-customer" | "redact-shop"; customerPlatformId: PlatformId | null; orderPlatformIds: PlatformId[] }
  /** What the token may do from now on. */
  | { kind: "scopes"; scopes: string[] }
  /** A bulk operation has ended, well or not. */
  | { kind: "bulk-finished"; operation: string }
  /** Nothing that an order management system needs; kept as applied. */
  | { kind: "ignored"; reason: string }
  | { kind: "unreadable"; problem: string };

export type Reading<T> = { ok: true; value: T; readAt: Instant } | { ok: false; trouble: Trouble };

/** What went wrong, classified once, in the connector. */
export type Trouble =
  /**
   * Time-out, 5xx, throttled, connection lost: ask again after `afterMs`. `unreadable`: an answer came and part of it could not be
   * understood; what was asked for with it can be had by asking for each alone.
   */
  | { kind: "retry"; afterMs: number; words: string; unreadable?: true }
  /** The token is dead or lacks a scope: nothing works until a person acts. */
  | { kind: "unauthorized"; words: string }
  /** The platform understood and said no. */
  | { kind: "refused"; code: string; words: string };

export interface Attempt {
  /** 1 for the first. Above 1 the last attempt's effect is unknown: re-read before repeating. */
  number: number;
  /** Stable over all attempts of one intent; platform idempotency keys derive from it. */
  key: string;
  progress: Readonly<Record<string, string>>;
  saveProgress(progress: Record<string, string>): Promise<void>;
}

/** The world that a connector may touch. Tests and the simulator give their own. */
export interface ChannelWorld {
  fetch(url: string, init: { method: string; headers: Record<string, string>; body?: string; signal?: AbortSignal }): Promise<{ status: number; headers: { get(name: string): string | null }; text(): Promise<string>; body?: AsyncIterable<Uint8Array> | null }>;
  now(): Instant;
  sleep(ms: number): Promise<void>;
}
