import type { Coins } from "../../sandbox/shopify/coins";

/** What nobody has confirmed about the platform. A coin decides it for each seed, and the house must hold both ways. */
export interface Unconfirmed {
  name: keyof Coins;
  /** What the documentation leaves open, and where. */
  source: string;
  heads: string;
  tails: string;
}

/** Every coin of the twin; the test of this table knows that none is missing, and that both sides of each come up. */
const TABLE: Readonly<Record<keyof Coins, readonly [source: string, heads: string, tails: string]>> = {
  updateFollowsCreate: ["shopify.dev, webhook topics: no order is promised between orders/create and orders/updated", "orders/updated follows orders/create at once", "it does not"],
  levelWebhookWithoutAvailable: ["schema, WebhookSubscriptionTopic INVENTORY_LEVELS_UPDATE: which quantities count is not said", "sent also when only on hand or committed changes", "only when available does"],
  digitalLinesGetFulfillmentOrder: ["schema, DeliveryMethodType NONE: whether lines that need no shipping have a fulfillment order is not said", "one of method NONE", "none"],
  closedKeepsRemaining: ["schema, FulfillmentOrderLineItem.remainingQuantity: recorded for edits, not for cancellations", "a closed one still tells its remaining quantity", "it tells 0"],
  editReplacesFulfillmentOrder: ["shopify.dev, order editing: recorded both closed and kept", "an edit closes the fulfillment order and makes a new one", "it changes it in place"],
  moveMergesAtDestination: ["schema, fulfillmentOrderMove: an unclear sentence about what is open at the destination", "what is open there is closed and made anew with what comes", "two stand beside each other"],
  refusedKeyIsBurnt: ["shopify.dev, idempotent requests: what a repeated key of a refused call gives", "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", "the same refusal"],
  staleCompareHasCode: ["schema, InventoryAdjustQuantitiesUserErrorCode against what was seen live in 2026-07", "CHANGE_FROM_QUANTITY_STALE with its field", "only a message"],
  holdSurvivesMove: ["schema, fulfillmentOrderMove: holds are not mentioned", "a moved one stays on hold", "it is open"],
  cancelRefundsLines: ["schema, orderCancel: whether the lines' current quantity falls", "a cancellation is also a refund of the lines", "the lines stay as they were"],
  addedUnitsGetOwnFulfillmentOrder: ["shopify.dev, order editing: where added units go", "a fulfillment order of their own", "they join an open one at their location"],
  acceptedCancellationReopens: ["schema, fulfillmentOrderAcceptCancellationRequest: which one is the merchant's again", "the same one opens", "it is cancelled and has a replacement"],
};

export const UNCONFIRMED: readonly Unconfirmed[] = Object.entries(TABLE).map(([name, [source, heads, tails]]) => ({ name: name as keyof Coins, source, heads, tails }));

/** Sides that none of these runs saw: `name heads` or `name tails`. */
export const sidesMissing = (flipped: readonly Readonly<Coins>[]): string[] =>
  UNCONFIRMED.flatMap(({ name }) => [
    ...(flipped.some((coins) => coins[name]) ? [] : [`${name} heads`]),
    ...(flipped.some((coins) => !coins[name]) ? [] : [`${name} tails`]),
  ]);
