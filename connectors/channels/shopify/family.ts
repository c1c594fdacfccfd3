import { z } from "zod";
import type { PlatformId } from "../../../app/domain/ids";
import type { Outcome } from "../../../app/domain/messages";
import type { PlatformFulfillmentOrder } from "../../../app/domain/platform";
import { globalId } from "./fields";
import { gid } from "./ids";
import { FULFILLMENT_ORDER_FAMILY } from "./operations";
import { afterRead, refused, stop, type Step } from "./outcome";
import { completeFulfillmentOrders, type Reader } from "./read-order";
import { connection, fulfillmentOrderShape } from "./shapes";
import { fulfillmentOrderOf } from "./translate-answer";

/** A fulfillment order with its siblings of the same order: moves, splits and merges pass units between them. */
export interface Family {
  self: PlatformFulfillmentOrder;
  members: PlatformFulfillmentOrder[];
}

const familyShape = z.object({
  fulfillmentOrder: z.object({ id: globalId, order: z.object({ id: globalId, fulfillmentOrders: connection(fulfillmentOrderShape) }) }).nullable(),
});

export const GONE = refused("gone", "The fulfillment order does not exist any more.");

export async function readFamily(reader: Reader, id: PlatformId): Promise<Step<Family>> {
  const read = afterRead(await reader.client.call(reader.access, { operation: FULFILLMENT_ORDER_FAMILY, variables: { id: gid("FulfillmentOrder", id) }, shape: familyShape }));
  if (!read.ok) return read;
  const order = read.value.fulfillmentOrder?.order;
  if (order === undefined) return stop(GONE);
  const all = afterRead(await completeFulfillmentOrders(reader, order.id, order.fulfillmentOrders));
  if (!all.ok) return all;
  const members = all.value.map(fulfillmentOrderOf);
  const self = members.find((member) => member.platformId === id);
  return self === undefined ? stop(GONE) : { ok: true, value: { self, members } };
}

/** Neither shipped whole nor given up: its remaining units are still to come. */
export const isActive = ({ status }: PlatformFulfillmentOrder): boolean => status !== "closed" && status !== "cancelled" && status !== "incomplete";

export const remainingUnits = (fulfillmentOrder: PlatformFulfillmentOrder): Map<PlatformId, number> =>
  new Map(fulfillmentOrder.lines.filter((line) => line.remainingQuantity > 0).map((line) => [line.orderLinePlatformId, line.remainingQuantity]));

/** Why nothing can be done with it now, in words for the merchant. */
export function blocked({ status, requestStatus }: PlatformFulfillmentOrder): Outcome {
  if (status === "closed" || status === "cancelled" || status === "incomplete") return refused("closed", `The fulfillment order is ${status}.`);
  if (requestStatus !== "unsubmitted" && requestStatus !== "rejected" && requestStatus !== "cancellation-accepted") {
    return refused("requested", "A fulfillment service was asked to ship it.");
  }
  if (status === "on-hold") return refused("on-hold", "The fulfillment order is on hold.");
  if (status === "scheduled") return refused("scheduled", "The fulfillment order is scheduled for later.");
  if (status === "in-progress") return refused("in-progress", "Work on the fulfillment order has begun.");
  return refused("not-allowed", "Shopify does not allow it for this fulfillment order now.");
}
