import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { DatabaseUnusable } from "./database-unusable";
import { isCurrent, migrationsOf } from "./migrations";
import { sqliteEngine, whenFree } from "./sqlite-engine";
import type { Engine } from "./statement";

const SYNCHRONOUS_FULL = 2;
/** Room for the hot pages of the indexes: with SQLite's own 2 MB a batch reads its pages anew from the file. */
const PAGE_CACHE_KB = 65_536;
/** 32 MB of log: at SQLite's own 4 MB nearly each batch copies the hot pages back to the file, and syncs it twice. */
const CHECKPOINT_PAGES = 8_000;

/** `:memory:`, a path, or a `file:` URL. Every commit is on the disk before it is answered. */
export const openSqlite = async (url: string): Promise<Engine> => {
  const path = pathOf(url);
  const client = connect(path);
  try {
    await configure(client, path);
    await migrate(client);
  } catch (error) {
    client.close();
    throw explained(error, path);
  }
  return sqliteEngine(client);
};

const pathOf = (url: string): string => {
  if (url.startsWith("file://")) return fileURLToPath(url);
  return url.startsWith("file:") ? url.slice("file:".length) : url;
};

const connect = (path: string): Database.Database => {
  try {
    if (path !== ":memory:" && !existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
    // No synchronous wait: whoever meets another writer tries again from the event loop.
    return new Database(path, { timeout: 0 });
  } catch (error) {
    throw explained(error, path);
  }
};

/** WAL files open at synchronous=NORMAL, which may lose the last commits with the power; FULL is set and proved. */
const configure = async (client: Database.Database, path: string): Promise<void> => {
  const mode = await whenFree(() => client.pragma("journal_mode = WAL", { simple: true }));
  if (mode !== "wal" && path !== ":memory:") throw new DatabaseUnusable(`${path} cannot keep a write-ahead log: use a local disk`);
  client.pragma("synchronous = FULL");
  client.pragma("foreign_keys = ON");
  // What is deleted is overwritten: message bodies of customers are plain text, and must not stay readable in free pages.
  client.pragma("secure_delete = ON");
  client.pragma("temp_store = MEMORY");
  client.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  client.pragma(`cache_size = -${PAGE_CACHE_KB}`);
  if (client.pragma("synchronous", { simple: true }) !== SYNCHRONOUS_FULL) throw new DatabaseUnusable(`${path} does not accept synchronous=FULL`);
};

/** Under the writer's lock, so that of two processes that start together one migrates and the other finds it done. */
const migrate = async (client: Database.Database): Promise<void> => {
  const { all, newestAt } = migrationsOf("sqlite");
  if (isCurrent(appliedAt(client), newestAt)) return;
  await whenFree(() => client.exec("BEGIN IMMEDIATE"));
  try {
    client.exec("CREATE TABLE IF NOT EXISTS __drizzle_migrations (id INTEGER PRIMARY KEY, hash TEXT NOT NULL, created_at NUMERIC)");
    const applied = appliedAt(client) ?? 0;
    const note = client.prepare("INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)");
    for (const migration of all.filter(({ folderMillis }) => folderMillis > applied)) {
      for (const statement of migration.sql) client.exec(statement);
      note.run(migration.hash, migration.folderMillis);
    }
    client.exec("COMMIT");
  } catch (error) {
    if (client.inTransaction) client.exec("ROLLBACK");
    throw error;
  }
};

const appliedAt = (client: Database.Database): number | null => {
  const known = client.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '__drizzle_migrations'").get();
  if (!known) return null;
  const row = client.prepare("SELECT max(created_at) AS at FROM __drizzle_migrations").get() as { at: number | null };
  return row.at;
};

const explained = (error: unknown, path: string): unknown => {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== "string") return error;
  if (code === "SQLITE_NOTADB") return new DatabaseUnusable(`${path} is not a SQLite database`);
  if (code.startsWith("SQLITE_READONLY") || code === "EACCES" || code === "EROFS") return new DatabaseUnusable(`${path} is not writable for this user`);
  if (code.startsWith("SQLITE_CANTOPEN") || code === "ENOTDIR" || code === "EISDIR") return new DatabaseUnusable(`${path} cannot be opened: is it a folder, or is its folder missing?`);
  return error;
};
