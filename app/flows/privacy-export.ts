import { emptyChangeSet } from "../domain/change-set";
import { type MerchantId, type OrderId, idOf } from "../domain/ids";
import type { PlatformContact } from "../domain/platform";
import type { HistoryEvent, OrderAggregate } from "../domain/records";
import type { FlowContext } from "./context";
import type { Person } from "./privacy-requests";

const ORDERS_AT_ONCE = 100;

export type CustomerExport = { ok: true; fileName: string; document: CustomerDocument } | { ok: false; problem: string };

export interface CustomerDocument {
  about: string;
  madeAt: string;
  store: string;
  customer: { platformId: string | null; firstOrderAt: string | null; lastOrderAt: string | null; contact: PlatformContact | null };
  orders: unknown[];
}

/**
 * Everything that is held about the customer of an export run, as one JSON document: contact, orders with their lines and parcels,
 * and what happened to them. It is made when it is asked for and stored nowhere; that it was made is noted with who asked.
 */
export const exportCustomer = async (ctx: FlowContext, ask: { merchantId: MerchantId; runId: string; actor: string }): Promise<CustomerExport> => {
  const { merchantId, runId } = ask;
  const run = await ctx.db.run(merchantId, runId);
  if (run?.kind !== "export-customer") return { ok: false, problem: "There is no such export." };
  const { until, customer, orders } = run.detail as unknown as Person & { until: number };
  if (ctx.now() > until) return { ok: false, problem: "This export could be downloaded for 30 days, which have passed. Ask the customer to request it again." };
  const store = await ctx.db.store(merchantId, run.storeId);
  if (!store) return { ok: false, problem: "This store is not connected any more." };
  const customerId = customer === null ? null : idOf(run.storeId, customer);
  const found = await ctx.db.ordersOfPerson(merchantId, { storeId: run.storeId, customerId, orderPlatformIds: orders });
  const known = customerId === null ? null : await ctx.db.customer(merchantId, customerId);
  const contact = known?.contactId ? ((await ctx.db.contacts(merchantId, [known.contactId])).get(known.contactId) ?? null) : null;
  const document: CustomerDocument = {
    about: "Everything that Switchyard holds about one customer. Instants are ISO 8601 in UTC; money is in minor units of the order's currency.",
    madeAt: iso(ctx.now()) ?? "", store: store.domain,
    customer: { platformId: customer, firstOrderAt: iso(known?.firstOrderAt ?? null), lastOrderAt: iso(known?.lastOrderAt ?? null), contact },
    orders: await orderDocuments(ctx, merchantId, found.map((one) => one.id)),
  };
  await ctx.db.commit([{
    ...emptyChangeSet(merchantId),
    activity: [{ merchantId, id: ctx.newId(), at: ctx.now(), actor: ask.actor, verb: "customer-data-exported", subjectKind: "customer", subjectId: customerId ?? "", reason: null, detail: { orders: found.length } }],
  }]);
  return { ok: true, fileName: `customer-${customer ?? "data"}.json`, document };
};

const orderDocuments = async (ctx: FlowContext, merchantId: MerchantId, ids: readonly OrderId[]): Promise<unknown[]> => {
  const documents: unknown[] = [];
  for (let start = 0; start < ids.length; start += ORDERS_AT_ONCE) {
    const aggregates = await ctx.db.orderAggregates(merchantId, ids.slice(start, start + ORDERS_AT_ONCE));
    const contacts = await ctx.db.contacts(merchantId, aggregates.flatMap(({ order }) => (order.contactId ? [order.contactId] : [])));
    for (const aggregate of aggregates) {
      const history = await ctx.db.history(merchantId, aggregate.order.id);
      documents.push(orderDocument(aggregate, { contact: contacts.get(aggregate.order.contactId ?? "") ?? null, history }));
    }
  }
  return documents;
};

const orderDocument = ({ order, lines, shipments }: OrderAggregate, rest: { contact: PlatformContact | null; history: readonly HistoryEvent[] }): unknown => ({
  platformId: order.platformId, name: order.name, placedAt: iso(order.placedAt), cancelledAt: iso(order.cancelledAt), status: order.status, financialStatus: order.financialStatus,
  currency: order.currency, totalMinor: order.totalMinor, presentmentCurrency: order.presentmentCurrency, presentmentTotalMinor: order.presentmentTotalMinor, tags: order.tags,
  shipTo: { country: order.shipToCountry, province: order.shipToProvince, postalCode: order.shipToPostal, latitude: order.shipToLatitude, longitude: order.shipToLongitude },
  holdReason: order.holdReason, refunds: order.refunds.map(({ createdAt, totalMinor, ...refund }) => ({ platformId: refund.platformId, createdAt: iso(createdAt), totalMinor })),
  contact: rest.contact,
  lines: lines.map(({ sku, title, quantity, currentQuantity, unitPriceMinor }) => ({ sku, title, quantity, currentQuantity, unitPriceMinor })),
  parcels: shipments.map(({ status, company, number, url, requestedAt, confirmedAt, lines: contents }) => ({
    status, company, number, url, requestedAt: iso(requestedAt), confirmedAt: iso(confirmedAt), units: contents.reduce((sum, one) => sum + one.quantity, 0),
  })),
  timeline: rest.history.map(({ at, actor, type, detail }) => ({ at: iso(at), by: actor.startsWith("person:") ? "staff" : actor, type, detail })),
});

const iso = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());
type Instant = HistoryEvent["at"];
