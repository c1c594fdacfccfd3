import type { AnyColumn, Placeholder, SQL } from "drizzle-orm";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Phrases } from "./phrases";
import type { Schema } from "./schema";

/** What a statement is built from: a Drizzle database typed as SQLite's, the tables, and the words in which the two databases differ. */
export interface Scope extends Phrases {
  db: BetterSQLite3Database;
  t: Schema;
}

export type Values = Record<string, unknown>;

/** A statement of the house: built and prepared once per connection, then only filled. */
export type Statement<Result> =
  | { readonly gives: "rows"; readonly name: string; build(scope: Scope): { all(): Result } }
  | { readonly gives: "count"; readonly name: string; build(scope: Scope): { run(): unknown } };

/** A statement that answers with rows. `name` is unique: PostgreSQL keeps the plan under it. */
export const rowsOf = <Row>(name: string, build: (scope: Scope) => { all(): Row[] }): Statement<Row[]> => ({ gives: "rows", name, build });

/** A statement that answers with the number of rows that it changed. */
export const countOf = (name: string, build: (scope: Scope) => { run(): unknown }): Statement<number> => ({ gives: "count", name, build });

/** Rows for one table: a prepared row at a time on SQLite, where that is fastest; all in one statement on PostgreSQL, where round trips cost. */
export interface Insertion {
  readonly name: string;
  table(t: Schema): SQLiteTable;
  /** What becomes of a row whose key is there already. */
  readonly onDuplicate: "fail" | "ignore" | Replacement;
}

export interface Replacement {
  key(t: Schema): AnyColumn[];
  /** The columns that the new row changes; an expression may name the row that is there and the `excluded` one. */
  set(scope: Scope): Record<string, unknown>;
  /** Columns of the row as it then is. */
  gives?(t: Schema): Record<string, AnyColumn>;
}

export const insertionOf = (name: string, table: Insertion["table"], options: { ignoreDuplicates?: boolean } = {}): Insertion =>
  ({ name, table, onDuplicate: options.ignoreDuplicates ? "ignore" : "fail" });

/** How a transaction is written: at first in the hope that nothing stands in its way, then, should something do, with care. */
export type Attempt = "hopeful" | "careful";

/**
 * Rows whose keys nearly always are new. In hope they are just inserted, and a duplicate fails the transaction; to look for it first and to say
 * afterwards that there was none, as PostgreSQL does to ignore it, is a third of the work.
 */
export const newcomersOf = (name: string, table: Insertion["table"]): Record<Attempt, Insertion> =>
  ({ hopeful: insertionOf(`${name}_hopeful`, table), careful: insertionOf(name, table, { ignoreDuplicates: true }) });

export const replacementOf = (name: string, table: Insertion["table"], replacement: Replacement): Insertion =>
  ({ name, table, onDuplicate: replacement });

/**
 * One change for each of many rows: a prepared statement a row on SQLite, one statement over all of them on PostgreSQL, for which no two of the
 * rows may mean the same row of the table. `where` and `set` name the given values; without `set` it deletes.
 */
export interface EachStatement {
  readonly name: string;
  table(t: Schema): SQLiteTable;
  /** The values that each row brings, with a column of their type. */
  values(t: Schema): Record<string, AnyColumn>;
  where(scope: Scope, value: ValueOf): SQL | undefined;
  set?(scope: Scope, value: ValueOf): Record<string, unknown>;
}

export type ValueOf = (name: string) => SQL | Placeholder;

export type Call =
  | { kind: "statement"; statement: Statement<unknown>; values: Values }
  | { kind: "insertion"; insertion: Insertion; rows: readonly object[] }
  | { kind: "count"; insertion: Insertion; rows: readonly object[] }
  | { kind: "each"; each: EachStatement; rows: readonly object[] }
  | { kind: "savepoint"; verb: "SAVEPOINT" | "RELEASE SAVEPOINT" | "ROLLBACK TO SAVEPOINT" };

/**
 * A piece of a transaction, written once: it yields calls and is given their answers. SQLite runs it in one breath, so that
 * nothing comes between BEGIN and COMMIT; PostgreSQL awaits each answer.
 */
export type Work<Result> = Generator<Call, Result, unknown>;

export function* ask<Result>(statement: Statement<Result>, values: Values = {}): Work<Result> {
  return (yield { kind: "statement", statement, values }) as Result;
}

/** For each row: did it go in? */
export function* insertEach(insertion: Insertion, rows: readonly object[]): Work<boolean[]> {
  return rows.length === 0 ? [] : ((yield { kind: "insertion", insertion, rows }) as boolean[]);
}

/** Each row as it is in the table now. */
export function* replaceEach(insertion: Insertion, rows: readonly object[]): Work<Values[]> {
  return rows.length === 0 ? [] : ((yield { kind: "insertion", insertion, rows }) as Values[]);
}

/** How many rows of the table were changed or deleted. */
export function* changeEach(each: EachStatement, rows: readonly object[]): Work<number> {
  return rows.length === 0 ? 0 : ((yield { kind: "each", each, rows }) as number);
}

/** How many rows went in, which costs less than to know which. */
export function* insertAll(insertion: Insertion, rows: readonly object[]): Work<number> {
  if (typeof insertion.onDuplicate === "object") return (yield* insertEach(insertion, rows)).length;
  return rows.length === 0 ? 0 : ((yield { kind: "count", insertion, rows }) as number);
}

export function* savepoint(verb: Extract<Call, { kind: "savepoint" }>["verb"]): Work<void> {
  yield { kind: "savepoint", verb };
}

/** A database that runs statements and pieces of work. */
export interface Engine {
  readonly kind: "sqlite" | "postgresql";
  ask<Result>(statement: Statement<Result>, values?: Values): Promise<Result>;
  /** For questions whose shape depends on what is asked; built anew each time. */
  explore<Row>(build: (scope: Scope) => { all(): Row[] }): Promise<Row[]>;
  exploreSql<Row>(build: (scope: Scope) => SQL): Promise<Row[]>;
  /** All of the work's questions see one moment. */
  read<Result>(work: () => Work<Result>): Promise<Result>;
  /** One transaction, durable when it resolves. The work may run again after a serialisation failure or a deadlock. */
  write<Result>(work: () => Work<Result>): Promise<Result>;
  /** Lets what was deleted leave the files too: SQLite's log is folded in and emptied; PostgreSQL's own vacuum does it. */
  settleFiles(): Promise<void>;
  close(): Promise<void>;
}
