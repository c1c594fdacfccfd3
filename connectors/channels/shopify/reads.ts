import { z } from "zod";
import type { Instant, PlatformId } from "../../../app/domain/ids";
import type { PlatformItemReading, PlatformLocation, PlatformOrderReading, PlatformShop } from "../../../app/domain/platform";
import type { ChannelWorld, Reading, StoreAccess } from "../port";
import { pollBulk, readBulk, startBulk } from "./bulk";
import type { Answer, Client } from "./client";
import { gid, type GidKind } from "./ids";
import {
  COUNTS_READ, FULFILLMENT_ORDER_OWNERS, ITEM_LEVELS_PAGE, ITEMS_PAGE, ITEMS_READ, LOCATIONS_PAGE, ORDERS_PAGE, ORDERS_READ, PRODUCT_VARIANTS_PAGE, PRODUCTS_READ,
  SCOPES_READ, SHOP_READ, type Operation,
} from "./operations";
import { malformed, readInBatches, readRest } from "./paging";
import { completeOrder, type Reader } from "./read-order";
import {
  connection, fulfillmentOrderOwnerShape, itemReadingShape, levelShape, locationShape, nodesShape, orderShape, productShape, scopesShape, shopShape,
  type Connection, type ItemReadingAnswer,
} from "./shapes";
import { globalId, instant } from "./fields";
import { itemReadingOf, locationOf, orderReadingOf } from "./translate-answer";

const ORDERS_A_CALL_MAX = 25;
const IDS_A_CALL_MAX = 100;

type Found<T> = Map<PlatformId, T | "gone">;

interface NodesCall<T> {
  operation: Operation;
  kind: GidKind;
  ids: readonly PlatformId[];
  most: number;
  node: z.ZodType<T & { id: PlatformId }>;
}

/** Reads nodes by id; what the platform answers with null is gone. */
async function readNodes<T>({ client, access }: Reader, call: NodesCall<T>): Promise<Answer<Found<T & { id: PlatformId }>>> {
  const shape = nodesShape(call.node);
  const unique = [...new Set(call.ids)];
  const batches = await readInBatches(client, access, {
    operation: call.operation, ids: unique, most: call.most,
    ask: (slice) => ({ variables: { ids: slice.map((id) => gid(call.kind, id)) }, shape }),
  });
  if (!batches.ok) return batches;
  const found: Found<T & { id: PlatformId }> = new Map(unique.map((id) => [id, "gone"]));
  for (const node of batches.value.flatMap(({ value }) => value.nodes)) {
    if (node !== null) found.set(node.id, node);
  }
  return { ok: true, value: found };
}

/** The scope without which Shopify answers with empty lists of fulfillment orders instead of an error. */
const FULFILLMENT_ORDERS_SCOPE = "merchant_managed_fulfillment_orders";

async function fulfillmentOrdersVisible({ client, access }: Reader): Promise<Answer<true>> {
  const answer = await client.call(access, { operation: SCOPES_READ, variables: {}, shape: scopesShape });
  if (!answer.ok) return answer;
  const granted = answer.value.currentAppInstallation.accessScopes.some(({ handle }) => handle.endsWith(`_${FULFILLMENT_ORDERS_SCOPE}`));
  if (granted) return { ok: true, value: true };
  const words = `A permission is missing: read_${FULFILLMENT_ORDERS_SCOPE}. Open the app in the store's admin and accept its permissions.`;
  return { ok: false, failure: { trouble: { kind: "unauthorized", words }, lost: false } };
}

async function readOrders(reader: Reader, ids: readonly PlatformId[]): Promise<Answer<Found<PlatformOrderReading>>> {
  const nodes = await readNodes(reader, { operation: ORDERS_READ, kind: "Order", ids, most: ORDERS_A_CALL_MAX, node: orderShape });
  if (!nodes.ok) return nodes;
  const readings: Found<PlatformOrderReading> = new Map();
  for (const [id, node] of nodes.value) {
    if (node === "gone") {
      readings.set(id, node);
      continue;
    }
    const order = await completeOrder(reader, node);
    if (!order.ok) return order;
    const translated = orderReadingOf(order.value);
    if (!translated.ok) return malformed(`Order ${id}: ${translated.problem}`);
    readings.set(id, translated.value);
  }
  const anyWithout = [...readings.values()].some((reading) => reading !== "gone" && reading.fulfillmentOrders.length === 0);
  if (!anyWithout) return { ok: true, value: readings };
  const visible = await fulfillmentOrdersVisible(reader);
  return visible.ok ? { ok: true, value: readings } : visible;
}

