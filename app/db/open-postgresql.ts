import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { DatabaseUnusable } from "./database-unusable";
import { isCurrent, migrationsOf } from "./migrations";
import { postgresqlEngine } from "./postgresql-engine";
import type { Engine } from "./statement";

const CONNECTIONS_MAX = 10;
const MIGRATION_LOCK = 7_340_002;

/** `postgres://user:password@host:port/database`. Every commit is on the server's disk before it is answered. */
export const openPostgresql = async (url: string): Promise<Engine> => {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS_MAX });
  // An idle connection that the server ends is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  try {
    await assertDurable(pool);
    await migrateAll(pool);
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
const migrateAll = async (pool: pg.Pool): Promise<void> => {
  const { migrationsFolder, newestAt } = migrationsOf("postgresql");
  const client = await pool.connect();
  try {
    if (isCurrent(await appliedAt(client), newestAt)) return;
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    try {
      if (!isCurrent(await appliedAt(client), newestAt)) await migrate(drizzle(client), { migrationsFolder });
    } finally {
      await client.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]);
    }
  } finally {
    client.release();
  }
};

const appliedAt = async (client: pg.PoolClient): Promise<number | null> => {
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
