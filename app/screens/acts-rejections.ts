import type { RejectionReason, StockRemedy } from "../domain/experience";
import type { FulfillmentOrderId, LocationId, OrderId, OrderLineId } from "../domain/ids";
import type { ActResult, Ask } from "./act-result";

/** What people say of locations that cannot ship an order. */
export interface RejectionActs {
  /**
   * A location cannot send a part, or not all of it. `found`: units found of each line; a line that is not named was found in full. Fields:
   * `reason`, `note`, `remedy`, `found`, `found.<orderLineId>`.
   */
  rejectPart(
    ask: Ask & {
      orderId: OrderId; fulfillmentOrderId: FulfillmentOrderId; reason: RejectionReason; note: string; found: { orderLineId: OrderLineId; units: number }[]; remedy: StockRemedy;
    },
  ): Promise<ActResult>;
  /** The location can ship the order after all: it is decided on anew. */
  acceptAgain(ask: Ask & { orderId: OrderId; locationId: LocationId }): Promise<ActResult>;
}
