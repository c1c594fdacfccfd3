import { createHmac } from "node:crypto";
import { z } from "zod";
import { toId, type PlatformId } from "../../../app/domain/ids";
import type { PlatformOrderReading } from "../../../app/domain/platform";
import type { ChannelHarness, Inspection, PlacedOrder } from "../conformance-harness";
import type { ChannelWorld, StoreAccess } from "../port";
import { createClient } from "./client";
import { globalId } from "./fields";
import { readFixture } from "./fixtures/read-fixture";
import { gid } from "./ids";
import { createShopifyChannel } from "./index";
import type { Operation } from "./operations";

/** The battery's hooks to a real development store. Orders are made as test orders; nothing is inspected but by reading. */

export const ORDER_CREATE: Operation = {
  name: "OrderCreate", mutation: true, cost: { base: 10, perId: 0 },
  document: "mutation OrderCreate($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id } userErrors { message } } }",
};

/** Enough at each location for every order of the battery. */
const AVAILABLE_MIN = 60;

export function liveHarness(world: ChannelWorld, access: StoreAccess): ChannelHarness {
  const channel = createShopifyChannel(world);
  const client = createClient(world);

  const read = async (orderId: PlatformId): Promise<PlatformOrderReading> => {
    const reading = await channel.readOrders(access, [orderId]);
    const order = reading.ok ? reading.value.get(orderId) : undefined;
    if (order === undefined || order === "gone") throw new Error(reading.ok ? "The order is not found." : reading.trouble.words);
    return order;
  };

  const create = async (lines: { variantId: string; quantity: number }[]): Promise<PlatformId> => {
    const shape = z.object({ orderCreate: z.object({ order: z.object({ id: globalId }).nullish(), userErrors: z.array(z.object({ message: z.string() })) }) });
    const answer = await client.call(access, { operation: ORDER_CREATE, variables: { order: { lineItems: lines, test: true } }, shape });
    if (!answer.ok) throw new Error(answer.failure.trouble.words);
    const { order, userErrors } = answer.value.orderCreate;
    if (order === null || order === undefined) throw new Error(userErrors[0]?.message ?? "Shopify made no order.");
    return order.id;
  };

  const placeOrder = async (quantities: readonly number[]): Promise<PlacedOrder> => {
    const items = await channel.listItems(access, "");
    if (!items.ok) throw new Error(items.trouble.words);
    const stocked = items.value.items.filter(({ item, levels }) => item.tracked && item.requiresShipping && levels.filter((level) => level.active && level.available >= AVAILABLE_MIN).length >= 3);
    if (stocked.length < quantities.length) throw new Error(`The store needs ${quantities.length} tracked items with ${AVAILABLE_MIN} units at each of three locations.`);
    const orderId = await create(quantities.map((quantity, index) => ({ variantId: gid("ProductVariant", stocked[index]!.item.variantPlatformId!), quantity })));
    const { order, fulfillmentOrders } = await read(orderId);
    const [only, ...others] = fulfillmentOrders;
    if (only?.locationPlatformId === undefined || only.locationPlatformId === null || others.length > 0) throw new Error("Shopify did not put the order at one location.");
    const everywhere = stocked[0]!.levels.filter((level) => level.active && stocked.slice(0, quantities.length).every(({ levels }) => levels.some((one) => one.active && one.locationPlatformId === level.locationPlatformId)));
    const [one, two] = everywhere.map((level) => level.locationPlatformId).filter((location) => location !== only.locationPlatformId);
    if (one === undefined || two === undefined) throw new Error("No two other locations stock all of the order.");
    return {
      orderId, fulfillmentOrderId: only.platformId, locationId: only.locationPlatformId, otherLocationIds: [one, two], placedAt: order.placedAt,
      lines: order.lines.map((line) => ({ orderLinePlatformId: line.platformId, quantity: line.quantity })), body: null,
    };
  };

  return {
    channel, access, placeOrder, holdByOther: null, service: null, faults: null,
    wait: (ms) => world.sleep(ms),
    inspect: async ({ orderId }) => inspectionOf(await read(orderId)),
    close: async () => undefined,
    deliveries: {
      orderTopic: "orders/create", orderBody: readFixture("orders-create.json"), orderId: toId<PlatformId>("820982911946154508"), thinBody: "{\"id\":820982911946154508}",
      sign: (topic, body, secret) => ({
        "x-shopify-topic": topic, "x-shopify-shop-domain": access.domain, "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
        "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
      }),
    },
  };
}

function inspectionOf({ fulfillmentOrders, fulfillments }: PlatformOrderReading): Inspection {
  const active = fulfillmentOrders.filter(({ status }) => status !== "closed" && status !== "cancelled" && status !== "incomplete");
  const waiting: Record<string, number> = {};
  for (const one of active) {
    for (const line of one.lines.filter(({ remainingQuantity }) => remainingQuantity > 0)) {
      const key = `${line.orderLinePlatformId}@${one.locationPlatformId}`;
      waiting[key] = (waiting[key] ?? 0) + line.remainingQuantity;
    }
  }
  return {
    waiting,
    holds: active.flatMap((one) => one.holds.map(({ handle }) => ({ fulfillmentOrderId: one.platformId, handle }))),
    inProgress: active.filter(({ status }) => status === "in-progress").map(({ platformId }) => platformId),
    parcels: fulfillments.filter(({ status }) => status === "success").map((parcel) => ({
      id: parcel.platformId, number: parcel.number, lines: Object.fromEntries(parcel.lines.map((line) => [line.orderLinePlatformId, line.quantity])),
    })),
  };
}
