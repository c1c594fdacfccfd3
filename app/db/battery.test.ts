import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { drizzle as drizzleSqlite } from "drizzle-orm/better-sqlite3";
import { drizzle as drizzlePostgres } from "drizzle-orm/node-postgres";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { startPostgres, type PostgresServer } from "../../tests/postgres";
import { databaseBattery } from "./battery";
import { equalityRules } from "./battery-equality";
import type { Bed } from "./battery-fixtures";
import { makeSchema, type Schema } from "./schema";

const folder = mkdtempSync(join(tmpdir(), "switchyard-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const sqliteBed: Bed = {
  kind: "sqlite",
  newUrl: async () => join(folder, `${(files += 1)}.db`),
  emptyUrl: () => sqliteBed.newUrl(),
  plainText: async (url) => readdirSync(folder).map((name) => join(folder, name)).filter((path) => path.startsWith(url)).map((path) => readFileSync(path, "latin1")).join(""),
  tables: async (url) => {
    const client = new Database(url);
    const tables = await rowsOfAll("sqlite", (table) => drizzleSqlite(client, { casing: "snake_case" }).select().from(table));
    client.close();
    return tables;
  },
  run: async (url, statement) => {
    const client = new Database(url);
    client.exec(statement);
    client.close();
  },
  query: async (url, statement) => {
    const client = new Database(url, { readonly: true });
    const rows = client.prepare(statement).all() as Record<string, unknown>[];
    client.close();
    return rows;
  },
};

/** A database takes a second to make there: one is emptied for rule after rule. */
const postgresBed = (server: PostgresServer, shared: string): Bed => ({
  kind: "postgresql",
  newUrl: () => server.createDatabase(),
  emptyUrl: async () => {
    await withClient(shared, (client) => client.query("DO $$ DECLARE name text; BEGIN FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP EXECUTE format('DELETE FROM %I', name); END LOOP; END $$"));
    return shared;
  },
  plainText: async (url) => JSON.stringify(await postgresTables(url)),
  tables: postgresTables,
  run: (url, statement) => withClient(url, async (client) => void (await client.query(statement))),
  query: (url, statement) => withClient(url, async (client) => (await client.query(statement)).rows as Record<string, unknown>[]),
});

const withClient = async <T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
};

const postgresTables = (url: string) => withClient(url, (client) =>
  rowsOfAll("postgresql", async (table) => (await drizzlePostgres(client, { casing: "snake_case" }).select().from(table as never)) as Record<string, unknown>[]));

const rowsOfAll = async (dialect: "sqlite" | "postgresql", select: (table: Schema[keyof Schema]) => Promise<Record<string, unknown>[]>) => {
  const tables: Record<string, Record<string, unknown>[]> = {};
  for (const [name, table] of Object.entries(makeSchema(dialect))) tables[name] = await select(table);
  return tables;
};

describe("SQLite", () => databaseBattery(() => sqliteBed));

const offer = await startPostgres();

if (offer.ok) {
  const shared = await offer.server.createDatabase();
  describe("PostgreSQL", () => {
    const bed = postgresBed(offer.server, shared);
    afterAll(() => offer.server.stop());
    databaseBattery(() => bed);
    describe("beside SQLite", () => equalityRules(() => ({ sqlite: sqliteBed, postgresql: bed })));
  });
} else if (process.env.CI === "true") {
  test("PostgreSQL", () => expect.fail(offer.reason));
} else {
  describe.skip(`PostgreSQL (${offer.reason})`, () => {
    test("the whole battery", () => undefined);
  });
}
