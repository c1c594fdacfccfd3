import type { RejectionReason, StockRemedy } from "../../domain/experience";
import { toId, type LocationId } from "../../domain/ids";
import type { OrderStatus } from "../../domain/orders/order-machine";
import type { FinancialStatus, RequestStatus } from "../../domain/platform";
import type { AttentionCode, HistoryEvent } from "../../domain/records";
import type { Tone } from "../../ui/contract";
import { formatMoney } from "../money";
import { FINANCIAL_WORDS, ORDER_STATES, REQUEST_STATES } from "../order-words";

export interface EventWords {
  text: string;
  note?: string;
  tone: Tone;
}

interface Naming {
  nameOf(id: LocationId | null): string;
  currency: string;
}

type Detail = Record<string, unknown>;
type Teller = (detail: Detail, naming: Naming) => EventWords;

const plain = (text: string, tone: Tone = "neutral"): Teller => () => ({ text, tone });
const refused = (text: string): Teller => (detail) => ({ text, tone: "critical", note: textOf(detail, "words") });
const unsure = (text: string): Teller => (detail) => ({ text, tone: "attention", note: textOf(detail, "words") });

/** One sentence a kind of event. */
const TELLERS: Record<string, Teller> = {
  captured: (detail) => ({
    text: detail["by"] === "reading" ? "Read from your shop" : "Received from your shop",
    note: count(detail, "reservedUnits", "unit reserved"),
    tone: "info",
  }),
  refreshed: plain("Changed in your shop"),
  status: (detail) => ({ text: `Now ${stateOf(detail["to"])}`, tone: "neutral" }),
  routed: (detail, { currency }) => ({
    text: detail["status"] === "observed" ? "Routed, without writing to your shop" : "Routed",
    note: [count(detail, "parcels", "parcel"), moneyOf(detail, "costMinor", currency), keptOf(detail, currency)].filter(Boolean).join(" · "),
    tone: "positive",
  }),
  unroutable: plain("Could not be routed: no stock that may ship it", "attention"),
  placed: plain("Your shop confirmed where it ships from", "positive"),
  "moved-elsewhere": plain("Moved to another location in your shop", "attention"),
  shipped: (detail) => ({ text: "Shipped", note: count(detail, "units", "unit"), tone: "positive" }),
  "shipment-cancelled": plain("A shipment was cancelled in your shop", "attention"),
  cancelled: plain("Cancelled in your shop", "attention"),
  "cancel-asked": (detail) => ({ text: "Cancellation asked for", note: [CANCEL_WORDS[textOf(detail, "reason")] ?? "", textOf(detail, "note")].filter(Boolean).join(" · "), tone: "attention" }),
  edited: (detail) => ({ text: "Edited in your shop", note: [goodsOf(detail, "added", "added"), goodsOf(detail, "removed", "removed")].filter(Boolean).join(" · "), tone: "attention" }),
  refunded: (detail, { currency }) => ({
    text: "Refunded in your shop",
    note: [moneyOf(detail, "totalMinor", currency), count(detail, "units", "unit"), count(detail, "restockedUnits", "unit back on the shelf")].filter(Boolean).join(" · "),
    tone: "attention",
  }),
  "financial-status": (detail) => ({ text: `${financialWords(detail["to"])} in your shop`, tone: "info" }),
  "held-elsewhere": plain("Put on hold in your shop", "attention"),
  "released-elsewhere": plain("Hold released in your shop", "positive"),
  request: (detail, { nameOf }) => ({ text: `${nameOf(locationOf(detail["locationId"]))}: ${requestWords(detail["status"])}`, tone: "info" }),
  "request-fulfillment-asked": (detail, { nameOf }) => ({ text: `${nameOf(locationOf(detail["locationId"]))} is asked to fulfil`, note: textOf(detail, "note"), tone: "info" }),
  "request-cancellation-asked": (detail, { nameOf }) => ({ text: `${nameOf(locationOf(detail["locationId"]))} is asked to stop`, note: textOf(detail, "note"), tone: "attention" }),
  "attention-raised": (detail) => ({ text: `Needs a look: ${ATTENTION_WORDS[textOf(detail, "code") as AttentionCode] ?? "something happened to it"}`, tone: "critical" }),
  "attention-over": (detail) => ({ text: `Needs no look any more: ${OVER_WORDS[textOf(detail, "code") as AttentionCode] ?? "it is settled"}`, tone: "positive" }),
  "attention-resolved": (detail) => ({ text: "Looked at and resolved", note: textOf(detail, "note"), tone: "positive" }),
  "planned-together": (detail, { currency }) => ({
    text: detail["orders"] === 1 ? "Planned anew while it waited" : "Planned anew together with other orders", note: `${moneyOf(detail, "savedMinor", currency)} saved in all`, tone: "info",
  }),
  "re-route-asked": plain("To be routed anew", "info"),
  held: (detail) => ({ text: "Held", note: textOf(detail, "reason"), tone: "attention" }),
  released: plain("Hold released", "positive"),
  "moved-by-hand": (detail, naming) => ({
    text: `Sent to ${naming.nameOf(locationOf(detail["to"]))} by hand`, note: [overrideWords(detail, naming.currency), textOf(detail, "reason")].filter(Boolean).join(" · "), tone: "info",
  }),
  rejected: (detail, { nameOf }) => ({
    text: `${nameOf(locationOf(detail["locationId"]))} cannot ship it: ${REJECTION_WORDS[textOf(detail, "reason") as RejectionReason] ?? "another reason"}`,
    note: [foundOf(detail), REMEDY_WORDS[textOf(detail, "remedy") as StockRemedy] ?? "", textOf(detail, "note")].filter(Boolean).join(" · "), tone: "attention",
  }),
  "accepted-again": (detail, { nameOf }) => ({ text: `${nameOf(locationOf(detail["locationId"]))} can ship it again`, tone: "info" }),
  "waited-too-long": (detail) => ({ text: "To be cancelled by your policy: it has waited too long", note: count(detail, "days", "day"), tone: "attention" }),
  "stop-work-done": plain("Your shop knows that work has stopped", "positive"),
  "stop-work-refused": refused("Your shop refused to take back that work has begun"),
  "stop-work-unknown": unsure("That work has stopped may not have arrived; it is being checked"),
  "ship-asked": plain("Shipment made", "info"),
  "tracking-changed": plain("Tracking changed", "info"),
  "work-started": plain("Work has begun", "info"),
  "unknown-to-platform": plain("Your shop does not know this order", "critical"),
  "taken-over": plain("Taken over: Switchyard routes it from now on", "info"),
  "place-done": plain("Moved in your shop", "positive"),
  "place-refused": refused("Your shop refused to move it"),
  "place-unknown": unsure("The move may not have arrived; it is being checked"),
  "merge-done": plain("Joined in your shop to ship as one parcel", "positive"),
  "merge-refused": refused("Your shop refused to join the parts"),
  "merge-unknown": unsure("The join may not have arrived; it is being checked"),
  "hold-done": plain("Held in your shop", "positive"),
  "hold-refused": refused("Your shop refused the hold"),
  "hold-unknown": unsure("The hold may not have arrived; it is being checked"),
  "release-hold-done": plain("Our hold was released in your shop", "positive"),
  "release-hold-refused": refused("Your shop refused to release the hold"),
  "release-hold-unknown": unsure("The release may not have arrived; it is being checked"),
  "report-progress-done": plain("Your shop knows that work has begun", "positive"),
  "report-progress-refused": refused("Your shop refused the report of progress"),
  "report-progress-unknown": unsure("The report of progress may not have arrived; it is being checked"),
  "ship-done": plain("Your shop has the shipment", "positive"),
  "ship-refused": refused("Your shop refused the shipment"),
  "ship-unknown": unsure("The shipment may not have arrived; it is being checked before anything is repeated"),
  "track-done": plain("Your shop has the new tracking", "positive"),
  "track-refused": refused("Your shop refused the tracking"),
  "track-unknown": unsure("The tracking may not have arrived; it is being checked"),
  "cancel-order-done": plain("Your shop has cancelled it", "positive"),
  "cancel-order-refused": refused("Your shop refused to cancel it"),
  "cancel-order-unknown": unsure("The cancellation may not have arrived; it is being checked"),
  "request-fulfillment-done": plain("The third party has the request to fulfil", "positive"),
  "request-fulfillment-refused": refused("Your shop refused the request to fulfil"),
  "request-fulfillment-unknown": unsure("The request to fulfil may not have arrived; it is being checked"),
  "request-cancellation-done": plain("The third party has the request to stop", "positive"),
  "request-cancellation-refused": refused("Your shop refused the request to stop"),
  "request-cancellation-unknown": unsure("The request to stop may not have arrived; it is being checked"),
};

