import { describe, expect, it } from "vitest";
import { toId } from "../../../app/domain/ids";
import { hasSchema } from "../../../sandbox/shopify/schema";
import { readOne } from "../conformance-cases";
import { intentRun } from "../conformance-harness";
import { id, twinHarness } from "./fixtures/twin-harness";

describe.skipIf(!hasSchema())("what the twin tells (scripts/fetch-shopify-schema.mjs fetches the schema)", () => {
  it("reads every odd order as its webhook told it", async () => {
    const harness = twinHarness({ seed: 11, store: { products: 120, digitalShare: 0.2, untrackedShare: 0.2, continueSellingShare: 0.2 } });
    for (const kind of ["plain", "point-of-sale", "draft", "unpaid", "pickup", "digital", "untracked", "oversold", "tip", "custom", "yen", "no-customer", "partial-address", "no-sku", "many-lines", "euro", "local-delivery", "scheduled", "returning"] as const) {
      const placed = harness.twin.people().placeOrder({ kind })!;
      const delivery = harness.twin.takeDeliveries(Number.MAX_SAFE_INTEGER).find((candidate) => candidate.headers["X-Shopify-Topic"] === "orders/create")!;
      const meaning = harness.channel.interpret("orders/create", delivery.body);
      const { order } = await readOne(harness, id(placed.id));
      expect(meaning, kind).toEqual({ kind: "order", order: { ...order, customerTags: null, lines: order.lines.map((line) => ({ ...line, itemPlatformId: null })) } });
    }
  });

  it("reads a bundle with its lines, which the webhook only names", async () => {
    const harness = twinHarness();
    const placed = harness.twin.people().placeOrder({ kind: "bundle" })!;
    const delivery = harness.twin.takeDeliveries(Number.MAX_SAFE_INTEGER).find((candidate) => candidate.headers["X-Shopify-Topic"] === "orders/create")!;
    expect(harness.channel.interpret("orders/create", delivery.body)).toEqual({ kind: "hint", reads: [{ kind: "order", target: placed.id }] });
    const { order } = await readOne(harness, id(placed.id));
    const [first, second, ...rest] = order.lines.map(({ bundle }) => bundle);
    expect(first).toEqual({ platformId: expect.stringMatching(/^\d+$/) as string, title: "Gift set", quantity: 1 });
    expect([second, ...rest]).toEqual([first, ...rest.map(() => null)]);
  });

  it("reads every refund in both currencies, with what went back on the shelf, and the order as its webhook told it", async () => {
    for (const cancelRefundsLines of [true, false]) {
      const harness = twinHarness({ coins: { cancelRefundsLines } });
      const people = harness.twin.people();
      const shop = harness.twin.shop();
      const variantId = [...shop.items.values()].find((item) => item.tracked && [...item.levels.values()].some((level) => level.quantities.available >= 12))!.variantId;
      const placed = people.placeOrder({ kind: "euro", lines: [{ variantId, quantity: 9 }] })!;
      const lineId = shop.orders.get(placed.id)!.lines[0]!.id;
      const locationId = [...shop.locations.keys()][0]!;
      for (let refunded = 0; refunded < 4; refunded += 1) {
        const restockType = refunded % 2 === 0 ? "CANCEL" as const : "NO_RESTOCK" as const;
        expect(people.refund(placed.id, { lines: [{ lineId, quantity: 1, restockType, locationId }] })).not.toBeNull();
      }
      const { order, refunds } = await readOne(harness, id(placed.id));
      expect(refunds.map(({ lines }) => lines.map((line) => [line.orderLinePlatformId, line.quantity, line.restock]))).toEqual(
        ["cancel", "none", "cancel", "none"].map((restock) => [[lineId, 1, restock]]));
      for (const refund of refunds) expect(refund.presentmentTotalMinor).toBe(Math.round(refund.totalMinor * 0.92));
      expect(order).toMatchObject({ presentmentCurrency: "EUR", lines: [{ quantity: 9, currentQuantity: 5 }] });
      const told = harness.twin.takeDeliveries(Number.MAX_SAFE_INTEGER).filter(({ headers }) => headers["X-Shopify-Topic"] === "orders/updated").at(-1)!;
      expect(harness.channel.interpret("orders/updated", told.body)).toEqual({ kind: "order", order: { ...order, customerTags: null, lines: order.lines.map((line) => ({ ...line, itemPlatformId: null })) } });
    }
  });

  it("understands what people, third parties and the platform itself do to orders, stock and the app", async () => {
    const harness = twinHarness();
    const people = harness.twin.people();
    const shop = harness.twin.shop();
    const order = await harness.placeOrder([3, 2]);
    const [line] = order.lines;
    people.editOrder(order.orderId, { set: [{ lineId: line!.orderLinePlatformId, quantity: 2 }] });
    people.refund(order.orderId, { lines: [{ lineId: order.lines[1]!.orderLinePlatformId, quantity: 1, restockType: "CANCEL", locationId: order.locationId }] });
    const service = harness.service!;
    const { fulfillmentOrderId } = await service.placeOrder();
    people.submitToService(fulfillmentOrderId);
    people.serviceAccepts(fulfillmentOrderId);
    people.askServiceToCancel(fulfillmentOrderId);
    people.serviceRejectsCancellation(fulfillmentOrderId);
    const failing = await service.placeOrder();
    people.submitToService(failing.fulfillmentOrderId);
    people.serviceAccepts(failing.fulfillmentOrderId);
    people.serviceFails(failing.fulfillmentOrderId);
    const pickup = people.placeOrder({ kind: "pickup" })!;
    people.prepare(shop.orders.get(pickup.id)!.fulfillmentOrderIds[0]!);
    const scheduled = people.placeOrder({ kind: "scheduled" })!;
    people.reschedule(shop.orders.get(scheduled.id)!.fulfillmentOrderIds[0]!, Date.parse("2026-12-24T00:00:00Z"));
    people.makeReady(shop.orders.get(scheduled.id)!.fulfillmentOrderIds[0]!);
    people.addLocation({ name: "Boise" });
    people.changeLocation(order.locationId, { name: "Renamed" });
    const item = [...shop.items.keys()][0]!;
    people.stockAt(item, [...shop.locations.keys()].at(-1)!, 5);
    people.stopStockingAt(item, [...shop.locations.keys()].at(-1)!);
    people.addProduct({ title: "New", sku: "NEW-1", stock: {} });
    people.withdrawScopes(["write_inventory"]);
    await harness.channel.startBulk(harness.access);
    const heard = harness.twin.takeDeliveries(Number.MAX_SAFE_INTEGER).map(({ headers, body }) => ({ topic: headers["X-Shopify-Topic"]!, meaning: harness.channel.interpret(headers["X-Shopify-Topic"]!, body) }));
    expect(heard.filter(({ meaning }) => meaning.kind === "unreadable" || meaning.kind === "ignored")).toEqual([]);
    expect(heard.filter(({ topic }) => topic === "app/scopes_update").map(({ meaning }) => meaning.kind)).toEqual(["scopes"]);
    const topics = new Set(heard.map(({ topic }) => topic));
    for (const topic of ["orders/edited", "refunds/create", "fulfillment_orders/fulfillment_request_accepted", "fulfillment_orders/fulfillment_service_failed_to_complete", "locations/create"]) expect(topics).toContain(topic);
  });

  it("understands every webhook that the twin sends", async () => {
    const harness = twinHarness();
    const people = harness.twin.people();
    const order = await harness.placeOrder([2]);
    await intentRun(harness, {
      kind: "ship", shipmentId: toId("s"), orderPlatformId: order.orderId, fulfillmentOrderPlatformId: order.fulfillmentOrderId, lines: [{ ...order.lines[0]!, quantity: 1 }],
      tracking: { company: null, number: "1", url: null }, notifyCustomer: false,
    }).settle();
    people.holdElsewhere(order.fulfillmentOrderId);
    people.cancelOrder(order.orderId);
    people.closeLocation(order.otherLocationIds[0]);
    people.deleteProduct([...harness.twin.shop().products.keys()][0]!);
    people.requestPrivacy("customers/redact", [order.orderId]);
    people.uninstall();
    const meanings = harness.twin.takeDeliveries(Number.MAX_SAFE_INTEGER).map(({ headers, body }) => {
      const reading = harness.channel.readHeaders(headers);
      return reading.ok ? harness.channel.interpret(reading.topic, body) : reading.problem;
    });
    expect(meanings.length).toBeGreaterThan(8);
    expect(meanings.at(-1)).toEqual({ kind: "uninstalled" });
    expect(meanings.filter((meaning) => typeof meaning === "string" || meaning.kind === "unreadable" || meaning.kind === "ignored")).toEqual([]);
  });
});
