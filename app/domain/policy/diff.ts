import type { LocationId } from "../ids";
import { formatMinor } from "../money";
import { isSame } from "../same";
import {
  LOCATION_SETTINGS, locationsNamed, locationSteps, locationValue, type PolicySection, SETTINGS, stepsOf, valueAt, withValueAt,
} from "./settings";
import type { MerchantPolicy, PolicyRule } from "./types";
import { counted, gramsWords, type PolicyNames, ruleSentence, settingWords, zoneWords } from "./words";

/** One thing that differs between two policies. The changes together make the second policy of the first: see `withChanges`. */
export interface PolicyChange {
  section: PolicySection;
  /** Where it stands; a rule at `["rules", id]`. */
  path: string[];
  /** Undefined: it was not there, or is not any more. */
  before: unknown;
  after: unknown;
  /** "Handling per parcel $1.50 → $2.00" */
  sentence: string;
  /** The cells of a table, or the sentences of a rule, that differ. */
  details: { label: string; before: string; after: string }[];
}

/** What changed, in the order in which a policy is edited; empty: both decide alike. */
export const policyDiff = (before: MerchantPolicy, after: MerchantPolicy, names: PolicyNames): PolicyChange[] => {
  const pair = { before, after, names };
  const changes = [...settingChanges(pair), ...locationChanges(pair), ...rateChanges(pair), ...transitChanges(pair), ...ruleChanges(pair)];
  return SECTION_ORDER.flatMap((section) => changes.filter((change) => change.section === section));
};

const SECTION_ORDER: readonly PolicySection[] = ["rules", "costs", "rates", "promise", "waiting", "joint", "learning"];

interface Pair {
  before: MerchantPolicy;
  after: MerchantPolicy;
  names: PolicyNames;
}

const ARROW = "→";

function settingChanges({ before, after, names }: Pair): PolicyChange[] {
  return SETTINGS.flatMap((setting) => {
    const path = stepsOf(setting.path);
    const [was, is] = [valueAt(before, path), valueAt(after, path)];
    if (isSame(was, is)) return [];
    const [from, to] = [was, is].map((value) => settingWords(setting, value, names.currency));
    return [{ section: setting.section, path, before: was, after: is, sentence: `${setting.label} ${from} ${ARROW} ${to}`, details: [] }];
  });
}

function locationChanges({ before, after, names }: Pair): PolicyChange[] {
  const locationIds = [...new Set([...locationsNamed(before), ...locationsNamed(after)])].sort();
  return LOCATION_SETTINGS.flatMap((setting) => locationIds.flatMap((locationId) => {
    const [was, is] = [locationValue(before, setting, locationId), locationValue(after, setting, locationId)];
    if (was === is) return [];
    const [from, to] = [was, is].map((value) => settingWords(setting, value, names.currency));
    const sentence = `${setting.label} in ${names.location(locationId)} ${from} ${ARROW} ${to}`;
    return [{ section: setting.section, path: locationSteps(setting, locationId), before: was, after: is, sentence, details: [] }];
  }));
}

const RATE_TABLES = ["zonesKm", "bandsGrams", "ratesMinor", "perExtraKgMinor"] as const;

function rateChanges(pair: Pair): PolicyChange[] {
  return RATE_TABLES.flatMap((table) => {
    const [was, is] = [pair.before.tariff[table], pair.after.tariff[table]];
    return isSame(was, is) ? [] : [{ section: "rates" as const, path: ["tariff", table], before: was, after: is, ...RATE_WORDS[table](pair) }];
  });
}

type Told = Pick<PolicyChange, "sentence" | "details">;

const RATE_WORDS: Record<(typeof RATE_TABLES)[number], (pair: Pair) => Told> = {
  zonesKm: ({ before, after }) => ({ sentence: `Zones end at ${kmWords(before.tariff.zonesKm)} ${ARROW} ${kmWords(after.tariff.zonesKm)}`, details: [] }),
  bandsGrams: ({ before, after }) => ({ sentence: `Weights end at ${bandWords(before.tariff.bandsGrams)} ${ARROW} ${bandWords(after.tariff.bandsGrams)}`, details: [] }),
  ratesMinor: (pair) => {
    const details = cellChanges(pair);
    return { sentence: `${counted(details.length, "rate")} changed`, details };
  },
  perExtraKgMinor: (pair) => {
    const details = rowChanges(pair, ({ tariff }) => tariff.perExtraKgMinor, ({ names }, minor) => formatMinor(minor, names.currency));
    return { sentence: `${counted(details.length, "price of a further kilogram", "prices of further kilograms")} changed`, details };
  },
};

