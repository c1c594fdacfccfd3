import type { Intent, Outcome } from "../../../app/domain/messages";
import type { Instant } from "../../../app/domain/ids";
import type { Attempt } from "../port";
import { cancelOrder } from "./perform-cancel";
import { hold, releaseHold, reportProgress, stopWork } from "./perform-hold";
import { merge } from "./perform-merge";
import { place } from "./perform-place";
import { requestCancellation, requestFulfillment } from "./perform-request";
import { ship } from "./perform-ship";
import { adjustStock, moveStock } from "./perform-stock";
import { track } from "./perform-track";
import type { Reader } from "./read-order";

/** Makes Shopify agree with an intent: reads, compares, calls. Doing it twice has one effect. */
export function perform(reader: Reader & { now(): Instant }, intent: Intent, attempt: Attempt): Promise<Outcome> {
  switch (intent.kind) {
    case "place":
      return place(reader, intent, attempt);
    case "merge":
      return merge(reader, intent);
    case "hold":
      return hold(reader, intent);
    case "release-hold":
      return releaseHold(reader, intent);
    case "report-progress":
      return reportProgress(reader, intent);
    case "stop-work":
      return stopWork(reader, intent);
    case "ship":
      return ship(reader, intent, attempt);
    case "track":
      return track(reader, intent);
    case "request-fulfillment":
      return requestFulfillment(reader, intent, attempt);
    case "request-cancellation":
      return requestCancellation(reader, intent, attempt);
    case "cancel-order":
      return cancelOrder(reader, intent, attempt);
    case "adjust-stock":
      return adjustStock({ reader, attempt, now: () => reader.now() }, intent);
    case "move-stock":
      return moveStock({ reader, attempt, now: () => reader.now() }, intent);
  }
}
