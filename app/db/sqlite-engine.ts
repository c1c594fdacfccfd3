import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { type CompiledStatement, compileStatement } from "./compiled-statement";
import { $, makePhrases } from "./phrases";
import { makeSchema } from "./schema";
import type { Call, EachStatement, Engine, Insertion, Scope, Statement, Values, Work } from "./statement";
import { everyColumn } from "./upsert";

/** How long a write waits, in steps of a millisecond, for another process to finish its own. */
const BUSY_WAIT_MS_MAX = 15_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");

/** Tries again each millisecond while another process writes; the event loop is never blocked by waiting. */
export const whenFree = async <T>(attempt: () => T): Promise<T> => {
  for (let waitedMs = 0; ; waitedMs += 1) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || waitedMs >= BUSY_WAIT_MS_MAX) throw error;
      await pause(1);
    }
  }
};

/** SQLite behind the engine's words. One connection serves reads and writes: each runs in one breath. */
export const sqliteEngine = (client: Database.Database): Engine => {
  const scope: Scope = { ...makePhrases("sqlite"), db: drizzle(client, { casing: "snake_case" }), t: makeSchema("sqlite") };
  const run = runner(scope, client);
  const transaction = <Result>(begin: string, work: () => Work<Result>): Result => {
    run.plain(begin);
    try {
      const result = run.work(work());
      run.plain("COMMIT");
      return result;
    } catch (error) {
      if (client.inTransaction) run.plain("ROLLBACK");
      throw error;
    }
  };
  return {
    kind: "sqlite",
    ask: (statement, values = {}) => whenFree(() => run.statement(statement, values)),
    explore: async (build) => build(scope).all(),
    exploreSql: async <Row>(build: Parameters<Engine["exploreSql"]>[0]) => scope.db.all<Row>(build(scope)),
    read: (work) => whenFree(() => transaction("BEGIN", work)),
    write: (work) => whenFree(() => transaction("BEGIN IMMEDIATE", work)),
    settleFiles: () => whenFree(() => {
      const [{ busy }] = client.pragma("wal_checkpoint(TRUNCATE)") as [{ busy: number }];
      // A reader of another process holds a part of the log: its next checkpoint empties it.
      if (busy !== 0) client.pragma("wal_checkpoint(PASSIVE)");
    }),
    close: async () => {
      client.close();
    },
  };
};

const runner = (scope: Scope, client: Database.Database) => {
  const prepared = new Map<object, CompiledStatement>();
  const controls = new Map<string, Database.Statement>();

  const plain = (text: string) => {
    let control = controls.get(text);
    if (!control) controls.set(text, (control = client.prepare(text)));
    control.run();
  };
  const prepare = (key: object, build: () => unknown): CompiledStatement => {
    let found = prepared.get(key);
    if (!found) prepared.set(key, (found = compileStatement((build() as { prepare(): unknown }).prepare())));
    return found;
  };
  const statement = <Result>(asked: Statement<Result>, values: Values): Result => {
    const found = prepare(asked, () => asked.build(scope));
    return (asked.gives === "rows" ? found.all(values) : found.run(values).changes) as Result;
  };
  const insertion = (asked: Insertion, rows: readonly object[]): (boolean | Values)[] => {
    const found = prepare(asked, () => insertRow(scope, asked));
    if (givesOf(asked)) return rows.map((row) => found.all(row as Values)[0] as Values);
    return rows.map((row) => found.run(row as Values).changes > 0);
  };
  const each = (asked: EachStatement, rows: readonly object[]): number => {
    const found = prepare(asked, () => changeRow(scope, asked));
    let changes = 0;
    for (const row of rows) changes += found.run(row as Values).changes;
    return changes;
  };
  const answer = (call: Call): unknown => {
    if (call.kind === "statement") return statement(call.statement, call.values);
    if (call.kind === "insertion") return insertion(call.insertion, call.rows);
    if (call.kind === "count") return insertion(call.insertion, call.rows).filter(Boolean).length;
    if (call.kind === "each") return each(call.each, call.rows);
    return plain(`${call.verb} change_set`);
  };
  const work = <Result>(steps: Work<Result>): Result => {
    let step = steps.next();
    while (!step.done) {
      let given: unknown;
      try {
        given = answer(step.value);
      } catch (error) {
        step = steps.throw(error);
        continue;
      }
      step = steps.next(given);
    }
    return step.value;
  };
  return { plain, statement, work };
};

const givesOf = ({ onDuplicate }: Insertion) => (typeof onDuplicate === "object" ? onDuplicate.gives : undefined);

const insertRow = (scope: Scope, asked: Insertion) => {
  const table = asked.table(scope.t);
  const insert = scope.db.insert(table).values(everyColumn(table) as never);
  if (asked.onDuplicate === "fail") return insert;
  if (asked.onDuplicate === "ignore") return insert.onConflictDoNothing();
  const { key, set, gives } = asked.onDuplicate;
  const replace = insert.onConflictDoUpdate({ target: key(scope.t) as never, set: set(scope) as never });
  return gives ? replace.returning(gives(scope.t) as never) : replace;
};

const changeRow = (scope: Scope, asked: EachStatement) => {
  const table = asked.table(scope.t);
  const where = asked.where(scope, $);
  return asked.set ? scope.db.update(table).set(asked.set(scope, $) as never).where(where) : scope.db.delete(table).where(where);
};