/** The kinds that have words of their own. */
export const TOLD_EVENTS: readonly string[] = Object.keys(TELLERS);

/** An event in the merchant's words. A kind without words of its own is spelled out from its name. */
export function eventWords(event: Pick<HistoryEvent, "type" | "detail">, naming: Naming): EventWords {
  const teller = TELLERS[event.type];
  if (teller !== undefined) return teller(event.detail, naming);
  const spelled = event.type.replace(/[-_.]+/g, " ");
  return { text: spelled.charAt(0).toUpperCase() + spelled.slice(1), tone: "neutral" };
}

function textOf(detail: Detail, key: string): string {
  const value = detail[key];
  return typeof value === "string" ? value : "";
}

/** "1 parcel", "2 parcels"; nothing when there is none. `word` is the singular, the plural adds an s to its first word. */
function count(detail: Detail, key: string, word: string): string {
  const value = detail[key];
  if (typeof value !== "number" || value <= 0) return "";
  return `${value} ${value === 1 ? word : word.replace(/^\w+/, "$&s")}`;
}

function moneyOf(detail: Detail, key: string, currency: string): string {
  const { [key]: minor, currency: own } = detail;
  return typeof minor === "number" ? formatMoney(minor, typeof own === "string" ? own : currency) : "";
}

/** "added 2 × Steel flask, 1 × Trail cap" */
function goodsOf(detail: Detail, key: string, word: string): string {
  const goods = detail[key];
  if (!Array.isArray(goods)) return "";
  const told = goods.flatMap((one: unknown) => (typeof one === "object" && one !== null && "title" in one && "units" in one ? [`${String(one.units)} × ${String(one.title)}`] : []));
  return told.length === 0 ? "" : `${word} ${told.join(", ")}`;
}

