import * as P from "drizzle-orm/pg-core";
import * as S from "drizzle-orm/sqlite-core";

export type Dialect = "sqlite" | "postgresql";

/** PostgreSQL stores no NUL in text; the replacement character shows that one was there. */
export const withoutNul = (text: string): string => (text.includes("\0") ? text.replaceAll("\0", "\ufffd") : text);

/** Compared by bytes, as SQLite does: ids sort alike on both databases, whatever the cluster's locale. */
const pgText = P.customType<{ data: string; driverData: string }>({
  dataType: () => 'text COLLATE "C"',
  toDriver: (text) => (text == null ? text : withoutNul(text)),
});

const sqliteColumns = {
  table: S.sqliteTable,
  index: S.index,
  uniqueIndex: S.uniqueIndex,
  primaryKey: S.primaryKey,
  alias: S.alias,
  text: <T extends string = string>() => S.text().$type<T>(),
  integer: () => S.integer(),
  /** Beyond 32 bits: instants (epoch ms) and money in minor units; exact to 2^53. */
  big: () => S.integer(),
  real: () => S.real(),
  bool: () => S.integer({ mode: "boolean" }),
  json: <T>() => S.text({ mode: "json" }).$type<T>(),
};

export type Columns = typeof sqliteColumns;

/** `json`, not `jsonb`: it keeps the order of keys, so that a certificate comes back byte for byte. */
const postgresColumns = {
  table: P.pgTable,
  index: P.index,
  uniqueIndex: P.uniqueIndex,
  primaryKey: P.primaryKey,
  alias: P.alias,
  text: () => pgText(),
  integer: () => P.integer(),
  big: () => P.bigint({ mode: "number" }),
  real: () => P.doublePrecision(),
  bool: () => P.boolean(),
  json: () => P.json(),
} as unknown as Columns;

/** One set of column words for both databases, typed as SQLite's, so that there is one schema and one static type. */
export const makeColumns = (dialect: Dialect): Columns => (dialect === "sqlite" ? sqliteColumns : postgresColumns);
