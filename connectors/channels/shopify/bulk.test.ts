import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlatformItemReading } from "../../../app/domain/platform";
import { BulkBroken } from "../port";
import { LINES_HELD_MAX, readBulkItems } from "./bulk-file";
import { ACCESS, scriptedPlatform, type Reply } from "./fixtures/scripted-platform";
import { createShopifyChannel } from "./index";
import { BULK_ITEMS } from "./operations";

const BASE = 9_007_199_254_740_993n;
const itemLine = (index: number) => ({
  id: `gid://shopify/InventoryItem/${BASE + BigInt(index)}`, sku: `S${index}`, tracked: true, requiresShipping: true, updatedAt: "2026-11-20T00:00:00Z",
  measurement: { weight: { value: 1, unit: "KILOGRAMS" } },
});
const parent = (index: number) => ({ __parentId: itemLine(index).id });
const variantLine = (index: number) => ({
  id: `gid://shopify/ProductVariant/${index + 1}`, title: "Default Title", inventoryPolicy: "DENY", updatedAt: "2026-11-20T00:00:00Z",
  product: { id: "gid://shopify/Product/7", title: `Product ${index}` }, ...parent(index),
});
const levelLine = (index: number, location: number) => ({
  id: `gid://shopify/InventoryLevel/${location}?inventory_item_id=${BASE + BigInt(index)}`, isActive: true, location: { id: `gid://shopify/Location/${location}` },
  quantities: [{ name: "available", quantity: location * 10 }, { name: "on_hand", quantity: location * 10 }, { name: "committed", quantity: 0 }], ...parent(index),
});
const linesOf = (items: number): string[] => Array.from({ length: items }, (_, index) =>
  [itemLine(index), variantLine(index), levelLine(index, 1), levelLine(index, 2)].map((line) => JSON.stringify(line))).flat();

