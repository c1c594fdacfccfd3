import { checkPolicy } from "../routing/policy";
import { splitPrefix } from "./condition";
import type { Condition, Effect, MerchantPolicy, PolicyRule } from "./types";

/** What is wrong with a policy, and where: `rules.2.when.postalPrefixes`, `labour.<location>.perUnitMinor`. It is not published with it. */
export interface PolicyFault {
  path: string;
  sentence: string;
}

/** Keeps every sum of an order exact. */
const AMOUNT_MINOR_MAX = 1_000_000_000;
const DAYS_MAX = 365;
const MINUTES_MAX = 10_080;
const UNITS_MAX = 1_000_000;
const GRAMS_PER_TONNE_KM_MAX = 100_000;
/** Millionths of a minor unit for a kilogram and kilometre: more than any price of carbon that is spoken of, and small enough to be summed exactly. */
const MICRO_MINOR_PER_KG_KM_MAX = 1_000_000;
const RULES_MAX = 200;
/** Of a postal code no more than this is kept outside of the sealed address. */
export const POSTAL_CHARACTERS_KEPT = 3;

/** A sentence each; none: it can be published. */
export const policyFaults = (policy: MerchantPolicy): PolicyFault[] => [
  ...checkPolicy(policy.tariff).map((sentence) => ({ path: "tariff", sentence })),
  ...latenessFaults(policy),
  ...carbonFaults(policy),
  ...Object.entries(policy.labour).flatMap(([id, terms]) => [
    ...whole(`labour.${id}.perParcelMinor`, "Packing a parcel", [terms.perParcelMinor, AMOUNT_MINOR_MAX]), ...whole(`labour.${id}.perUnitMinor`, "Picking a unit", [terms.perUnitMinor, AMOUNT_MINOR_MAX]),
  ]),
  ...Object.entries(policy.keepLast).flatMap(([id, keep]) => [
    ...whole(`keepLast.${id}.units`, "What a location keeps", [keep.units, UNITS_MAX]), ...whole(`keepLast.${id}.minorPerUnit`, "The price of a kept unit", [keep.minorPerUnit, AMOUNT_MINOR_MAX]),
  ]),
  ...(policy.waiting.afterDays === null ? [] : whole("waiting.afterDays", "The days that an order waits", [policy.waiting.afterDays, DAYS_MAX])),
  ...whole("joint.settleMinutes", "The minutes that a plan rests", [policy.joint.settleMinutes, MINUTES_MAX]),
  ...whole("joint.savingAboveMinor", "The saving that changes a plan", [policy.joint.savingAboveMinor, AMOUNT_MINOR_MAX]),
  ...whole("learning.rejectionMinor", "What a rejected order costs", [policy.learning.rejectionMinor, AMOUNT_MINOR_MAX]),
  ...(policy.rules.length > RULES_MAX ? [{ path: "rules", sentence: `At most ${RULES_MAX} rules are possible.` }] : []),
  ...policy.rules.flatMap((rule, place) => ruleFaults(rule, place, policy.rules)),
];

/** Whole, not negative, not beyond what is possible. */
const whole = (path: string, name: string, [value, max]: [number, number]): PolicyFault[] => {
  if (!Number.isInteger(value)) return [{ path, sentence: `${name} must be a whole number.` }];
  if (value < 0) return [{ path, sentence: `${name} must not be negative.` }];
  return value > max ? [{ path, sentence: `${name} must be at most ${max.toLocaleString("en-US")}.` }] : [];
};

const latenessFaults = ({ lateness, tariff }: MerchantPolicy): PolicyFault[] => {
  const zones = tariff.zonesKm.length + 1;
  const { transitDays } = lateness;
  return [
    ...whole("lateness.perDayMinor", "The price of a day late", [lateness.perDayMinor, AMOUNT_MINOR_MAX]),
    ...(lateness.promiseDays === null ? [] : whole("lateness.promiseDays", "The promised days", [lateness.promiseDays, DAYS_MAX])),
    ...(transitDays.length === zones ? [] : [{ path: "lateness.transitDays", sentence: `There must be ${zones} numbers of days on the road, one for each zone; there are ${transitDays.length}.` }]),
    ...transitDays.flatMap((days, zone) => whole(`lateness.transitDays.${zone}`, `The days on the road of zone ${zone + 1}`, [days, DAYS_MAX])),
    ...Object.entries(lateness.leadDays).flatMap(([id, days]) => whole(`lateness.leadDays.${id}`, "The lead time", [days, DAYS_MAX])),
  ];
};

