import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSeal } from "../auth/seal";
import { searchTerms } from "../domain/orders/facts";
import { location, MASTER_KEYS, merchant, NOW, orderId, orderRow, setOf, store } from "./battery-fixtures";
import { openDatabase } from "./open-database";
import type { ListQueries, OrderQuery } from "./port";
import type { DriftQueries } from "./port-drift";
import { driftQueries } from "./queries-drift";
import { listQueries } from "./queries-lists";
import { createSearchTerms } from "./search-terms";
import { sqliteEngine } from "./sqlite-engine";

/** Every statement that a list runs is put to SQLite's planner: no walk over a whole table, no sort of what no index narrowed. */

const folder = mkdtempSync(join(tmpdir(), "switchyard-plans-"));
const path = join(folder, "plans.db");
let client: Database.Database;
let lists: ListQueries;
let drifts: DriftQueries;
let asked: string[] = [];

beforeAll(async () => {
  const db = await openDatabase({ url: path, masterKeys: MASTER_KEYS });
  const orders = Array.from({ length: 200 }, (_, at) => orderRow(`o${at}`, { placedAt: NOW + at, status: at < 10 ? "held" : "shipped", tags: ["vip"], shipBy: at < 5 ? NOW : null, attentionSince: at < 5 ? NOW : null }));
  await db.commit([setOf({ orders: orders.map((order, at) => ({
    order, terms: searchTerms(order, [], null),
    ...(at < 10 && { fulfillmentOrders: [{
      merchantId: merchant, id: `f${at}` as never, orderId: orderId(order.id), storeId: store, platformId: `f${at}` as never, locationId: location("east"), status: "open" as const,
      requestStatus: "unsubmitted" as const, deliveryMethod: "shipping" as const, holds: [], actions: [], lines: [], fulfillAt: null, fulfillBy: null, platformUpdatedAt: NOW,
    }] }),
  })) })]);
  await db.close();
  client = new Database(path, { verbose: (statement) => void asked.push(String(statement)) });
  drifts = driftQueries(sqliteEngine(client));
  lists = listQueries(sqliteEngine(client), createSearchTerms(createSeal(MASTER_KEYS)));
});

afterAll(() => {
  client.close();
  rmSync(folder, { recursive: true, force: true });
});

const planOf = async (act: () => Promise<unknown>): Promise<string[]> => {
  asked = [];
  await act();
  const statements = asked.filter((statement) => /^select/i.test(statement));
  expect(statements.length).toBeGreaterThan(0);
  return statements.flatMap((statement) => (client.prepare(`EXPLAIN QUERY PLAN ${statement}`).all() as { detail: string }[]).map((row) => row.detail));
};

