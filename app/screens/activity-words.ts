import type { ActivityRecord } from "../domain/desk";
import type { TimelineItem } from "../ui/plain/timeline";
import { isMovable, isReason, MOVABLE_WORDS, REASON_WORDS, signed } from "./inventory/stock-words";

/** What was done, as a sentence's beginning. A verb without words of its own is read as it is written. */
const VERBS: Record<string, string> = {
  "settings-changed": "Settings changed",
  "setup-finish": "A step of the setup finished", "setup-reopen": "A step of the setup taken up again", "setup-dismiss": "Setup put aside", "setup-show": "Setup shown again",
  "policy-published": "Routing policy published", "policy-rolled-back": "Routing policy rolled back", "policy-draft-created": "Draft of a routing policy begun", "postal-codes-imported": "Places of postal codes imported", "policy-draft-discarded": "Draft of a routing policy discarded",
  "api-key-created": "API key created", "api-key-revoked": "API key revoked",
  "stock-adjusted": "Quantity changed", "stock-moved": "Units moved between states", "stock-rule-set": "Thresholds changed", "stock-counted": "Stock counted from a file", "stock-imported": "Stock imported from a file",
  "location-paused": "Location paused", "location-opened": "Location opened again", "location-changed": "Location's settings changed", "location-settings-saved": "Location's settings changed",
  "customer-exported": "Personal data exported", "customer-erased": "Personal data erased",
  "customer-data-requested": "Export of personal data asked for", "customer-erasure-requested": "Erasure of personal data asked for", "customer-data-exported": "Personal data downloaded",
  "store-leaving": "Leaving the store", "import-begun": "Import begun", "import-retried": "Import taken up again",
  "store-status-changed": "Way of working changed", "view-saved": "View saved", "view-removed": "View removed",
};

export function verbWords(verb: string): string {
  const plain = verb.replace(/[-_]/g, " ");
  return VERBS[verb] ?? `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
}

export function actorWords(actor: string): string {
  if (actor === "platform") return "Your shop";
  if (actor === "switchyard") return "Switchyard";
  return actor.startsWith("key:") || actor.startsWith("api-key:") ? "A program with an API key" : `Person ${actor.replace(/^person:/, "")}`;
}

const DETAIL_VALUES_MAX = 8;

/** The detail's plain values: "name ERP, may write no". What is nested is left to those who ask the API. */
export function detailWords(detail: Record<string, unknown>): string {
  const changes = Array.isArray(detail["changes"]) ? detail["changes"].filter(isChange).map(({ field, before, after }) => `${spaced(field)}: ${valueWords(before)} → ${valueWords(after)}`) : [];
  const stock = stockWords(detail);
  if (stock !== null) return stock;
  const plain = Object.entries(detail).flatMap(([name, value]) => (value === null || typeof value === "object" ? [] : [`${spaced(name)} ${valueWords(value)}`]));
  return [...changes, ...plain].slice(0, DETAIL_VALUES_MAX).join(", ");
}

/** What an act did to a level: "Available +3, counted", "2 from Available to Damaged". */
function stockWords({ state, delta, from, to, units, reason, in: place }: Record<string, unknown>): string | null {
  const why = typeof reason === "string" && isReason(reason) ? REASON_WORDS[reason].toLowerCase() : "";
  const where = typeof place === "string" ? place : "";
  if (typeof state === "string" && isMovable(state) && typeof delta === "number") return [where, `${MOVABLE_WORDS[state]} ${signed(delta)}`, why].filter(Boolean).join(", ");
  if (typeof from !== "string" || typeof to !== "string" || typeof units !== "number" || !isMovable(from) || !isMovable(to)) return null;
  return [where, `${units} from ${MOVABLE_WORDS[from]} to ${MOVABLE_WORDS[to]}`, why].filter(Boolean).join(", ");
}

const isChange = (value: unknown): value is { field: string; before: unknown; after: unknown } =>
  typeof value === "object" && value !== null && "field" in value && typeof value.field === "string";

const spaced = (name: string): string => name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[-_]/g, " ").toLowerCase();

function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? "changed" : String(value);
}

/** An act as a line of a timeline: what, when, who and why. */
export const activityItem = (record: ActivityRecord, about?: string): TimelineItem => ({
  id: record.id,
  at: record.at,
  tone: /erased|revoked|paused/.test(record.verb) ? "attention" : "neutral",
  text: about === undefined ? verbWords(record.verb) : `${verbWords(record.verb)}: ${about}`,
  note: [actorWords(record.actor), detailWords(record.detail), record.reason === null ? "" : `“${record.reason}”`].filter(Boolean).join(" · "),
});
