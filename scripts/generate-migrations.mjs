import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes what has changed in app/db/schema*.ts as a new migration for each database. An argument names it:
 * `npm run migrations:generate -- add-carriers`.
 */
const name = process.argv[2];
const SQLITE_FOLDER = "app/db/migrations/sqlite";

/**
 * Narrow tables that are read by their key are kept in its order: one tree instead of a table and an index, half the work of
 * an insert. drizzle-kit does not know SQLite's WITHOUT ROWID, so it is added to the tables that a migration creates.
 */
const KEPT_BY_KEY = ["allocations", "contact_keys", "events", "levels", "order_lines", "order_terms", "order_waits", "parcel_days", "postal_centroids", "stock_entries", "wanted_reads"];

const sqlFiles = () => readdirSync(SQLITE_FOLDER, { withFileTypes: true }).filter((entry) => entry.name.endsWith(".sql")).map((entry) => entry.name);

const keptByKey = (sql) => sql.replace(/CREATE TABLE `(\w+)` \([^;]*\n\);/g, (statement, table) =>
  KEPT_BY_KEY.includes(table) ? `${statement.slice(0, -1)} WITHOUT ROWID;` : statement);

let before = [];
try {
  before = sqlFiles();
} catch {
  // The first migration makes the folder.
}

for (const dialect of ["sqlite", "postgresql"]) {
  const options = ["drizzle-kit", "generate", `--config=app/db/drizzle-${dialect}.config.ts`, ...(name ? [`--name=${name}`] : [])];
  const { status } = spawnSync("npx", ["--no-install", ...options], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

for (const file of sqlFiles().filter((one) => !before.includes(one))) {
  const path = join(SQLITE_FOLDER, file);
  writeFileSync(path, keptByKey(readFileSync(path, "utf8")));
}