const kmWords = (zonesKm: readonly number[]): string => (zonesKm.length === 0 ? "nowhere: there is one zone" : `${zonesKm.map((km) => km.toLocaleString("en-US")).join(" / ")} km`);
const bandWords = (bandsGrams: readonly number[]): string => `${bandsGrams.map((grams) => grams.toLocaleString("en-US")).join(" / ")} g`;

/** Cells are compared by their place: where zones or weights moved as well, that is told beside. */
function cellChanges({ before, after, names }: Pair): Told["details"] {
  const zones = Math.max(before.tariff.ratesMinor.length, after.tariff.ratesMinor.length);
  return Array.from({ length: zones }).flatMap((_, zone) => {
    const [was = [], is = []] = [before.tariff.ratesMinor[zone], after.tariff.ratesMinor[zone]];
    return Array.from({ length: Math.max(was.length, is.length) }).flatMap((__, band) => {
      if (was[band] === is[band]) return [];
      const label = `${placeOf({ before, after }, zone)}, ${weightOf({ before, after }, band)}`;
      return [{ label, before: moneyOrNothing(was[band], names), after: moneyOrNothing(is[band], names) }];
    });
  });
}

const moneyOrNothing = (minor: number | undefined, { currency }: PolicyNames): string => (minor === undefined ? "" : formatMinor(minor, currency));

/** As the later policy draws its zones, or the earlier one where it has none there. */
function placeOf({ before, after }: Omit<Pair, "names">, zone: number): string {
  const { zonesKm } = (zone <= after.tariff.zonesKm.length ? after : before).tariff;
  return `Zone ${zone + 1} (${zoneWords(zonesKm, zone)})`;
}

function weightOf({ before, after }: Omit<Pair, "names">, band: number): string {
  const grams = after.tariff.bandsGrams[band] ?? before.tariff.bandsGrams[band];
  return grams === undefined ? `weight ${band + 1}` : `up to ${gramsWords(grams)}`;
}

/** A list with one entry for each zone. */
function rowChanges(pair: Pair, listOf: (policy: MerchantPolicy) => readonly number[], words: (pair: Pair, value: number) => string): Told["details"] {
  const [was, is] = [listOf(pair.before), listOf(pair.after)];
  return Array.from({ length: Math.max(was.length, is.length) }).flatMap((_, zone) => {
    const [from, to] = [was[zone], is[zone]];
    if (from === to) return [];
    const [before, after] = [from, to].map((value) => (value === undefined ? "" : words(pair, value))) as [string, string];
    return [{ label: placeOf(pair, zone), before, after }];
  });
}

function transitChanges(pair: Pair): PolicyChange[] {
  const [was, is] = [pair.before.lateness.transitDays, pair.after.lateness.transitDays];
  if (isSame(was, is)) return [];
  const details = rowChanges(pair, ({ lateness }) => lateness.transitDays, (_, days) => counted(days, "working day"));
  const [only] = details.length === 1 ? details : [];
  const sentence = only ? `Days on the road, ${only.label}, ${only.before || "none"} ${ARROW} ${only.after || "none"}` : `Days on the road changed in ${counted(details.length, "zone")}`;
  return [{ section: "promise", path: ["lateness", "transitDays"], before: was, after: is, sentence, details: only ? [] : details }];
}

/** Rules are known by their id: their order decides nothing. */
function ruleChanges({ before, after, names }: Pair): PolicyChange[] {
  const ids = [...new Set([...before.rules, ...after.rules].map(({ id }) => id))];
  return ids.flatMap((id) => {
    const [was, is] = [before, after].map(({ rules }) => rules.find((rule) => rule.id === id));
    if (isSame(was, is)) return [];
    const [from, to] = [was, is].map((rule) => (rule === undefined ? "" : ruleSentence(rule, names))) as [string, string];
    const details = from === to ? [] : [{ label: "It says", before: from, after: to }];
    return [{ section: "rules" as const, path: ["rules", id], before: was, after: is, sentence: ruleWords(was, is, from !== to), details }];
  });
}

