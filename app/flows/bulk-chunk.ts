import type { ChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import type { Instant } from "../domain/ids";
import type { WantedRead } from "../domain/messages";
import type { PlatformItemReading } from "../domain/platform";
import type { StoreRecord } from "../domain/records";

/** Some items of a run over all of them. */
export interface Chunk {
  store: StoreRecord;
  run: RunRecord;
  readings: readonly PlatformItemReading[];
  /** The clock before the platform was asked. */
  readAt: Instant;
}

/** What a chunk changes: sets that stand alone, and what the run has learnt. */
export interface ChunkResult {
  sets: { change: ChangeSet; otherwise?: WantedRead }[];
  wantedReads: WantedRead[];
  detail: Record<string, unknown>;
}
