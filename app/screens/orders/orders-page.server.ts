import type { CappedCount, Db, OrderAggregate } from "../../db/port";
import type { LocationSettingsRecord, SavedViewRecord } from "../../domain/desk";
import type { LocationId } from "../../domain/ids";
import type { OrderRecord, StoreRecord } from "../../domain/records";
import { listQuery, type ListAddress } from "../list-address";
import { FINANCIAL_WORDS, ORDER_STATES, SOURCE_WORDS, type StateWords } from "../order-words";
import { shipByOf, type ShipBy } from "../ship-by";
import { bulkProgress, type BulkProgress } from "./bulk-progress.server";
import { filterOf, ORDER_PARAMETERS, ORDER_TABS, readOrdersAddress, sortOf, tabOf } from "./orders-filter.server";
import { locationNames, shipsFrom } from "./ships-from-words.server";

export { locationNames };

export const ORDERS_PER_PAGE = 50;

export interface OrderRow {
  id: string;
  name: string;
  placedAt: number;
  customer: string | null;
  state: StateWords;
  /** A person has to look at it. */
  needsLook: boolean;
  /** Why it does not go on by itself. */
  problem: string | null;
  shipBy: ShipBy | null;
  totalMinor: number;
  currency: string;
  units: number;
  /** "Reno (2)", "Newark (1)"; empty while unknown. */
  shipsFrom: string[];
}

export interface Choice {
  value: string;
  label: string;
}

export interface OrdersPage {
  address: ListAddress;
  tab: string;
  sort: { by: string; direction: "up" | "down" };
  tabs: { id: string; title: string; count: number | null }[];
  views: { id: string; title: string; query: string }[];
  activeView: string | null;
  /** The list is narrowed in a way that no view names yet. */
  saveable: boolean;
  /** What it can be narrowed by. One store needs no choice. */
  choices: { locations: Choice[]; sources: Choice[]; payments: Choice[]; stores: Choice[] };
  rows: OrderRow[];
  nextCursor: string | null;
  /** How many match the whole list; null: all of them stand on this page. */
  matching: CappedCount | null;
  bulk: BulkProgress | null;
}

interface Ask {
  store: StoreRecord;
  url: URL;
  now: number;
}

/** The list as its address asks for it. A cursor of another list's throws, as the database says it. */
export async function ordersPage(db: Db, { store, url, now }: Ask): Promise<OrdersPage> {
  const { merchantId } = store;
  const address = readOrdersAddress(url);
  const filter = { merchantId, ...filterOf(address, { timeZone: store.timeZone, now }) };
  const sort = sortOf(address);
  const [found, counts, late, attention, locations, settings, stores, views] = await Promise.all([
    db.findOrders({ ...filter, sort, limit: ORDERS_PER_PAGE, ...(address.cursor !== null && { cursor: address.cursor }) }),
    db.countOrdersByStatus(merchantId), db.countOrders({ merchantId, lateAt: now }), db.countOrders({ merchantId, attention: "any" }),
    db.locations(merchantId), db.locationSettings(merchantId), db.stores(merchantId), db.views(merchantId, "orders"),
  ]);
  const whole = address.cursor === null && found.nextCursor === null;
  const [aggregates, contacts, matching, bulk] = await Promise.all([
    db.orderAggregates(merchantId, found.rows.map((order) => order.id)),
    db.contacts(merchantId, found.rows.flatMap((order) => (order.contactId === null ? [] : [order.contactId]))),
    whole ? null : db.countOrders(filter),
    bulkProgress(db, store, url.searchParams.get("run")),
  ]);
  const aggregateOf = new Map(aggregates.map((aggregate) => [aggregate.order.id, aggregate]));
  const world: RowWorld = { nameOf: locationNames(locations), settings, now, timeZone: store.timeZone };
  return {
    address, tab: tabOf(address).id, sort, matching, bulk, ...viewsOf(views, address),
    tabs: ORDER_TABS.map(({ id, title, narrows }) => ({
      id, title,
      count: narrows.late ? late.value : narrows.attention ? attention.value : (narrows.statuses?.reduce((sum, status) => sum + (counts[status] ?? 0), 0) ?? null),
    })),
    choices: {
      locations: locations.filter((location) => location.active).map(({ id, name }) => ({ value: id, label: name })),
      sources: choicesOf(SOURCE_WORDS),
      payments: choicesOf(FINANCIAL_WORDS),
      stores: stores.length > 1 ? stores.map(({ id, name }) => ({ value: id, label: name })) : [],
    },
    rows: found.rows.map((order) => rowOf({ order, aggregate: aggregateOf.get(order.id), customer: order.contactId === null ? null : (contacts.get(order.contactId)?.name ?? null) }, world)),
    nextCursor: found.nextCursor,
  };
}

const choicesOf = (words: Record<string, string>): Choice[] => Object.entries(words).map(([value, label]) => ({ value, label }));

/** A view is the open one when it asks for the same, in whatever order it says so. */
function viewsOf(records: readonly SavedViewRecord[], address: ListAddress): Pick<OrdersPage, "views" | "activeView" | "saveable"> {
  const inOrder = (query: string) => listQuery(readOrdersAddress(new URL(`http://list/?${query}`)).chosen);
  const open = listQuery(address.chosen);
  const views = records.map(({ id, name, query }) => ({ id, title: name, query: inOrder(query) }));
  const activeView = views.find((view) => view.query === open)?.id ?? null;
  // A tab alone has a place of its own already.
  const saveable = activeView === null && ORDER_PARAMETERS.some((name) => name !== "tab" && (address.chosen[name]?.length ?? 0) > 0);
  return { views, activeView, saveable };
}

interface RowWorld {
  nameOf(id: LocationId | null): string;
  settings: readonly LocationSettingsRecord[];
  now: number;
  timeZone: string;
}

function rowOf({ order, aggregate, customer }: { order: OrderRecord; aggregate: OrderAggregate | undefined; customer: string | null }, world: RowWorld): OrderRow {
  const from = aggregate === undefined ? [] : shipsFrom(aggregate);
  return {
    id: order.id,
    name: order.name,
    placedAt: order.placedAt,
    customer,
    state: ORDER_STATES[order.status],
    needsLook: order.attention.length > 0,
    problem: order.problem,
    shipBy: shipByOf(order, { ...world, locationId: from[0]?.locationId ?? null }),
    totalMinor: order.totalMinor,
    currency: order.currency,
    units: aggregate?.lines.reduce((sum, line) => sum + line.currentQuantity, 0) ?? 0,
    shipsFrom: from.map(({ locationId, units }) => `${world.nameOf(locationId)} (${units})`),
  };
}
