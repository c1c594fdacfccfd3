import type { StoreId } from "../ids";
import type { OrderSource } from "../platform";
import type { ItemRecord } from "../records";
import type { Condition } from "./types";

/** What conditions may ask of an order: nothing of who bought it but the merchant's own tags. An `OrderRecord` fits as it is. */
export interface OrderFacts {
  storeId: StoreId;
  source: OrderSource;
  tags: readonly string[];
  customerTags: readonly string[];
  totalMinor: number;
  shipToCountry: string | null;
  /** `CA` or `US-CA`. */
  shipToProvince: string | null;
  /** As much of it as is kept. */
  shipToPostal: string | null;
}

/** What conditions may ask of goods. */
export type GoodsFacts = Pick<ItemRecord, "id" | "productTags" | "productType">;

/** A product with one of these tags is dangerous goods: lithium batteries, aerosols, spirits. */
export const HAZARD_TAGS: readonly string[] = ["dangerous-goods", "hazmat"];

const given = <T>(list: readonly T[] | undefined): list is readonly T[] => list !== undefined && list.length > 0;

/** Platforms take tags and types for the same whatever their letters. */
const fold = (word: string): string => word.trim().toLowerCase();
const sharesWord = (wanted: readonly string[] | undefined, there: readonly string[]): boolean => {
  if (!given(wanted)) return true;
  const words = new Set(there.map(fold));
  return wanted.some((word) => words.has(fold(word)));
};

/** Does it choose lines, not whole orders alone? */
export const choosesGoods = ({ productTags, productTypes, itemIds, hazard }: Condition): boolean =>
  given(productTags) || given(productTypes) || given(itemIds) || hazard !== undefined;

export const isHazard = ({ productTags }: Pick<GoodsFacts, "productTags">): boolean => sharesWord(HAZARD_TAGS, productTags);

/** Are these goods chosen? All are where the condition says nothing of goods. */
export const matchesGoods = (when: Condition, item: GoodsFacts): boolean =>
  sharesWord(when.productTags, item.productTags)
  && sharesWord(when.productTypes, [item.productType])
  && (!given(when.itemIds) || when.itemIds.includes(item.id))
  && (when.hazard === undefined || when.hazard === isHazard(item));

/** Is the order chosen, whatever is in it? What the platform does not tell of an order is not what a condition asks for. */
export const matchesOrder = (when: Condition, order: OrderFacts): boolean =>
  sharesWord(when.orderTags, order.tags)
  && sharesWord(when.customerTags, order.customerTags)
  && (!given(when.storeIds) || when.storeIds.includes(order.storeId))
  && (!given(when.sources) || when.sources.includes(order.source))
  && (when.valueFromMinor === undefined || order.totalMinor >= when.valueFromMinor)
  && (when.valueBelowMinor === undefined || order.totalMinor < when.valueBelowMinor)
  && matchesPlace(when, order);

const matchesPlace = ({ countries, provinces, postalPrefixes }: Condition, order: OrderFacts): boolean => {
  const country = order.shipToCountry?.trim().toUpperCase() ?? "";
  return (!given(countries) || countries.some((one) => one.trim().toUpperCase() === country))
    && (!given(provinces) || provinces.some((one) => one.trim().toUpperCase() === provinceOf(country, order.shipToProvince)))
    && (!given(postalPrefixes) || postalPrefixes.some((one) => beginsWith(one, country, order.shipToPostal)));
};

/** `US-CA`, whichever way the platform writes it. */
const provinceOf = (country: string, province: string | null): string => {
  const code = province?.trim().toUpperCase() ?? "";
  return code === "" ? "" : `${country}-${code.slice(code.indexOf("-") + 1)}`;
};

/** Postal codes are compared without blanks and hyphens: `SW1A 1AA` is `SW1A1AA`. */
export const bareCode = (code: string): string => code.toUpperCase().replace(/[\s-]/g, "");

/** A prefix with its country, `US 941`, in two. */
export const splitPrefix = (text: string): { country: string; prefix: string } => {
  const [country = "", ...rest] = text.trim().split(/\s+/);
  return { country: country.toUpperCase(), prefix: bareCode(rest.join("")) };
};

const beginsWith = (wanted: string, country: string, postal: string | null): boolean => {
  const { country: wantedCountry, prefix } = splitPrefix(wanted);
  return prefix !== "" && wantedCountry === country && bareCode(postal ?? "").startsWith(prefix);
};
