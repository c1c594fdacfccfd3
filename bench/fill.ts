import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { createSeal } from "../app/auth/seal";
import { openDatabase } from "../app/db/open-database";
import { createSearchTerms } from "../app/db/search-terms";
import type { MerchantId } from "../app/domain/ids";
import { applyDeliveries } from "../app/flows/apply-deliveries";
import { performReads } from "../app/flows/perform-reads";
import { wantedRead } from "../app/flows/wanted";
import { BODY_DAYS } from "../app/flows/privacy-retention";
import { STOCK_STATES } from "../app/db/commit-stock";
import { COPIED_TABLES, type CopiedTable, type Rewriting } from "./fill-tables";
import { MASTER_KEYS, benchContext, connectBenchStore, drain, storeOrders } from "./stage";
import { emailAt, orderIdAt, orderNameAt, ordersFrom, shippedReading, ORDER_EVERY_MS } from "./workload";

/** Of a block; the others are routed and wait. */
const SHIPPED_SHARE = 0.98;
const CACHE_KB = 2_000_000;
/** Ids sort by time: a copy's id begins with its block's number in place of the time. */
const LABEL_CHARACTERS = 5;

interface Fill {
  /** Orders that the house itself takes in, a multiple of one customer's; all others are copies of them with ids, times and search words of their own. */
  block: number;
  blocks: number;
  shipped: number;
}

/**
 * Fills a new SQLite file with orders as the house would have written them, in a fraction of the time: a block goes through the
 * house, and the tables are copied block by block, oldest first, with the stock moved as often as the entries say.
 */
