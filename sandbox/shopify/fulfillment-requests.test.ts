import { describe, expect, test } from "vitest";
import { supportedActions } from "./model/fulfillment-order";
import { gid, openBench, TOPICS } from "./test-bench";
import type { Coins } from "./coins";
import type { FulfillmentOrder } from "./model/records";

const REQUEST_TOPICS = [
  "fulfillment_request_submitted", "fulfillment_request_accepted", "fulfillment_request_rejected", "cancellation_request_submitted", "cancellation_request_accepted", "cancellation_request_rejected", "fulfillment_service_failed_to_complete",
].map((name) => `fulfillment_orders/${name}`);

function open(coins: Partial<Coins> = {}, quantity = 2) {
  const bench = openBench({ coins, topics: [...TOPICS, ...REQUEST_TOPICS, "locations/create", "products/create"] });
  const { locationId, variantIds } = bench.people.openThirdParty();
  const placed = bench.people.placeOrder({ lines: [{ variantId: variantIds[0] ?? "", quantity }] });
  const shop = bench.twin.shop();
  const order = shop.orders.get(placed?.id ?? "");
  const one = shop.fulfillmentOrders.get(order?.fulfillmentOrderIds[0] ?? "") as FulfillmentOrder;
  bench.deliver();
  return { bench, shop, order, one, locationId, id: one.id, people: bench.people, actions: () => supportedActions({ shop }, one), topics: () => bench.deliver().map(({ topic }) => topic).filter((topic) => REQUEST_TOPICS.includes(topic)) };
}

describe("a 3PL", () => {
  test("gets the orders for what only it stocks; they have to be requested", () => {
    const { one, locationId, actions } = open();
    expect(one).toMatchObject({ locationId, status: "OPEN", requestStatus: "UNSUBMITTED" });
    expect(actions()).toContain("REQUEST_FULFILLMENT");
    expect(actions()).not.toContain("CREATE_FULFILLMENT");
  });

  test("accepts: it is in progress, cannot be moved, and only a request stops it", async () => {
    const { bench, people, id, one, actions, topics, shop } = open();
    expect(people.submitToService(id, { message: "Gift wrap, please" })).toBe(true);
    expect([one.requestStatus, actions()]).toEqual(["SUBMITTED", ["CANCEL_FULFILLMENT_ORDER"]]);
    expect(people.submitToService(id)).toBe(false);
    people.serviceAccepts(id, "Tomorrow");
    expect([one.status, one.requestStatus, actions()]).toEqual(["IN_PROGRESS", "ACCEPTED", ["CREATE_FULFILLMENT", "REQUEST_CANCELLATION"]]);
    expect(people.moveElsewhere(id, [...shop.locations.keys()][0] ?? "")).toBe(false);
    expect(topics()).toEqual(["fulfillment_orders/fulfillment_request_submitted", "fulfillment_orders/fulfillment_request_accepted"]);
    const seen = await bench.call("query F($id: ID!) { fulfillmentOrder(id: $id) { merchantRequests(first: 9) { nodes { kind message responseData } } } }", { id: gid("FulfillmentOrder", id) });
    expect(seen.data?.fulfillmentOrder).toMatchObject({ merchantRequests: { nodes: [{ kind: "FULFILLMENT_REQUEST", message: "Gift wrap, please", responseData: { message: "Tomorrow" } }] } });
    expect(people.shipElsewhere(id)).toBe(true);
    expect(one.status).toBe("CLOSED");
  });

  test("rejects: it is open and may be asked again", () => {
    const { people, id, one, actions, bench } = open();
    people.submitToService(id);
    bench.deliver();
    people.serviceRejects(id, "Out of stock");
    expect(JSON.parse(bench.deliver().find(({ topic }) => topic.endsWith("request_rejected"))?.body ?? "{}")).toMatchObject({ message: "Out of stock", fulfillment_order: { status: "open", request_status: "rejected" } });
    expect(one.status).toBe("OPEN");
    expect(actions()).toEqual(expect.arrayContaining(["REQUEST_FULFILLMENT", "MOVE"]));
    expect(people.submitToService(id)).toBe(true);
  });

  test("is asked for a part: the rest stands in a fulfillment order of its own", () => {
    const { people, id, one, order, shop } = open({}, 3);
    people.submitToService(id, { lines: [{ id: one.lines[0]?.id ?? "", quantity: 1 }] });
    expect(order?.fulfillmentOrderIds.map((each) => shop.fulfillmentOrders.get(each)).map((each) => [each?.requestStatus, each?.lines[0]?.remaining])).toEqual([["SUBMITTED", 1], ["UNSUBMITTED", 2]]);
  });

  test.each([[true], [false]])("stops when asked: by the coin (%s) the same is open again, or a replacement is", (acceptedCancellationReopens) => {
    const { people, id, one, order, shop, topics } = open({ acceptedCancellationReopens });
    people.submitToService(id);
    expect(people.askServiceToCancel(id)).toBe(false);
    people.serviceAccepts(id);
    people.askServiceToCancel(id, "Customer changed their mind");
    people.serviceRejectsCancellation(id);
    expect([one.status, one.requestStatus]).toEqual(["IN_PROGRESS", "CANCELLATION_REJECTED"]);
    people.askServiceToCancel(id);
    people.serviceAcceptsCancellation(id);
    expect([one.status, one.requestStatus]).toEqual([acceptedCancellationReopens ? "OPEN" : "CANCELLED", "CANCELLATION_ACCEPTED"]);
    const open_ = order?.fulfillmentOrderIds.map((each) => shop.fulfillmentOrders.get(each)).filter((each) => each?.status === "OPEN");
    expect(open_).toHaveLength(1);
    expect(shop.items.get(one.lines[0]?.itemId ?? "")?.levels.get(one.locationId)?.quantities.committed).toBe(2);
    expect(topics().slice(2)).toEqual(["cancellation_request_submitted", "cancellation_request_rejected", "cancellation_request_submitted", "cancellation_request_accepted"].map((name) => `fulfillment_orders/${name}`));
  });

  test("gives up: it ends incomplete, and what is left is the merchant's", () => {
    const { people, id, one, order, shop } = open();
    people.submitToService(id);
    people.serviceAccepts(id);
    people.shipElsewhere(id, [{ id: one.lines[0]?.id ?? "", quantity: 1 }]);
    expect(people.serviceFails(id)).toBe(true);
    expect([one.status, one.requestStatus]).toEqual(["INCOMPLETE", "CLOSED"]);
    expect(shop.fulfillmentOrders.get(order?.fulfillmentOrderIds[1] ?? "")).toMatchObject({ status: "OPEN", requestStatus: "UNSUBMITTED", lines: [{ remaining: 1 }] });
  });

  test("is unseen without its scope, and alone of all seen with nothing else", async () => {
    const { bench, id, order } = open();
    const ask = async (scopes: string[]) => {
      bench.useToken({ scopes: ["read_orders", ...scopes] });
      return bench.call("query O($id: ID!, $fo: ID!) { order(id: $id) { fulfillmentOrders(first: 5) { nodes { id } } } fulfillmentOrder(id: $fo) { id } }", { id: gid("Order", order?.id ?? ""), fo: gid("FulfillmentOrder", id) });
    };
    expect((await ask(["read_merchant_managed_fulfillment_orders"])).data).toEqual({ order: { fulfillmentOrders: { nodes: [] } }, fulfillmentOrder: null });
    expect((await ask(["read_third_party_fulfillment_orders"])).data?.order).toMatchObject({ fulfillmentOrders: { nodes: [{ id: gid("FulfillmentOrder", id) }] } });
  });
});
