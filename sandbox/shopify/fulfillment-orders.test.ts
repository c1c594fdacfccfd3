import { describe, expect, test } from "vitest";
import { gid, openBench, placeOne } from "./test-bench";
import type { Answer, Bench } from "./test-bench";

const FIELDS = "id status assignedLocation { location { id } } lineItems(first: 10) { nodes { id totalQuantity remainingQuantity } } supportedActions { action } fulfillmentHolds { id handle }";
const MOVE = `mutation M($id: ID!, $to: ID!, $lines: [FulfillmentOrderLineItemInput!]) { fulfillmentOrderMove(id: $id, newLocationId: $to, fulfillmentOrderLineItems: $lines) {
  movedFulfillmentOrder { ${FIELDS} } originalFulfillmentOrder { ${FIELDS} } remainingFulfillmentOrder { id } userErrors { code field message } } }`;
const SPLIT = `mutation S($id: ID!, $lines: [FulfillmentOrderLineItemInput!]!) { fulfillmentOrderSplit(fulfillmentOrderSplits: [{ fulfillmentOrderId: $id, fulfillmentOrderLineItems: $lines }]) {
  fulfillmentOrderSplits { fulfillmentOrder { ${FIELDS} } remainingFulfillmentOrder { ${FIELDS} } replacementFulfillmentOrder { id } } userErrors { code message } } }`;
const MERGE = `mutation G($ids: [FulfillmentOrderMergeInputMergeIntent!]!) { fulfillmentOrderMerge(fulfillmentOrderMergeInputs: [{ mergeIntents: $ids }]) { fulfillmentOrderMerges { fulfillmentOrder { ${FIELDS} } } userErrors { code message } } }`;
const HOLD = `mutation H($id: ID!, $hold: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) { fulfillmentHold { id handle } fulfillmentOrder { ${FIELDS} } remainingFulfillmentOrder { ${FIELDS} } userErrors { code message } } }`;
const RELEASE = "mutation R($id: ID!, $holds: [ID!]) { fulfillmentOrderReleaseHold(id: $id, holdIds: $holds) { fulfillmentOrder { status fulfillmentHolds { handle } } userErrors { code message } } }";
const PROGRESS = "mutation P($id: ID!) { fulfillmentOrderReportProgress(id: $id) { fulfillmentOrder { status supportedActions { action } } userErrors { code message } } }";
const OPEN = "mutation O($id: ID!) { fulfillmentOrderOpen(id: $id) { fulfillmentOrder { status } userErrors { message } } }";
const CREATE = "mutation C($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) { fulfillment { id status } userErrors { field message } } }";
const CANCEL = "mutation X($id: ID!) { fulfillmentCancel(id: $id) { fulfillment { status } userErrors { message } } }";

const NO_MERGE = { coins: { moveMergesAtDestination: false, holdSurvivesMove: true, closedKeepsRemaining: false } };

const payload = (answer: Answer, name: string) => {
  expect(answer.errors).toBeUndefined();
  return answer.data?.[name] as Record<string, never> & { userErrors: { code: string | null; message: string; field: string[] | null }[] };
};

function open(quantity = 3, count = 1) {
  const bench = openBench(NO_MERGE);
  const sale = placeOne(bench, quantity, count);
  const id = gid("FulfillmentOrder", sale.fulfillmentOrder.id);
  const lines = (quantities: number[]) => quantities.map((units, index) => ({ id: gid("FulfillmentOrderLineItem", sale.fulfillmentOrder.lines[index]?.id ?? ""), quantity: units }));
  return { ...sale, bench, id, lines, to: gid("Location", sale.elsewhere) };
}

const refusalOf = async (bench: Bench, query: string, wish: { name: string; variables: Record<string, unknown> }) => payload(await bench.call(query, wish.variables), wish.name).userErrors;