async function completeItem({ client, access }: Reader, item: ItemReadingAnswer): Promise<Answer<PlatformItemReading>> {
  const shape = z.object({ inventoryItem: z.object({ inventoryLevels: connection(levelShape) }).nullable() });
  const levels = await readRest(item.inventoryLevels, async (after) => {
    const answer = await client.call(access, { operation: ITEM_LEVELS_PAGE, variables: { id: gid("InventoryItem", item.id), after }, shape });
    if (!answer.ok) return answer;
    return answer.value.inventoryItem === null ? malformed("The item vanished while it was read.") : { ok: true, value: answer.value.inventoryItem.inventoryLevels };
  });
  if (!levels.ok) return levels;
  return { ok: true, value: itemReadingOf({ ...item, inventoryLevels: { pageInfo: { hasNextPage: false }, nodes: levels.value } }) };
}

async function readItems(reader: Reader, ids: readonly PlatformId[]): Promise<Answer<Found<PlatformItemReading>>> {
  const nodes = await readNodes(reader, { operation: ITEMS_READ, kind: "InventoryItem", ids, most: IDS_A_CALL_MAX, node: itemReadingShape });
  if (!nodes.ok) return nodes;
  const readings: Found<PlatformItemReading> = new Map();
  for (const [id, node] of nodes.value) {
    const reading = node === "gone" ? null : await completeItem(reader, node);
    if (reading !== null && !reading.ok) return reading;
    readings.set(id, reading === null ? "gone" : reading.value);
  }
  return { ok: true, value: readings };
}

async function readProducts(reader: Reader, ids: readonly PlatformId[]): Promise<Answer<Found<PlatformId[]>>> {
  const nodes = await readNodes(reader, { operation: PRODUCTS_READ, kind: "Product", ids, most: IDS_A_CALL_MAX, node: productShape });
  if (!nodes.ok) return nodes;
  const products: Found<PlatformId[]> = new Map();
  for (const [id, node] of nodes.value) {
    if (node === "gone") {
      products.set(id, node);
      continue;
    }
    const shape = z.object({ product: z.object({ variants: productShape.shape.variants }).nullable() });
    const variants = await readRest(node.variants, async (after) => {
      const answer = await reader.client.call(reader.access, { operation: PRODUCT_VARIANTS_PAGE, variables: { id: gid("Product", id), after }, shape });
      if (!answer.ok) return answer;
      return answer.value.product === null ? malformed("The product vanished while it was read.") : { ok: true, value: answer.value.product.variants };
    });
    if (!variants.ok) return variants;
    products.set(id, variants.value.map(({ inventoryItem }) => inventoryItem.id));
  }
  return { ok: true, value: products };
}

async function readFulfillmentOrderOwners(reader: Reader, ids: readonly PlatformId[]): Promise<Answer<Found<PlatformId>>> {
  const nodes = await readNodes(reader, { operation: FULFILLMENT_ORDER_OWNERS, kind: "FulfillmentOrder", ids, most: IDS_A_CALL_MAX, node: fulfillmentOrderOwnerShape });
  if (!nodes.ok) return nodes;
  const owners: Found<PlatformId> = new Map([...nodes.value].map(([id, node]) => [id, node === "gone" ? node : node.orderId]));
  if (![...owners.values()].includes("gone" as PlatformId)) return { ok: true, value: owners };
  const visible = await fulfillmentOrdersVisible(reader);
  return visible.ok ? { ok: true, value: owners } : visible;
}

async function readShop({ client, access }: Reader): Promise<Answer<PlatformShop>> {
  const answer = await client.call(access, { operation: SHOP_READ, variables: {}, shape: shopShape });
  if (!answer.ok) return answer;
  const { shop, currentAppInstallation } = answer.value;
  return {
    ok: true,
    value: { name: shop.name, currency: shop.currencyCode, timeZone: shop.ianaTimezone, scopes: currentAppInstallation.accessScopes.map(({ handle }) => handle).sort() },
  };
}

/** The first page of a root connection, or the one behind a cursor. */
const rootPage = async <T>({ client, access }: Reader, root: { operation: Operation; field: string; node: z.ZodType<T>; variables: Record<string, unknown> }): Promise<Answer<Connection<T>>> => {
  const answer = await client.call(access, { operation: root.operation, variables: root.variables, shape: z.object({ [root.field]: connection(root.node) }) });
  return answer.ok ? { ok: true, value: answer.value[root.field] as Connection<T> } : answer;
};

