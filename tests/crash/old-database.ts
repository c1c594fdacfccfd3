import Database from "better-sqlite3";
import pg from "pg";
import { migrationsOf } from "../../app/db/migrations";
import { rowsOf } from "./rows";

/** What a database is after a migration: its shape, and the rows that were there before. */
export interface Migrated {
  shape: string[];
  deliveries: number;
  sound: boolean;
}

const DELIVERIES = 500;
const insertDelivery = (number: number): string =>
  `insert into inbox (id, platform, domain, delivery_key, topic, received_at, status, attempts, due_at, lease_until) values ('old-${number}', 'shopify', 'old.myshopify.com', 'old-${number}', 'carts/update', 1, 'applied', 1, 1, 0)`;

/** The database of the first version, with deliveries that were acknowledged then. Gives how many statements the later versions add. */
export const makeOldDatabase = async (databaseUrl: string): Promise<number> => {
  const kind = /^postgres/.test(databaseUrl) ? "postgresql" : "sqlite";
  const [first, ...later] = migrationsOf(kind).all;
  if (!first) throw new Error("there is no first migration");
  const schema = kind === "postgresql" ? "drizzle." : "";
  const id = kind === "postgresql" ? "serial primary key" : "integer primary key";
  const statements = [
    ...(kind === "postgresql" ? ["create schema drizzle"] : []),
    `create table ${schema}__drizzle_migrations (id ${id}, hash text not null, created_at ${kind === "postgresql" ? "bigint" : "numeric"})`,
    ...first.sql,
    `insert into ${schema}__drizzle_migrations (hash, created_at) values ('${first.hash}', ${first.folderMillis})`,
    ...Array.from({ length: DELIVERIES }, (_, number) => insertDelivery(number)),
  ];
  await (kind === "postgresql" ? runOnPostgres : runOnSqlite)(databaseUrl, statements);
  // Between the first, which makes the table of versions where there is none, and the commit.
  return 1 + later.reduce((sum, { sql }) => sum + sql.length, 0) + 1;
};

const runOnSqlite = async (path: string, statements: readonly string[]): Promise<void> => {
  const database = new Database(path);
  database.transaction(() => statements.forEach((statement) => database.exec(statement)))();
  database.close();
};

const runOnPostgres = async (url: string, statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(["begin", ...statements, "commit"].map((statement) => statement.trim().replace(/;$/, "")).join(";\n"));
  await client.end();
};

const SHAPE = {
  sqlite: "select type || ' ' || name || ': ' || coalesce(sql, '') as line from sqlite_master where name not like 'sqlite_%' and name not like '%drizzle%' order by 1",
  postgresql: `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as line from information_schema.columns where table_schema = 'public'
    union all select indexdef from pg_indexes where schemaname = 'public' order by 1`,
};

export const lookAt = async (databaseUrl: string): Promise<Migrated> => {
  const kind = /^postgres/.test(databaseUrl) ? "postgresql" : "sqlite";
  const shape = (await rowsOf<{ line: string }>(databaseUrl, SHAPE[kind])).map(({ line }) => line);
  const [count] = await rowsOf<{ rows: number | string }>(databaseUrl, "select count(*) as rows from inbox where delivery_key like 'old-%'");
  const [check] = kind === "sqlite" ? await rowsOf<{ integrity_check: string }>(databaseUrl, "pragma integrity_check") : [{ integrity_check: "ok" }];
  return { shape, deliveries: Number(count?.rows), sound: check?.integrity_check === "ok" };
};
