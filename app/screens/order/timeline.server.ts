import type { LocationId } from "../../domain/ids";
import type { IntentKind, IntentStatus, OutboxRow } from "../../domain/messages";
import type { HistoryEvent } from "../../domain/records";
import type { Tone } from "../../ui/contract";
import type { TimelineItem } from "../../ui/plain/timeline";
import { actorWords } from "../activity-words";
import { eventWords } from "./event-words";

/** Longer histories show their newest part. */
export const TIMELINE_ITEMS_MAX = 200;

export interface TimelineWorld {
  history: readonly HistoryEvent[];
  intents: readonly OutboxRow[];
  nameOf(id: LocationId | null): string;
  currency: string;
}

/** What happened to the order and what is being asked of the platform, newest first. */
export function timeline({ history, intents, nameOf, currency }: TimelineWorld): TimelineItem[] {
  const told = history.map((event): TimelineItem => {
    const words = eventWords(event, { nameOf, currency });
    return { id: event.id, at: event.at, tone: words.tone, text: words.text, note: [actorWords(event.actor), words.note].filter(Boolean).join(" · ") };
  });
  const asked = intents.filter((row) => row.status !== "done").map((row): TimelineItem => ({
    id: row.id,
    at: row.createdAt,
    tone: INTENT_STATES[row.status].tone,
    text: `${INTENT_WORDS[row.intent.kind]}: ${INTENT_STATES[row.status].label}`,
    note: [row.attempts > 1 ? `${row.attempts} attempts` : "", row.problem ?? ""].filter(Boolean).join(" · "),
  }));
  return [...told, ...asked].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).slice(0, TIMELINE_ITEMS_MAX);
}

/** What is asked of the shop, as the beginning of a sentence. */
export const INTENT_WORDS: Record<IntentKind, string> = {
  place: "Move to the chosen location",
  merge: "Join what ships together",
  hold: "Hold in your shop",
  "release-hold": "Release our hold in your shop",
  "report-progress": "Report that work has begun",
  "stop-work": "Take back that work has begun",
  ship: "Create the shipment in your shop",
  track: "Change the tracking in your shop",
  "request-fulfillment": "Ask the third party to fulfil",
  "request-cancellation": "Ask the third party to stop",
  "cancel-order": "Cancel the order in your shop",
  "adjust-stock": "Change a quantity in your shop",
  "move-stock": "Move stock to another state in your shop",
};

const INTENT_STATES: Record<IntentStatus, { label: string; tone: Tone }> = {
  waiting: { label: "waits to be sent", tone: "info" },
  leased: { label: "being sent", tone: "info" },
  done: { label: "done", tone: "positive" },
  refused: { label: "refused", tone: "critical" },
  withdrawn: { label: "no longer needed", tone: "neutral" },
};
