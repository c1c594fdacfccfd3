import { describe, expect, test } from "vitest";
import { isTerminal } from "./model/fulfillment-order";
import { gid, openBench, placeOne, SCOPES, TOPICS } from "./test-bench";
import { DEMO_DOMAIN } from "./twin";
import type { FulfillmentOrder } from "./model/records";
import type { OrderKind } from "./store/basket";

const ALL = [
  ...TOPICS, "app/scopes_update", "customers/data_request", "customers/redact", "shop/redact", "locations/create", "locations/activate", "locations/delete", "products/create", "inventory_items/create", "inventory_levels/connect",
  "inventory_levels/disconnect", "fulfillment_orders/scheduled_fulfillment_order_ready", "fulfillment_orders/rescheduled", "fulfillment_orders/line_items_prepared_for_pickup", "fulfillment_orders/line_items_prepared_for_local_delivery",
];
const open = () => openBench({ topics: ALL, coins: { levelWebhookWithoutAvailable: true } });
type Bench = ReturnType<typeof open>;
const topics = (bench: Bench) => bench.deliver().map(({ topic }) => topic);

function place(bench: Bench, kind: OrderKind) {
  const shop = bench.twin.shop();
  const order = shop.orders.get(bench.people.placeOrder({ kind })?.id ?? "");
  bench.deliver();
  return { order, one: shop.fulfillmentOrders.get(order?.fulfillmentOrderIds[0] ?? "") as FulfillmentOrder };
}

describe("orders that are no parcels yet", () => {
  test("a scheduled one becomes open on its day, when somebody looks", () => {
    const bench = open();
    const { one } = place(bench, "scheduled");
    expect(one.status).toBe("SCHEDULED");
    expect(bench.people.shipElsewhere(one.id)).toBe(false);
    bench.people.reschedule(one.id, one.fulfillAt + 60_000);
    expect(topics(bench)).toContain("fulfillment_orders/rescheduled");
    bench.clock.now = one.fulfillAt - 1;
    expect(topics(bench)).toEqual([]);
    bench.clock.now += 1;
    expect(topics(bench)).toContain("fulfillment_orders/scheduled_fulfillment_order_ready");
    expect(one.status).toBe("OPEN");
  });

  test("a hold outlasts the day, and released before it the order waits on", () => {
    const bench = open();
    const { one } = place(bench, "scheduled");
    bench.people.holdElsewhere(one.id);
    bench.people.releaseElsewhere(one.id);
    expect(one.status).toBe("SCHEDULED");
    bench.people.holdElsewhere(one.id);
    bench.people.makeReady(one.id);
    expect(one.status).toBe("ON_HOLD");
  });

  test.each([["pickup", "pickup"], ["local-delivery", "local_delivery"]] as const)("a %s is prepared, a parcel is not", (kind, word) => {
    const bench = open();
    expect(bench.people.prepare(place(bench, kind).one.id)).toBe(true);
    expect(topics(bench)).toContain(`fulfillment_orders/line_items_prepared_for_${word}`);
    expect(bench.people.prepare(place(bench, "plain").one.id)).toBe(false);
  });
});

describe("parcels by others", () => {
  test("get another number, and are cancelled: their units wait again", () => {
    const bench = open();
    const { order, fulfillmentOrder } = placeOne(bench, 2);
    bench.people.shipElsewhere(fulfillmentOrder.id);
    const parcel = order.fulfillmentIds[0] ?? "";
    bench.deliver();
    bench.people.trackElsewhere(parcel, { company: "DHL", numbers: ["JD1"], urls: [] });
    expect(JSON.parse(bench.deliver().find(({ topic }) => topic === "fulfillments/update")?.body ?? "{}")).toMatchObject({ tracking_company: "DHL", tracking_number: "JD1" });
    bench.people.cancelParcelElsewhere(parcel);
    expect(order.fulfillmentOrderIds.map((id) => bench.twin.shop().fulfillmentOrders.get(id)).filter((one) => one && !isTerminal(one))).toHaveLength(1);
  });
});