describe("move", () => {
  test("all of it: the same fulfillment order with the same lines, elsewhere, and its units with it", async () => {
    const { bench, id, to, fulfillmentOrder, item, elsewhere } = open();
    const source = fulfillmentOrder.locationId;
    const lineIds = fulfillmentOrder.lines.map((line) => line.id);
    const before = { source: { ...item.levels.get(source)?.quantities }, target: { ...item.levels.get(elsewhere)?.quantities } };
    const answer = payload(await bench.call(MOVE, { id, to }), "fulfillmentOrderMove");
    expect(answer).toMatchObject({ movedFulfillmentOrder: { id, assignedLocation: { location: { id: to } } }, originalFulfillmentOrder: { id }, remainingFulfillmentOrder: null, userErrors: [] });
    expect(fulfillmentOrder.lines.map((line) => line.id)).toEqual(lineIds);
    expect(item.levels.get(source)?.quantities.committed).toBe((before.source.committed ?? 0) - 3);
    expect(item.levels.get(elsewhere)?.quantities).toMatchObject({ committed: (before.target.committed ?? 0) + 3, available: (before.target.available ?? 0) - 3 });
  });

  test("part of it: a new one with new line ids, and the rest stays in the original", async () => {
    const { bench, id, to, lines } = open();
    const answer = payload(await bench.call(MOVE, { id, to, lines: lines([1]) }), "fulfillmentOrderMove") as never as Record<string, { id: string; lineItems: { nodes: { id: string; totalQuantity: number }[] } }>;
    expect(answer.movedFulfillmentOrder?.id).not.toBe(id);
    expect(answer.movedFulfillmentOrder?.lineItems.nodes).toMatchObject([{ totalQuantity: 1 }]);
    expect(answer.originalFulfillmentOrder).toMatchObject({ id, lineItems: { nodes: [{ id: lines([1])[0]?.id, totalQuantity: 2 }] } });
    expect(answer.remainingFulfillmentOrder?.id).toBe(id);
  });

  test("a coin decides whether what stands open at the destination is made anew together with what comes", async () => {
    const bench = openBench({ coins: { moveMergesAtDestination: true } });
    const { fulfillmentOrder, elsewhere, order } = placeOne(bench, 4);
    const id = gid("FulfillmentOrder", fulfillmentOrder.id);
    const line = { id: gid("FulfillmentOrderLineItem", fulfillmentOrder.lines[0]?.id ?? ""), quantity: 1 };
    for (let time = 0; time < 2; time += 1) await bench.call(MOVE, { id, to: gid("Location", elsewhere), lines: [line] });
    const there = order.fulfillmentOrderIds.map((one) => bench.twin.shop().fulfillmentOrders.get(one)).filter((one) => one?.locationId === elsewhere);
    expect(there.map((one) => [one?.status, one?.lines.map(({ remaining }) => remaining)])).toEqual([["CLOSED", []], ["OPEN", [2]]]);
  });

  test("units that weighed on no level, as nobody stocked the item, are committed where they come to be stocked", async () => {
    const bench = openBench(NO_MERGE);
    const { item, elsewhere } = placeOne(bench);
    item.levels.clear();
    const placed = bench.people.placeOrder({ kind: "draft", lines: [{ variantId: item.variantId, quantity: 2 }] });
    const fulfillmentOrderId = bench.twin.shop().orders.get(placed?.id ?? "")?.fulfillmentOrderIds[0] ?? "";
    await bench.call("mutation T($item: ID!, $loc: ID!) { inventoryActivate(inventoryItemId: $item, locationId: $loc) @idempotent(key: \"k\") { userErrors { message } } }", { item: gid("InventoryItem", item.id), loc: gid("Location", elsewhere) });
    expect(await refusalOf(bench, MOVE, { name: "fulfillmentOrderMove", variables: { id: gid("FulfillmentOrder", fulfillmentOrderId), to: gid("Location", elsewhere) } })).toEqual([]);
    expect(item.levels.get(elsewhere)?.quantities).toMatchObject({ committed: 2, available: -2 });
  });

  test("refused once progress is reported, until it is marked open", async () => {
    const { bench, id, to } = open();
    expect(payload(await bench.call(PROGRESS, { id }), "fulfillmentOrderReportProgress")).toMatchObject({ fulfillmentOrder: { status: "IN_PROGRESS" } });
    expect(await refusalOf(bench, MOVE, { name: "fulfillmentOrderMove", variables: { id, to } })).toMatchObject([{ code: "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS" }]);
    expect(payload(await bench.call(OPEN, { id }), "fulfillmentOrderOpen")).toMatchObject({ fulfillmentOrder: { status: "OPEN" } });
    expect(await refusalOf(bench, MOVE, { name: "fulfillmentOrderMove", variables: { id, to } })).toEqual([]);
  });

  test("refused when closed, submitted to a service, or where the item is not stocked", async () => {
    const closed = open();
    closed.bench.people.shipElsewhere(closed.fulfillmentOrder.id);
    expect(await refusalOf(closed.bench, MOVE, { name: "fulfillmentOrderMove", variables: { id: closed.id, to: closed.to } })).toHaveLength(1);
    const submitted = open();
    (submitted.bench.twin.shop().locations.get(submitted.fulfillmentOrder.locationId) as { isFulfillmentService: boolean }).isFulfillmentService = true;
    submitted.bench.people.submitToService(submitted.fulfillmentOrder.id);
    expect(await refusalOf(submitted.bench, MOVE, { name: "fulfillmentOrderMove", variables: { id: submitted.id, to: submitted.to } })).toHaveLength(1);
    const bare = open();
    bare.item.levels.delete(bare.elsewhere);
    expect(await refusalOf(bare.bench, MOVE, { name: "fulfillmentOrderMove", variables: { id: bare.id, to: bare.to } })).toHaveLength(1);
    expect((await bare.bench.call(MOVE, { id: gid("FulfillmentOrder", "1"), to: bare.to })).errors).toMatchObject([{ extensions: { code: "RESOURCE_NOT_FOUND" } }]);
  });
});

