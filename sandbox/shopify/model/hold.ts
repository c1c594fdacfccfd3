import { chooseLines, splitOffRest } from "./fulfillment-order-change";
import type { LineWish } from "./fulfillment-order-change";
import { settleStatus, touch } from "./fulfillment-order";
import type { FulfillmentOrder, Hold } from "./records";
import { accepted, refused } from "./world";
import type { Result, World } from "./world";
import { fulfillmentOrderRef, holdRef } from "./references";

/** Of one app on one fulfillment order (Admin API: FulfillmentOrder). */
const HOLDS_PER_APP_MAX = 10;

export interface HoldWish {
  handle: string | null | undefined;
  reason: string;
  reasonNotes: string | null | undefined;
  externalId?: string | null | undefined;
  lines?: readonly LineWish[] | null | undefined;
  byRequestingApp: boolean;
}

export interface Held { hold: Hold; held: FulfillmentOrder; remaining: FulfillmentOrder | null }

/** Puts a hold on all or part. Part of it splits: the original keeps what is held, a new one stays open (recorded). */
export function placeHold(world: World, fulfillmentOrder: FulfillmentOrder, wish: HoldWish): Result<Held> {
  const handle = wish.handle ?? "";
  const own = fulfillmentOrder.holds.filter((hold) => hold.byRequestingApp === wish.byRequestingApp);
  if (own.some((hold) => hold.handle === handle)) return refused("The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.", "DUPLICATE_FULFILLMENT_HOLD_HANDLE", ["fulfillmentHold", "handle"]);
  if (own.length >= HOLDS_PER_APP_MAX) return refused("The maximum number of fulfillment holds for this fulfillment order has been reached for this app. An app can only have up to 10 holds on a single fulfillment order at any one time.", "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED", ["id"]);
  if (wish.lines?.length && fulfillmentOrder.status !== "OPEN") return refused("The fulfillment order is not in a splittable state.", "FULFILLMENT_ORDER_NOT_SPLITTABLE", ["fulfillmentHold", "fulfillmentOrderLineItems"]);
  if (!["OPEN", "SCHEDULED", "ON_HOLD"].includes(fulfillmentOrder.status) || fulfillmentOrder.requestStatus !== "UNSUBMITTED") return refused("The fulfillment order can't be put on hold in its current state.");
  const chosen = chooseLines(fulfillmentOrder, wish.lines);
  if (!Array.isArray(chosen)) return { ok: false, errors: [chosen] };
  const rest = fulfillmentOrder.lines
    .map((line) => ({ line, units: line.remaining - (chosen.find((other) => other.line === line)?.units ?? 0) }))
    .filter(({ units }) => units > 0);
  const remaining = rest.length > 0 ? splitOffRest(world, fulfillmentOrder, rest) : null;
  const hold: Hold = { id: world.newId(), handle, reason: wish.reason, reasonNotes: wish.reasonNotes ?? null, externalId: wish.externalId ?? null, byRequestingApp: wish.byRequestingApp };
  fulfillmentOrder.holds.push(hold);
  fulfillmentOrder.status = "ON_HOLD";
  touch(world, fulfillmentOrder);
  world.emit("fulfillment_orders/placed_on_hold", { kind: "body", body: () => ({
    fulfillment_order: { ...fulfillmentOrderRef(fulfillmentOrder), fulfillment_holds: fulfillmentOrder.holds.map(holdRef) },
    remaining_fulfillment_order: remaining && fulfillmentOrderRef(remaining),
    held_fulfillment_order_line_items: fulfillmentOrder.lines.map((line) => ({ id: `gid://shopify/FulfillmentOrderLineItem/${line.id}`, quantity: line.remaining })),
    created_fulfillment_hold: holdRef(hold),
  }) });
  world.emit("fulfillment_holds/added", { kind: "body", body: () => ({ fulfillment_order: fulfillmentOrderRef(fulfillmentOrder), fulfillment_hold: holdRef(hold) }) });
  return accepted({ hold, held: fulfillmentOrder, remaining });
}

/** Releases the named holds; without names all of them, also those of other apps (Admin API: FulfillmentOrder). */
export function releaseHolds(world: World, fulfillmentOrder: FulfillmentOrder, holdIds: readonly string[] | null | undefined): Result<FulfillmentOrder> {
  if (fulfillmentOrder.status !== "ON_HOLD") return refused("The fulfillment order is not on hold.");
  const released = fulfillmentOrder.holds.filter((hold) => !holdIds || holdIds.includes(hold.id));
  fulfillmentOrder.holds = fulfillmentOrder.holds.filter((hold) => !released.includes(hold));
  settleStatus(fulfillmentOrder);
  touch(world, fulfillmentOrder);
  for (const hold of released) world.emit("fulfillment_holds/released", { kind: "body", body: () => ({ fulfillment_order: fulfillmentOrderRef(fulfillmentOrder), fulfillment_hold: holdRef(hold) }) });
  if (fulfillmentOrder.holds.length === 0) world.emit("fulfillment_orders/hold_released", { kind: "body", body: () => ({ fulfillment_order: fulfillmentOrderRef(fulfillmentOrder) }) });
  return accepted(fulfillmentOrder);
}
