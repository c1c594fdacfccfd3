import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { openDatabase } from "../app/db/open-database";
import { applyDeliveries } from "../app/flows/apply-deliveries";
import { performReads } from "../app/flows/perform-reads";
import { MASTER_KEYS, benchContext, connectBenchStore, drain, readingsOf, storeOrders } from "./stage";
import { ordersFrom } from "./workload";

const ORDERS = 40;

/** Tables of which a merchant may have a million rows. */
const LARGE = ["orders", "order_lines", "allocations", "order_waits", "order_terms", "fulfillment_orders", "shipments", "decisions", "events",
  "items", "levels", "stock_entries", "inbox", "inbox_bodies", "wanted_reads", "outbox", "contacts", "contact_keys", "customers"];

/** Walks over a whole large table, or over all that one merchant has in it. */
const walks = (plan: readonly string[]): string[] => plan.filter((line) => {
  const [, table] = /^(?:SCAN|SEARCH) (\w+)/.exec(line) ?? [];
  if (table === undefined || !LARGE.includes(table)) return false;
  return line.startsWith("SCAN") || /\(merchant_id=\?\)$/.test(line);
});

test("no statement of an order's journey walks over all that a merchant has, so that a million stored orders slow nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-plans-"));
  const asked = new Set<string>();
  const prepare = Database.prototype.prepare;
  const spy = vi.spyOn(Database.prototype, "prepare").mockImplementation(function (this: Database.Database, text: string) {
    asked.add(text);
    return prepare.call(this, text);
  } as typeof prepare);
  try {
    const path = join(folder, "plans.db");
    const db = await openDatabase({ url: path, masterKeys: MASTER_KEYS });
    const orders = ordersFrom(0, ORDERS);
    const ctx = benchContext(db, readingsOf(orders));
    await connectBenchStore(ctx);
    asked.clear();
    await storeOrders(ctx, orders);
    await drain(() => applyDeliveries(ctx));
    await drain(() => performReads(ctx));
    await db.close();
    const client = new Database(path);
    const statements = [...asked].filter((text) => /^(select|insert|update|delete)/i.test(text));
    expect(statements.length).toBeGreaterThan(20);
    const found = statements.flatMap((text) => {
      const plan = client.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...Array.from(text.matchAll(/\?/g), () => null)) as { detail: string }[];
      return walks(plan.map((row) => row.detail)).map((line) => `${line}: ${text}`);
    });
    client.close();
    expect(found).toEqual([]);
  } finally {
    spy.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  }
});
