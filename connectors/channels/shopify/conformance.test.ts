import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { toId, type PlatformId } from "../../../app/domain/ids";
import { createTwin, type Twin, type TwinOptions } from "../../../sandbox/shopify/twin";
import { hasSchema, loadSchema } from "../../../sandbox/shopify/schema";
import { channelConformance } from "../conformance";
import { readOne } from "../conformance-cases";
import { intentRun, type ChannelHarness, type Inspection, type PlacedOrder } from "../conformance-harness";
import type { ChannelWorld } from "../port";
import { readAppConfig } from "./fixtures/app-config";
import { readFixture } from "./fixtures/read-fixture";
import { createShopifyChannel } from "./index";

const DOMAIN = "demo.myshopify.com";
const config = readAppConfig();
/** Half a second to load, the same for all. */
const schema = hasSchema() ? loadSchema() : null;
const id = (text: string) => toId<PlatformId>(text);

const sign = (topic: string, body: string, secret: string) => ({
  "x-shopify-topic": topic, "x-shopify-shop-domain": DOMAIN, "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
  "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
});

type Fetch = ChannelWorld["fetch"];
const answered = (status: number, json: unknown): Awaited<ReturnType<Fetch>> => ({ status, headers: { get: () => null }, text: async () => JSON.stringify(json) });

/** The wire between connector and twin, which loses or answers what a case asks for. */
function faultyWire(twin: Twin): { fetch: Fetch; faults: NonNullable<ChannelHarness["faults"]> } {
  let lost: { when: "before" | "after"; skip: number } | null = null;
  let all: "throttled" | "unauthorized" | null = null;
  return {
    fetch: async (url, init) => {
      if (all === "throttled") return answered(200, { errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] });
      if (all === "unauthorized") return answered(401, { errors: "[API] Invalid API key or access token" });
      const isChange = (JSON.parse(init.body ?? "{}") as { query?: string }).query?.startsWith("mutation") === true;
      if (!isChange || lost === null) return twin.fetch(url, init);
      const { when, skip } = lost;
      lost = skip === 0 ? null : { when, skip: skip - 1 };
      if (skip > 0) return twin.fetch(url, init);
      if (when === "after") await twin.fetch(url, init);
      throw new Error("socket hang up");
    },
    faults: {
      loseChange: (when, skip) => {
        lost = { when, skip };
      },
      breakFiles: (broken) => {
        twin.faults.brokenFile = broken ? 1 : 0;
      },
      answerAll: (kind) => {
        all = kind;
        lost = null;
      },
    },
  };
}

interface TwinHarness extends ChannelHarness {
  twin: Twin;
}

function twinHarness(options: Partial<TwinOptions> = {}): TwinHarness {
  let clock = Date.parse("2026-11-20T12:00:00Z");
  const twin = createTwin({
    seed: 7, now: () => clock, schema: schema!, scopes: config.scopes, topics: [...config.topics, ...config.complianceTopics], domains: [DOMAIN], bigIds: true,
    store: { products: 40, unitsLow: 50, untrackedShare: 0, digitalShare: 0, continueSellingShare: 0 }, ...options,
  });
  const wire = faultyWire(twin);
  const world: ChannelWorld = {
    fetch: wire.fetch,
    now: () => clock,
    sleep: async (ms) => {
      clock += ms;
    },
  };
  return {
    twin, channel: createShopifyChannel(world), access: { domain: DOMAIN, token: twin.grantToken(DOMAIN) }, faults: wire.faults,
    deliveries: { sign, orderTopic: "orders/create", orderBody: readFixture("orders-create.json"), orderId: id("820982911946154508"), thinBody: "{\"id\":820982911946154508}" },
    placeOrder: async (quantities) => placeOrder(twin, quantities, clock),
    inspect: async (order) => inspectOrder(twin, order),
    holdByOther: async (fulfillmentOrderId) => {
      twin.people().holdElsewhere(fulfillmentOrderId);
    },
    service: thirdParty(twin),
    wait: world.sleep,
    close: async () => undefined,
  };
}

