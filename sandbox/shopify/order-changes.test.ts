import { describe, expect, test } from "vitest";
import { isTerminal } from "./model/fulfillment-order";
import { unfulfilledUnits } from "./model/order";
import type { Coins } from "./coins";
import { gid, openBench, placeOne, TOPICS } from "./test-bench";
import type { Bench } from "./test-bench";
import type { Order } from "./model/records";

const ALL = [...TOPICS, "refunds/create"];
const open = (coins: Partial<Coins> = {}, quantity = 3, count = 1) => {
  const bench = openBench({ topics: ALL, coins });
  const sale = placeOne(bench, quantity, count);
  bench.deliver();
  const level = () => ({ ...sale.item.levels.get(sale.fulfillmentOrder.locationId)?.quantities }) as Record<string, number>;
  return { bench, level, line: sale.order.lines[0] as Order["lines"][number], ...sale };
};
const partsOf = (bench: Bench, order: Order) => order.fulfillmentOrderIds.map((id) => bench.twin.shop().fulfillmentOrders.get(id)).flatMap((one) => (one ? [one] : []));
const openUnits = (bench: Bench, order: Order) => partsOf(bench, order).filter((one) => !isTerminal(one)).reduce((units, { lines }) => units + lines.reduce((sum, { remaining }) => sum + remaining, 0), 0);
const bodiesOf = (bench: Bench, topic: string) => bench.deliver().filter((one) => one.topic === topic).map(({ body }) => JSON.parse(body) as Record<string, unknown>);
const REFUNDS = `query R($id: ID!) { order(id: $id) { displayFinancialStatus totalRefundedSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } } currentTotalPriceSet { presentmentMoney { amount currencyCode } }
  refunds(first: 9) { id createdAt totalRefundedSet { shopMoney { amount } presentmentMoney { amount currencyCode } } refundLineItems(first: 9) { nodes { lineItem { id } quantity restockType location { id } } } } lineItems(first: 9) { nodes { currentQuantity unfulfilledQuantity refundableQuantity } } } }`;

describe("an edit", () => {
  test.each([[true], [false]])("that lowers a line shrinks its fulfillment order or replaces it (coin %s), frees the units and says how many", (editReplacesFulfillmentOrder) => {
    const { bench, order, line, fulfillmentOrder, level } = open({ editReplacesFulfillmentOrder });
    const before = level();
    expect(bench.people.editOrder(order.id, { set: [{ lineId: line.id, quantity: 1 }] })).toBe(true);
    expect(fulfillmentOrder.status).toBe(editReplacesFulfillmentOrder ? "CLOSED" : "OPEN");
    expect(openUnits(bench, order)).toBe(1);
    expect(level()).toMatchObject({ available: (before.available ?? 0) + 2, committed: (before.committed ?? 0) - 2 });
    const sent = bench.deliver();
    expect(sent.map(({ topic }) => topic)).toEqual(expect.arrayContaining(["orders/edited", "orders/updated", "inventory_levels/update"]));
    expect(JSON.parse(sent.find(({ topic }) => topic === "orders/edited")?.body ?? "")).toMatchObject({ order_edit: { line_items: { additions: [], removals: [{ id: Number(line.id), delta: 2 }] } } });
  });

  test("that adds a line commits it and waits for its price", () => {
    const { bench, order, line } = open({ addedUnitsGetOwnFulfillmentOrder: true });
    const variantId = [...bench.twin.shop().variants.keys()].find((id) => id !== line.variantId) ?? "";
    bench.people.editOrder(order.id, { add: [{ variantId, quantity: 2 }] });
    expect(order).toMatchObject({ edited: true, financialStatus: "partially_paid", lines: [{}, { variantId, currentQuantity: 2 }] });
    expect(partsOf(bench, order).map(({ status }) => status)).toEqual(["OPEN", "OPEN"]);
    bench.people.markPaid(order.id);
    expect(order.financialStatus).toBe("paid");
  });

  test("that raises a line joins what stands open, but never what is in progress", () => {
    const waiting = open({ addedUnitsGetOwnFulfillmentOrder: false, editReplacesFulfillmentOrder: false });
    waiting.bench.people.editOrder(waiting.order.id, { set: [{ lineId: waiting.line.id, quantity: 5 }] });
    expect(waiting.fulfillmentOrder.lines).toMatchObject([{ total: 5, remaining: 5 }]);
    const begun = open({ addedUnitsGetOwnFulfillmentOrder: false, editReplacesFulfillmentOrder: true });
    begun.bench.people.reportProgressElsewhere(begun.fulfillmentOrder.id);
    begun.bench.people.editOrder(begun.order.id, { set: [{ lineId: begun.line.id, quantity: 5 }] });
    expect(partsOf(begun.bench, begun.order).map(({ status, lines }) => [status, lines[0]?.remaining])).toEqual([["IN_PROGRESS", 3], ["OPEN", 2]]);
    begun.bench.people.editOrder(begun.order.id, { set: [{ lineId: begun.line.id, quantity: 4 }] });
    expect(begun.fulfillmentOrder).toMatchObject({ status: "IN_PROGRESS", lines: [{ remaining: 2 }] });
  });

  test("leaves what has shipped, changes no cancelled order, and by nothing nothing", () => {
    const { bench, order, line, fulfillmentOrder } = open();
    bench.people.shipElsewhere(fulfillmentOrder.id, [{ id: fulfillmentOrder.lines[0]?.id ?? "", quantity: 2 }]);
    bench.people.editOrder(order.id, { set: [{ lineId: line.id, quantity: 0 }] });
    expect(line.currentQuantity).toBe(2);
    expect(bench.people.editOrder(order.id, { set: [{ lineId: line.id, quantity: 2 }] })).toBe(false);
    bench.people.cancelOrder(order.id);
    expect(bench.people.editOrder(order.id, { set: [{ lineId: line.id, quantity: 5 }] })).toBe(false);
  });
});

