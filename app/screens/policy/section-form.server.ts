import { formatMinor, minorToDecimal, parseDecimalToMinor } from "../../domain/money";
import { policyFaults } from "../../domain/policy/faults";
import { LOCATION_SETTINGS, locationSteps, SETTINGS, stepsOf, withValueAt, type LocationSetting, type PolicySection, type Setting, type SettingUnit } from "../../domain/policy/settings";
import type { MerchantPolicy } from "../../domain/policy/types";
import type { LocationRecord } from "../../domain/records";
import { wholeOrNull } from "../settings/settings-page.server";
import { readRateCells } from "./rate-cells.server";
import { fieldOfFault } from "./fault-fields";

/** The name of a field: a setting's own path, with the location behind it where each location has one. */
export const fieldName = ({ path }: Pick<Setting, "path">, locationId?: string): string => (locationId === undefined ? path : `${path}@${locationId}`);
export const transitName = (zone: number): string => `transit.${zone}`;

const TRANSIT_DAYS_MAX = 60;

export type SectionReading = { ok: true; policy: MerchantPolicy } | { ok: false; problems: Record<string, string> };

interface Ground {
  policy: MerchantPolicy;
  currency: string;
  locations: readonly Pick<LocationRecord, "id">[];
}

/** Reads the form of one section whole: either all of it is good and stands in the policy, or every problem is told at its field. */
export function readSectionForm(section: PolicySection, form: FormData, ground: Ground): SectionReading {
  const problems: Record<string, string> = {};
  const shown = new Set<string>();
  const read = (name: string, setting: Pick<Setting, "unit" | "max" | "optional">): unknown => {
    shown.add(name);
    const reading = readValue(form.get(name), setting, ground.currency);
    if (!reading.ok) problems[name] = reading.problem;
    return reading.ok ? reading.value : null;
  };
  let policy = ground.policy;
  for (const setting of SETTINGS.filter((one) => one.section === section)) policy = withValueAt(policy, stepsOf(setting.path), read(fieldName(setting), setting));
  for (const setting of LOCATION_SETTINGS.filter((one) => one.section === section)) {
    for (const { id } of ground.locations) policy = withLocation(policy, setting, { id, value: read(fieldName(setting, id), setting) });
  }
  if (section === "promise") policy = { ...policy, lateness: { ...policy.lateness, transitDays: policy.lateness.transitDays.map((_, zone) => read(transitName(zone), { unit: "working-days", max: TRANSIT_DAYS_MAX }) as number) } };
  const rates = section === "rates" ? readRateCells(form, policy, ground.currency) : null;
  if (rates?.ok === false) Object.assign(problems, rates.problems);
  if (rates?.ok === true) policy = rates.policy;
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const faults = faultsAtFields(policy, shown);
  return Object.keys(faults).length > 0 ? { ok: false, problems: faults } : { ok: true, policy };
}

const BLANK = { labour: { perParcelMinor: 0, perUnitMinor: 0 }, keepLast: { units: 0, minorPerUnit: 0 } };

/** A location of which only one thing is said has 0 of the others. */
function withLocation(policy: MerchantPolicy, setting: LocationSetting, { id, value }: { id: LocationRecord["id"]; value: unknown }): MerchantPolicy {
  const [table = ""] = stepsOf(setting.path);
  const base = table === "labour" || table === "keepLast" ? { ...policy, [table]: { ...policy[table], [id]: { ...BLANK[table], ...policy[table][id] } } } : policy;
  return withValueAt(base, locationSteps(setting, id), value);
}

/** What is wrong with what was typed, each at its field; faults of other sections are told where they are. */
function faultsAtFields(policy: MerchantPolicy, shown: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(policyFaults(policy).flatMap((fault): [string, string][] => {
    const field = fieldOfFault(fault);
    return field !== null && shown.has(field) ? [[field, fault.sentence]] : [];
  }));
}

type ValueReading = { ok: true; value: unknown } | { ok: false; problem: string };
const good = (value: unknown): ValueReading => ({ ok: true, value });
const bad = (problem: string): ValueReading => ({ ok: false, problem });

function readValue(given: FormDataEntryValue | null, { unit, max, optional }: Pick<Setting, "unit" | "max" | "optional">, currency: string): ValueReading {
  if (unit === "switch") return good(given === "yes");
  if (unit === "then") return given === "cancel" || given === "notify" ? good(given) : bad("Choose one of the two.");
  const text = String(given ?? "").trim();
  if (text === "") return optional ? good(null) : good(0);
  if (isMoney(unit)) {
    const minor = readMoney(text, currency);
    return minor === null || minor > max ? bad(`Give an amount from ${formatMinor(0, currency)} to ${formatMinor(max, currency)}, such as ${minorToDecimal(450, currency)}.`) : good(minor);
  }
  const whole = wholeOrNull(text);
  return whole === null || !(whole >= 0 && whole <= max) ? bad(`Give a whole number from 0 to ${max.toLocaleString("en-US")}${optional ? ", or leave it empty" : ""}.`) : good(whole);
}

export const isMoney = (unit: SettingUnit): boolean => unit === "money" || unit === "money-per-tonne";

/** "4.20" and "4,20"; null: no amount, or below 0. */
export function readMoney(text: string, currency: string): number | null {
  const dotted = /^\d+,\d{1,2}$/.test(text.trim()) ? text.trim().replace(",", ".") : text.trim();
  return /^\d+(\.\d+)?$/.test(dotted) ? parseDecimalToMinor(dotted, currency) : null;
}