/** A scan of a table; a scan of what a subquery already narrowed is none. */
const scans = (plan: string[]) => plan.filter((line) => /^SCAN (?!found|\(subquery|json_each|constant|CONSTANT)/.test(line) && !/USING (COVERING )?INDEX/.test(line));

const find = (query: Partial<OrderQuery>) => () => lists.findOrders({ merchantId: merchant, limit: 50, ...query });

describe("the plan of a list", () => {
  test.each<[string, Partial<OrderQuery>, RegExp]>([
    ["newest", {}, /orders_by_placed/],
    ["one status", { statuses: ["shipped"] }, /orders_by_status \(merchant_id=\? AND status=\?/],
    ["several statuses", { statuses: ["shipped", "held"] }, /orders_by_status \(merchant_id=\? AND status=\?/],
    ["a customer", { customerId: "ada" }, /orders_by_customer/],
    ["by total", { sort: { by: "total", direction: "down" } }, /orders_by_total/],
    ["by change", { sort: { by: "updated", direction: "down" } }, /orders_by_updated/],
    ["by ship-by", { sort: { by: "ship-by", direction: "up" } }, /orders_by_ship_by/],
    ["a stretch of time", { placedFrom: NOW, placedUntil: NOW + 5 }, /orders_by_placed \(merchant_id=\? AND placed_at>\? AND placed_at<\?\)/],
  ])("%s walks its index and sorts nothing", async (_name, query, index) => {
    const plan = await planOf(find(query));
    expect(plan.join("\n")).toMatch(index);
    expect(plan.filter((line) => line.includes("TEMP B-TREE"))).toEqual([]);
    expect(scans(plan)).toEqual([]);
  });

  test.each<[string, Partial<OrderQuery>, RegExp]>([
    ["a location", { locationId: location("east") }, /fulfillment_orders_by_location/],
    ["late", { lateAt: NOW + 9 }, /orders_by_ship_by/],
    ["late, to ship", { lateAt: NOW + 9, statuses: ["held", "routed"] }, /orders_by_ship_by/],
    ["attention", { attention: "any" }, /orders_by_attention/],
    ["a tag", { tags: ["vip"] }, /order_terms/],
    ["a tag, of one status", { tags: ["vip"], statuses: ["held"] }, /order_terms/],
    ["words", { search: "#o1 x" }, /order_terms/],
  ])("%s gathers its few by their own index", async (_name, query, index) => {
    const plan = await planOf(find(query));
    expect(plan.join("\n")).toMatch(index);
    expect(plan.join("\n")).toMatch(/SEARCH orders USING INDEX sqlite_autoindex_orders_1 \(merchant_id=\? AND id=\?\)/);
    expect(scans(plan)).toEqual([]);
  });

  test("a cursor seeks its place", async () => {
    const { nextCursor } = await lists.findOrders({ merchantId: merchant, limit: 2, statuses: ["shipped"] });
    const plan = await planOf(find({ statuses: ["shipped"], cursor: nextCursor ?? "" }));
    expect(plan.join("\n")).toMatch(/orders_by_status \(merchant_id=\? AND status=\? AND \(placed_at,id\)<\(\?,\?\)\)/);
  });

  test("Home counts by indexes alone", async () => {
    const plan = await planOf(() => lists.homeCounts(merchant, { now: NOW, dayStart: NOW, hours: [NOW, NOW + 1], days: [NOW, NOW + 1] }));
    expect(scans(plan)).toEqual([]);
    for (const index of ["orders_by_status", "orders_by_ship_by", "orders_by_attention", "outbox_refused", "inbox_parked", "wanted_reads_failed", "inbox_waiting", "shipments_by_confirmed", "notices_open"]) {
      expect(plan.join("\n")).toContain(index);
    }
    expect(plan.join("\n")).toMatch(/COVERING INDEX orders_by_status \(merchant_id=\? AND status=\? AND placed_at>\?\)/);
  });

  test("customers walk from the newest order", async () => {
    const plan = await planOf(() => lists.customersPage(merchant, { limit: 50 }));
    expect(plan.join("\n")).toMatch(/customers_by_last_order/);
    expect(scans(plan)).toEqual([]);
  });

  test.each(["title", "sku"] as const)("the inventory by %s walks its index", async (by) => {
    const plan = await planOf(() => lists.inventoryPage(merchant, { limit: 50, sort: { by, direction: "down" } }));
    expect(plan.join("\n")).toContain(`items_by_${by}`);
    expect(scans(plan)).toEqual([]);
  });

  test.each<[string, () => Promise<unknown>, RegExp]>([
    ["newest", () => drifts.driftPage(merchant, { storeId: store, limit: 25 }), /drifts_by_finding \(merchant_id=\? AND store_id=\?/],
    ["of a cause", () => drifts.driftPage(merchant, { storeId: store, limit: 25, cause: "own-fault" }), /drifts_by_cause \(merchant_id=\? AND store_id=\? AND cause=\?/],
    ["unsettled", () => drifts.driftPage(merchant, { storeId: store, limit: 25, unsettled: true }), /drifts_unsettled|drifts_by_finding/],
    ["counted", () => drifts.driftCounts(merchant, { storeId: store, since: NOW, stepMs: 5 }), /COVERING INDEX drifts_by_finding \(merchant_id=\? AND store_id=\? AND found_at>\?/],
    ["counted, unsettled", () => drifts.unsettledDrifts(merchant, store), /drifts_unsettled \(merchant_id=\? AND store_id=\?/],
    ["due", () => drifts.driftsDue(NOW, 10), /drifts_due/],
    ["waiting for a message", () => drifts.awaitedMessages(merchant, ["order:1"]), /drifts_hearing \(merchant_id=\? AND hears=\?/],
    ["with its messages", () => drifts.heardMessages(merchant, { abouts: ["order:1"], since: 0, limit: 9 }), /heard_messages_about \(merchant_id=\? AND about=\? AND received_at>\?/],
    ["open, of all", () => drifts.countOpenDrifts(), /drifts_(open|unsettled)/],
    ["against changed orders", () => drifts.ordersChangedSince(merchant, { storeId: store, since: NOW, limit: 9 }), /orders_by_updated \(merchant_id=\? AND updated_at>\?/],
  ])("drifts, %s, are found by their index", async (_name, act, index) => {
    const plan = await planOf(act);
    expect(plan.join("\n")).toMatch(index);
    expect(scans(plan)).toEqual([]);
  });

  test("what differed today is found by its own index, however many differences orders made", async () => {
    const plan = await planOf(() => lists.inventoryPage(merchant, { limit: 50, storeId: store, differingSince: NOW }));
    expect(plan.join("\n")).toMatch(/differences_drift \(merchant_id=\? AND store_id=\? AND found_at>\?\)/);
    expect(scans(plan)).toEqual([]);
  });
});
