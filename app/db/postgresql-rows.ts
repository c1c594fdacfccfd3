import { getTableColumns, is, sql, type AnyColumn, type SQL } from "drizzle-orm";
import { getTableConfig, PgTable, type AnyPgColumn } from "drizzle-orm/pg-core";
import { withoutNul } from "./columns";
import { $ } from "./phrases";
import type { EachStatement, Insertion, Replacement, Scope, Values } from "./statement";

/** Statements over many rows, which are given as one JSON text: on PostgreSQL a round trip costs more than a row. */

/** The value of the placeholder `rows`. PostgreSQL stores no NUL. */
export const rowsJson = (rows: readonly object[]): string => {
  const text = JSON.stringify(rows);
  if (!text.includes("\\u0000")) return text;
  return JSON.stringify(JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? withoutNul(value) : value)));
};

type NamedColumn = [name: string, column: AnyColumn];

const tableOf = (scope: Scope, asked: Insertion): PgTable => {
  const table: unknown = asked.table(scope.t);
  if (!is(table, PgTable)) throw new Error("the scope's tables are not PostgreSQL's");
  return table;
};

/** The given rows as `r`, with columns of these types. */
const given = (columns: readonly NamedColumn[]): SQL => {
  const types = sql.join(columns.map(([name, column]) => sql`${sql.identifier(name)} ${sql.raw(column.getSQLType())}`), sql`, `);
  return sql`json_to_recordset(${$("rows")}::json) as r(${types})`;
};

const insertOf = (scope: Scope, table: PgTable) => {
  const columns = Object.entries(getTableColumns(table));
  const names = sql.join(columns.map(([name]) => sql`r.${sql.identifier(name)}`), sql`, `);
  return scope.db.insert(table as never).select(sql`select ${names} from ${given(columns)}`);
};

/** Inserts rows and gives nothing but their number. */
export const insertCounted = (scope: Scope, asked: Insertion) => {
  const insert = insertOf(scope, tableOf(scope, asked));
  return asked.onDuplicate === "ignore" ? insert.onConflictDoNothing() : insert;
};

/** Inserts the rows whose key is new, and gives the keys of those. */
export const insertTold = (scope: Scope, asked: Insertion) => {
  const table = tableOf(scope, asked);
  return insertOf(scope, table).onConflictDoNothing().returning(keyColumns(table) as never);
};

/** Inserts rows or replaces those that are there. */
export const replaceRows = (scope: Scope, asked: Insertion, { key, set, gives }: Replacement) => {
  const replace = insertOf(scope, tableOf(scope, asked)).onConflictDoUpdate({ target: key(scope.t) as never, set: set(scope) as never });
  return gives ? replace.returning({ ...replacedColumns(scope, asked, key(scope.t)), ...gives(scope.t) } as never) : replace;
};

const keyColumns = (table: PgTable): Record<string, AnyPgColumn> => {
  const { primaryKeys } = getTableConfig(table);
  const key = new Set(primaryKeys.flatMap((one) => one.columns.map((column) => column.name)));
  return Object.fromEntries(Object.entries(getTableColumns(table)).filter(([, column]) => column.primary || key.has(column.name)));
};

/** The columns that decide which row is replaced, by their fields' names. */
const replacedColumns = (scope: Scope, asked: Insertion, key: readonly AnyColumn[]): Record<string, AnyPgColumn> =>
  Object.fromEntries(Object.entries(getTableColumns(tableOf(scope, asked))).filter(([, column]) => key.includes(column)));

/** What tells a row from the others of its table. */
export const keyOfRows = (scope: Scope, asked: Insertion): ((row: object) => string) => {
  const { onDuplicate } = asked;
  const columns = typeof onDuplicate === "object" ? replacedColumns(scope, asked, onDuplicate.key(scope.t)) : keyColumns(tableOf(scope, asked));
  const names = Object.keys(columns);
  return (row) => JSON.stringify(names.map((name) => (row as Values)[name]));
};

interface UpdateFrom {
  set(values: Record<string, unknown>): { from(source: SQL): { where(condition: SQL | undefined): unknown } };
}

/** One change for each row. */
export const changeRows = (scope: Scope, asked: EachStatement) => {
  const table = asked.table(scope.t) as never;
  const rows = given(Object.entries(asked.values(scope.t)));
  const value = (name: string) => sql`r.${sql.identifier(name)}`;
  const where = asked.where(scope, value);
  if (!asked.set) return scope.db.delete(table).where(sql`exists (select 1 from ${rows} where ${where})`);
  return (scope.db.update(table) as unknown as UpdateFrom).set(asked.set(scope, value)).from(rows).where(where);
};
