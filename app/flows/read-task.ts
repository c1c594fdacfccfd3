import type { Channel, StoreAccess } from "../../connectors/channels/port";
import type { ChangeSet } from "../domain/change-set";
import type { WantedRead } from "../domain/messages";
import type { StoreRecord } from "../domain/records";

/** What a batch of reads needs. */
export interface ReadTask {
  store: StoreRecord;
  channel: Channel;
  access: StoreAccess;
  reads: readonly WantedRead[];
}

/** What became of one wish: the change that fulfils it, or why it must wait. */
export type ReadOutcome =
  /** `otherwise`: what to wish for if the change meets a conflict, where that is not the whole read again. */
  | { status: "change"; read: WantedRead; change: ChangeSet; otherwise?: WantedRead }
  | { status: "again"; read: WantedRead; afterMs: number; problem: string | null }
  | { status: "gone"; read: WantedRead; problem: string };
