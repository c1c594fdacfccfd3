import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { MASTER_KEYS, NOW, delivery } from "./battery-fixtures";
import { openDatabase } from "./open-database";
import { openSqlite } from "./open-sqlite";
import { rowsOf } from "./statement";
import { sql } from "drizzle-orm";

const folder = mkdtempSync(join(tmpdir(), "switchyard-open-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const opening = (url: string) => openDatabase({ url, masterKeys: MASTER_KEYS });

test("a folder that is missing is made, and file: URLs are paths", async () => {
  const db = await opening(`file:${join(folder, "new/deep/house.db")}`);
  await db.probeWrite(NOW);
  await db.close();
});

test("what cannot be opened is refused in words that name the path", async () => {
  const text = join(folder, "notes.txt");
  writeFileSync(text, "not a database ".repeat(100));
  await expect(opening(text)).rejects.toThrow(`${text} is not a SQLite database`);
  await expect(opening(folder)).rejects.toThrow("cannot be opened");
  await expect(opening("postgres://nobody:secret@127.0.0.1:1/none")).rejects.toThrow("no PostgreSQL server answers");
});

test("every commit reaches the disk: synchronous is FULL, in WAL mode", async () => {
  const engine = await openSqlite(join(folder, "full.db"));
  const setting = (name: string) => engine.ask(rowsOf(`test_${name}`, ({ db }) => db.select({ value: sql`${sql.raw(name)}` }).from(sql`${sql.raw(`pragma_${name}`)}`)));
  expect(await setting("synchronous")).toEqual([{ value: 2 }]);
  expect(await setting("journal_mode")).toEqual([{ value: "wal" }]);
  expect(await setting("foreign_keys")).toEqual([{ value: 1 }]);
  expect(await engine.ask(rowsOf("test_timeout", ({ db }) => db.select({ value: sql`timeout` }).from(sql`pragma_busy_timeout`)))).toEqual([{ value: 0 }]);
  await engine.close();
});

test("a write that meets another writer waits without holding the event loop", async () => {
  const url = join(folder, "busy.db");
  const db = await opening(url);
  const other = new Database(url, { timeout: 0 });
  other.exec("BEGIN IMMEDIATE");
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 1);
  const stored = db.storeDeliveries([delivery("a")]);
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(turns).toBeGreaterThan(0);
  other.exec("COMMIT");
  expect(await stored).toEqual(["stored"]);
  clearInterval(counting);
  other.close();
  await db.close();
});
