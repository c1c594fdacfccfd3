import type { Channel, StoreAccess, Trouble } from "../../connectors/channels/port";
import type { Compute } from "../compute/port";
import type { Db } from "../db/port";
import type { Instant } from "../domain/ids";
import type { Platform } from "../domain/platform";
import type { StoreRecord } from "../domain/records";
import type { StoreGate } from "./store-gate";

/** What a flow may touch. Time, ids and the platforms come in here and nowhere else. */
export interface FlowContext {
  db: Db;
  channel(platform: Platform): Channel;
  /** A token that is good for some minutes, refreshed single-flight; trouble when the store must be opened by a person first. */
  access(store: StoreRecord): Promise<{ ok: true; access: StoreAccess } | { ok: false; trouble: Trouble }>;
  /** Which platforms do not answer now; none is passed over where there is no gate. */
  gate?: StoreGate;
  /** Where heavy work is done; nobody begins any where there is none. */
  compute?: Compute;
  now(): Instant;
  /** A new time-ordered id: later ids sort behind earlier ones. */
  newId(): string;
  /** A number in [0, 1) for jitter. */
  random(): number;
  sha256(text: string): string;
  log: Log;
}

/** Structured, from an allow-list of fields: never a token, a body or a person. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogFields = Partial<Record<"merchantId" | "storeId" | "orderId" | "topic" | "kind" | "count" | "ms" | "status" | "problem" | "path" | "method" | "id", string | number>>;
