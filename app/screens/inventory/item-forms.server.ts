import { toId, type ItemId, type LocationId } from "../../domain/ids";
import type { ActAnswer } from "../act-answer";
import { answerOf, refusal } from "../act-answer";
import type { Ask } from "../act-result";
import type { Acts } from "../acts";
import { wholeOrNull } from "../settings/settings-page.server";
import { isAdjustable, isMovable, isReason } from "./stock-words";

const STALE = refusal("This page is out of date. Reload it and try again.");
const at = (field: string, problem: string): ActAnswer => ({ ok: false, problem: null, problems: { [field]: problem } });
const text = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

/** What the item page's dialogs ask for. Each form is named by `requestKey`: sent twice, it has one effect. */
export function performItemForm(acts: Acts, ask: Ask & { itemId: ItemId }, form: FormData): Promise<ActAnswer> | ActAnswer {
  const locationId = text(form, "locationId");
  const requestKey = text(form, "requestKey");
  if (locationId === "") return STALE;
  const level = { ...ask, locationId: toId<LocationId>(locationId), ...(requestKey === "" ? {} : { requestKey }) };
  switch (text(form, "act")) {
    case "adjust": return adjust(acts, level, form);
    case "move": return move(acts, level, form);
    case "rule": return rule(acts, level, form);
    default: return STALE;
  }
}

type LevelAsk = Ask & { itemId: ItemId; locationId: LocationId; requestKey?: string };

async function adjust(acts: Acts, level: LevelAsk, form: FormData): Promise<ActAnswer> {
  const state = text(form, "state");
  const reason = text(form, "reason");
  const [units, expected] = [wholeOrNull(form.get("units")), wholeOrNull(form.get(`expected.${state}`))];
  if (!isAdjustable(state) || !isReason(reason)) return STALE;
  if (units === null || Number.isNaN(units)) return at("units", "Give a whole number.");
  const counted = text(form, "how") === "counted";
  const asked = { ...level, state, reason, note: text(form, "note"), delta: counted ? null : units, counted: counted ? units : null, expected: Number.isNaN(expected) ? null : expected };
  const result = await acts.adjustStock(asked);
  // The dialog has one field for both ways of saying it.
  return answerOf(!result.ok && (result.field === "delta" || result.field === "counted") ? { ...result, field: "units" } : result, "Sent to your shop. It shows as pending until your shop confirms.");
}

async function move(acts: Acts, level: LevelAsk, form: FormData): Promise<ActAnswer> {
  const [from, to, reason] = [text(form, "from"), text(form, "to"), text(form, "reason")];
  const units = wholeOrNull(form.get("units"));
  if (!isMovable(from) || !isMovable(to) || !isReason(reason)) return STALE;
  if (units === null || Number.isNaN(units)) return at("units", "Give a whole number, 1 or more.");
  return answerOf(await acts.moveStock({ ...level, from, to, units, reason, note: text(form, "note") }), "Sent to your shop. It shows as pending until your shop confirms.");
}

async function rule(acts: Acts, level: LevelAsk, form: FormData): Promise<ActAnswer> {
  const [lowStockUnits, safetyStockUnits] = [wholeOrNull(form.get("lowStockUnits")), wholeOrNull(form.get("safetyStockUnits"))];
  for (const [field, units] of [["lowStockUnits", lowStockUnits], ["safetyStockUnits", safetyStockUnits]] as const) {
    if (units !== null && Number.isNaN(units)) return at(field, "Give a whole number, zero or more, or leave it empty.");
  }
  return answerOf(await acts.setStockRule({ ...level, lowStockUnits, safetyStockUnits, note: text(form, "note") }), "Thresholds saved.");
}