/** "2 units stay where they are: moving them would save $0.40" */
function keptOf(detail: Detail, currency: string): string {
  const units = count(detail, "keptUnits", "unit");
  if (units === "") return "";
  const saving = detail["savingMinor"];
  return `${units} ${detail["keptUnits"] === 1 ? "stays" : "stay"} in place${typeof saving === "number" && saving > 0 ? `: moving would save ${moneyOf(detail, "savingMinor", currency)}` : ""}`;
}

/** "$3.20 more than the plan" */
function overrideWords(detail: Detail, currency: string): string {
  const extra = detail["extraMinor"];
  if (typeof extra !== "number") return "";
  if (extra === 0) return "costs the same as the plan";
  return `${moneyOf({ ...detail, extraMinor: Math.abs(extra) }, "extraMinor", currency)} ${extra > 0 ? "more" : "less"} than the plan`;
}

/** "1 of 3 Steel flask found" */
function foundOf(detail: Detail): string {
  const lines = detail["lines"];
  if (!Array.isArray(lines)) return "";
  return lines.flatMap((one: unknown) => (typeof one === "object" && one !== null && "title" in one && "wanted" in one && "found" in one
    ? [`${String(one.found)} of ${String(one.wanted)} ${String(one.title)} found`] : [])).join(", ");
}

/** Why a location cannot ship something, as people choose it. */
export const REJECTION_WORDS: Record<RejectionReason, string> = {
  "not-found": "not found", damaged: "damaged", "too-busy": "too busy", closed: "closed", other: "another reason",
};

const REMEDY_WORDS: Record<StockRemedy, string> = { set: "shelf set to what was found", count: "to be counted", damaged: "booked as damaged", none: "" };

const CANCEL_WORDS: Record<string, string> = {
  customer: "The customer changed their mind", declined: "Payment declined", fraud: "Fraud", inventory: "Not in stock", staff: "A mistake of ours", other: "Another reason",
};

const ATTENTION_WORDS: Record<AttentionCode, string> = {
  "edited-while-working": "it was changed while people were working on it", "cancelled-after-shipping": "it was cancelled after it had been shipped",
  "location-closed": "its location is closed", "request-rejected": "the third party said no", "cancellation-rejected": "the third party goes on with it",
  "waiting-too-long": "it has waited longer than your policy allows",
};

/** It ended by itself, whatever ended it. */
const OVER_WORDS: Record<AttentionCode, string> = {
  "edited-while-working": "it had been changed while people were working on it", "cancelled-after-shipping": "it had been cancelled after it was shipped",
  "location-closed": "its location had been closed", "request-rejected": "the third party had said no", "cancellation-rejected": "the third party had gone on with it",
  "waiting-too-long": "it had waited too long",
};

const financialWords = (status: unknown): string => (typeof status === "string" && Object.hasOwn(FINANCIAL_WORDS, status) ? FINANCIAL_WORDS[status as FinancialStatus] : "Payment changed");

const requestWords = (status: unknown): string => (typeof status === "string" && Object.hasOwn(REQUEST_STATES, status) ? REQUEST_STATES[status as RequestStatus].label.replace(/^./, (letter) => letter.toLowerCase()) : "answered");

const stateOf = (status: unknown): string =>
  typeof status === "string" && status in ORDER_STATES ? ORDER_STATES[status as OrderStatus].label.toLowerCase() : "in another state";

const locationOf = (id: unknown): LocationId | null => (typeof id === "string" ? toId<LocationId>(id) : null);
