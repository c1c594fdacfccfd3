import type { Db, OrderAggregate } from "../../db/port";
import type { LocationId } from "../../domain/ids";
import type { OrderStatus } from "../../domain/orders/order-machine";
import type { LocationRecord, StoreRecord } from "../../domain/records";
import { ORDER_STATES, type StateWords } from "../order-words";

export const ORDERS_PER_PAGE = 50;
/** How many pages back the address remembers. */
const TRAIL_MAX = 20;
const SEARCH_CHARACTERS_MAX = 200;

export const ORDER_TABS: readonly { id: string; title: string; statuses: readonly OrderStatus[] | null }[] = [
  { id: "all", title: "All", statuses: null },
  { id: "to-route", title: "To route", statuses: ["captured", "allocated"] },
  { id: "held", title: "Held", statuses: ["held"] },
  { id: "backordered", title: "Backordered", statuses: ["backordered"] },
  { id: "to-ship", title: "To ship", statuses: ["routed", "released", "partially-shipped"] },
  { id: "shipped", title: "Shipped", statuses: ["shipped"] },
  { id: "other", title: "Cancelled and elsewhere", statuses: ["cancelled", "left"] },
];

/** What the address says about the list. */
export interface OrdersAddress {
  tab: string;
  search: string;
  cursor: string | null;
  /** The cursors of the pages before this one; "" is the first page. */
  trail: string[];
}

export interface OrderRow {
  id: string;
  name: string;
  placedAt: number;
  customer: string | null;
  state: StateWords;
  /** Why it does not go on by itself. */
  problem: string | null;
  totalMinor: number;
  currency: string;
  units: number;
  /** "Reno (2)", "Newark (1)"; empty while unknown. */
  shipsFrom: string[];
}

export interface OrdersPage {
  address: OrdersAddress;
  tabs: { id: string; title: string; count: number | null }[];
  rows: OrderRow[];
  nextCursor: string | null;
  /** Place of the first row in the whole list, from 1; null when the address no longer remembers all pages before. */
  first: number | null;
}

export function readAddress(url: URL): OrdersAddress {
  const tab = url.searchParams.get("tab") ?? "all";
  return {
    tab: ORDER_TABS.some((known) => known.id === tab) ? tab : "all",
    search: (url.searchParams.get("search") ?? "").trim().slice(0, SEARCH_CHARACTERS_MAX),
    cursor: url.searchParams.get("cursor"),
    trail: url.searchParams.getAll("back").slice(-TRAIL_MAX),
  };
}

export async function ordersPage(db: Db, store: StoreRecord, address: OrdersAddress): Promise<OrdersPage> {
  const { merchantId } = store;
  const statuses = ORDER_TABS.find((tab) => tab.id === address.tab)?.statuses ?? null;
  const [found, counts, locations] = await Promise.all([
    db.findOrders({
      merchantId,
      limit: ORDERS_PER_PAGE,
      ...(statuses === null ? {} : { statuses: [...statuses] }),
      ...(address.search === "" ? {} : { search: address.search }),
      ...(address.cursor === null ? {} : { cursor: address.cursor }),
    }),
    db.countOrdersByStatus(merchantId),
    db.locations(merchantId),
  ]);
  const contactIds = found.rows.flatMap((order) => (order.contactId === null ? [] : [order.contactId]));
  const [aggregates, contacts] = await Promise.all([
    db.orderAggregates(merchantId, found.rows.map((order) => order.id)),
    db.contacts(merchantId, contactIds),
  ]);
  const aggregateOf = new Map(aggregates.map((aggregate) => [aggregate.order.id, aggregate]));
  const nameOf = locationNames(locations);
  return {
    address,
    tabs: ORDER_TABS.map(({ id, title, statuses: counted }) => ({
      id, title, count: counted === null ? null : counted.reduce((sum, status) => sum + (counts[status] ?? 0), 0),
    })),
    rows: found.rows.map((order) => {
      const aggregate = aggregateOf.get(order.id);
      return {
        id: order.id,
        name: order.name,
        placedAt: order.placedAt,
        customer: order.contactId === null ? null : (contacts.get(order.contactId)?.name ?? null),
        state: ORDER_STATES[order.status],
        problem: order.problem,
        totalMinor: order.totalMinor,
        currency: order.currency,
        units: aggregate?.lines.reduce((sum, line) => sum + line.currentQuantity, 0) ?? 0,
        shipsFrom: aggregate === undefined ? [] : shipsFrom(aggregate, nameOf),
      };
    }),
    nextCursor: found.nextCursor,
    first: address.cursor === null ? 1 : address.trail.length === TRAIL_MAX ? null : address.trail.length * ORDERS_PER_PAGE + 1,
  };
}

export const locationNames = (locations: readonly LocationRecord[]): ((id: LocationId | null) => string) => {
  const names = new Map(locations.map((location) => [location.id, location.name]));
  return (id) => (id === null ? "No location" : (names.get(id) ?? "A removed location"));
};

/** Open units by where they stand committed, else where fulfillment orders or shipments put them. Most units first. */
export function shipsFrom({ allocations, fulfillmentOrders, shipments }: OrderAggregate, nameOf: (id: LocationId | null) => string): string[] {
  const open = allocations.map(({ locationId, quantity }) => ({ locationId, quantity }));
  const placed = fulfillmentOrders
    .filter((each) => each.status !== "closed" && each.status !== "cancelled" && each.locationId !== null)
    .flatMap((each) => each.lines.map((line) => ({ locationId: each.locationId, quantity: line.remainingQuantity })));
  const shipped = shipments
    .filter((each) => each.status === "confirmed")
    .flatMap((each) => each.lines.map((line) => ({ locationId: each.locationId, quantity: line.quantity })));
  const parts = [open, placed, shipped].find((candidate) => candidate.some((part) => part.quantity > 0)) ?? [];
  const units = new Map<LocationId | null, number>();
  for (const { locationId, quantity } of parts) units.set(locationId, (units.get(locationId) ?? 0) + quantity);
  return [...units].filter(([, quantity]) => quantity > 0).sort((a, b) => b[1] - a[1]).map(([id, quantity]) => `${nameOf(id)} (${quantity})`);
}
