import type { RejectionReason, StockRemedy } from "../../domain/experience";
import { toId, type FulfillmentOrderId, type OrderLineId } from "../../domain/ids";

/** That a location cannot ship a part of an order, as it is posted. */
export interface RejectForm {
  act: "reject";
  fulfillmentOrderId: FulfillmentOrderId;
  reason: RejectionReason;
  note: string;
  found: { orderLineId: OrderLineId; units: number }[];
  remedy: StockRemedy;
}

const REASONS: Record<RejectionReason, true> = { "not-found": true, damaged: true, "too-busy": true, closed: true, other: true };
const REMEDIES: Record<StockRemedy, true> = { set: true, count: true, damaged: true, none: true };
const FOUND_PREFIX = "found.";
const NOTE_CHARACTERS_MAX = 200;

/** Reads it whole: either all of it is good, or every problem is told. */
export function readRejection(data: FormData): { ok: true; form: RejectForm } | { ok: false; problems: Record<string, string> } {
  const [reason, remedy, note] = [text(data, "reason"), text(data, "remedy"), text(data, "note")];
  const problems: Record<string, string> = {};
  if (!Object.hasOwn(REASONS, reason)) problems["reason"] = "Choose why it cannot ship from here.";
  if (!Object.hasOwn(REMEDIES, remedy)) problems["remedy"] = "Choose what becomes of its stock.";
  if (reason === "other" && note === "") problems["note"] = "Say why it cannot ship from here.";
  if (note.length > NOTE_CHARACTERS_MAX) problems["note"] = `Keep it under ${NOTE_CHARACTERS_MAX} characters.`;
  const found = [...data.entries()].flatMap(([name, value]) => {
    if (!name.startsWith(FOUND_PREFIX)) return [];
    const written = String(value).trim();
    if (!/^\d{1,6}$/.test(written)) problems[name] = "Give a whole number, 0 or more.";
    return [{ orderLineId: toId<OrderLineId>(name.slice(FOUND_PREFIX.length)), units: Number(written) }];
  });
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const fulfillmentOrderId = toId<FulfillmentOrderId>(text(data, "fulfillmentOrderId"));
  return { ok: true, form: { act: "reject", fulfillmentOrderId, reason: reason as RejectionReason, note, found, remedy: remedy as StockRemedy } };
}

const text = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === "string" ? value.trim() : "";
};