describe("split and merge", () => {
  test("the original keeps what is not named; `remaining` holds what is; merging brings it back", async () => {
    const { bench, id, lines } = open(3);
    const split = (payload(await bench.call(SPLIT, { id, lines: lines([2]) }), "fulfillmentOrderSplit") as never as { fulfillmentOrderSplits: Record<string, { id: string; supportedActions: { action: string }[]; lineItems: { nodes: { totalQuantity: number }[] } }>[] }).fulfillmentOrderSplits[0];
    expect(split?.fulfillmentOrder).toMatchObject({ id, lineItems: { nodes: [{ totalQuantity: 1 }] } });
    expect(split?.fulfillmentOrder?.supportedActions.map(({ action }) => action)).toEqual(["CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD", "MERGE"]);
    expect(split?.remainingFulfillmentOrder).toMatchObject({ lineItems: { nodes: [{ totalQuantity: 2 }] } });
    const merged = payload(await bench.call(MERGE, { ids: [{ fulfillmentOrderId: id }, { fulfillmentOrderId: split?.remainingFulfillmentOrder?.id }] }), "fulfillmentOrderMerge");
    expect(merged).toMatchObject({ fulfillmentOrderMerges: [{ fulfillmentOrder: { id, lineItems: { nodes: [{ id: lines([1])[0]?.id, totalQuantity: 3 }] } } }], userErrors: [] });
  });

  test.each([[[4], "INVALID_LINE_ITEM_QUANTITY"], [[3], "INVALID_LINE_ITEM_QUANTITY"], [[0], "GREATER_THAN"], [[], "NO_LINE_ITEMS_PROVIDED_TO_SPLIT"]])("splitting %j of three is refused with %s", async (units, code) => {
    const { bench, id, lines } = open(3);
    expect(await refusalOf(bench, SPLIT, { name: "fulfillmentOrderSplit", variables: { id, lines: lines(units as number[]) } })).toMatchObject([{ code }]);
  });
});

