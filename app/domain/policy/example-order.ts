import { type ItemId, type OrderLineId, type StoreId, toId } from "../ids";
import type { OrderSource } from "../platform";
import type { ItemRecord } from "../records";
import { choosesGoods, HAZARD_TAGS, matchesGoods, matchesOrder, type OrderFacts, splitPrefix } from "./condition";
import type { Condition, PolicyRule } from "./types";

/** A small made-up order that some rules choose, for which a policy is tried. */
export interface ExampleOrder extends OrderFacts {
  lines: { lineId: OrderLineId; item: ExampleItem; units: number }[];
}

/** A product that a rule names, or one made up of what rules ask of it. */
export interface ExampleItem extends Pick<ItemRecord, "id" | "productTags" | "productType"> {
  /** Null: made up, with nothing but these tags and this type. */
  named: ItemId | null;
}

const ORDINARY_MINOR = 5_000;

/**
 * Orders that every one of the rules chooses: one with a product that all of them choose, and one with a product for each. Empty where no order
 * can meet all of what they ask.
 */
export const exampleOrders = (rules: readonly PolicyRule[], storeId: StoreId, unitsOfLine: number): ExampleOrder[] => {
  const facts = factsFor(rules.map((rule) => rule.when), storeId);
  if (facts === null) return [];
  const goods = rules.map((rule) => rule.when).filter(choosesGoods);
  const baskets = goods.length === 0 ? [[plainItem(0)]] : [together(goods), apart(goods)].filter((basket) => basket !== null);
  return baskets.map((basket) => ({ ...facts, lines: basket.map((item, index) => ({ lineId: toId<OrderLineId>(`example-${index + 1}`), item, units: unitsOfLine })) }));
};

const plainItem = (index: number): ExampleItem => ({ id: toId<ItemId>(`example-item-${index}`), named: null, productTags: [], productType: "" });

const together = (goods: readonly Condition[]): ExampleItem[] | null => {
  const item = itemFor(goods, 0);
  return item === null ? null : [item];
};

const apart = (goods: readonly Condition[]): ExampleItem[] | null => {
  const items = goods.map((when, index) => itemFor([when], index));
  const known = items.filter((item) => item !== null);
  if (known.length < items.length) return null;
  return known.filter((item, place) => known.findIndex((other) => other.id === item.id) === place);
};

/** A product that all of the conditions choose; null: there is none. A product that is named is taken to have what else is asked of it. */
const itemFor = (goods: readonly Condition[], index: number): ExampleItem | null => {
  const [named] = intersection(goods.map((when) => when.itemIds)) ?? [];
  const isNamed = goods.some((when) => (when.itemIds ?? []).length > 0);
  if (isNamed && named === undefined) return null;
  const tags = goods.flatMap((when) => (when.productTags ?? []).slice(0, 1));
  const [productType = ""] = intersection(goods.map((when) => when.productTypes)) ?? [];
  const hazard = goods.some((when) => when.hazard === true) ? HAZARD_TAGS.slice(0, 1) : [];
  const item: ExampleItem = { id: named ?? toId<ItemId>(`example-item-${index}`), named: named ?? null, productTags: [...new Set([...tags, ...hazard])].sort(), productType };
  return goods.every((when) => matchesGoods(when, item)) ? item : null;
};

/** What all of the lists that say something have in common; null: none says anything. */
const intersection = <T>(lists: readonly (readonly T[] | undefined)[]): T[] | null => {
  const said = lists.filter((one): one is readonly T[] => one !== undefined && one.length > 0);
  const [first, ...rest] = said;
  return first === undefined ? null : first.filter((value) => rest.every((other) => other.includes(value)));
};

const factsFor = (conditions: readonly Condition[], storeId: StoreId): OrderFacts | null => {
  const [source = "online"] = intersection(conditions.map((when) => when.sources)) ?? ["online" as OrderSource];
  const from = Math.max(0, ...conditions.map((when) => when.valueFromMinor ?? 0));
  const below = Math.min(...conditions.map((when) => when.valueBelowMinor ?? Infinity));
  const base = {
    storeId, source, totalMinor: from > 0 ? from : Math.min(ORDINARY_MINOR, below - 1),
    tags: [...new Set(conditions.flatMap((when) => (when.orderTags ?? []).slice(0, 1)))], customerTags: [...new Set(conditions.flatMap((when) => (when.customerTags ?? []).slice(0, 1)))],
  };
  const orders = placesFor(conditions).map((place) => ({ ...base, ...place }));
  return orders.find((order) => conditions.every((when) => matchesOrder(when, order))) ?? null;
};

type Place = Pick<OrderFacts, "shipToCountry" | "shipToProvince" | "shipToPostal">;
const NOWHERE: Place = { shipToCountry: null, shipToProvince: null, shipToPostal: null };

/** Every place that one of the conditions names, and each of their postal codes in each of their provinces. */
const placesFor = (conditions: readonly Condition[]): Place[] => {
  const provinces = conditions.flatMap((when) => when.provinces ?? []).map((code) => ({ country: code.trim().slice(0, 2).toUpperCase(), province: code.trim().slice(3).toUpperCase() }));
  const codes = conditions.flatMap((when) => when.postalPrefixes ?? []).map(splitPrefix);
  const countries = conditions.flatMap((when) => when.countries ?? []).map((code) => code.trim().toUpperCase());
  return [
    ...(provinces.length + codes.length + countries.length === 0 ? [NOWHERE] : []),
    ...countries.map((country) => ({ ...NOWHERE, shipToCountry: country })),
    ...provinces.map(({ country, province }) => ({ ...NOWHERE, shipToCountry: country, shipToProvince: province })),
    ...codes.map(({ country, prefix }) => ({ ...NOWHERE, shipToCountry: country, shipToPostal: prefix })),
    ...codes.flatMap(({ country, prefix }) => provinces.filter((one) => one.country === country).map(({ province }) => ({ shipToCountry: country, shipToProvince: province, shipToPostal: prefix }))),
  ];
};