function ruleWords(was: PolicyRule | undefined, is: PolicyRule | undefined, changed: boolean): string {
  if (was === undefined) return `Rule added${is?.on === false ? ", switched off" : ""}: ${is?.name}`;
  if (is === undefined) return `Rule deleted: ${was.name}`;
  const name = was.name === is.name ? is.name : `${was.name} ${ARROW} ${is.name}`;
  const parts = [
    ...(was.name === is.name ? [] : ["renamed"]),
    ...(was.on === is.on ? [] : [is.on ? "switched on" : "switched off"]),
    ...(changed ? ["changed"] : []),
  ];
  return `Rule ${parts.join(", ") || "changed"}: ${name}`;
}

/** The policy with the changes made: `withChanges(a, policyDiff(a, b))` decides as `b` does. */
export const withChanges = (policy: MerchantPolicy, changes: readonly PolicyChange[]): MerchantPolicy => tidyPolicy(changes.reduce(withChange, policy));

function withChange(policy: MerchantPolicy, { path, after }: PolicyChange): MerchantPolicy {
  const [table, id] = path;
  if (table !== "rules") return withValueAt(policy, path, after);
  const rule = after as PolicyRule | undefined;
  const place = policy.rules.findIndex((one) => one.id === id);
  const rules = place === -1 ? [...policy.rules, ...(rule ? [rule] : [])] : policy.rules.flatMap((one) => (one.id === id ? (rule ? [rule] : []) : [one]));
  return { ...policy, rules };
}

/** Without what says nothing: locations at which nothing is added, kept or waited for. */
export const tidyPolicy = (policy: MerchantPolicy): MerchantPolicy => {
  const { labour, keepLast, lateness } = policy;
  const kept = Object.entries(keepLast).map(([id, entry]): [string, typeof entry] => [id, { ...{ units: 0, minorPerUnit: 0 }, ...entry }]);
  const paid = Object.entries(labour).map(([id, entry]): [string, typeof entry] => [id, { ...{ perParcelMinor: 0, perUnitMinor: 0 }, ...entry }]);
  return {
    ...policy,
    labour: byLocation(paid.filter(([, { perParcelMinor, perUnitMinor }]) => perParcelMinor !== 0 || perUnitMinor !== 0)),
    keepLast: byLocation(kept.filter(([, { units, minorPerUnit }]) => units !== 0 || minorPerUnit !== 0)),
    lateness: { ...lateness, leadDays: byLocation(Object.entries(lateness.leadDays).filter(([, days]) => days !== 0)) },
  };
};

const byLocation = <T>(entries: [string, T][]): Record<LocationId, T> => Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as Record<LocationId, T>;

/** What two people did to one policy, together; `both` is what both of them changed, each in another way: `mine` stands. */
export const carriedOver = (ask: { base: MerchantPolicy; theirs: MerchantPolicy; mine: MerchantPolicy }, names: PolicyNames): { policy: MerchantPolicy; carried: PolicyChange[]; both: PolicyChange[] } => {
  const { base, theirs, mine } = ask;
  const own = new Set(policyDiff(base, mine, names).map(groupOf));
  const wanted = policyDiff(base, theirs, names).filter(({ path, after }) => path[0] === "rules" || !isSame(valueAt(mine, path), after));
  const carried = wanted.filter((change) => !own.has(groupOf(change)));
  return { policy: withChanges(mine, carried), carried, both: wanted.filter((change) => own.has(groupOf(change)) && !isAlready(mine, change)) };
};

/** The tables of zones hang together: half of one person's and half of the other's would fit nothing. */
const groupOf = ({ path }: PolicyChange): string => {
  const last = path.at(-1) ?? "";
  return RATE_TABLES.some((table) => table === last) || last === "transitDays" ? "zones" : path.join("/");
};

const isAlready = (mine: MerchantPolicy, { path, after }: PolicyChange): boolean =>
  path[0] === "rules" ? isSame(mine.rules.find(({ id }) => id === path[1]), after) : isSame(valueAt(mine, path), after);
