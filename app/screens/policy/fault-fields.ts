import type { PolicyFault } from "../../domain/policy/faults";

/** Which field a sentence about the tariff belongs to. */
const TARIFF_FIELDS: [string, string][] = [
  ["Handling per parcel", "tariff.handlingPerParcelMinor"], ["Handling per unit", "tariff.handlingPerUnitMinor"], ["The split penalty", "tariff.splitPenaltyMinor"], ["The assumed weight of a unit", "tariff.defaultUnitGrams"],
];

/** The field of a section's form at which a fault is told; null: it belongs to no field. */
export function fieldOfFault({ path, sentence }: PolicyFault): string | null {
  if (path === "tariff") return TARIFF_FIELDS.find(([begin]) => sentence.startsWith(begin))?.[1] ?? null;
  const [table = "", step = "", field = ""] = path.split(".");
  if (table === "labour" || table === "keepLast") return `${table}.${field}@${step}`;
  if (step === "leadDays") return `lateness.leadDays@${field}`;
  if (step === "transitDays" && field !== "") return `transit.${field}`;
  return table === "rules" ? null : path;
}

const RULE_FIELDS: Record<string, string> = {
  name: "name", "when.countries": "countries", "when.provinces": "provinces", "when.postalPrefixes": "postalPrefixes", "when.valueFromMinor": "valueFrom", "when.valueBelowMinor": "valueBelow", "then.locationIds": "locationIds",
  "then.parcels": "parcels", "then.units": "units",
};

/** The field of a rule's form at which a fault of the rule in this place is told; null: it is of another rule. */
export function fieldOfRuleFault({ path }: PolicyFault, place: number): string | null {
  const begin = `rules.${place}.`;
  return path.startsWith(begin) ? (RULE_FIELDS[path.slice(begin.length)] ?? "name") : null;
}
