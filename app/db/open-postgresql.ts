import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { DatabaseUnusable } from "./database-unusable";
import { isCurrent, migrationsOf } from "./migrations";
import { postgresqlEngine } from "./postgresql-engine";
import type { Engine } from "./statement";

const CONNECTIONS_MAX = 10;
/** A connection is had within this time, or the caller is told. */
const CONNECT_WITHIN_MS = 3_000;
/** The server gives a statement up after this; the driver a little later, should nothing come back at all. */
const STATEMENT_WITHIN_MS = 15_000;
const ANSWER_WITHIN_MS = 20_000;
const LOCK_WITHIN_MS = 10_000;
/** A transaction that nobody goes on with holds its locks no longer. */
const IDLE_WITHIN_MS = 30_000;
const MIGRATION_LOCK = 7_340_002;

/** `postgres://user:password@host:port/database`. Every commit is on the server's disk before it is answered. */
export const openPostgresql = async (url: string): Promise<Engine> => {
  const pool = new pg.Pool({
    connectionString: url, max: CONNECTIONS_MAX, connectionTimeoutMillis: CONNECT_WITHIN_MS, statement_timeout: STATEMENT_WITHIN_MS, query_timeout: ANSWER_WITHIN_MS,
    lock_timeout: LOCK_WITHIN_MS, idle_in_transaction_session_timeout: IDLE_WITHIN_MS, keepAlive: true,
  });
  // An idle connection that the server ends is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  try {
    await assertDurable(pool);
    await migrateAll(url, pool);
  } catch (error) {
    await pool.end();
    throw explained(error);
  }
  return postgresqlEngine(pool);
};

const assertDurable = async (pool: pg.Pool): Promise<void> => {
  const { rows } = await pool.query("SELECT current_setting('synchronous_commit') AS commits, current_setting('fsync') AS fsync");
  const [{ commits, fsync }] = rows as [{ commits: string; fsync: string }];
  if (commits === "off" || fsync === "off") throw new DatabaseUnusable("the PostgreSQL server answers before it has written: set synchronous_commit and fsync to on");
};

/** Under a lock of the server's, so that of two processes that start together one migrates and the other finds it done. */
const migrateAll = async (url: string, pool: pg.Pool): Promise<void> => {
  const { migrationsFolder, newestAt } = migrationsOf("postgresql");
  if (isCurrent(await appliedAt(pool), newestAt)) return;
  // A connection of its own: a migration of a large house takes longer than any statement may.
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    try {
      if (!isCurrent(await appliedAt(client), newestAt)) await migrate(drizzle(client), { migrationsFolder });
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]);
    }
  } finally {
    await client.end();
  }
};

const appliedAt = async (client: pg.Pool | pg.Client): Promise<number | null> => {
  const known = await client.query("SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS known");
  if (!(known.rows as [{ known: boolean }])[0].known) return null;
  const { rows } = await client.query("SELECT max(created_at) AS at FROM drizzle.__drizzle_migrations");
  const [{ at }] = rows as [{ at: string | null }];
  return at === null ? null : Number(at);
};

/** By SQLSTATE class or by the system's error code. */
const EXPLANATIONS: Record<string, string> = {
  "28000": "the PostgreSQL server refuses this user: check the user in DATABASE_URL",
  "28P01": "the PostgreSQL server refuses this password: check DATABASE_URL",
  "3D000": "the PostgreSQL database does not exist: create it with createdb",
  "42501": "the PostgreSQL user may not create tables: make it the database's owner",
  "25006": "the PostgreSQL server is read-only: connect to the primary",
  ECONNREFUSED: "no PostgreSQL server answers: check host and port in DATABASE_URL, and that it runs",
  ENOTFOUND: "the PostgreSQL host is unknown: check DATABASE_URL",
  ETIMEDOUT: "the PostgreSQL server does not answer: check host and port in DATABASE_URL",
};

const explained = (error: unknown): unknown => {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  const words = EXPLANATIONS[code ?? ""] ?? EXPLANATIONS[cause?.code ?? ""];
  return words === undefined ? error : new DatabaseUnusable(words);
};
