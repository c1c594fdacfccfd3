import { getTableColumns, is, sql, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { getTableConfig, PgTable, type AnyPgColumn } from "drizzle-orm/pg-core";
import type pg from "pg";
import { withoutNul } from "./columns";
import { driverError } from "./conflict";
import { makePhrases, $ } from "./phrases";
import { makeSchema, type Schema } from "./schema";
import type { Call, EachStatement, Engine, Insertion, Replacement, Scope, Statement, Values, Work } from "./statement";

/** How often a transaction that met a deadlock or a serialisation failure is run again, with a growing pause. */
const REPEATS_MAX = 12;
const REPEATABLE_CODES = new Set(["40001", "40P01"]);

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Builders are typed as SQLite's; at run time they are PostgreSQL's, made from its own tables. */
const scopeOver = (client: pg.PoolClient | pg.Pool, tables: Schema): Scope =>
  ({ ...makePhrases("postgresql"), db: drizzle(client as pg.Pool, { casing: "snake_case" }) as unknown as Scope["db"], t: tables });

/** The answer to a question that was given up may still come, and would be taken for the next one's. */
const isSilent = (error: unknown): boolean => /^Query read timeout/.test((driverError(error) as Error | null)?.message ?? "");

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
      client.release(connection.broken || isSilent(error));
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
    if (call.kind === "each") return this.each(call.each, call.rows);
    return this.plain(`${call.verb} change_set`);
  }

  /** All rows in one statement; those that went in are told by their keys. */
  private async insertion(asked: Insertion, rows: readonly object[]): Promise<(boolean | Values)[]> {
    const { onDuplicate } = asked;
    const found = this.prepare(asked, asked.name, () => insertRows(this.scope, asked));
    const names = Object.keys(keyColumns(asked.table(this.scope.t) as unknown as PgTable));
    const keyOf = (row: object) => JSON.stringify(names.map((name) => (row as Values)[name]));
    if (typeof onDuplicate === "object") return this.replacement(found, { rows, keyOf: replacedKey(this.scope, asked), gives: onDuplicate.gives !== undefined });
    const inserted = new Set(((await found.execute({ rows: asJson(rows) })) as Values[]).map(keyOf));
    return rows.map((row) => inserted.delete(keyOf(row)));
  }

  /** PostgreSQL replaces a row once in a statement: rows of one key go one after the other. */
  private async replacement(found: Prepared, asked: { rows: readonly object[]; keyOf(row: object): string; gives: boolean }): Promise<(boolean | Values)[]> {
    const answers: (boolean | Values)[] = asked.rows.map(() => true);
    for (let left = asked.rows.map((_, place) => place); left.length > 0;) {
      const turn = new Map<string, number>();
      const later: number[] = [];
      for (const place of left) {
        const key = asked.keyOf(asked.rows[place] as object);
        if (turn.has(key)) later.push(place);
        else turn.set(key, place);
      }
      const rows = (await found.execute({ rows: asJson([...turn.values()].map((place) => asked.rows[place] as object)) })) as Values[];
      if (asked.gives) for (const row of rows) answers[turn.get(asked.keyOf(row)) as number] = row;
      left = later;
    }
    return answers;
  }

  private async each(asked: EachStatement, rows: readonly object[]): Promise<number> {
    const found = this.prepare(asked, asked.name, () => changeRows(this.scope, asked));
    return ((await found.execute({ rows: asJson(rows) })) as pg.QueryResult).rowCount ?? 0;
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
  if (typeof asked.onDuplicate !== "object") return (asked.onDuplicate === "ignore" ? insert.onConflictDoNothing() : insert).returning(keyColumns(table) as never);
  const { key, set, gives } = asked.onDuplicate;
  const replace = insert.onConflictDoUpdate({ target: key(scope.t) as never, set: set(scope) as never });
  return replace.returning((gives ? { ...replacedColumns(scope, asked), ...gives(scope.t) } : keyColumns(table)) as never);
};

/** The columns that decide which row is replaced, by their fields' names. */
const replacedColumns = (scope: Scope, asked: Insertion): Record<string, AnyPgColumn> => {
  const key = (asked.onDuplicate as Replacement).key(scope.t) as unknown as AnyPgColumn[];
  return Object.fromEntries(Object.entries(getTableColumns(asked.table(scope.t) as unknown as PgTable)).filter(([, column]) => key.includes(column)));
};

const replacedKey = (scope: Scope, asked: Insertion): ((row: object) => string) => {
  const names = Object.keys(replacedColumns(scope, asked));
  return (row) => JSON.stringify(names.map((name) => (row as Values)[name]));
};

interface UpdateFrom {
  set(values: Record<string, unknown>): { from(source: SQL): { where(condition: SQL | undefined): unknown } };
}

const changeRows = (scope: Scope, asked: EachStatement) => {
  const table = asked.table(scope.t) as never;
  const columns = Object.entries(asked.values(scope.t)) as unknown as [string, AnyPgColumn][];
  const types = sql.join(columns.map(([name, column]) => sql`${sql.identifier(name)} ${sql.raw(column.getSQLType())}`), sql`, `);
  const given = sql`json_to_recordset(${$("rows")}::json) as r(${types})`;
  const value = (name: string) => sql`r.${sql.identifier(name)}`;
  const where = asked.where(scope, value);
  if (!asked.set) return scope.db.delete(table).where(sql`exists (select 1 from ${given} where ${where})`);
  return (scope.db.update(table) as unknown as UpdateFrom).set(asked.set(scope, value)).from(given).where(where);
};
