import { describe, expect, it } from "vitest";
import { toId, type PlatformId } from "../../../app/domain/ids";
import { readFixture } from "./fixtures/read-fixture";
import { ACCESS, cut, scriptedPlatform, whole, type Reply, type ScriptedCall } from "./fixtures/scripted-platform";
import { createShopifyChannel } from "./index";

const ORDER_ID = toId<PlatformId>("820982911946154508");
const id = (text: string) => toId<PlatformId>(text);
const answer = JSON.parse(readFixture("order-answer.json")) as { lineItems: { nodes: object[] }; fulfillmentOrders: { nodes: { lineItems: { nodes: object[] } }[] } } & Record<string, unknown>;
const data = (value: unknown): Reply => ({ json: { data: value } });
const scopes = (...handles: string[]): Reply => data({ currentAppInstallation: { accessScopes: handles.map((handle) => ({ handle })) } });

const channelOf = (reply: (call: ScriptedCall, index: number) => Reply) => {
  const platform = scriptedPlatform(reply);
  return { platform, channel: createShopifyChannel(platform.world) };
};

describe("orders", () => {
  it("that the platform does not know are gone, the others whole, in one call", async () => {
    const { channel, platform } = channelOf(() => data({ nodes: [answer, null] }));
    const reading = await channel.readOrders(ACCESS, [ORDER_ID, id("2"), ORDER_ID]);
    expect(reading).toMatchObject({ ok: true, readAt: platform.now() });
    if (reading.ok) expect([...reading.value].map(([key, value]) => [key, value === "gone" ? value : value.order.name])).toEqual([[ORDER_ID, "#9999"], ["2", "gone"]]);
    expect(platform.calls.map((call) => call.variables["ids"])).toEqual([["gid://shopify/Order/820982911946154508", "gid://shopify/Order/2"]]);
  });

  it("with five hundred lines, many fulfillment orders and parcels come whole", async () => {
    const line = answer.lineItems.nodes[0]!;
    const part = answer.fulfillmentOrders.nodes[0]!;
    const partLine = part.lineItems.nodes[0]!;
    const parcel = (answer["fulfillments"] as object[])[0]!;
    const lineAt = (index: number) => ({ ...line, id: `gid://shopify/LineItem/${1000 + index}` });
    const lines = Array.from({ length: 500 }, (_, index) => lineAt(index));
    const { channel } = channelOf((call) => {
      const after = Number(call.variables["after"] ?? 0);
      const page = <T>(all: T[], size: number) => (after + size < all.length ? cut(all.slice(after, after + size), String(after + size)) : whole(all.slice(after)));
      switch (call.name) {
        case "OrdersRead":
          return data({ nodes: [{
            ...answer, lineItems: cut(lines.slice(0, 5), "5"), fulfillmentsCount: { count: 2 }, fulfillments: [],
            fulfillmentOrders: cut([{ ...part, lineItems: cut([partLine], "1") }], "1"),
          }] });
        case "OrderLinesPage":
          return data({ order: { lineItems: page(lines, 50) } });
        case "OrderFulfillmentOrdersPage":
          return data({ order: { fulfillmentOrders: whole([{ ...part, id: "gid://shopify/FulfillmentOrder/2" }]) } });
        case "FulfillmentOrderLinesPage":
          return data({ fulfillmentOrder: { lineItems: whole([{ ...partLine, id: "gid://shopify/FulfillmentOrderLineItem/2" }]) } });
        case "OrderFulfillments":
          return data({ order: { fulfillments: [parcel, { ...parcel, id: "gid://shopify/Fulfillment/2" }] } });
        default:
          return "lost";
      }
    });
    const reading = await channel.readOrders(ACCESS, [ORDER_ID]);
    const order = reading.ok ? reading.value.get(ORDER_ID) : null;
    if (order === null || order === undefined || order === "gone") throw new Error("no order");
    expect(order.order.lines.map((entry) => entry.platformId)).toEqual(Array.from({ length: 500 }, (_, index) => String(1000 + index)));
    expect(order.fulfillmentOrders.map((entry) => [entry.platformId, entry.lines.length])).toEqual([["1046000778", 2], ["2", 1]]);
    expect(order.fulfillments).toHaveLength(2);
  });

  it("without fulfillment orders are believed only when the scope to see them is there", async () => {
    const bare = { ...answer, fulfillmentOrders: whole([]) };
    const read = (...granted: string[]) => channelOf((call) => (call.name === "ScopesRead" ? scopes(...granted) : data({ nodes: [bare] }))).channel.readOrders(ACCESS, [ORDER_ID]);
    expect((await read("read_orders", "write_merchant_managed_fulfillment_orders")).ok).toBe(true);
    expect(await read("read_orders")).toMatchObject({ ok: false, trouble: { kind: "unauthorized", words: expect.stringContaining("read_merchant_managed_fulfillment_orders") as string } });
  });

  it("are asked for in smaller batches when the platform finds the query too dear", async () => {
    const { channel, platform } = channelOf((call) => {
      const ids = call.variables["ids"] as string[];
      return ids.length > 2 ? { json: { errors: [{ message: "too much", extensions: { code: "MAX_COST_EXCEEDED", cost: 1200, maxCost: 1000 } }] } } : data({ nodes: ids.map(() => null) });
    });
    const reading = await channel.readOrders(ACCESS, ["1", "2", "3", "4", "5"].map(id));
    expect(reading.ok && [...reading.value.values()]).toEqual(Array(5).fill("gone"));
    expect(platform.calls.map((call) => (call.variables["ids"] as string[]).length)).toEqual([5, 2, 2, 1]);
  });

  it("since a moment are listed page by page", async () => {
    const { channel, platform } = channelOf((_call, index) => data({ orders: (index === 0 ? cut : whole)([{ id: "gid://shopify/Order/1", updatedAt: "2026-11-20T00:00:00Z" }], "next") }));
    const since = Date.parse("2026-11-19T00:00:00Z");
    expect(await channel.listOrders(ACCESS, since, "")).toMatchObject({ ok: true, value: { orders: [{ platformId: "1", updatedAt: Date.parse("2026-11-20T00:00:00Z") }], next: "next" } });
    expect(await channel.listOrders(ACCESS, since, "next")).toMatchObject({ ok: true, value: { next: null } });
    expect(platform.calls.map((call) => call.variables)).toEqual([
      { after: null, query: "updated_at:>='2026-11-19T00:00:00.000Z'" }, { after: "next", query: "updated_at:>='2026-11-19T00:00:00.000Z'" },
    ]);
  });
});

