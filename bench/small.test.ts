import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withDatabase } from "./filled";
import { fillDatabase } from "./fill";
import { benchGrowth } from "./growth";
import { benchHot } from "./hot";
import { benchIngest } from "./ingest";
import { benchJoint } from "./joint";
import { benchLists } from "./lists";
import type { BenchOptions } from "./options";
import { benchPipeline } from "./pipeline";
import { benchPostgresql } from "./postgresql";
import type { BenchRow } from "./row";
import { benchReplay } from "./replay";
import { emailAt, orderIdAt, orderNameAt } from "./workload";
import { startPostgres } from "../tests/postgres";

const folder = mkdtempSync(join(tmpdir(), "switchyard-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const said: string[] = [];
const options = (more: Partial<BenchOptions> = {}): BenchOptions => ({ profile: false, show: (text) => void said.push(text), ...more });

const measured = (rows: readonly BenchRow[]): void => {
  expect(rows.length).toBeGreaterThan(0);
  for (const { name, value, target, met } of rows) {
    expect(value, name).toBeGreaterThanOrEqual(0);
    expect(met === undefined, name).toBe(target === undefined);
  }
};

describe("at a tiny size", () => {
  it("the filled file holds what the house would have written: the ledger is in order, and each order is found by its own words", async () => {
    const path = join(folder, "filled.db");
    const merchantId = await fillDatabase(path, 120, 40);
    await withDatabase(path, async (db) => {
      expect(await db.ledgerFaults(merchantId, 3)).toEqual([]);
      expect(await db.countOrdersByStatus(merchantId)).toEqual({ shipped: 117, routed: 3 });
      for (const index of [-1, -41, -120]) {
        const { rows } = await db.findOrders({ merchantId, search: orderNameAt(index), limit: 5 });
        expect(rows.map((order) => [order.platformId, order.name])).toEqual([[orderIdAt(index), orderNameAt(index)]]);
        expect((await db.findOrders({ merchantId, search: emailAt(index), limit: 9 })).rows).toHaveLength(4);
        const [first] = rows;
        const aggregate = first && (await db.order(merchantId, first.id));
        expect([aggregate?.lines.length, aggregate?.fulfillmentOrders.length]).toEqual([3, 1]);
        expect((await db.history(merchantId, first!.id)).length).toBeGreaterThan(2);
      }
      const { rows } = await db.findOrders({ merchantId, limit: 120 });
      expect(rows.map((order) => order.platformId)).toEqual(rows.map((_, place) => orderIdAt(-1 - place)));
    });
  });

  it("growth and lists measure on the same filled files", async () => {
    const filled = options({ filled: join(folder, "shared") });
    measured(await benchGrowth(filled, { small: 40, large: 80, rounds: 2, orders: 5, block: 40 }));
    measured(await benchLists(filled, { orders: 80, rounds: 2, block: 40 }));
    measured(await benchGrowth(filled, { small: 40, large: 80, rounds: 1, orders: 5, block: 40 }));
  });

  it("joint, on random days: none is dearer than order by order", async () => {
    const rows = await benchJoint({ days: 2, orders: 120 });
    measured(rows);
    expect(rows.map((row) => [row.met, row.ratio! < 1])).toEqual([[true, true], [true, true]]);
  });

  it("replay", () => measured(benchReplay({ days: 5, ruledDays: 2, ordersADay: 12 })));

  it("pipeline", async () => measured(await benchPipeline(options({ profile: true }), { orders: 60 })));

  it("ingest, and the long run", async () => {
    const size = { connections: [2], roundSeconds: 0.2, rounds: 1, backlog: 10, messages: 20 };
    measured(await benchIngest(options({ profile: true }), size));
    expect(said.at(-1)).toMatch(/self time by function[\s\S]*\| \d+ \|/);
    measured(await benchIngest(options({ minutes: 0.01, rate: 50 }), size));
  });
});

const offer = await startPostgres();
if (offer.ok) {
  afterAll(() => offer.server.stop());
  describe("at a tiny size with PostgreSQL", () => {
    it("hot", async () => measured(await benchHot(options(), { orders: 24, rounds: 1 })));
    it("postgresql, with its statements and profiles", async () => {
      measured(await benchPostgresql(options({ profile: true }), { orders: 20, workers: 2 }));
      expect(said.join("\n")).toMatch(/statements and [\d.]+ transactions an order/);
    });
  });
}