describe("stock by hand", () => {
  test("a count sets what is on hand; units change their state; both are told", () => {
    const bench = open();
    const { item, fulfillmentOrder } = placeOne(bench, 2);
    const place_ = { itemId: item.id, locationId: fulfillmentOrder.locationId };
    const quantities = () => bench.twin.inspect().levels.find((level) => level.itemId === item.id && level.locationId === place_.locationId);
    bench.deliver();
    bench.people.countStock({ ...place_, name: "on_hand", quantity: 12 });
    expect(quantities()).toMatchObject({ onHand: 12, committed: 2, available: 10 - (quantities()?.damaged ?? 0) });
    expect(topics(bench)).toEqual(["inventory_levels/update"]);
    expect(bench.people.moveStock({ ...place_, units: 3, from: "available", to: "quality_control" })).toBe(true);
    expect(quantities()).toMatchObject({ onHand: 12, qualityControl: 3 });
    expect(bench.people.moveStock({ ...place_, units: 99, from: "available", to: "damaged" })).toBe(false);
  });

  test("a shop's sale takes it off the shelf at once", () => {
    const bench = open();
    const { item, fulfillmentOrder } = placeOne(bench, 1);
    const before = item.levels.get(fulfillmentOrder.locationId)?.quantities.available ?? 0;
    bench.people.sellInShop({ variantId: item.variantId, quantity: 2, locationId: fulfillmentOrder.locationId });
    expect(item.levels.get(fulfillmentOrder.locationId)?.quantities).toMatchObject({ available: before - 2, committed: 1 });
  });

  test("products come, change and go; so do their places", () => {
    const bench = open();
    const [first = "", second = ""] = bench.twin.shop().locations.keys();
    const { variantId, itemId, productId } = bench.people.addProduct({ title: "Kettle", sku: "K-1", stock: { [first]: 4 } });
    expect(topics(bench)).toEqual(["products/create", "inventory_items/create", "inventory_levels/connect", "inventory_levels/update"]);
    bench.people.setPolicyOfVariant(variantId, { weightGrams: 900, sku: "K-2", continueSelling: true });
    expect(topics(bench)).toEqual(["inventory_items/update", "products/update"]);
    bench.people.stockAt(itemId, second, 3);
    bench.people.stopStockingAt(itemId, first);
    expect(topics(bench)).toEqual(["inventory_levels/connect", "inventory_levels/update", "inventory_levels/disconnect"]);
    bench.people.deleteProduct(productId);
    expect(bench.twin.shop().items.has(itemId)).toBe(false);
  });
});

describe("locations", () => {
  test("one is closed with what waits there moved away, renamed, and deleted once it is empty", () => {
    const bench = open();
    const { fulfillmentOrder, elsewhere, item } = placeOne(bench, 2);
    const from = fulfillmentOrder.locationId;
    const there = (item.levels.get(elsewhere)?.quantities.available ?? 0) + (item.levels.get(from)?.quantities.available ?? 0);
    bench.people.closeLocation(from, { moveTo: elsewhere });
    expect(fulfillmentOrder.locationId).toBe(elsewhere);
    expect(item.levels.get(elsewhere)?.quantities).toMatchObject({ available: there - 2, committed: 2 });
    expect(item.levels.get(from)?.quantities).toMatchObject({ available: 2, committed: 0 });
    expect(bench.twin.shop().locations.get(from)?.active).toBe(false);
    expect(bench.people.deleteLocation(from)).toBe(false);
    bench.deliver();
    const fresh = bench.people.addLocation({ name: "Depot" });
    bench.people.changeLocation(fresh, { name: "Depot two", fulfillsOnlineOrders: false });
    bench.people.closeLocation(fresh);
    expect(bench.people.deleteLocation(fresh)).toBe(true);
    expect(topics(bench)).toEqual(["locations/create", "locations/update", "locations/deactivate", "locations/update", "locations/delete"]);
  });

  test("one without online orders is assigned none", () => {
    const bench = open();
    const [first = ""] = bench.twin.shop().locations.keys();
    bench.people.changeLocation(first, { fulfillsOnlineOrders: false });
    for (let count = 0; count < 10; count += 1) bench.people.placeOrder();
    expect([...bench.twin.shop().fulfillmentOrders.values()].map(({ locationId }) => locationId)).not.toContain(first);
  });
});

