import type { Db, OrderFilter } from "../db/port";
import type { LocationId } from "../domain/ids";
import { minorToDecimal } from "../domain/money";
import type { PlatformContact } from "../domain/platform";
import type { OrderAggregate, StoreRecord } from "../domain/records";
import { csvText, type CsvColumn } from "./csv";
import { isoInZone } from "./zoned-time";

/** Orders whose parts and contacts are in memory at a time. */
const PAGE_ROWS = 250;

export interface ExportAsk {
  store: StoreRecord;
  /** May names, e-mails and addresses go into the file? */
  people: boolean;
}

interface Row {
  aggregate: OrderAggregate;
  contact: PlatformContact | null;
}

/** Every order that matches, newest placed first, as CSV in pieces; memory is bounded by a page. */
export const ordersCsv = async (db: Db, { store, people }: ExportAsk, filter: Omit<OrderFilter, "merchantId">): Promise<AsyncGenerator<string>> => {
  const locations = await db.locations(store.merchantId);
  const names = new Map(locations.map((location) => [location.id, location.name]));
  const nameOf = (id: LocationId) => names.get(id) ?? "A removed location";
  const columns = [...orderColumns(store, nameOf), ...(people ? PEOPLE : [])];
  return csvText(columns, rowsOf(db, people, { ...filter, merchantId: store.merchantId }));
};

async function* rowsOf(db: Db, people: boolean, filter: OrderFilter): AsyncGenerator<Row[]> {
  for await (const orders of db.eachOrder(filter, PAGE_ROWS)) {
    const aggregates = new Map((await db.orderAggregates(filter.merchantId, orders.map((order) => order.id))).map((one) => [one.order.id, one]));
    const contacts = people ? await db.contacts(filter.merchantId, orders.flatMap(({ contactId }) => contactId ?? [])) : new Map<string, PlatformContact>();
    yield orders.flatMap((order) => {
      const aggregate = aggregates.get(order.id);
      return aggregate ? [{ aggregate, contact: order.contactId === null ? null : (contacts.get(order.contactId) ?? null) }] : [];
    });
  }
}

const words = (code: string): string => code.replaceAll("-", " ");

const orderColumns = ({ timeZone }: StoreRecord, nameOf: (id: LocationId) => string): CsvColumn<Row>[] => {
  const time = (at: number | null) => (at === null ? null : isoInZone(at, timeZone));
  return [
    { title: "Order", cell: ({ aggregate: { order } }) => order.name },
    { title: "Placed", cell: ({ aggregate: { order } }) => time(order.placedAt) },
    { title: "State", cell: ({ aggregate: { order } }) => words(order.status) },
    { title: "Payment", cell: ({ aggregate: { order } }) => words(order.financialStatus) },
    { title: "Source", cell: ({ aggregate: { order } }) => words(order.source) },
    { title: "Total", cell: ({ aggregate: { order } }) => minorToDecimal(order.totalMinor, order.currency) },
    { title: "Currency", cell: ({ aggregate: { order } }) => order.currency },
    { title: "Units", cell: ({ aggregate }) => aggregate.lines.reduce((sum, line) => sum + line.currentQuantity, 0) },
    { title: "SKUs", cell: ({ aggregate }) => unique(aggregate.lines.filter((line) => line.currentQuantity > 0 && line.sku !== "").map((line) => line.sku)) },
    { title: "Ships by", cell: ({ aggregate: { order } }) => time(order.shipBy) },
    { title: "Ships from", cell: ({ aggregate }) => unique(placesOf(aggregate).map(nameOf)) },
    { title: "Tracking numbers", cell: ({ aggregate }) => unique(aggregate.shipments.flatMap((one) => (one.status === "confirmed" && one.number ? [one.number] : []))) },
    { title: "Cancelled", cell: ({ aggregate: { order } }) => time(order.cancelledAt) },
    { title: "Hold reason", cell: ({ aggregate: { order } }) => order.holdReason },
    { title: "Problem", cell: ({ aggregate: { order } }) => order.problem },
    { title: "Needs a look", cell: ({ aggregate: { order } }) => unique(order.attention.map(({ code }) => words(code))) },
    { title: "Tags", cell: ({ aggregate: { order } }) => unique(order.tags) },
    { title: "Test", cell: ({ aggregate: { order } }) => (order.test ? "yes" : "no") },
    { title: "Country", cell: ({ aggregate: { order } }) => order.shipToCountry },
  ];
};

const unique = (values: readonly string[]): string => [...new Set(values)].join(", ");

/** Where open units stand; of an order with none, where its parcels left from. */
const placesOf = ({ allocations, fulfillmentOrders, shipments }: OrderAggregate): LocationId[] => {
  const open = fulfillmentOrders.filter((one) => one.status !== "closed" && one.status !== "cancelled").map((one) => one.locationId);
  const left = shipments.filter((one) => one.status === "confirmed").map((one) => one.locationId);
  const first = [allocations.map((one) => one.locationId), open, left].find((places) => places.some((place) => place !== null)) ?? [];
  return first.filter((place) => place !== null);
};

const PEOPLE: CsvColumn<Row>[] = ([
  ["Customer", "name"], ["E-mail", "email"], ["Phone", "phone"], ["Company", "company"], ["Address", "address1"], ["Address, second line", "address2"], ["City", "city"],
  ["Province", "provinceCode"], ["Postal code", "postalCode"],
] as [string, keyof PlatformContact][]).map(([title, field]) => ({ title, cell: ({ contact }) => contact?.[field] ?? null }));
