import type { Db } from "../../db/port";
import { minorToDecimal } from "../../domain/money";
import { carriedOver } from "../../domain/policy/diff";
import { LOCATION_SETTINGS, locationValue, SETTINGS, stepsOf, valueAt, type PolicySection, type Setting } from "../../domain/policy/settings";
import type { MerchantPolicy } from "../../domain/policy/types";
import { ruleSentence, zoneWords, type PolicyNames } from "../../domain/policy/words";
import type { LocationRecord, PolicyDraftRecord, StoreRecord } from "../../domain/records";
import { actorWords } from "../activity-words";
import { policyNames } from "./policy-names.server";
import { changeRow, changeRows, type ChangeRow } from "./policy-reading.server";
import { rateCells, type RateCells } from "./rate-cells.server";
import { fieldName, isMoney, transitName } from "./section-form.server";

/** What every page of a draft says of it. */
export interface DraftHead {
  id: string;
  name: string;
  version: number;
  who: string;
  at: number;
  currency: string;
  present: { version: number; name: string };
  /** Against the policy in use. */
  changes: ChangeRow[];
  /** What was published since the draft began and is not in it; null: nothing. `both` is what the draft says otherwise itself. */
  newer: { by: string; carried: ChangeRow[]; both: ChangeRow[] } | null;
}

export interface OpenDraft {
  head: DraftHead;
  draft: PolicyDraftRecord;
  names: PolicyNames & { locations: LocationRecord[] };
}

/** A draft with all that its pages have in common; null: there is none. */
export async function openDraft(db: Db, store: StoreRecord, draftId: string): Promise<OpenDraft | null> {
  const { merchantId, currency } = store;
  const [draft, latest] = await Promise.all([db.policyDraft(merchantId, draftId), db.latestPolicy(merchantId)]);
  if (draft === null || latest === null) return null;
  const base = draft.basedOnVersion < latest.version ? await db.policy(merchantId, draft.basedOnVersion) : null;
  const names = await policyNames(db, store, [draft.policy, latest.policy, ...(base ? [base.policy] : [])]);
  const merged = base === null ? null : carriedOver({ base: base.policy, theirs: latest.policy, mine: draft.policy }, names);
  const newer = merged === null || merged.carried.length + merged.both.length === 0 ? null : { by: actorWords(latest.actor), carried: merged.carried.map(changeRow), both: merged.both.map(changeRow) };
  const head: DraftHead = {
    id: draft.id, name: draft.name, version: draft.version, who: actorWords(draft.actor), at: draft.updatedAt, currency, present: { version: latest.version, name: latest.name },
    changes: changeRows(latest.policy, draft.policy, names), newer,
  };
  return { head, draft, names };
}

/** A field of the form, as it is shown. */
export interface FormField {
  name: string;
  label: string;
  hint: string;
  kind: "money" | "number" | "switch" | "then";
  value: string;
  max: number;
}

export interface SectionModel {
  section: PolicySection;
  fields: FormField[];
  /** One row a location, one field a column; null: nothing of the section differs by location. */
  byLocation: { legend: string; columns: { label: string; hint: string }[]; rows: { id: string; name: string; fields: FormField[] }[] } | null;
  /** Days on the road, a field a zone. */
  transit: FormField[];
  rates: RateCells | null;
  rules: { id: string; name: string; on: boolean; sentence: string }[];
  /** Postal codes of which it is known where they lie, by country; null: the section is about something else. */
  places: { country: string; count: number }[] | null;
  locations: { id: string; name: string }[];
}

export function sectionModel({ draft: { policy }, names }: OpenDraft, section: PolicySection): Omit<SectionModel, "places"> {
  const { currency, locations } = names;
  return {
    section, fields: SETTINGS.filter((setting) => setting.section === section).map((setting) => fieldOf(setting, { name: fieldName(setting), value: valueAt(policy, stepsOf(setting.path)), currency })),
    byLocation: byLocation(policy, section, names), transit: section === "promise" ? transitFields(policy, currency) : [], rates: section === "rates" ? rateCells(policy, currency) : null,
    rules: section === "rules" ? policy.rules.map((rule) => ({ id: rule.id, name: rule.name, on: rule.on, sentence: ruleSentence(rule, names) })) : [],
    locations: locations.filter(({ active }) => active).map(({ id, name }) => ({ id, name })),
  };
}

const UNIT_SUFFIX: Partial<Record<Setting["unit"], string>> = { days: "days", "working-days": "working days", minutes: "minutes", grams: "grams", "grams-per-tonne-km": "grams a tonne and kilometre", units: "units" };

function fieldOf(setting: Pick<Setting, "label" | "hint" | "unit" | "max">, { name, value, currency }: { name: string; value: unknown; currency: string }): FormField {
  const { label, hint, unit, max } = setting;
  const suffix = unit === "money" ? currency : unit === "money-per-tonne" ? `${currency} a tonne` : UNIT_SUFFIX[unit];
  const kind = isMoney(unit) ? "money" : unit === "switch" || unit === "then" ? unit : "number";
  return { name, label: suffix === undefined ? label : `${label} (${suffix})`, hint, kind, value: kind === "money" && typeof value === "number" ? minorToDecimal(value, currency) : String(value ?? ""), max };
}

function byLocation(policy: MerchantPolicy, section: PolicySection, { currency, locations }: OpenDraft["names"]): SectionModel["byLocation"] {
  const settings = LOCATION_SETTINGS.filter((setting) => setting.section === section);
  if (settings.length === 0 || locations.length === 0) return null;
  return {
    legend: section === "costs" ? "What differs by location" : "Lead time by location", columns: settings.map(({ label, hint }) => ({ label, hint })),
    rows: locations.map(({ id, name }) => ({ id, name, fields: settings.map((setting) => fieldOf(setting, { name: fieldName(setting, id), value: locationValue(policy, setting, id), currency })) })),
  };
}

const transitFields = ({ tariff, lateness }: MerchantPolicy, currency: string): FormField[] =>
  lateness.transitDays.map((value, zone) => fieldOf({ label: `Zone ${zone + 1}: ${zoneWords(tariff.zonesKm, zone)}`, hint: "", unit: "working-days", max: 60 }, { name: transitName(zone), value, currency }));