describe("the app", () => {
  const LOCATIONS = "{ locations(first: 1) { nodes { id } } }";

  test("loses a permission: calls are denied, its topics are silent, and a later token has no more; granted, all is back", async () => {
    const bench = open();
    bench.people.withdrawScopes(["read_locations", "write_inventory"]);
    const update = bench.deliver().find(({ topic }) => topic === "app/scopes_update");
    expect(JSON.parse(update?.body ?? "{}")).toMatchObject({ previous: SCOPES, current: SCOPES.filter((scope) => scope !== "read_locations" && scope !== "write_inventory") });
    expect(await bench.call(LOCATIONS)).toMatchObject({ errors: [{ extensions: { code: "ACCESS_DENIED" } }] });
    placeOne(bench);
    expect(topics(bench)).not.toContain("inventory_levels/update");
    const exchanged = await bench.post("/admin/oauth/access_token", { client_id: "sandbox-key", client_secret: "sandbox-secret", grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", subject_token: bench.twin.mintIdToken(DEMO_DOMAIN), expiring: "1" });
    expect(await exchanged.text()).not.toContain("read_locations");
    bench.people.grantScopes(["read_locations", "write_inventory"]);
    expect((await bench.call(LOCATIONS)).errors).toBeUndefined();
    bench.deliver();
    placeOne(bench);
    expect(topics(bench)).toContain("inventory_levels/update");
  });

  test("is uninstalled: nothing more comes but what privacy law asks, until it is installed again", async () => {
    const bench = open();
    bench.people.withdrawScopes(["read_products"]);
    bench.deliver();
    bench.people.uninstall();
    bench.people.placeOrder();
    bench.people.redactShop();
    expect(topics(bench)).toEqual(["app/uninstalled", "shop/redact"]);
    await bench.post("/admin/oauth/access_token", { client_id: "sandbox-key", client_secret: "sandbox-secret", grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", subject_token: bench.twin.mintIdToken(DEMO_DOMAIN), expiring: "1" });
    bench.people.setPolicyOfVariant([...bench.twin.shop().variants.keys()][0] ?? "", { priceMinor: 1 });
    expect(topics(bench)).toEqual(["products/update"]);
  });

  test("is asked for a customer's data and told to forget it, and the platform forgets too", async () => {
    const bench = open();
    const { order } = place(bench, "plain");
    const customer = order?.customer;
    bench.people.requestCustomerData(customer?.id ?? "");
    expect(JSON.parse(bench.deliver()[0]?.body ?? "{}")).toMatchObject({ shop_domain: DEMO_DOMAIN, customer: { id: Number(customer?.id), email: customer?.email }, orders_requested: [Number(order?.id)], data_request: {} });
    bench.people.redactCustomer(customer?.id ?? "");
    expect(JSON.parse(bench.deliver()[0]?.body ?? "{}")).toMatchObject({ customer: { id: Number(customer?.id) }, orders_to_redact: [Number(order?.id)] });
    const seen = await bench.call("query O($id: ID!) { order(id: $id) { email customer { id } shippingAddress { lastName address1 } } }", { id: gid("Order", order?.id ?? "") });
    expect(seen.data?.order).toEqual({ email: null, customer: null, shippingAddress: { lastName: "", address1: null } });
  });

  test("hears nothing in a blackout, nor of it later", () => {
    const bench = open();
    bench.twin.faults.blackout = 1;
    placeOne(bench);
    bench.twin.faults.blackout = 0;
    expect(bench.deliver()).toEqual([]);
    expect(bench.twin.counters().lost).toBeGreaterThan(0);
    placeOne(bench);
    expect(topics(bench)).toContain("orders/create");
  });

  test("sees orders of 60 days alone, unless it may read all", async () => {
    const bench = open();
    const { order } = placeOne(bench);
    const ask = async () => (await bench.call("query O($id: ID!) { order(id: $id) { id } orders(first: 5) { nodes { id } } }", { id: gid("Order", order.id) })).data;
    bench.clock.now += 61 * 86_400_000;
    expect(await ask()).toEqual({ order: null, orders: { nodes: [] } });
    bench.people.grantScopes(["read_all_orders"]);
    expect(await ask()).toMatchObject({ order: { id: gid("Order", order.id) }, orders: { nodes: [{}] } });
  });
});
