import type { OrdersAddress } from "./orders-page.server";

/** The list's paths: all that it shows stands in them, so that they can be kept, shared and gone back to. */
export function ordersPath({ tab, search }: Pick<OrdersAddress, "tab" | "search">, cursor: string | null = null, trail: readonly string[] = []): string {
  const parameters = new URLSearchParams();
  if (tab !== "all") parameters.set("tab", tab);
  if (search !== "") parameters.set("search", search);
  if (cursor !== null && cursor !== "") parameters.set("cursor", cursor);
  for (const back of trail) parameters.append("back", back);
  const query = parameters.toString();
  return query === "" ? "/orders" : `/orders?${query}`;
}

export const nextPath = (address: OrdersAddress, nextCursor: string | null): string | null =>
  nextCursor === null ? null : ordersPath(address, nextCursor, [...address.trail, address.cursor ?? ""]);

export function previousPath(address: OrdersAddress): string | null {
  if (address.cursor === null) return null;
  return ordersPath(address, address.trail.at(-1) ?? "", address.trail.slice(0, -1));
}