/** Three locations that all stock the items, with enough units at each. */
function placeOrder(twin: Twin, quantities: readonly number[], placedAt: number): PlacedOrder {
  const shop = twin.shop();
  const active = new Map<string, string[]>();
  for (const level of twin.inspect().levels) {
    if (level.active && level.available > 10) active.set(level.itemId, [...(active.get(level.itemId) ?? []), level.locationId]);
  }
  const locations = [...shop.locations.keys()].slice(0, 3);
  const items = [...active].filter(([, at]) => locations.every((location) => at.includes(location))).map(([itemId]) => itemId);
  const chosen = quantities.map((quantity, index) => ({ variantId: shop.items.get(items[index]!)!.variantId, quantity }));
  const order = twin.people().placeOrder({ lines: chosen })!;
  const bodies = twin.takeDeliveries(placedAt + 60_000).filter((delivery) => delivery.headers["X-Shopify-Topic"] === "orders/create" || delivery.headers["x-shopify-topic"] === "orders/create");
  const { orders, fulfillmentOrders } = twin.inspect();
  const placed = orders.find((candidate) => candidate.id === order.id)!;
  const open = fulfillmentOrders.find((candidate) => candidate.orderId === order.id)!;
  const [one, two] = locations.filter((location) => location !== open.locationId);
  return {
    orderId: id(order.id), fulfillmentOrderId: id(open.id), locationId: id(open.locationId), otherLocationIds: [id(one!), id(two!)], placedAt,
    lines: placed.lines.map((line) => ({ orderLinePlatformId: id(line.id), quantity: line.quantity })), body: bodies.at(-1)?.body ?? null,
  };
}

function thirdParty(twin: Twin): NonNullable<ChannelHarness["service"]> {
  const people = twin.people();
  let variantId: string | null = null;
  return {
    placeOrder: async () => {
      variantId ??= people.openThirdParty({ products: 1 }).variantIds[0]!;
      const order = people.placeOrder({ lines: [{ variantId, quantity: 2 }] })!;
      return { orderId: id(order.id), fulfillmentOrderId: id(twin.shop().orders.get(order.id)!.fulfillmentOrderIds[0]!) };
    },
    answer: async (fulfillmentOrderId, answer) => {
      const answers = { accept: people.serviceAccepts, reject: people.serviceRejects, "reject-cancellation": people.serviceRejectsCancellation };
      expect(answers[answer](fulfillmentOrderId)).toBe(true);
    },
  };
}

function inspectOrder(twin: Twin, { orderId }: PlacedOrder): Inspection {
  const { fulfillmentOrders, fulfillments } = twin.inspect();
  const own = fulfillmentOrders.filter((candidate) => candidate.orderId === orderId && candidate.open);
  const waiting: Record<string, number> = {};
  for (const one of own) {
    for (const line of one.lines.filter(({ remaining }) => remaining > 0)) {
      const key = `${line.lineId}@${one.locationId}`;
      waiting[key] = (waiting[key] ?? 0) + line.remaining;
    }
  }
  return {
    waiting,
    holds: own.flatMap((one) => one.holds.map((hold) => ({ fulfillmentOrderId: id(one.id), handle: hold.handle }))),
    inProgress: own.filter(({ status }) => status === "IN_PROGRESS").map((one) => id(one.id)),
    parcels: fulfillments.filter((one) => one.orderId === orderId && one.status === "SUCCESS")
      .map((one) => ({ id: id(one.id), number: one.numbers[0] ?? null, lines: Object.fromEntries(one.lines.map((line) => [line.lineId, line.quantity])) })),
  };
}