const carbonFaults = ({ carbon: { minorPerTonne, gramsPerTonneKm } }: MerchantPolicy): PolicyFault[] => {
  const faults = [...whole("carbon.minorPerTonne", "The price of carbon", [minorPerTonne, AMOUNT_MINOR_MAX]), ...whole("carbon.gramsPerTonneKm", "Carbon on the road", [gramsPerTonneKm, GRAMS_PER_TONNE_KM_MAX])];
  const isTooLarge = faults.length === 0 && (minorPerTonne * gramsPerTonneKm) / 1_000 > MICRO_MINOR_PER_KG_KM_MAX;
  return isTooLarge ? [{ path: "carbon.minorPerTonne", sentence: "The price of carbon times carbon on the road is too large to be meant." }] : faults;
};

const ruleFaults = (rule: PolicyRule, place: number, rules: readonly PolicyRule[]): PolicyFault[] => {
  const path = `rules.${place}`;
  const called = rule.name.trim() === "" ? `Rule ${place + 1}` : `The rule “${rule.name}”`;
  return [
    ...(rule.name.trim() === "" ? [{ path: `${path}.name`, sentence: `Rule ${place + 1} needs a name: it stands in explanations.` }] : []),
    ...(rules.findIndex((one) => one.id === rule.id) < place ? [{ path, sentence: `${called} is in the list twice.` }] : []),
    ...conditionFaults(rule.when, `${path}.when`, called),
    ...effectFaults(rule.then, `${path}.then`, called),
  ];
};

const conditionFaults = (when: Condition, path: string, called: string): PolicyFault[] => {
  const { valueFromMinor, valueBelowMinor } = when;
  const isEmpty = valueFromMinor !== undefined && valueBelowMinor !== undefined && valueBelowMinor <= valueFromMinor;
  return [
    ...(valueFromMinor === undefined ? [] : whole(`${path}.valueFromMinor`, `${called}: the least value`, [valueFromMinor, Number.MAX_SAFE_INTEGER])),
    ...(isEmpty ? [{ path: `${path}.valueBelowMinor`, sentence: `${called} holds for no order: the value must be below something larger than where it begins.` }] : []),
    ...(when.countries ?? []).filter((code) => !/^[A-Za-z]{2}$/.test(code.trim())).map((code) => ({ path: `${path}.countries`, sentence: `${called}: “${code}” is no country code of two letters, such as US.` })),
    ...(when.provinces ?? []).filter((code) => !/^[A-Za-z]{2}-[A-Za-z0-9]{1,3}$/.test(code.trim())).map((code) => ({ path: `${path}.provinces`, sentence: `${called}: write “${code}” with its country, such as US-CA.` })),
    ...(when.postalPrefixes ?? []).flatMap((code) => prefixFaults(code, `${path}.postalPrefixes`, called)),
  ];
};

const prefixFaults = (code: string, path: string, called: string): PolicyFault[] => {
  const { country, prefix } = splitPrefix(code);
  if (!/^[A-Z]{2}$/.test(country) || prefix === "") return [{ path, sentence: `${called}: write “${code}” as a country and the beginning of a postal code, such as US 941.` }];
  return prefix.length <= POSTAL_CHARACTERS_KEPT ? [] : [{ path, sentence: `${called}: “${code}” is too long. Of a postal code only the first ${POSTAL_CHARACTERS_KEPT} characters are kept, so that nobody's street can be told.` }];
};

const effectFaults = (then: Effect, path: string, called: string): PolicyFault[] => {
  const places = "locationIds" in then && then.locationIds.length === 0 ? [{ path: `${path}.locationIds`, sentence: `${called} needs at least one location.` }] : [];
  if (then.kind === "parcels-max") return then.parcels >= 1 ? whole(`${path}.parcels`, `${called}: the number of parcels`, [then.parcels, UNITS_MAX]) : [{ path: `${path}.parcels`, sentence: `${called} must allow at least one parcel.` }];
  return then.kind === "units-max" ? [...places, ...whole(`${path}.units`, `${called}: the number of units`, [then.units, UNITS_MAX])] : places;
};
