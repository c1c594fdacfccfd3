import type { Intent, Outcome } from "../../../app/domain/messages";
import { readFamily } from "./family";
import { gid } from "./ids";
import { FULFILLMENT_ORDER_MERGE } from "./operations";
import { change, done } from "./outcome";
import type { Reader } from "./read-order";

type Merge = Extract<Intent, { kind: "merge" }>;

/**
 * Makes parts of an order that stand at one location one fulfillment order. What has meanwhile been shipped, held, moved away or
 * merged is left out; where fewer than two are left, there is nothing to do.
 */
export async function merge(reader: Reader, intent: Merge): Promise<Outcome> {
  const family = await readFamily(reader, intent.fulfillmentOrderPlatformId);
  if (!family.ok) return family.outcome;
  const { self, members } = family.value;
  const named = new Set([self.platformId, ...intent.others]);
  const parts = members.filter((member) =>
    named.has(member.platformId) && member.status === "open" && member.actions.includes("merge")
    && member.locationPlatformId === self.locationPlatformId && member.deliveryMethod === self.deliveryMethod);
  if (parts.length < 2) return done(null);
  const merged = await change(reader, {
    operation: FULFILLMENT_ORDER_MERGE,
    field: "fulfillmentOrderMerge",
    variables: { intents: parts.map(({ platformId }) => ({ fulfillmentOrderId: gid("FulfillmentOrder", platformId) })) },
    payload: {},
  });
  return merged.ok ? done(self.platformId) : merged.outcome;
}