describe("items", () => {
  const level = (location: string, available: number) => ({
    isActive: true, location: { id: `gid://shopify/Location/${location}` },
    quantities: [["available", available], ["on_hand", 9], ["committed", 2], ["incoming", 3], ["reserved", 0], ["damaged", 1], ["safety_stock", 4], ["quality_control", 5]].map(([name, quantity]) => ({ name, quantity })),
  });
  const variant = { id: "gid://shopify/ProductVariant/5", title: "Small", inventoryPolicy: "CONTINUE", updatedAt: "2026-11-20T00:00:00Z", product: { id: "gid://shopify/Product/6", title: "Shirt", tags: ["summer", " summer"], productType: "Tops" } };
  const item = {
    id: "gid://shopify/InventoryItem/1", sku: "A", tracked: true, requiresShipping: true, updatedAt: "2026-11-19T00:00:00Z",
    measurement: { weight: { value: 2, unit: "KILOGRAMS" } }, variants: { nodes: [variant] }, inventoryLevels: cut([level("10", -2)], "1"),
  };

  it("come with all quantities at all their locations", async () => {
    const { channel } = channelOf((call) => (call.name === "ItemsRead" ? data({ nodes: [item, null] }) : data({ inventoryItem: { inventoryLevels: whole([level("11", 7)]) } })));
    const reading = await channel.readItems(ACCESS, [id("1"), id("2")]);
    expect(reading.ok && reading.value.get(id("2"))).toBe("gone");
    expect(reading.ok && reading.value.get(id("1"))).toEqual({
      item: {
        platformId: "1", variantPlatformId: "5", productPlatformId: "6", sku: "A", title: "Shirt - Small", tracked: true, continueSelling: true,
        requiresShipping: true, weightGrams: 2000, productTags: ["summer"], productType: "Tops", updatedAt: Date.parse("2026-11-20T00:00:00Z"),
      },
      levels: [-2, 7].map((available, index) => ({
        locationPlatformId: String(10 + index), active: true, onHand: 9, available, committed: 2, reserved: 0, damaged: 1, safetyStock: 4, qualityControl: 5, incoming: 3, changedAt: null,
      })),
    });
  });

  it("are listed for the import, an item without variant included", async () => {
    const { channel } = channelOf(() => data({ inventoryItems: whole([{ ...item, variants: null, inventoryLevels: whole([]) }]) }));
    expect(await channel.listItems(ACCESS, "")).toMatchObject({ ok: true, value: { next: null, items: [{ item: { variantPlatformId: null, title: "" }, levels: [] }] } });
  });

  it("of products are named, over all pages", async () => {
    const variants = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ inventoryItem: { id: `gid://shopify/InventoryItem/${from + index}` } }));
    const { channel } = channelOf((call) => (call.name === "ProductsRead"
      ? data({ nodes: [{ id: "gid://shopify/Product/6", variants: cut(variants(1, 100), "100") }, {}] })
      : data({ product: { variants: whole(variants(101, 20)) } })));
    const reading = await channel.readProducts(ACCESS, [id("6"), id("7")]);
    expect(reading.ok && reading.value.get(id("6"))).toHaveLength(120);
    expect(reading.ok && reading.value.get(id("7"))).toBe("gone");
  });
});

