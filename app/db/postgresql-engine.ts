import { getTableColumns, is, sql, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { getTableConfig, PgTable, type AnyPgColumn } from "drizzle-orm/pg-core";
import type pg from "pg";
import { withoutNul } from "./columns";
import { driverError } from "./conflict";
import { makePhrases, $ } from "./phrases";
import { makeSchema, type Schema } from "./schema";
import type { Call, Engine, Insertion, Scope, Statement, Values, Work } from "./statement";

/** How often a transaction that met a deadlock or a serialisation failure is run again, with a growing pause. */
const REPEATS_MAX = 12;
const REPEATABLE_CODES = new Set(["40001", "40P01"]);

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Builders are typed as SQLite's; at run time they are PostgreSQL's, made from its own tables. */
const scopeOver = (client: pg.PoolClient | pg.Pool, tables: Schema): Scope =>
  ({ ...makePhrases("postgresql"), db: drizzle(client as pg.Pool, { casing: "snake_case" }) as unknown as Scope["db"], t: tables });

/** PostgreSQL behind the engine's words: statements are prepared once per pooled connection. */
export const postgresqlEngine = (pool: pg.Pool): Engine => {
  const tables = makeSchema("postgresql");
  const known = new WeakMap<pg.PoolClient, Connection>();
  const pooled = scopeOver(pool, tables);

  const using = async <Result>(act: (connection: Connection) => Promise<Result>): Promise<Result> => {
    const client = await pool.connect();
    let connection = known.get(client);
    if (!connection) known.set(client, (connection = new Connection(client, tables)));
    try {
      const result = await act(connection);
      client.release();
      return result;
    } catch (error) {
      // A connection that could not even roll back is in a state that nobody knows: it is closed, not reused.
      client.release(connection.broken);
      throw driverError(error);
    }
  };
  return {
    kind: "postgresql",
    ask: (statement, values = {}) => using((connection) => connection.statement(statement, values)),
    explore: async (build) => unwrapped(async () => (await build(pooled)) as never),
    exploreSql: async <Row>(build: (scope: Scope) => SQL) =>
      unwrapped(async () => ((await (pooled.db as unknown as RawDatabase).execute(build(pooled))) as { rows: Row[] }).rows),
    read: (work) => using((connection) => connection.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work)),
    write: (work) => using((connection) => repeated(() => connection.transaction("BEGIN", work))),
    settleFiles: () => Promise.resolve(),
    close: () => pool.end(),
  };
};

interface RawDatabase {
  execute(query: SQL): Promise<unknown>;
}

const unwrapped = async <Result>(act: () => Promise<Result>): Promise<Result> => {
  try {
    return await act();
  } catch (error) {
    throw driverError(error);
  }
};

const repeated = async <Result>(act: () => Promise<Result>): Promise<Result> => {
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await act();
    } catch (error) {
      const { code } = (driverError(error) ?? {}) as { code?: string };
      if (code === undefined || !REPEATABLE_CODES.has(code) || repeats >= REPEATS_MAX) throw error;
      await pause(Math.random() * 2 ** Math.min(repeats, 6));
    }
  }
};

interface Prepared {
  execute(values: Values): Promise<unknown>;
}

interface Preparable {
  prepare(name: string): Prepared;
}

/** One connection with the statements that are prepared on it. */
class Connection {
  private readonly prepared = new Map<object, Prepared>();
  private readonly scope: Scope;

  constructor(private readonly client: pg.PoolClient, tables: Schema) {
    this.scope = scopeOver(client, tables);
    // The server may end a connection between two statements; the next one fails, and the process lives.
    client.on("error", () => {
      this.broken = true;
    });
  }

  /** The connection is unusable: even its rollback failed. */
  broken = false;

  async transaction<Result>(begin: string, work: () => Work<Result>): Promise<Result> {
    await this.plain(begin);
    try {
      const result = await this.work(work());
      await this.plain("COMMIT");
      return result;
    } catch (error) {
      await this.plain("ROLLBACK").catch(() => {
        this.broken = true;
      });
      throw error;
    }
  }

  async plain(text: string): Promise<void> {
    await this.client.query(text);
  }

  async statement<Result>(asked: Statement<Result>, values: Values): Promise<Result> {
    const found = this.prepare(asked, asked.name, () => asked.build(this.scope));
    const result = await found.execute(values);
    return (asked.gives === "rows" ? result : (result as pg.QueryResult).rowCount ?? 0) as Result;
  }

  /** Runs the work's calls one after the other, each answered before the next. */
  async work<Result>(steps: Work<Result>): Promise<Result> {
    let step = steps.next();
    while (!step.done) {
      let given: unknown;
      try {
        given = await this.answer(step.value);
      } catch (error) {
        step = steps.throw(error);
        continue;
      }
      step = steps.next(given);
    }
    return step.value;
  }

  private prepare(key: object, name: string, build: () => unknown): Prepared {
    let found = this.prepared.get(key);
    if (!found) this.prepared.set(key, (found = (build() as Preparable).prepare(name)));
    return found;
  }

  private answer(call: Call): Promise<unknown> {
    if (call.kind === "statement") return this.statement(call.statement, call.values);
    if (call.kind === "insertion") return this.insertion(call.insertion, call.rows);
    return this.plain(`${call.verb} change_set`);
  }

  /** All rows in one statement; those that went in are told by their keys. */
  private async insertion(asked: Insertion, rows: readonly object[]): Promise<boolean[]> {
    const table = asked.table(this.scope.t) as unknown as PgTable;
    const found = this.prepare(asked, asked.name, () => insertRows(this.scope, asked));
    const inserted = new Set(((await found.execute({ rows: asJson(rows) })) as Values[]).map((row) => JSON.stringify(Object.values(row))));
    const names = Object.keys(keyColumns(table));
    return rows.map((row) => inserted.delete(JSON.stringify(names.map((name) => (row as Values)[name]))));
  }
}

const asJson = (rows: readonly object[]): string => {
  const text = JSON.stringify(rows);
  if (!text.includes("\\u0000")) return text;
  return JSON.stringify(JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? withoutNul(value) : value)));
};

const keyColumns = (table: PgTable): Record<string, AnyPgColumn> => {
  const { primaryKeys } = getTableConfig(table);
  const key = new Set(primaryKeys.flatMap((one) => one.columns.map((column) => column.name)));
  return Object.fromEntries(Object.entries(getTableColumns(table)).filter(([, column]) => column.primary || key.has(column.name)));
};

const insertRows = (scope: Scope, asked: Insertion) => {
  const table: unknown = asked.table(scope.t);
  if (!is(table, PgTable)) throw new Error("the scope's tables are not PostgreSQL's");
  const columns = Object.entries(getTableColumns(table) as Record<string, AnyPgColumn>);
  const names = sql.join(columns.map(([name]) => sql`r.${sql.identifier(name)}`), sql`, `);
  const types = sql.join(columns.map(([name, column]) => sql`${sql.identifier(name)} ${sql.raw(column.getSQLType())}`), sql`, `);
  const insert = scope.db.insert(table as never).select(sql`select ${names} from json_to_recordset(${$("rows")}::json) as r(${types})`);
  return (asked.ignoreDuplicates ? insert.onConflictDoNothing() : insert).returning(keyColumns(table) as never);
};
