import type { LocationId } from "../ids";
import type { MerchantPolicy } from "./types";

/** The parts in which a policy is edited and compared. */
export const POLICY_SECTIONS = ["costs", "rates", "promise", "rules", "waiting", "joint", "learning"] as const;
export type PolicySection = (typeof POLICY_SECTIONS)[number];

export const SECTION_TITLES: Record<PolicySection, string> = {
  costs: "Costs", rates: "Rates", promise: "Delivery promise", rules: "Rules", waiting: "Waiting orders", joint: "Waiting together", learning: "Learning",
};

/** How a number is written: money in the merchant's currency, all others with their word. */
export type SettingUnit = "money" | "money-per-tonne" | "grams-per-tonne-km" | "grams" | "days" | "working-days" | "minutes" | "units" | "switch" | "then";

/** One thing that a manager sets, with what it does in a sentence. The form, the page of a version and the comparison are all made of these. */
export interface Setting {
  /** Where it stands in the policy: `tariff.splitPenaltyMinor`. */
  path: string;
  section: PolicySection;
  label: string;
  hint: string;
  unit: SettingUnit;
  /** In minor units where it is money. */
  max: number;
  /** May be left empty; what that means stands in the hint. */
  optional?: boolean;
  /** What empty is called in words. */
  empty?: string;
}

/** Keeps every sum of an order exact. */
const MONEY_MAX = 1_000_000_000;

const COSTS: Setting[] = [
  { path: "tariff.handlingPerParcelMinor", section: "costs", unit: "money", max: MONEY_MAX, label: "Handling per parcel", hint: "Added for every parcel: box, label, and the minutes at the packing table." },
  { path: "tariff.handlingPerUnitMinor", section: "costs", unit: "money", max: MONEY_MAX, label: "Handling per unit", hint: "Added for every unit that is picked." },
  { path: "tariff.splitPenaltyMinor", section: "costs", unit: "money", max: MONEY_MAX, label: "Split penalty", hint: "Added for each parcel after the first: the higher it is, the more an order stays together." },
  { path: "lateness.perDayMinor", section: "costs", unit: "money", max: MONEY_MAX, label: "Each day late", hint: "Added for each working day that a parcel arrives after the promise; 0 makes no difference between early and late." },
  { path: "carbon.minorPerTonne", section: "costs", unit: "money-per-tonne", max: MONEY_MAX, label: "Price of carbon", hint: "What a tonne of CO2e costs you: makes long roads dearer, heavy parcels most of all; 0 leaves carbon out." },
  { path: "carbon.gramsPerTonneKm", section: "costs", unit: "grams-per-tonne-km", max: 100_000, label: "Carbon on the road", hint: "Grams of CO2e that one tonne of goods causes on one kilometre." },
];

const OTHERS: Setting[] = [
  { path: "tariff.defaultUnitGrams", section: "rates", unit: "grams", max: MONEY_MAX, label: "Assumed weight of a unit", hint: "Used for products that have no weight in your shop." },
  { path: "lateness.promiseDays", section: "promise", unit: "working-days", max: 365, optional: true, empty: "none", label: "Promise", hint: "Working days from the order to the customer's door, where your shop promises nothing else. Empty: nothing is promised, and nothing is late." },
  { path: "waiting.afterDays", section: "waiting", unit: "days", max: 365, optional: true, empty: "as long as it takes", label: "Waits at most", hint: "Days before something happens to an order that no location can ship. Empty: it waits for as long as it takes." },
  { path: "waiting.then", section: "waiting", unit: "then", max: 0, label: "Then", hint: "Either you are told of the order on Home, or it is cancelled in your shop, in the way that stands below." },
  { path: "waiting.refund", section: "waiting", unit: "switch", max: 1, label: "Cancelled: give the payment back", hint: "Off: the order is cancelled, and the money stays until a person refunds it in your shop." },
  { path: "waiting.restock", section: "waiting", unit: "switch", max: 1, label: "Cancelled: put the units back in stock", hint: "Off: units that the order holds leave your stock, as where they were lost or broken." },
  { path: "waiting.notifyCustomer", section: "waiting", unit: "switch", max: 1, label: "Cancelled: e-mail the customer", hint: "Your shop writes to them, where Settings lets it e-mail customers at all." },
  { path: "joint.on", section: "joint", unit: "switch", max: 1, label: "Plan waiting orders together", hint: "Orders that nobody has begun to pick are planned anew together, so that a scarce unit goes to the order that it saves most for." },
  { path: "joint.settleMinutes", section: "joint", unit: "minutes", max: 10_080, label: "Let a plan rest", hint: "Minutes before a plan is written to your shop, in which it can still change; 0 writes it at once." },
  { path: "joint.savingAboveMinor", section: "joint", unit: "money", max: MONEY_MAX, label: "Change a plan only to save more than", hint: "Smaller savings leave a plan as it stands." },
  { path: "joint.scarcity", section: "joint", unit: "switch", max: 1, label: "Give scarce stock a price", hint: "Stock that coming orders will want costs more to take, by what your own past demand says." },
  { path: "learning.acceptance", section: "learning", unit: "switch", max: 1, label: "Learn how often a location rejects orders", hint: "A location that often says no costs a little more." },
  { path: "learning.pickDelay", section: "learning", unit: "switch", max: 1, label: "Learn how long a location takes to pick", hint: "Days that a location really needs count as lead time." },
  { path: "learning.countError", section: "learning", unit: "switch", max: 1, label: "Learn how often a count is wrong", hint: "A location whose shelves often hold less than its counts say costs a little more." },
  { path: "learning.rejectionMinor", section: "learning", unit: "money", max: MONEY_MAX, label: "What a rejected order costs", hint: "The second decision and the later parcel: this times how often it happens is what a location costs more." },
];