describe("the rest", () => {
  it("finds the orders that fulfillment orders belong to, and doubts a gap without the scope", async () => {
    const owners = (...granted: string[]) => channelOf((call) => (call.name === "ScopesRead" ? scopes(...granted)
      : data({ nodes: [{ id: "gid://shopify/FulfillmentOrder/1", orderId: "gid://shopify/Order/820982911946154508" }, null] }))).channel.readFulfillmentOrderOwners(ACCESS, [id("1"), id("2")]);
    const seen = await owners("read_merchant_managed_fulfillment_orders");
    expect(seen.ok && [...seen.value]).toEqual([["1", ORDER_ID], ["2", "gone"]]);
    expect(await owners()).toMatchObject({ ok: false, trouble: { kind: "unauthorized" } });
  });

  it("reads the shop with its scopes and all locations", async () => {
    const location = {
      id: "gid://shopify/Location/1", name: "Ohio", isActive: true, fulfillsOnlineOrders: true, shipsInventory: true, isFulfillmentService: false,
      address: { countryCode: "US", provinceCode: "OH", zip: "43004", city: "Columbus", latitude: 40, longitude: null },
    };
    const { channel } = channelOf((call) => (call.name === "ShopRead"
      ? data({ shop: { name: "Acme", currencyCode: "USD", ianaTimezone: "America/New_York" }, currentAppInstallation: { accessScopes: [{ handle: "write_x" }, { handle: "read_y" }] } })
      : data({ locations: call.variables["after"] === null ? cut([location], "1") : whole([{ ...location, id: "gid://shopify/Location/2" }]) })));
    expect(await channel.readShop(ACCESS)).toMatchObject({ ok: true, value: { name: "Acme", currency: "USD", timeZone: "America/New_York", scopes: ["read_y", "write_x"] } });
    const locations = await channel.readLocations(ACCESS);
    expect(locations.ok && locations.value.map(({ platformId, postalCode, longitude }) => [platformId, postalCode, longitude])).toEqual([["1", "43004", null], ["2", "43004", null]]);
  });
});