describe("a refund", () => {
  test("of unshipped units takes them off the order and frees them", async () => {
    const { bench, order, line, level } = open();
    const before = level();
    expect(bench.people.refund(order.id, { lines: [{ lineId: line.id, quantity: 1, restockType: "CANCEL" }] })).not.toBeNull();
    expect(level()).toMatchObject({ available: (before.available ?? 0) + 1, committed: (before.committed ?? 0) - 1 });
    expect(openUnits(bench, order)).toBe(2);
    const answer = await bench.call(REFUNDS, { id: gid("Order", order.id) });
    expect(answer.data?.order).toMatchObject({
      displayFinancialStatus: "PARTIALLY_REFUNDED", lineItems: { nodes: [{ currentQuantity: 2, unfulfilledQuantity: 2 }] },
      refunds: [{ refundLineItems: { nodes: [{ quantity: 1, restockType: "CANCEL", lineItem: { id: gid("LineItem", line.id) } }] } }],
    });
    const [body] = bodiesOf(bench, "refunds/create");
    expect(body).toMatchObject({ order_id: Number(order.id), refund_line_items: [{ quantity: 1, restock_type: "cancel", line_item_id: Number(line.id) }], transactions: [{ kind: "refund" }] });
  });

  test("of returned units puts them on the shelf where they come back to, and more than shipped is refused", () => {
    const { bench, order, line, fulfillmentOrder, elsewhere, item } = open();
    const ship = { id: fulfillmentOrder.lines[0]?.id ?? "", quantity: 2 };
    bench.people.shipElsewhere(fulfillmentOrder.id, [ship]);
    const before = item.levels.get(elsewhere)?.quantities.available ?? 0;
    expect(bench.people.refund(order.id, { lines: [{ lineId: line.id, quantity: 3, restockType: "RETURN" }] })).toBeNull();
    bench.people.refund(order.id, { lines: [{ lineId: line.id, quantity: 2, restockType: "RETURN", locationId: elsewhere }] });
    expect(item.levels.get(elsewhere)?.quantities.available).toBe(before + 2);
    expect(unfulfilledUnits({ shop: bench.twin.shop() }, order, line)).toBe(1);
    expect(openUnits(bench, order)).toBe(1);
    expect(bench.people.cancelParcelElsewhere(order.fulfillmentIds[0] ?? "")).toBe(false);
  });

  test("without restock gives units to nobody, and everything refunded is `refunded`", () => {
    const { bench, order, line, level } = open();
    const before = level();
    bench.people.refund(order.id, { lines: [{ lineId: line.id, quantity: 3, restockType: "NO_RESTOCK" }], shippingMinor: 10_000 });
    expect(level()).toMatchObject({ available: before.available, committed: (before.committed ?? 0) - 3 });
    expect(order.financialStatus).toBe("refunded");
  });

  test("pays back in the currency that the customer paid in", async () => {
    const bench = openBench({ topics: ALL });
    const placed = bench.people.placeOrder({ kind: "euro" });
    const order = bench.twin.shop().orders.get(placed?.id ?? "") as Order;
    bench.people.refund(order.id, { lines: [{ lineId: order.lines[0]?.id ?? "", quantity: 1, restockType: "CANCEL" }], amountMinor: 1_000 });
    expect((await bench.call(REFUNDS, { id: gid("Order", order.id) })).data?.order).toMatchObject({
      totalRefundedSet: { shopMoney: { amount: "10.0", currencyCode: "USD" }, presentmentMoney: { amount: "9.2", currencyCode: "EUR" } }, currentTotalPriceSet: { presentmentMoney: { currencyCode: "EUR" } },
    });
    const sent = bench.deliver();
    expect(JSON.parse(sent.find(({ topic }) => topic === "orders/create")?.body ?? "")).toMatchObject({ currency: "USD", presentment_currency: "EUR", total_price_set: { shop_money: { currency_code: "USD" }, presentment_money: { currency_code: "EUR" } } });
    expect(JSON.parse(sent.find(({ topic }) => topic === "refunds/create")?.body ?? "")).toMatchObject({ transactions: [{ amount: "9.20", currency: "EUR" }] });
  });
});