export const SETTINGS: readonly Setting[] = [...COSTS, ...OTHERS];

/** One thing that a manager sets for each location; a location without it has 0. */
export interface LocationSetting {
  /** `labour.perParcelMinor` is `policy.labour[location].perParcelMinor`; `lateness.leadDays` is `policy.lateness.leadDays[location]`. */
  path: string;
  section: PolicySection;
  label: string;
  hint: string;
  unit: SettingUnit;
  max: number;
}

export const LOCATION_SETTINGS: readonly LocationSetting[] = [
  { path: "labour.perParcelMinor", section: "costs", unit: "money", max: MONEY_MAX, label: "Packing a parcel", hint: "What a parcel costs more here than elsewhere." },
  { path: "labour.perUnitMinor", section: "costs", unit: "money", max: MONEY_MAX, label: "Picking a unit", hint: "What a unit costs more here than elsewhere." },
  { path: "keepLast.units", section: "costs", unit: "units", max: 1_000_000, label: "Keeps the last", hint: "Units of each product that it keeps for its own customers." },
  { path: "keepLast.minorPerUnit", section: "costs", unit: "money", max: MONEY_MAX, label: "Taking one of them costs", hint: "So much must be saved elsewhere before a kept unit is taken." },
  { path: "lateness.leadDays", section: "promise", unit: "working-days", max: 365, label: "Lead time", hint: "Working days that it needs before a parcel leaves, beyond its cut-off." },
];

type Tree = Record<string, unknown>;
const asTree = (value: unknown): Tree => (typeof value === "object" && value !== null ? (value as Tree) : {});

/** What stands at a path of plain data; undefined where nothing does. */
export const valueAt = (root: unknown, path: readonly string[]): unknown => path.reduce<unknown>((inner, step) => asTree(inner)[step], root);

/** A copy with another value at the path, undefined removing it; lists stay lists. */
export const withValueAt = <T>(root: T, path: readonly string[], value: unknown): T => {
  const [step, ...rest] = path;
  if (step === undefined) return value as T;
  if (Array.isArray(root)) return root.map((one: unknown, place) => (String(place) === step ? withValueAt(one, rest, value) : one)) as T;
  const { [step]: old, ...others } = asTree(root);
  const next = withValueAt(old, rest, value);
  return (next === undefined ? others : { ...asTree(root), [step]: next }) as T;
};

export const stepsOf = (path: string): string[] => path.split(".");

/** Where a setting of a location stands. */
export const locationSteps = ({ path }: Pick<LocationSetting, "path">, locationId: LocationId): string[] => {
  const [table = "", field = ""] = stepsOf(path);
  return table === "lateness" ? [table, field, locationId] : [table, locationId, field];
};

/** What a location has of a setting; 0 where it says nothing. */
export const locationValue = (policy: MerchantPolicy, setting: Pick<LocationSetting, "path">, locationId: LocationId): number => {
  const value = valueAt(policy, locationSteps(setting, locationId));
  return typeof value === "number" ? value : 0;
};

/** The locations of which the policy says something. */
export const locationsNamed = (policy: MerchantPolicy): LocationId[] =>
  [...new Set([...Object.keys(policy.labour), ...Object.keys(policy.keepLast), ...Object.keys(policy.lateness.leadDays)])].sort() as LocationId[];
