import type { Random } from "./random";

/**
 * What nobody has confirmed about the real platform. Each twin flips every coin once, from its seed; an app must hold both
 * ways. The README lists the sources.
 */
export interface Coins {
  /** Does `orders/updated` follow `orders/create` at once, as background work touches the order? */
  updateFollowsCreate: boolean;
  /** Is `inventory_levels/update` sent when only on hand or committed changes, and `available` does not? */
  levelWebhookWithoutAvailable: boolean;
  /** Do digital lines get a fulfillment order of method NONE, or none at all? */
  digitalLinesGetFulfillmentOrder: boolean;
  /** Does a fulfillment order that an order's cancellation closed still tell its remaining quantity? */
  closedKeepsRemaining: boolean;
  /** Does an order edit close the fulfillment order and make a new one, or change it in place? */
  editReplacesFulfillmentOrder: boolean;
  /** Where the destination already has an open fulfillment order of the same order: is it closed and its lines made anew with the moved ones? */
  moveMergesAtDestination: boolean;
  /** Does a repeated idempotency key of a refused call give the same refusal, or IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED? */
  refusedKeyIsBurnt: boolean;
  /** Does the stale compare-and-swap carry its code and field, or only the message (as seen live in 2026-07)? */
  staleCompareHasCode: boolean;
  /** May quantities be moved from one location to another with the same fulfillment order id while it is on hold? */
  holdSurvivesMove: boolean;
  /** Does a cancellation take the units off the order's lines by a refund, or leave the lines as they were? */
  cancelRefundsLines: boolean;
  /** Do units that an edit adds always get a fulfillment order of their own, or join an open one at their location? */
  addedUnitsGetOwnFulfillmentOrder: boolean;
  /** Does an accepted cancellation request open the same fulfillment order again, or cancel it and make a replacement? */
  acceptedCancellationReopens: boolean;
}

const NAMES: readonly (keyof Coins)[] = [
  "updateFollowsCreate", "levelWebhookWithoutAvailable", "digitalLinesGetFulfillmentOrder", "closedKeepsRemaining", "editReplacesFulfillmentOrder",
  "moveMergesAtDestination", "refusedKeyIsBurnt", "staleCompareHasCode", "holdSurvivesMove", "cancelRefundsLines",
  "addedUnitsGetOwnFulfillmentOrder", "acceptedCancellationReopens",
];

export function flipCoins(random: Random, fixed: Partial<Coins> = {}): Coins {
  const flipped = Object.fromEntries(NAMES.map((name) => [name, random.chance(0.5)])) as unknown as Coins;
  return { ...flipped, ...fixed };
}