export const fillDatabase = async (path: string, orders: number, block: number): Promise<MerchantId> => {
  if (existsSync(path)) throw new Error(`${path} exists.`);
  const fill: Fill = { block, blocks: orders / block, shipped: Math.floor(block * SHIPPED_SHARE) };
  const merchantId = await sellBlock(path, fill);
  const client = new Database(path);
  try {
    for (const pragma of ["journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "foreign_keys = OFF", `cache_size = -${CACHE_KB}`]) client.pragma(pragma);
    client.transaction(() => copyAll(client, { merchantId, fill }))();
    client.pragma("locking_mode = NORMAL");
    client.pragma("journal_mode = WAL");
  } finally {
    client.close();
  }
  return merchantId;
};

const sellBlock = async (path: string, { block, shipped }: Fill): Promise<MerchantId> => {
  const db = await openDatabase({ url: path, masterKeys: MASTER_KEYS });
  try {
    const orders = ordersFrom(-block, block);
    const readings = new Map(orders.map((order) => [order.id, order.reading]));
    const ctx = benchContext(db, (id) => readings.get(id));
    const store = await connectBenchStore(ctx);
    await storeOrders(ctx, orders);
    await drain(() => applyDeliveries(ctx));
    await drain(() => performReads(ctx));
    const left = orders.slice(0, shipped);
    for (const order of left) readings.set(order.id, shippedReading(order));
    await db.commit([{ merchantId: store.merchantId, guards: [], wantedReads: left.map((order) => wantedRead(store, { kind: "order", target: order.id }, { now: ctx.now() })) }]);
    await drain(() => performReads(ctx));
    return store.merchantId;
  } finally {
    await db.close();
  }
};

const copyAll = (client: Database.Database, { merchantId, fill }: { merchantId: MerchantId; fill: Fill }): void => {
  const last = fill.blocks - 1;
  // What was shipped is asked for anew, and the plans for it are over: in a year's orders neither is left.
  client.exec("DELETE FROM wanted_reads");
  client.exec("UPDATE outbox SET status = 'done' WHERE order_id IN (SELECT id FROM orders WHERE status = 'shipped')");
  client.exec("CREATE TEMP TABLE blocks (number INTEGER PRIMARY KEY, label TEXT NOT NULL, shift INTEGER NOT NULL)");
  const insertBlock = client.prepare("INSERT INTO blocks VALUES (?, ?, ?)");
  for (let number = 0; number <= last; number += 1) insertBlock.run(number, String(number).padStart(LABEL_CHARACTERS, "0"), (last - number) * fill.block);
  client.exec(`CREATE TEMP TABLE level_steps AS SELECT item_id, location_id, revision - coalesce((SELECT max(e.revision) FROM stock_entries e
    WHERE e.merchant_id = levels.merchant_id AND e.item_id = levels.item_id AND e.location_id = levels.location_id AND e.order_id IS NULL), 0) AS steps FROM levels`);
  client.exec("CREATE UNIQUE INDEX level_steps_key ON level_steps (item_id, location_id)");
  moveLevels(client, last);
  copyTerms(client, { merchantId, fill });
  const rewriting: Rewriting = { time: timePrefix(client), orderEveryMs: ORDER_EVERY_MS };
  for (const table of COPIED_TABLES) copyTable(client, table, { rewriting, from: table.name === "inbox_bodies" ? last - bodyBlocks(fill.block) : 0 });
};

/** Raw messages are kept for some days only. */
const bodyBlocks = (block: number): number => Math.floor((BODY_DAYS * 86_400_000) / ORDER_EVERY_MS / block);

/** What all ids of the block begin with. */
const timePrefix = (client: Database.Database): string => {
  const { first, last } = client.prepare("SELECT min(id) AS first, max(id) AS last FROM events").get() as { first: string; last: string };
  const prefix = first.slice(0, LABEL_CHARACTERS);
  if (!last.startsWith(prefix)) throw new Error("The block was sold across a change of its ids' time: fill again.");
  return prefix;
};

/** Each copy moves the levels as the block did. */
const moveLevels = (client: Database.Database, copies: number): void => {
  const moves = STOCK_STATES.map((state) => {
    const column = state.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return `${column} = ${column} + ${copies} * coalesce((SELECT sum(e.delta) FROM stock_entries e WHERE e.merchant_id = levels.merchant_id AND e.item_id = levels.item_id
      AND e.location_id = levels.location_id AND e.order_id IS NOT NULL AND e.state = '${state}'), 0)`;
  });
  client.exec(`UPDATE levels SET ${moves.join(", ")}, revision = revision + ${copies} * (SELECT steps FROM level_steps s WHERE s.item_id = levels.item_id AND s.location_id = levels.location_id)`);
};

/** Takes the block's rows out and puts all blocks in, oldest first, so that the tables grow at their end as they do in life. */
const copyTable = (client: Database.Database, { name, rowsOf, orderBy, columnOf }: CopiedTable, { rewriting, from }: { rewriting: Rewriting; from: number }): void => {
  const columns = (client.prepare(`SELECT name, type FROM pragma_table_info('${name}')`).all() as { name: string; type: string }[]);
  client.exec(`CREATE TEMP TABLE block_rows AS ${rowsOf} ORDER BY ${orderBy}`);
  client.exec(`DELETE FROM ${name} WHERE ${name === "stock_entries" ? "order_id IS NOT NULL" : "true"}`);
  const values = columns.map((column) => columnOf(column, rewriting)).join(", ");
  client.exec(`INSERT INTO main.${name} (${columns.map((column) => column.name).join(", ")}) SELECT ${values} FROM blocks b CROSS JOIN block_rows r WHERE b.number >= ${from} ORDER BY b.number, r.rowid`);
  client.exec("DROP TABLE block_rows");
};

/** Words that many orders share are copied; those that are an order's own are hashed for each. */
const copyTerms = (client: Database.Database, { merchantId, fill }: { merchantId: MerchantId; fill: Fill }): void => {
  const terms = createSearchTerms(createSeal(MASTER_KEYS));
  const own = (index: number): string[] => terms.toStore(merchantId, [orderNameAt(index), orderIdAt(index), emailAt(index)]);
  client.exec("CREATE TEMP TABLE all_terms (term TEXT NOT NULL, order_number INTEGER NOT NULL)");
  const insert = client.prepare("INSERT INTO all_terms VALUES (?, ?)");
  const remove = client.prepare("DELETE FROM order_terms WHERE term = ?");
  for (let index = -fill.block; index < 0; index += 1) for (const term of own(index)) remove.run(term);
  for (let index = -fill.block * fill.blocks; index < 0; index += 1) for (const term of own(index)) insert.run(term, Number(orderIdAt(index)));
  client.exec("INSERT INTO all_terms SELECT t.term, CAST(substr(t.order_id, 9) AS INTEGER) - b.shift FROM order_terms t CROSS JOIN blocks b");
  client.exec("DELETE FROM order_terms");
  client.prepare("INSERT INTO order_terms (merchant_id, term, order_id) SELECT ?, term, 's-bench-' || order_number FROM all_terms ORDER BY term, order_number").run(merchantId);
  client.exec("DROP TABLE all_terms");
};
