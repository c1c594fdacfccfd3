import type { SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { driverError } from "./conflict";
import { makePhrases } from "./phrases";
import { prepareQuery, type PreparedQuery } from "./postgresql-query";
import { changeRows, insertCounted, insertTold, keyOfRows, replaceRows, rowsJson } from "./postgresql-rows";
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

/** One connection with the statements that are prepared on it. */
class Connection {
  private readonly prepared = new Map<string, PreparedQuery>();
  private readonly keys = new Map<Insertion, (row: object) => string>();
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
    const found = this.prepare(asked.name, () => asked.build(this.scope));
    return (asked.gives === "rows" ? await found.rows(values) : await found.count(values)) as Result;
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

  /** A name means one statement: the server keeps its plan under it. */
  private prepare(name: string, build: () => unknown): PreparedQuery {
    let found = this.prepared.get(name);
    if (!found) this.prepared.set(name, (found = prepareQuery(this.client, build(), name)));
    return found;
  }

  private answer(call: Call): Promise<unknown> {
    if (call.kind === "statement") return this.statement(call.statement, call.values);
    if (call.kind === "insertion") return this.insertion(call.insertion, call.rows);
    if (call.kind === "count") return this.insertCounted(call.insertion, call.rows);
    if (call.kind === "each") return this.each(call.each, call.rows);
    return this.plain(`${call.verb} change_set`);
  }

  /** All rows in one statement; only where some may be left out are those that went in told by their keys, which cost as much as the rows. */
  private async insertion(asked: Insertion, rows: readonly object[]): Promise<(boolean | Values)[]> {
    const { onDuplicate } = asked;
    if (typeof onDuplicate === "object") return this.replacement(asked, rows, onDuplicate);
    if (onDuplicate === "fail") {
      await this.insertCounted(asked, rows);
      return rows.map(() => true);
    }
    const keyOf = this.keyOf(asked);
    const found = this.prepare(`${asked.name}_told`, () => insertTold(this.scope, asked));
    const inserted = new Set((await found.rows({ rows: rowsJson(rows) })).map(keyOf));
    return rows.map((row) => inserted.delete(keyOf(row)));
  }

  private insertCounted(asked: Insertion, rows: readonly object[]): Promise<number> {
    return this.prepare(asked.name, () => insertCounted(this.scope, asked)).count({ rows: rowsJson(rows) });
  }

  /** PostgreSQL replaces a row once in a statement: rows of one key go one after the other. */
  private async replacement(asked: Insertion, rows: readonly object[], replacement: Replacement): Promise<(boolean | Values)[]> {
    const found = this.prepare(asked.name, () => replaceRows(this.scope, asked, replacement));
    const keyOf = this.keyOf(asked);
    const answers: (boolean | Values)[] = rows.map(() => true);
    for (let left = rows.map((_, place) => place); left.length > 0;) {
      const turn = new Map<string, number>();
      const later: number[] = [];
      for (const place of left) {
        const key = keyOf(rows[place] as object);
        if (turn.has(key)) later.push(place);
        else turn.set(key, place);
      }
      const values = { rows: rowsJson([...turn.values()].map((place) => rows[place] as object)) };
      if (replacement.gives) for (const row of await found.rows(values)) answers[turn.get(keyOf(row)) as number] = row;
      else await found.count(values);
      left = later;
    }
    return answers;
  }

  private each(asked: EachStatement, rows: readonly object[]): Promise<number> {
    return this.prepare(asked.name, () => changeRows(this.scope, asked)).count({ rows: rowsJson(rows) });
  }

  private keyOf(asked: Insertion): (row: object) => string {
    let found = this.keys.get(asked);
    if (!found) this.keys.set(asked, (found = keyOfRows(this.scope, asked)));
    return found;
  }
}
