import { isLiving } from "../../domain/fulfillment/fulfillment-order-machine";
import type { RequestStatus } from "../../domain/platform";
import type { FulfillmentOrderRecord, LocationRecord } from "../../domain/records";
import { REQUEST_STATES, type StateWords } from "../order-words";

/** How a part stands with the third party that ships it. */
export interface ThirdParty {
  state: StateWords;
  canAsk: boolean;
  canStop: boolean;
}

/** Before it was asked or after it said no; and until it has stopped or is done. */
const MAY_ASK: readonly RequestStatus[] = ["unsubmitted", "rejected", "cancellation-accepted"];
const MAY_STOP: readonly RequestStatus[] = ["submitted", "accepted", "cancellation-rejected"];

/** Null where no third party ships it. */
export function thirdPartyOf(fulfillmentOrder: FulfillmentOrderRecord, location: LocationRecord | undefined): ThirdParty | null {
  const { requestStatus } = fulfillmentOrder;
  if (requestStatus === "unsubmitted" && location?.isFulfillmentService !== true) return null;
  const living = isLiving(fulfillmentOrder);
  return { state: REQUEST_STATES[requestStatus], canAsk: living && MAY_ASK.includes(requestStatus), canStop: living && MAY_STOP.includes(requestStatus) };
}
