import type { Interpretation } from "../../connectors/channels/port";
import type { ChangeSet } from "../domain/change-set";
import type { Delivery } from "../domain/messages";
import type { StoreRecord } from "../domain/records";

/** One delivery with the change that settles it. */
export interface Settling {
  delivery: Delivery;
  change: ChangeSet;
}

export interface Interpreted {
  delivery: Delivery;
  store: StoreRecord;
  meaning: Interpretation;
}

export const applied = (delivery: Delivery, reason: string | null = null): NonNullable<ChangeSet["deliveries"]> => [{ id: delivery.id, status: "applied", reason }];