describe("holds", () => {
  const hold = (handle: string, extra: object = {}) => ({ reason: "OTHER", handle, ...extra });

  test("part of it: the original keeps what is held, a new one stays open", async () => {
    const { bench, id, lines } = open(3);
    const answer = payload(await bench.call(HOLD, { id, hold: hold("a", { fulfillmentOrderLineItems: lines([1]) }) }), "fulfillmentOrderHold");
    expect(answer).toMatchObject({ fulfillmentOrder: { id, status: "ON_HOLD", lineItems: { nodes: [{ totalQuantity: 1 }] } }, remainingFulfillmentOrder: { status: "OPEN", lineItems: { nodes: [{ totalQuantity: 2 }] } } });
  });

  test("a handle is one app's once on one fulfillment order, ten holds are the most, and what is held does not split", async () => {
    const { bench, id, lines } = open(3);
    for (let number = 0; number < 10; number += 1) expect(await refusalOf(bench, HOLD, { name: "fulfillmentOrderHold", variables: { id, hold: hold(`h${number}`) } })).toEqual([]);
    expect(await refusalOf(bench, HOLD, { name: "fulfillmentOrderHold", variables: { id, hold: hold("h1") } })).toMatchObject([{ code: "DUPLICATE_FULFILLMENT_HOLD_HANDLE" }]);
    expect(await refusalOf(bench, HOLD, { name: "fulfillmentOrderHold", variables: { id, hold: hold("h10") } })).toMatchObject([{ code: "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED" }]);
    const second = open(3);
    await second.bench.call(HOLD, { id: second.id, hold: hold("a") });
    expect(await refusalOf(second.bench, HOLD, { name: "fulfillmentOrderHold", variables: { id: second.id, hold: hold("b", { fulfillmentOrderLineItems: second.lines([1]) }) } })).toMatchObject([{ code: "FULFILLMENT_ORDER_NOT_SPLITTABLE" }]);
    expect(lines([1])).toHaveLength(1);
  });

  test("named holds are released alone; without names all go, other people's too", async () => {
    const { bench, id, fulfillmentOrder } = open();
    const ours = (payload(await bench.call(HOLD, { id, hold: hold("ours") }), "fulfillmentOrderHold") as never as { fulfillmentHold: { id: string } }).fulfillmentHold;
    bench.people.holdElsewhere(fulfillmentOrder.id);
    expect(payload(await bench.call(RELEASE, { id, holds: [ours.id] }), "fulfillmentOrderReleaseHold")).toMatchObject({ fulfillmentOrder: { status: "ON_HOLD" } });
    await bench.call(HOLD, { id, hold: hold("ours") });
    expect(payload(await bench.call(RELEASE, { id }), "fulfillmentOrderReleaseHold")).toMatchObject({ fulfillmentOrder: { status: "OPEN", fulfillmentHolds: [] } });
  });
});

describe("fulfillments", () => {
  const all = (id: string) => ({ f: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: id }], trackingInfo: { company: "UPS", number: "1Z1" } } });

  test("sent twice, the second meets a closed fulfillment order", async () => {
    const { bench, id, order } = open();
    expect(await refusalOf(bench, CREATE, { name: "fulfillmentCreate", variables: all(id) })).toEqual([]);
    expect((await refusalOf(bench, CREATE, { name: "fulfillmentCreate", variables: all(id) }))[0]?.message).toMatch(/unfulfillable status= closed/);
    expect(order.fulfillmentIds).toHaveLength(1);
  });

  test("part of it sent twice ships twice: it is not idempotent", async () => {
    const { bench, id, lines, order } = open(3);
    const part = { f: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: id, fulfillmentOrderLineItems: lines([1]) }] } };
    for (let time = 0; time < 2; time += 1) expect(await refusalOf(bench, CREATE, { name: "fulfillmentCreate", variables: part })).toEqual([]);
    expect(order.fulfillmentIds).toHaveLength(2);
  });

  test("more than remains, on hold, or from two locations at once is refused", async () => {
    const { bench, id, lines, fulfillmentOrder, to } = open(4);
    const wish = (fulfillmentOrderLineItems: object[]) => ({ f: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: id, fulfillmentOrderLineItems }] } });
    expect((await refusalOf(bench, CREATE, { name: "fulfillmentCreate", variables: wish(lines([5])) }))[0]?.message).toBe("Invalid fulfillment order line item quantity requested.");
    const moved = payload(await bench.call(MOVE, { id, to, lines: lines([2]) }), "fulfillmentOrderMove") as never as { movedFulfillmentOrder: { id: string } };
    const both = { f: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: id }, { fulfillmentOrderId: moved.movedFulfillmentOrder.id }] } };
    expect(await refusalOf(bench, CREATE, { name: "fulfillmentCreate", variables: both })).toHaveLength(1);
    bench.people.holdElsewhere(fulfillmentOrder.id);
    expect((await refusalOf(bench, CREATE, { name: "fulfillmentCreate", variables: all(id) }))[0]?.message).toMatch(/on_hold/);
  });

  test("cancelled, its units wait in a new fulfillment order and are committed again", async () => {
    const { bench, id, order, item, fulfillmentOrder } = open(3);
    const level = item.levels.get(fulfillmentOrder.locationId);
    const before = { ...level?.quantities };
    const made = payload(await bench.call(CREATE, all(id)), "fulfillmentCreate") as never as { fulfillment: { id: string } };
    expect(payload(await bench.call(CANCEL, { id: made.fulfillment.id }), "fulfillmentCancel")).toMatchObject({ fulfillment: { status: "CANCELLED" }, userErrors: [] });
    expect(order.fulfillmentOrderIds).toHaveLength(2);
    expect(level?.quantities).toEqual(before);
  });
});