async function readLocations(reader: Reader): Promise<Answer<PlatformLocation[]>> {
  const page = (after: string | null) => rootPage(reader, { operation: LOCATIONS_PAGE, field: "locations", node: locationShape, variables: { after } });
  const first = await page(null);
  if (!first.ok) return first;
  const all = await readRest(first.value, page);
  return all.ok ? { ok: true, value: all.value.map(locationOf) } : all;
}

const nextOf = ({ pageInfo }: Connection<unknown>): string | null => (pageInfo.hasNextPage ? pageInfo.endCursor ?? null : null);
const cursorOf = (cursor: string): string | null => (cursor === "" ? null : cursor);

async function listItems(reader: Reader, cursor: string): Promise<Answer<{ items: PlatformItemReading[]; next: string | null }>> {
  const page = await rootPage(reader, { operation: ITEMS_PAGE, field: "inventoryItems", node: itemReadingShape, variables: { after: cursorOf(cursor) } });
  if (!page.ok) return page;
  const items: PlatformItemReading[] = [];
  for (const node of page.value.nodes) {
    const reading = await completeItem(reader, node);
    if (!reading.ok) return reading;
    items.push(reading.value);
  }
  return { ok: true, value: { items, next: nextOf(page.value) } };
}

const countShape = z.object({ count: z.number(), precision: z.string().nullish() }).nullish();
const countsShape = z.object({ productVariantsCount: countShape, ordersCount: countShape });

/** A number that Shopify stopped at is none. */
const exactCount = (count: z.infer<typeof countShape>): number | null => (count === null || count === undefined || count.precision === "AT_LEAST" ? null : count.count);
const since = (at: Instant): string => `updated_at:>='${new Date(at).toISOString()}'`;

/** Each variant has one inventory item. */
async function readCounts({ client, access }: Reader, updatedSince: Instant): Promise<Answer<{ items: number | null; orders: number | null }>> {
  const answer = await client.call(access, { operation: COUNTS_READ, variables: { query: since(updatedSince) }, shape: countsShape });
  if (!answer.ok) return answer;
  return { ok: true, value: { items: exactCount(answer.value.productVariantsCount), orders: exactCount(answer.value.ordersCount) } };
}

const listedOrder = z.object({ id: globalId, updatedAt: instant });

async function listOrders(reader: Reader, updatedSince: Instant, cursor: string): Promise<Answer<{ orders: { platformId: PlatformId; updatedAt: Instant }[]; next: string | null }>> {
  const page = await rootPage(reader, { operation: ORDERS_PAGE, field: "orders", node: listedOrder, variables: { after: cursorOf(cursor), query: since(updatedSince) } });
  if (!page.ok) return page;
  return { ok: true, value: { orders: page.value.nodes.map(({ id, updatedAt }) => ({ platformId: id, updatedAt })), next: nextOf(page.value) } };
}

/** The reading half of the channel. Each reading carries the clock from before its first question. */
export function createReads(world: ChannelWorld, client: Client) {
  const timed = async <T>(access: StoreAccess, read: (reader: Reader) => Promise<Answer<T>>): Promise<Reading<T>> => {
    const readAt = world.now();
    const answer = await read({ client, access });
    return answer.ok ? { ok: true, value: answer.value, readAt } : { ok: false, trouble: answer.failure.trouble };
  };
  return {
    readOrders: (access: StoreAccess, ids: readonly PlatformId[]) => timed(access, (reader) => readOrders(reader, ids)),
    readItems: (access: StoreAccess, ids: readonly PlatformId[]) => timed(access, (reader) => readItems(reader, ids)),
    readProducts: (access: StoreAccess, ids: readonly PlatformId[]) => timed(access, (reader) => readProducts(reader, ids)),
    readFulfillmentOrderOwners: (access: StoreAccess, ids: readonly PlatformId[]) => timed(access, (reader) => readFulfillmentOrderOwners(reader, ids)),
    readShop: (access: StoreAccess) => timed(access, readShop),
    readLocations: (access: StoreAccess) => timed(access, readLocations),
    listItems: (access: StoreAccess, cursor: string) => timed(access, (reader) => listItems(reader, cursor)),
    readCounts: (access: StoreAccess, updatedSince: Instant) => timed(access, (reader) => readCounts(reader, updatedSince)),
    startBulk: (access: StoreAccess) => timed(access, startBulk),
    pollBulk: (access: StoreAccess, operation: string) => timed(access, (reader) => pollBulk(reader, operation)),
    readBulk: (access: StoreAccess, url: string) => timed(access, () => readBulk(world, url)),
    listOrders: (access: StoreAccess, updatedSince: Instant, cursor: string) => timed(access, (reader) => listOrders(reader, updatedSince, cursor)),
  };
}
