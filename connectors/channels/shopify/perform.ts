import type { Intent, Outcome } from "../../../app/domain/messages";
import type { Attempt } from "../port";
import { hold, releaseHold, reportProgress } from "./perform-hold";
import { merge } from "./perform-merge";
import { place } from "./perform-place";
import { ship } from "./perform-ship";
import { track } from "./perform-track";
import type { Reader } from "./read-order";

/** Makes Shopify agree with an intent: reads, compares, calls. Doing it twice has one effect. */
export function perform(reader: Reader, intent: Intent, attempt: Attempt): Promise<Outcome> {
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
    case "ship":
      return ship(reader, intent, attempt);
    case "track":
      return track(reader, intent);
  }
}