describe.skipIf(!hasSchema())("over the twin (scripts/fetch-shopify-schema.mjs fetches the schema)", () => {
  const COINS = [true, false].flatMap((one) => [true, false].map((other) => ({
    moveMergesAtDestination: one, updateFollowsCreate: other, refusedKeyIsBurnt: one, staleCompareHasCode: other, acceptedCancellationReopens: one !== other,
    cancelRefundsLines: one !== other, closedKeepsRemaining: one,
  })));
  for (const coins of COINS) channelConformance(`Shopify, ${JSON.stringify(coins)}`, async () => twinHarness({ coins }));

  it("never ships a parcel twice although answers are lost and half of the reads lag", async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const harness = twinHarness({ seed });
      const order = await harness.placeOrder([6]);
      harness.twin.faults.staleRead = 0.5;
      let shipped = 0;
      for (let parcel = 0; parcel < 3; parcel += 1) {
        harness.faults?.loseChange("after", seed % 3);
        const outcome = await intentRun(harness, {
          kind: "ship", shipmentId: toId("s"), orderPlatformId: order.orderId, fulfillmentOrderPlatformId: order.fulfillmentOrderId,
          lines: [{ ...order.lines[0]!, quantity: 1 }], tracking: { company: null, number: null, url: null }, notifyCustomer: false,
        }).settle();
        if (outcome.status === "done") shipped += 1;
        const { parcels } = inspectOrder(harness.twin, order);
        expect(parcels.length, `seed ${seed}`).toBeLessThanOrEqual(parcel + 1);
        expect(parcels.length, `seed ${seed}`).toBeGreaterThanOrEqual(shipped);
      }
    }
  });

  it("does not take an earlier parcel with the same lines for its own", async () => {
    const harness = twinHarness();
    const order = await harness.placeOrder([2]);
    const line = harness.twin.inspect().fulfillmentOrders.find((candidate) => candidate.id === order.fulfillmentOrderId)!.lines[0]!;
    harness.twin.people().shipElsewhere(order.fulfillmentOrderId, [{ id: line.id, quantity: 1 }]);
    harness.faults?.loseChange("before", 0);
    const outcome = await intentRun(harness, {
      kind: "ship", shipmentId: toId("s"), orderPlatformId: order.orderId, fulfillmentOrderPlatformId: order.fulfillmentOrderId,
      lines: [{ ...order.lines[0]!, quantity: 1 }], tracking: { company: null, number: "ours", url: null }, notifyCustomer: false,
    }).settle();
    const { parcels } = inspectOrder(harness.twin, order);
    expect(parcels).toHaveLength(2);
    expect(outcome).toEqual({ status: "done", platformId: parcels.find((parcel) => parcel.number === "ours")?.id });
  });

  it("tells the customer of a tracking number once", async () => {
    const harness = twinHarness();
    const order = await harness.placeOrder([1]);
    const tracking = { company: "UPS", number: "1Z001", url: null };
    await intentRun(harness, {
      kind: "ship", shipmentId: toId("s"), orderPlatformId: order.orderId, fulfillmentOrderPlatformId: order.fulfillmentOrderId, lines: order.lines, tracking, notifyCustomer: true,
    }).settle();
    const parcel = inspectOrder(harness.twin, order).parcels[0]!;
    harness.twin.takeDeliveries(Number.MAX_SAFE_INTEGER);
    const run = intentRun(harness, { kind: "track", shipmentId: toId("s"), fulfillmentPlatformId: parcel.id, tracking, notifyCustomer: true });
    expect(await run.settle()).toEqual({ status: "done", platformId: parcel.id });
    expect(harness.twin.takeDeliveries(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  it("names the missing permission instead of reading nothing", async () => {
    const harness = twinHarness();
    const order = await harness.placeOrder([1]);
    const blind = { domain: DOMAIN, token: harness.twin.grantToken(DOMAIN, { scopes: config.scopes.filter((scope) => !scope.includes("fulfillment_orders")) }) };
    expect(await harness.channel.readOrders(blind, [order.orderId])).toMatchObject({ ok: false, trouble: { kind: "unauthorized" } });
    const poor = { domain: DOMAIN, token: harness.twin.grantToken(DOMAIN, { scopes: ["read_products"] }) };
    expect(await harness.channel.readOrders(poor, [order.orderId])).toMatchObject({ ok: false, trouble: { kind: "unauthorized", words: expect.stringContaining("read_orders") as string } });
  });

  it("reads every odd order as its webhook told it", async () => {
    const harness = twinHarness({ seed: 11, store: { products: 120, digitalShare: 0.2, untrackedShare: 0.2, continueSellingShare: 0.2 } });
    for (const kind of ["plain", "point-of-sale", "draft", "unpaid", "pickup", "digital", "untracked", "oversold", "tip", "custom", "yen", "no-customer", "partial-address", "no-sku", "many-lines"] as const) {
      const placed = harness.twin.people().placeOrder({ kind })!;
      const delivery = harness.twin.takeDeliveries(Number.MAX_SAFE_INTEGER).find((candidate) => candidate.headers["X-Shopify-Topic"] === "orders/create")!;
      const meaning = harness.channel.interpret("orders/create", delivery.body);
      const { order } = await readOne(harness, id(placed.id));
      expect(meaning, kind).toEqual({ kind: "order", order: { ...order, lines: order.lines.map((line) => ({ ...line, itemPlatformId: null })) } });
    }
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