async function* inParts(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const fileOf = (text: string, size = 1000) => ({ body: inParts(text, size), text: async () => text });
const NO_PROMISE = { rows: 0, bytes: 0 };

async function all(readings: AsyncIterable<PlatformItemReading>): Promise<PlatformItemReading[]> {
  const found: PlatformItemReading[] = [];
  for await (const reading of readings) found.push(reading);
  return found;
}
const summary = (readings: PlatformItemReading[]) => readings.map(({ item, levels }) => ({ ...item, levels: levels.map((level) => [level.locationPlatformId, level.available]).sort() }))
  .sort((one, other) => (one.platformId < other.platformId ? -1 : 1));

describe("the file", () => {
  it("gives each item with its variant and levels, ids exact, however the bytes are cut and the lines are ordered", async () => {
    const lines = linesOf(12);
    const expected = summary(await all(readBulkItems(fileOf(`${lines.join("\n")}\n`), NO_PROMISE)));
    expect(expected).toHaveLength(12);
    expect(expected[0]).toMatchObject({ platformId: "9007199254740993", variantPlatformId: "1", title: "Product 0", weightGrams: 1000, levels: [["1", 10], ["2", 20]] });
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray(lines, { minLength: lines.length }), fc.integer({ min: 1, max: 400 }), fc.constantFrom("\n", "\r\n", "\n\n"), async (shuffled, size, end) => {
      expect(summary(await all(readBulkItems(fileOf(shuffled.join(end), size), NO_PROMISE)))).toEqual(expected);
    }), { numRuns: 60 });
  });

  it("is broken wherever it is cut, also between two lines", async () => {
    const text = `${linesOf(5).join("\n")}\n`;
    const promise = { rows: 5, bytes: Buffer.byteLength(text) };
    expect(await all(readBulkItems(fileOf(text), promise))).toHaveLength(5);
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: text.length - 1 }), async (at) => {
      await expect(all(readBulkItems(fileOf(text.slice(0, at)), promise))).rejects.toBeInstanceOf(BulkBroken);
    }), { numRuns: 100 });
    const withoutBytes = { rows: 5, bytes: 0 };
    await expect(all(readBulkItems(fileOf(linesOf(4).join("\n")), withoutBytes))).rejects.toThrow("ends early");
  });

  it("is broken when a line is none, an item is missing or comes twice, or the connection dies", async () => {
    const lines = linesOf(2);
    const broken = (text: string) => expect(all(readBulkItems(fileOf(text), NO_PROMISE))).rejects.toBeInstanceOf(BulkBroken);
    await broken([...lines, "{"].join("\n"));
    await broken([...lines, "[]"].join("\n"));
    await broken([...lines, JSON.stringify({ id: "gid://shopify/InventoryItem/1" })].join("\n"));
    await broken(lines.slice(1).join("\n"));
    await broken([...lines, lines[0]].join("\n"));
    await broken("<html>".repeat(400_000));
    async function* dying(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${lines[0]}\n`);
      throw new Error("terminated");
    }
    await expect(all(readBulkItems({ body: dying(), text: async () => "" }, NO_PROMISE))).rejects.toThrow("broke off");
  });

  it("holds no more than its window, and closes the connection when nobody reads on", async () => {
    let sent = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (let index = 0; ; index += 1) {
          sent += 2;
          yield Buffer.from(`${JSON.stringify(itemLine(index))}\n${JSON.stringify(levelLine(index, 1))}\n`);
        }
      } finally {
        closed = true;
      }
    }
    let taken = 0;
    for await (const reading of readBulkItems({ body: endless(), text: async () => "" }, NO_PROMISE)) {
      expect(reading.levels).toHaveLength(1);
      taken += 1;
      expect(sent - taken * 2).toBeLessThanOrEqual(LINES_HELD_MAX + 2);
      if (taken === 100) break;
    }
    expect(closed).toBe(true);
  });
});

const channelOf = (answer: (name: string, url: string) => Reply) => {
  const platform = scriptedPlatform((call) => answer(call.name, call.url));
  return { platform, channel: createShopifyChannel(platform.world) };
};
const data = (value: unknown): Reply => ({ json: { data: value } });

describe("the operation", () => {
  it("is asked for in groups, and named by its number", async () => {
    const { channel, platform } = channelOf(() => data({ bulkOperationRunQuery: { bulkOperation: { id: "gid://shopify/BulkOperation/720918", status: "CREATED" }, userErrors: [] } }));
    expect(await channel.startBulk(ACCESS)).toMatchObject({ ok: true, value: { operation: "720918" } });
    expect(platform.calls[0]?.variables).toEqual({ query: BULK_ITEMS });
  });

  it.each([
    [{ code: "OPERATION_IN_PROGRESS", message: "Busy." }, { kind: "retry", words: "Busy." }],
    [{ code: "LIMIT_REACHED", message: "Five run." }, { kind: "retry", words: "Five run." }],
    [{ code: "INVALID", message: "No." }, { kind: "refused", code: "INVALID", words: "No." }],
  ])("that is refused with %o says when to come back", async (error, trouble) => {
    const { channel } = channelOf(() => data({ bulkOperationRunQuery: { bulkOperation: null, userErrors: [error] } }));
    expect(await channel.startBulk(ACCESS)).toMatchObject({ ok: false, trouble });
  });

  it.each<[object | null, object]>([
    [{ status: "CREATED", objectCount: "0", rootObjectCount: "0" }, { status: "running", done: 0 }],
    [{ status: "RUNNING", rootObjectCount: "12" }, { status: "running", done: 12 }],
    [{ status: "CANCELING", rootObjectCount: 12 }, { status: "running", done: 12 }],
    [{ status: "SOMETHING_NEW", rootObjectCount: "3" }, { status: "running", done: 3 }],
    [{ status: "COMPLETED", rootObjectCount: "5", fileSize: "900", url: "https://storage.googleapis.com/a?x=1" }, { status: "done", rows: 5, url: "https://storage.googleapis.com/a?x=1#rows=5&bytes=900" }],
    [{ status: "completed", rootObjectCount: "5", url: "https://storage.googleapis.com/a" }, { status: "done", rows: 5, url: "https://storage.googleapis.com/a#rows=5&bytes=0" }],
    [{ status: "COMPLETED", rootObjectCount: "0", url: null }, { status: "done", rows: 0, url: null }],
    [{ status: "COMPLETED", rootObjectCount: "5", url: null }, { status: "failed", words: expect.any(String) as string }],
    [{ status: "FAILED", errorCode: "ACCESS_DENIED", rootObjectCount: "0" }, { status: "failed", words: "Shopify did not write the file: a permission is missing." }],
    [{ status: "FAILED", errorCode: "NEW_CODE" }, { status: "failed", words: "Shopify could not write the file (NEW_CODE)." }],
    [{ status: "CANCELED" }, { status: "failed", words: "Somebody cancelled the bulk operation." }],
    [{ status: "EXPIRED" }, { status: "failed", words: "Shopify has deleted the file: it is kept for a week." }],
    [null, { status: "failed", words: "Shopify does not know the bulk operation any more." }],
  ])("that is %o", async (bulkOperation, state) => {
    const { channel, platform } = channelOf(() => data({ bulkOperation }));
    expect(await channel.pollBulk(ACCESS, "7")).toMatchObject({ ok: true, value: state });
    expect(platform.calls[0]?.variables).toEqual({ id: "gid://shopify/BulkOperation/7" });
  });

  it("gives its file to whoever knows the address: no token goes there, and the promise stays here", async () => {
    const text = linesOf(2).join("\n");
    const { channel, platform } = channelOf(() => ({ text }));
    const file = await channel.readBulk(ACCESS, "https://storage.googleapis.com/a?x=1#rows=2&bytes=10");
    expect(file.ok && await all(file.value)).toHaveLength(2);
    expect(platform.calls[0]).toMatchObject({ url: "https://storage.googleapis.com/a?x=1", name: "GET" });
    expect(JSON.stringify(platform.calls[0])).not.toContain(ACCESS.token);
    const more = await channel.readBulk(ACCESS, "https://storage.googleapis.com/a?x=1#rows=3&bytes=10");
    await expect(more.ok ? all(more.value) : null).rejects.toBeInstanceOf(BulkBroken);
  });

  it.each<[string, Reply, string]>([
    ["https://storage.googleapis.com/a", { status: 404, text: "" }, "refused"],
    ["https://storage.googleapis.com/a", { status: 403, text: "" }, "refused"],
    ["https://storage.googleapis.com/a", { status: 503, text: "" }, "retry"],
    ["https://storage.googleapis.com/a", "lost", "retry"],
    ["http://storage.googleapis.com/a", { text: "" }, "refused"],
    ["file:///etc/passwd", { text: "" }, "refused"],
    ["", { text: "" }, "refused"],
  ])("at %s that answers %o is trouble of the kind %s", async (url, reply, kind) => {
    const { channel } = channelOf(() => reply);
    expect(await channel.readBulk(ACCESS, url)).toMatchObject({ ok: false, trouble: { kind } });
  });
});

it("counts to the end, and counts nothing where the platform stopped", async () => {
  const counts = (items: object | null, orders: object | null) => channelOf(() => data({ productVariantsCount: items, ordersCount: orders })).channel.readCounts(ACCESS, 0);
  expect(await counts({ count: 120_000, precision: "EXACT" }, { count: 3, precision: "EXACT" })).toMatchObject({ ok: true, value: { items: 120_000, orders: 3 } });
  expect(await counts({ count: 10_000, precision: "AT_LEAST" }, null)).toMatchObject({ ok: true, value: { items: null, orders: null } });
});
