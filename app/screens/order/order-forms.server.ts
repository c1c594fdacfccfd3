import { toId, type FulfillmentOrderId, type LocationId, type OrderLineId, type ShipmentId } from "../../domain/ids";
import type { CancelReason, Tracking } from "../../domain/messages";
import type { AttentionCode } from "../../domain/records";
import { readRejection, type RejectForm } from "./reject-form.server";

/** What the order page's forms ask for, as they are posted. */
export type OrderForm =
  | { act: "hold"; reason: string }
  | { act: "release" }
  | { act: "take-over" }
  | { act: "re-route" }
  | { act: "resolve-attention"; code: AttentionCode; note: string }
  | { act: "cancel"; reason: CancelReason; restock: boolean; refund: boolean; notifyCustomer: boolean; note: string }
  | { act: "request-fulfillment" | "request-cancellation"; fulfillmentOrderId: FulfillmentOrderId; note: string }
  | { act: "change-location"; fulfillmentOrderId: FulfillmentOrderId; locationId: LocationId; reason: string }
  | RejectForm
  | { act: "accept-again"; locationId: LocationId }
  | { act: "start-work"; fulfillmentOrderId: FulfillmentOrderId }
  | { act: "ship"; fulfillmentOrderId: FulfillmentOrderId; lines: { orderLineId: OrderLineId; quantity: number }[]; tracking: Tracking; notifyCustomer: boolean }
  | { act: "track"; shipmentId: ShipmentId; tracking: Tracking; notifyCustomer: boolean };

/** Problems by field, in sentences; the empty key is the form's own. */
export type FormReading = { ok: true; form: OrderForm } | { ok: false; problems: Record<string, string> };

const LINE_PREFIX = "lines.";
const REASON_CHARACTERS_MAX = 200;
const TRACKING_CHARACTERS_MAX = 100;
const URL_CHARACTERS_MAX = 2000;

/** Reads a posted form whole: either all of it is good, or every problem is told and nothing is done. */
export function readOrderForm(data: FormData): FormReading {
  const act = text(data, "act");
  switch (act) {
    case "release":
    case "take-over":
    case "re-route":
      return { ok: true, form: { act } };
    case "hold": return readHold(data);
    case "change-location": return readMove(data);
    case "reject": return readRejection(data);
    case "accept-again": return { ok: true, form: { act, locationId: toId<LocationId>(text(data, "locationId")) } };
    case "start-work": return { ok: true, form: { act, fulfillmentOrderId: toId<FulfillmentOrderId>(text(data, "fulfillmentOrderId")) } };
    case "resolve-attention": return readResolved(data);
    case "cancel": return readCancel(data);
    case "request-fulfillment":
    case "request-cancellation": return readRequest(data, act);
    case "ship": return readShip(data);
    case "track": return readTrack(data);
    default: return { ok: false, problems: { "": "This page is out of date. Reload it and try again." } };
  }
}

function readHold(data: FormData): FormReading {
  const reason = text(data, "reason");
  if (reason === "") return { ok: false, problems: { reason: "Say why the order is held: others will see it." } };
  if (reason.length > REASON_CHARACTERS_MAX) return { ok: false, problems: { reason: `Keep the reason under ${REASON_CHARACTERS_MAX} characters.` } };
  return { ok: true, form: { act: "hold", reason } };
}

const ATTENTION_CODES: Record<AttentionCode, true> = {
  "edited-while-working": true, "cancelled-after-shipping": true, "location-closed": true, "request-rejected": true, "cancellation-rejected": true, "waiting-too-long": true,
};
const CANCEL_REASONS: Record<CancelReason, true> = { customer: true, declined: true, fraud: true, inventory: true, staff: true, other: true };

const among = <Value extends string>(known: Record<Value, true>, value: string): Value | null => (Object.hasOwn(known, value) ? (value as Value) : null);

function readResolved(data: FormData): FormReading {
  const code = among(ATTENTION_CODES, text(data, "code"));
  const note = text(data, "note");
  if (code === null) return { ok: false, problems: { "": "This page is out of date. Reload it and try again." } };
  if (note === "") return { ok: false, problems: { note: "Say what was done: others will see it." } };
  return tooLong(note) ?? { ok: true, form: { act: "resolve-attention", code, note } };
}

