import { getTableColumns, sql, type AnyColumn, type SQL } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { $ } from "./phrases";
import { countOf, type Insertion, replacementOf, type Scope, type Statement } from "./statement";

/** The value that an insert proposed and that met an existing row. */
export const excluded = (column: AnyColumn): SQL => sql`excluded.${sql.identifier(toSnakeCase(column.name))}`;

/** A placeholder for each column of a table, under the column's own name. */
export const everyColumn = (table: SQLiteTable): Record<string, ReturnType<typeof $>> =>
  Object.fromEntries(Object.keys(getTableColumns(table)).map((name) => [name, $(name)]));

/** Inserts a whole row, or replaces all that is not its key. */
export const upsertOf = <Table extends SQLiteTable>(name: string, table: (t: Scope["t"]) => Table, key: (t: Table) => AnyColumn[]): Statement<number> =>
  countOf(name, ({ db, t }) => {
    const target = key(table(t));
    const rest = Object.entries(getTableColumns(table(t))).filter(([, column]) => !target.includes(column));
    return db.insert(table(t)).values(everyColumn(table(t)) as never).onConflictDoUpdate({
      target: target as never,
      set: Object.fromEntries(rest.map(([field, column]) => [field, excluded(column)])) as never,
    });
  });

/** As `upsertOf`, for many rows at once. */
export const upsertionOf = <Table extends SQLiteTable>(name: string, table: (t: Scope["t"]) => Table, key: (t: Table) => AnyColumn[]): Insertion =>
  replacementOf(name, table, {
    key: (t) => key(table(t)),
    set: ({ t }) => Object.fromEntries(Object.entries(getTableColumns(table(t))).filter(([, column]) => !key(table(t)).includes(column)).map(([field, column]) => [field, excluded(column)])),
  });
