import type { Intent, Outcome } from "../../../app/domain/messages";
import { gid } from "./ids";
import { FULFILLMENT_READ, FULFILLMENT_TRACKING_UPDATE } from "./operations";
import { afterRead, change, done, refused } from "./outcome";
import type { Reader } from "./read-order";
import { fulfillmentTrackingShape } from "./shapes";

type Track = Extract<Intent, { kind: "track" }>;

export async function track(reader: Reader, intent: Track): Promise<Outcome> {
  const id = gid("Fulfillment", intent.fulfillmentPlatformId);
  const read = afterRead(await reader.client.call(reader.access, { operation: FULFILLMENT_READ, variables: { id }, shape: fulfillmentTrackingShape }));
  if (!read.ok) return read.outcome;
  const { fulfillment } = read.value;
  if (fulfillment === null || fulfillment === undefined) return refused("gone", "The fulfillment does not exist any more.");
  if (fulfillment.status === "CANCELLED") return refused("cancelled", "The fulfillment is cancelled.");
  const { company, number, url } = intent.tracking;
  const present = fulfillment.trackingInfo[0];
  const same = (present?.company ?? null) === company && (present?.number ?? null) === number && (present?.url ?? null) === url;
  // Doing it again would write to the customer again.
  if (same) return done(intent.fulfillmentPlatformId);
  const updated = await change(reader, {
    operation: FULFILLMENT_TRACKING_UPDATE,
    field: "fulfillmentTrackingInfoUpdate",
    variables: { id, tracking: { company, number, url }, notify: intent.notifyCustomer },
    payload: {},
  });
  return updated.ok ? done(intent.fulfillmentPlatformId) : updated.outcome;
}
