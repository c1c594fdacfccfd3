import type { OrderAggregate } from "../../db/port";
import { type OrderId, toId } from "../../domain/ids";
import { NoQuery, OrdersQuery, platformIdOf } from "./arguments";
import { type Answer, type Call, endpoint, found, refused } from "./endpoint";
import { namesOf, orderDetailShape, orderShape } from "./order-shape";
import { listOf, Order, OrderDetail } from "./shapes";

const NO_PERSONAL_DATA = "Orders carry no personal data: no name, address, e-mail or telephone number of a customer.";

export const listOrders = endpoint({
  path: "/orders", tag: "Orders", summary: "List orders", query: OrdersQuery, answer: listOf(Order),
  description: `Newest first; with \`updatedAfter\`, oldest change first. ${NO_PERSONAL_DATA}`,
  async respond({ db, merchantId, query }) {
    const { status, ...rest } = query;
    const page = await db.findOrders({ ...rest, platformId: query.platformId ?? undefined, statuses: status, merchantId });
    const aggregates = await db.orderAggregates(merchantId, page.rows.map((row) => row.id));
    const byId = new Map(aggregates.map((aggregate) => [aggregate.order.id, aggregate]));
    const names = namesOf(await db.locations(merchantId));
    const data = page.rows.map((row) => byId.get(row.id)).filter((aggregate) => aggregate !== undefined).map((aggregate) => orderShape(aggregate, names));
    return found({ data, nextCursor: page.nextCursor });
  },
});

export const getOrder = endpoint({
  path: "/orders/:id", tag: "Orders", summary: "Read one order", query: NoQuery, answer: OrderDetail,
  description: `With its lines, fulfillment orders, shipments, latest routing decision and history. \`id\` is Switchyard's or the platform's. ${NO_PERSONAL_DATA}`,
  async respond(call) {
    const { db, merchantId } = call;
    const answer = await aggregateOf(call);
    if (!answer.ok) return answer;
    const aggregate = answer.value;
    const orderId = aggregate.order.id;
    const [locations, decisions, history] = await Promise.all([db.locations(merchantId), db.latestDecisions(merchantId, [orderId]), db.history(merchantId, orderId)]);
    const decision = decisions[0] ?? null;
    const policy = decision && (await db.policy(merchantId, decision.certificate.problem.policyVersion));
    return found(orderDetailShape(aggregate, namesOf(locations), { decision, policy, history }));
  },
});

/** By Switchyard's id or the platform's. */
export async function aggregateOf({ db, merchantId, id }: Pick<Call<unknown>, "db" | "merchantId" | "id">): Promise<Answer<OrderAggregate>> {
  const own = await db.order(merchantId, toId<OrderId>(id));
  if (own) return found(own);
  const platformId = platformIdOf(id);
  const { rows } = platformId === null ? { rows: [] } : await db.findOrders({ merchantId, platformId, limit: 2 });
  if (rows.length > 1) {
    const detail = `Two stores have an order ${platformId}. Ask for one of ${rows.map((row) => row.id).join(", ")}.`;
    return refused({ status: 409, title: "Ambiguous id", detail });
  }
  const aggregate = rows[0] ? await db.order(merchantId, rows[0].id) : null;
  return aggregate ? found(aggregate) : refused({ status: 404, title: "No such order", detail: "No order of this merchant has that id." });
}
