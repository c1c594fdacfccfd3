import type { OrderFilter, OrderSort, SortDirection } from "../../db/port";
import { toId, type LocationId, type StoreId } from "../../domain/ids";
import type { OrderStatus } from "../../domain/orders/order-machine";
import type { FinancialStatus, OrderSource } from "../../domain/platform";
import { daysAfter, startOfDate } from "../../ui/plain/time-words";
import { firstChosen, readListAddress, type ListAddress } from "../list-address";
import { FINANCIAL_WORDS, SOURCE_WORDS } from "../order-words";

/** What the address of the list may say, in the order in which a view keeps it. */
export const ORDER_PARAMETERS = ["tab", "search", "location", "from", "until", "tag", "source", "payment", "store", "sort"] as const;

export interface OrderTab {
  id: string;
  title: string;
  narrows: Pick<OrderFilter, "statuses" | "attention"> & { late?: true };
}

const statuses = (...kept: OrderStatus[]): OrderTab["narrows"] => ({ statuses: kept });

export const ORDER_TABS: readonly OrderTab[] = [
  { id: "all", title: "All", narrows: {} },
  { id: "to-route", title: "To route", narrows: statuses("captured", "allocated") },
  { id: "held", title: "Held", narrows: statuses("held") },
  { id: "to-ship", title: "To ship", narrows: statuses("routed", "released", "partially-shipped") },
  { id: "late", title: "Late", narrows: { late: true } },
  { id: "backordered", title: "Backordered", narrows: statuses("backordered") },
  { id: "attention", title: "Needs a look", narrows: { attention: "any" } },
  { id: "shipped", title: "Shipped", narrows: statuses("shipped") },
  { id: "other", title: "Cancelled and elsewhere", narrows: statuses("cancelled", "left") },
];

const SORTS: readonly OrderSort[] = ["placed", "ship-by", "total", "updated"];
export const DEFAULT_SORT: { by: OrderSort; direction: SortDirection } = { by: "placed", direction: "down" };

export const readOrdersAddress = (url: URL): ListAddress => readListAddress(url, ORDER_PARAMETERS);

export const tabOf = (address: Pick<ListAddress, "chosen">): OrderTab =>
  ORDER_TABS.find((tab) => tab.id === firstChosen(address, "tab")) ?? (ORDER_TABS[0] as OrderTab);

/** "placed:up"; what is no sort sorts as if nothing were said. */
export function sortOf(address: Pick<ListAddress, "chosen">): { by: OrderSort; direction: SortDirection } {
  const [by, direction] = firstChosen(address, "sort").split(":");
  const known = SORTS.find((sort) => sort === by);
  return known === undefined || (direction !== "up" && direction !== "down") ? DEFAULT_SORT : { by: known, direction };
}

/** Which orders the address asks for. Dates are days of `timeZone`, both inclusive; what is no date, source or status narrows nothing. */
export function filterOf(address: Pick<ListAddress, "chosen">, { timeZone, now }: { timeZone: string; now: number }): Omit<OrderFilter, "merchantId"> {
  const { late, ...narrows } = tabOf(address).narrows;
  const first = (name: string) => firstChosen(address, name);
  const known = <Value extends string>(name: string, words: Record<Value, string>) => (address.chosen[name] ?? []).filter((value): value is Value => value in words);
  const placedFrom = startOfDate(first("from"), timeZone);
  const lastDay = startOfDate(first("until"), timeZone) === null ? null : startOfDate(daysAfter(first("until"), 1), timeZone);
  const sources = known<OrderSource>("source", SOURCE_WORDS);
  const financialStatuses = known<FinancialStatus>("payment", FINANCIAL_WORDS);
  const tags = address.chosen["tag"] ?? [];
  return {
    ...narrows,
    ...(late && { lateAt: now }),
    ...(first("search") !== "" && { search: first("search") }),
    ...(first("location") !== "" && { locationId: toId<LocationId>(first("location")) }),
    ...(first("store") !== "" && { storeId: toId<StoreId>(first("store")) }),
    ...(placedFrom !== null && { placedFrom }),
    ...(lastDay !== null && { placedUntil: lastDay }),
    ...(tags.length > 0 && { tags }),
    ...(sources.length > 0 && { sources }),
    ...(financialStatuses.length > 0 && { financialStatuses }),
  };
}
