import { describe, expect, it } from "vitest";
import { openBench, SCOPES, TOPICS } from "./test-bench";

const ITEMS = "{ inventoryItems { edges { node { id sku variants { edges { node { id title } } } inventoryLevels(includeInactive: true) { edges { node { id location { id } } } } } } } }";
const START = "mutation Start($query: String!, $grouped: Boolean!) { bulkOperationRunQuery(query: $query, groupObjects: $grouped) { bulkOperation { id status } userErrors { code field message } } }";
const POLL = "query Poll($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount rootObjectCount fileSize url } }";

const openBulk = (options: Parameters<typeof openBench>[0] = {}) => {
  const bench = openBench({ topics: [...TOPICS, "bulk_operations/finish"], ...options });
  const start = async (query: string, grouped = true) => {
    const answer = await bench.call(START, { query, grouped });
    return answer.data?.bulkOperationRunQuery as { bulkOperation: { id: string; status: string } | null; userErrors: { code: string; message: string }[] };
  };
  const poll = async (id: string) => (await bench.call(POLL, { id })).data?.bulkOperation as Record<string, string | null>;
  const file = async (url: string | null | undefined) => (await bench.twin.fetch(url ?? "", { method: "GET" })).text();
  return { ...bench, start, poll, file };
};

describe("bulk operations", () => {
  it("run for a moment, then tell where their file is and announce it", async () => {
    const bulk = openBulk();
    const { bulkOperation, userErrors } = await bulk.start(ITEMS);
    expect(userErrors).toEqual([]);
    expect(bulkOperation?.status).toBe("CREATED");
    expect(await bulk.poll(bulkOperation!.id)).toMatchObject({ status: "RUNNING", url: null });
    expect(bulk.deliver(bulk.clock.now)).toEqual([]);
    bulk.clock.now += 1_000;
    const done = await bulk.poll(bulkOperation!.id);
    expect(done).toMatchObject({ status: "COMPLETED", errorCode: null, rootObjectCount: String(bulk.twin.shop().items.size) });
    expect(bulk.deliver(bulk.clock.now).map(({ topic, body }) => [topic, JSON.parse(body)])).toMatchObject([
      ["bulk_operations/finish", { admin_graphql_api_id: bulkOperation!.id, status: "completed", error_code: null, type: "query" }],
    ]);
  });

  it("write one object a line, children behind their parent where they are grouped, and all of a large shop", async () => {
    const bulk = openBulk({ store: { products: 400 } });
    for (const grouped of [true, false]) {
      const { bulkOperation } = await bulk.start(ITEMS, grouped);
      bulk.clock.now += 1_000;
      const { url, objectCount, fileSize } = await bulk.poll(bulkOperation!.id);
      const text = await bulk.file(url);
      const lines = text.trim().split("\n").map((line) => JSON.parse(line) as { id: string; __parentId?: string });
      expect([String(lines.length), String(Buffer.byteLength(text))]).toEqual([objectCount, fileSize]);
      const items = lines.filter(({ id }) => id.includes("/InventoryItem/"));
      expect(items.map(({ id }) => id.split("/").at(-1)).sort()).toEqual([...bulk.twin.shop().items.keys()].sort());
      expect(items.length).toBeGreaterThan(250);
      const isBehind = lines.every((line, index) => line.__parentId === undefined || lines[index - 1]?.id === line.__parentId || lines[index - 1]?.__parentId === line.__parentId);
      expect(isBehind).toBe(grouped);
    }
  });

  it("refuse what has no connection, nests too deep, or is no question of the schema, and a sixth at once", async () => {
    const { start } = openBulk();
    expect((await start("{ shop { name } }")).userErrors[0]).toMatchObject({ code: "INVALID" });
    expect((await start("{ nothing { edges { node { id } } } }")).userErrors[0]?.message).toContain("nothing");
    expect((await start("{ products { edges { node { id variants { edges { node { id inventoryItem { inventoryLevels { edges { node { id } } } } } } } } } } }")).userErrors[0]).toMatchObject({ code: "INVALID" });
    for (let index = 0; index < 5; index += 1) expect((await start(ITEMS)).userErrors).toEqual([]);
    expect((await start(ITEMS)).userErrors[0]).toMatchObject({ code: "LIMIT_REACHED" });
  });

  it("fail without a file where a scope is missing, and give the file to nobody who does not know its address", async () => {
    const bulk = openBulk();
    bulk.useToken({ scopes: SCOPES.filter((scope) => scope !== "read_products") });
    const poor = await bulk.start(ITEMS);
    bulk.clock.now += 1_000;
    expect(await bulk.poll(poor.bulkOperation!.id)).toMatchObject({ status: "FAILED", errorCode: "ACCESS_DENIED", url: null });
    bulk.useToken({ scopes: SCOPES });
    const { bulkOperation } = await bulk.start(ITEMS);
    bulk.clock.now += 1_000;
    const { url } = await bulk.poll(bulkOperation!.id);
    expect((await bulk.twin.fetch(url!.replace(/signature=.*/, "signature=guess"), { method: "GET" })).status).toBe(404);
    bulk.twin.faults.brokenFile = 1;
    const whole = (await bulk.poll(bulkOperation!.id)).fileSize;
    expect((await bulk.file(url)).length).toBeLessThan(Number(whole));
  });
});

it("counts variants and orders, and stops at a limit unless there is none", async () => {
  const bench = openBench({ store: { products: 30 } });
  bench.clock.now += 1_000;
  bench.people.placeOrder();
  const since = new Date(bench.clock.now).toISOString();
  const { data } = await bench.call(`{ all: productVariantsCount(limit: null) { count precision } few: productVariantsCount(limit: 3) { count precision }
    orders: ordersCount(query: "updated_at:>='${since}'", limit: null) { count } before: ordersCount(query: "updated_at:<'${since}'") { count } }`);
  expect(data).toMatchObject({ all: { count: bench.twin.shop().variants.size, precision: "EXACT" }, few: { count: 3, precision: "AT_LEAST" }, orders: { count: 1 }, before: { count: 0 } });
});
