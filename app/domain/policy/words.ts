import type { OrderSource } from "../platform";
import { formatMinor } from "../money";
import { countryName, provinceName } from "./regions";
import type { Setting } from "./settings";
import type { Condition, Effect, PolicyRule } from "./types";

/** What a policy names by id, in the merchant's words. */
export interface PolicyNames {
  currency: string;
  location(id: string): string;
  item(id: string): string;
  store(id: string): string;
}

/** "a", "a or b", "a, b or c". */
export const listed = (words: readonly string[], joint: "or" | "and" = "or"): string =>
  words.length <= 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${joint} ${words.at(-1)}`;

/** "1 day", "3 days". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

const SOURCE_WORDS: Record<OrderSource, string> = { online: "from the online store", "point-of-sale": "from the point of sale", draft: "made by hand", other: "from other channels" };

const quoted = (words: readonly string[]): string[] => words.map((word) => `“${word}”`);
const given = <T>(list: readonly T[] | undefined): list is readonly T[] => list !== undefined && list.length > 0;

/** The whole rule: "Products tagged “battery” in orders to California ship only from Newark." */
export const ruleSentence = ({ when, then }: Pick<PolicyRule, "when" | "then">, names: PolicyNames): string =>
  `${capital(conditionWords(when, then, names))} ${effectWords(then, hasGoods(when), names)}.`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Does the condition choose lines, not only orders? */
export const hasGoods = (when: Condition): boolean => given(when.productTags) || given(when.productTypes) || given(when.itemIds) || when.hazard !== undefined;

/** Effects on parcels speak of the order; the others of the goods that are chosen. */
function conditionWords(when: Condition, then: Effect, names: PolicyNames): string {
  const order = orderWords(when, names);
  if (!hasGoods(when)) return order === "" ? "all orders" : `orders ${order}`;
  const goods = goodsWords(when, names);
  if (then.kind === "parcels-max") return ["orders", order, `with ${goods}`].filter(Boolean).join(" ");
  return order === "" ? goods : `${goods} in orders ${order}`;
}

function goodsWords(when: Condition, names: PolicyNames): string {
  const parts = [
    ...(given(when.productTags) ? [`tagged ${listed(quoted(when.productTags))}`] : []),
    ...(given(when.productTypes) ? [`of type ${listed(quoted(when.productTypes))}`] : []),
    ...(when.hazard === undefined ? [] : [when.hazard ? "marked as dangerous" : "not marked as dangerous"]),
  ];
  if (!given(when.itemIds)) return ["products", listed(parts, "and")].join(" ");
  const items = listed(when.itemIds.map((id) => names.item(id)));
  return parts.length === 0 ? items : `${items} where ${listed(parts, "and")}`;
}

function orderWords(when: Condition, { currency, store }: PolicyNames): string {
  const places = [
    ...(given(when.provinces) ? [listed(when.provinces.map(provinceName))] : []),
    ...(given(when.countries) ? [listed(when.countries.map(countryName))] : []),
    ...(given(when.postalPrefixes) ? [`postal codes beginning with ${listed(when.postalPrefixes)}`] : []),
  ];
  return [
    ...(given(when.storeIds) ? [`of ${listed(when.storeIds.map(store))}`] : []),
    ...(given(when.sources) ? [listed(when.sources.map((source) => SOURCE_WORDS[source]))] : []),
    ...(places.length > 0 ? [`to ${places.join(" and within ")}`] : []),
    ...(given(when.orderTags) ? [`tagged ${listed(quoted(when.orderTags))}`] : []),
    ...(given(when.customerTags) ? [`of customers tagged ${listed(quoted(when.customerTags))}`] : []),
    ...valueWords(when, currency),
  ].join(" ");
}

function valueWords({ valueFromMinor: from, valueBelowMinor: below }: Condition, currency: string): string[] {
  if (from !== undefined && below !== undefined) return [`worth ${formatMinor(from, currency)} or more but less than ${formatMinor(below, currency)}`];
  if (from !== undefined) return [`worth ${formatMinor(from, currency)} or more`];
  return below === undefined ? [] : [`worth less than ${formatMinor(below, currency)}`];
}

function effectWords(then: Effect, goods: boolean, { location }: PolicyNames): string {
  const places = "locationIds" in then ? then.locationIds.map(location) : [];
  switch (then.kind) {
    case "only-from": return places.length === 0 ? "ship only from locations that are not chosen yet" : `ship only from ${listed(places)}`;
    case "never-from": return places.length === 0 ? "never ship from locations that are not chosen yet" : `never ship from ${listed(places)}`;
    case "parcels-max": return then.parcels === 1 ? "ship complete, in one parcel" : `leave in at most ${counted(then.parcels, "parcel")}`;
    case "together": return goods ? "leave together from one location" : "leave whole from one location";
    case "units-max": return `ship at most ${counted(then.units, "unit")} an order from ${places.length === 0 ? "locations that are not chosen yet" : listed(places)}`;
  }
}

/** A setting's value as people write it: "$1.50", "3 working days", "On". */
export function settingWords(setting: Pick<Setting, "unit" | "empty">, value: unknown, currency: string): string {
  if (value === null || value === undefined) return setting.empty ?? "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value !== "number") return value === "cancel" ? "the order is cancelled" : "you are told on Home";
  switch (setting.unit) {
    case "money": return formatMinor(value, currency);
    case "money-per-tonne": return `${formatMinor(value, currency)} a tonne`;
    case "grams-per-tonne-km": return `${value.toLocaleString("en-US")} g per tonne and kilometre`;
    case "grams": return gramsWords(value);
    case "days": return counted(value, "day");
    case "working-days": return counted(value, "working day");
    case "minutes": return counted(value, "minute");
    default: return counted(value, "unit");
  }
}

/** "250 g". */
export const gramsWords = (grams: number): string => `${grams.toLocaleString("en-US")} g`;

/** "up to 80 km", "80 to 240 km", "beyond 2,900 km"; "everywhere" where there is but one zone. */
export function zoneWords(zonesKm: readonly number[], zone: number): string {
  const [from, until] = [zonesKm[zone - 1], zonesKm[zone]].map((km) => km?.toLocaleString("en-US"));
  if (from === undefined) return until === undefined ? "everywhere" : `up to ${until} km`;
  return until === undefined ? `beyond ${from} km` : `${from} to ${until} km`;
}

/** For comparing where nobody reads the words: everything is called by its id. */
export const bareNames = (currency: string): PolicyNames => {
  const itself = (id: string): string => id;
  return { currency, location: itself, item: itself, store: itself };
};