describe("a cancellation", () => {
  test("leaves what a parcel took away, closes the rest and pays back", () => {
    const { bench, order, fulfillmentOrder, level } = open({ cancelRefundsLines: true });
    bench.people.shipElsewhere(fulfillmentOrder.id, [{ id: fulfillmentOrder.lines[0]?.id ?? "", quantity: 1 }]);
    const before = level();
    bench.people.cancelOrder(order.id);
    expect(level()).toMatchObject({ available: (before.available ?? 0) + 2, committed: (before.committed ?? 0) - 2 });
    expect(order).toMatchObject({ financialStatus: "refunded", cancelReason: "CUSTOMER", lines: [{ quantity: 3, currentQuantity: 1 }] });
    expect(bench.twin.inspect().orders[0]?.lines[0]?.shipped).toBe(1);
    expect(bench.twin.inspect().refunds[0]?.lines).toMatchObject([{ quantity: 2, restockType: "CANCEL" }]);
  });

  test("without a refund keeps the money; of an unpaid order it is void; by the coin lines stay as they were", () => {
    const kept = open({ cancelRefundsLines: false });
    kept.bench.people.cancelOrder(kept.order.id, { refund: false });
    expect(kept.order).toMatchObject({ financialStatus: "paid", refundIds: [], lines: [{ currentQuantity: 3 }] });
    const bench = openBench();
    const unpaid = bench.people.placeOrder({ kind: "unpaid" });
    bench.people.cancelOrder(unpaid?.id ?? "");
    expect(bench.twin.shop().orders.get(unpaid?.id ?? "")?.financialStatus).toBe("voided");
  });
});

test("components of a bundle name it, in GraphQL and in the body", async () => {
  const bench = openBench({ topics: ALL });
  const placed = bench.people.placeOrder({ kind: "bundle" });
  const body = JSON.parse(bench.deliver()[0]?.body ?? "{}") as { line_items: { sales_line_item_group_id: number | null }[] };
  const answer = await bench.call("query B($id: ID!) { order(id: $id) { lineItems(first: 9) { nodes { lineItemGroup { id title quantity } } } } }", { id: gid("Order", placed?.id ?? "") });
  const { nodes } = answer.data?.order?.lineItems as { nodes: { lineItemGroup: { id: string; title: string; quantity: number } | null }[] };
  expect(nodes.slice(0, 3)).toMatchObject([{ lineItemGroup: { title: "Gift set", quantity: 1 } }, { lineItemGroup: { title: "Gift set" } }, { lineItemGroup: null }]);
  expect(body.line_items.slice(0, 3).map((line) => line.sales_line_item_group_id)).toEqual([Number(nodes[0]?.lineItemGroup?.id.split("/").at(-1)), Number(nodes[1]?.lineItemGroup?.id.split("/").at(-1)), null]);
});

test("a person who comes back is the same customer", () => {
  const bench = openBench({ topics: ALL });
  bench.people.placeOrder();
  const known = [...bench.twin.shop().orders.values()][0]?.customer;
  bench.deliver();
  bench.people.placeOrder({ kind: "returning" });
  expect(JSON.parse(bench.deliver()[0]?.body ?? "{}")).toMatchObject({ customer: { admin_graphql_api_id: `gid://shopify/Customer/${known?.id}`, email: known?.email } });
});
