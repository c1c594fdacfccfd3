import type { Instant } from "../ids";
import type { OrderRecord } from "../records";

/** Since when an order cannot be routed. A hold interrupts the waiting, and does not end it. */
export const waitingSinceOf = (known: Pick<OrderRecord, "waitingSince"> | null, { status }: Pick<OrderRecord, "status">, now: Instant): Instant | null => {
  if (status === "backordered") return known?.waitingSince ?? now;
  return status === "held" ? (known?.waitingSince ?? null) : null;
};
