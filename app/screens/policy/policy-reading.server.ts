import { formatMinor } from "../../domain/money";
import { policyDiff, type PolicyChange } from "../../domain/policy/diff";
import { LOCATION_SETTINGS, locationsNamed, locationValue, POLICY_SECTIONS, SECTION_TITLES, SETTINGS, stepsOf, valueAt, type PolicySection } from "../../domain/policy/settings";
import type { MerchantPolicy } from "../../domain/policy/types";
import { gramsWords, ruleSentence, settingWords, zoneWords, type PolicyNames } from "../../domain/policy/words";

const DETAILS_MAX = 300;

/** One thing that differs, as a screen shows it. */
export interface ChangeRow {
  id: string;
  section: string;
  sentence: string;
  /** Its details are the words of a rule, not cells of a table. */
  isRule: boolean;
  details: { id: string; label: string; before: string; after: string }[];
}

export const changeRows = (before: MerchantPolicy, after: MerchantPolicy, names: PolicyNames): ChangeRow[] => policyDiff(before, after, names).map(changeRow);

export const changeRow = ({ section, path, sentence, details }: PolicyChange): ChangeRow => ({
  id: path.join("."), section: SECTION_TITLES[section], sentence, isRule: section === "rules", details: details.slice(0, DETAILS_MAX).map((detail, index) => ({ id: `${index}`, ...detail })),
});

/** A table whose rows are zones, or locations. */
export interface ReadTable {
  caption: string;
  columns: string[];
  rows: { id: string; cells: string[] }[];
}

export interface ReadSection {
  id: PolicySection;
  title: string;
  settings: { term: string; value: string }[];
  rules: { id: string; name: string; on: boolean; sentence: string }[];
  tables: ReadTable[];
}

/** A whole policy to read, section by section. */
export const readPolicy = (policy: MerchantPolicy, names: PolicyNames): ReadSection[] =>
  POLICY_SECTIONS.map((id) => ({
    id, title: SECTION_TITLES[id],
    settings: SETTINGS.filter(({ section }) => section === id).map((setting) => ({ term: setting.label, value: settingWords(setting, valueAt(policy, stepsOf(setting.path)), names.currency) })),
    rules: id === "rules" ? policy.rules.map((rule) => ({ id: rule.id, name: rule.name, on: rule.on, sentence: ruleSentence(rule, names) })) : [],
    tables: [...(id === "rates" ? [ratesToRead(policy, names.currency)] : []), ...(id === "promise" ? [transitToRead(policy)] : []), ...locationsToRead(policy, id, names)],
  }));

const ratesToRead = ({ tariff }: MerchantPolicy, currency: string): ReadTable => ({
  caption: "Postage by distance and weight",
  columns: ["Distance", ...tariff.bandsGrams.map((grams) => `Up to ${gramsWords(grams)}`), "Each further kg"],
  rows: tariff.ratesMinor.map((row, zone) => ({
    id: `zone-${zone + 1}`,
    cells: [`Zone ${zone + 1}: ${zoneWords(tariff.zonesKm, zone)}`, ...row.map((rate) => formatMinor(rate, currency)), formatMinor(tariff.perExtraKgMinor[zone] ?? 0, currency)],
  })),
});

const transitToRead = ({ tariff, lateness }: MerchantPolicy): ReadTable => ({
  caption: "Working days on the road by distance", columns: ["Distance", "Working days"],
  rows: lateness.transitDays.map((days, zone) => ({ id: `zone-${zone + 1}`, cells: [`Zone ${zone + 1}: ${zoneWords(tariff.zonesKm, zone)}`, `${days}`] })),
});

function locationsToRead(policy: MerchantPolicy, section: PolicySection, names: PolicyNames): ReadTable[] {
  const settings = LOCATION_SETTINGS.filter((setting) => setting.section === section);
  const rows = locationsNamed(policy).filter((id) => settings.some((setting) => locationValue(policy, setting, id) !== 0));
  if (rows.length === 0) return [];
  return [{
    caption: section === "costs" ? "What differs by location" : "Lead time by location", columns: ["Location", ...settings.map(({ label }) => label)],
    rows: rows.map((id) => ({ id, cells: [names.location(id), ...settings.map((setting) => settingWords(setting, locationValue(policy, setting, id), names.currency))] })),
  }];
}