function readCancel(data: FormData): FormReading {
  const reason = among(CANCEL_REASONS, text(data, "reason"));
  const note = text(data, "note");
  if (reason === null) return { ok: false, problems: { reason: "Choose why it is cancelled." } };
  const ticked = (name: string) => data.get(name) === "yes";
  return tooLong(note) ?? { ok: true, form: { act: "cancel", reason, note, restock: ticked("restock"), refund: ticked("refund"), notifyCustomer: ticked("notifyCustomer") } };
}

function readRequest(data: FormData, act: "request-fulfillment" | "request-cancellation"): FormReading {
  const note = text(data, "note");
  return tooLong(note) ?? { ok: true, form: { act, fulfillmentOrderId: toId<FulfillmentOrderId>(text(data, "fulfillmentOrderId")), note } };
}

const tooLong = (note: string): FormReading | null =>
  note.length <= REASON_CHARACTERS_MAX ? null : { ok: false, problems: { note: `Keep it under ${REASON_CHARACTERS_MAX} characters.` } };

function readMove(data: FormData): FormReading {
  const locationId = text(data, "locationId");
  if (locationId === "") return { ok: false, problems: { locationId: "Choose where it ships from." } };
  const reason = text(data, "reason");
  if (reason.length > REASON_CHARACTERS_MAX) return { ok: false, problems: { reason: `Keep the reason under ${REASON_CHARACTERS_MAX} characters.` } };
  return { ok: true, form: { act: "change-location", fulfillmentOrderId: toId<FulfillmentOrderId>(text(data, "fulfillmentOrderId")), locationId: toId<LocationId>(locationId), reason } };
}

function readShip(data: FormData): FormReading {
  const problems: Record<string, string> = {};
  const lines = [...data.entries()].flatMap(([name, value]) => {
    if (!name.startsWith(LINE_PREFIX)) return [];
    const written = String(value).trim();
    if (!/^\d{1,6}$/.test(written === "" ? "0" : written)) problems[name] = "Give a whole number, 0 or more.";
    return [{ orderLineId: toId<OrderLineId>(name.slice(LINE_PREFIX.length)), quantity: Number(written) }];
  });
  const wanted = lines.filter((line) => line.quantity !== 0);
  if (wanted.length === 0 && Object.keys(problems).length === 0) problems["lines"] = "Choose at least one unit to ship.";
  const tracking = readTracking(data, problems);
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const fulfillmentOrderId = toId<FulfillmentOrderId>(text(data, "fulfillmentOrderId"));
  return { ok: true, form: { act: "ship", fulfillmentOrderId, lines: wanted, tracking, notifyCustomer: data.get("notifyCustomer") === "yes" } };
}

function readTrack(data: FormData): FormReading {
  const problems: Record<string, string> = {};
  const tracking = readTracking(data, problems);
  if (tracking.number === null && tracking.url === null && problems["tracking.number"] === undefined) problems["tracking.number"] = "Give the tracking number or a tracking link.";
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, form: { act: "track", shipmentId: toId<ShipmentId>(text(data, "shipmentId")), tracking, notifyCustomer: data.get("notifyCustomer") === "yes" } };
}

/** Adds what is wrong to `problems`. */
function readTracking(data: FormData, problems: Record<string, string>): Tracking {
  const [company, number, url] = ["tracking.company", "tracking.number", "tracking.url"].map((name) => text(data, name) || null) as [string | null, string | null, string | null];
  for (const [name, value] of [["tracking.company", company], ["tracking.number", number]] as const) {
    if (value !== null && value.length > TRACKING_CHARACTERS_MAX) problems[name] = `Keep it under ${TRACKING_CHARACTERS_MAX} characters.`;
  }
  if (company !== null && number === null && url === null) problems["tracking.number"] = "Give the tracking number, or leave the carrier empty too.";
  if (url !== null && !isWebAddress(url)) problems["tracking.url"] = "Give a whole address that begins with https://.";
  return { company, number, url };
}

function isWebAddress(url: string): boolean {
  return url.length <= URL_CHARACTERS_MAX && /^https?:\/\/[^\s/]+\S*$/.test(url) && URL.canParse(url);
}

const text = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === "string" ? value.trim() : "";
};
