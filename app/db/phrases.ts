import { sql, type AnyColumn, type SQL } from "drizzle-orm";
import { makeColumns, type Columns, type Dialect } from "./columns";

/** The few words in which the two databases differ. */
export interface Phrases {
  dialect: Dialect;
  alias: Columns["alias"];
  /** `column` is one of a list: the placeholder's value is the list as JSON text, see `list`. */
  among(column: AnyColumn | SQL, placeholder: string): SQL;
  greatest(a: SQL | AnyColumn, b: SQL | AnyColumn): SQL;
  least(a: SQL | AnyColumn, b: SQL | AnyColumn): SQL;
  /** Locks the rows that a select finds until the transaction ends. SQLite has one writer and needs none. */
  locked<Query extends { all(): unknown }>(query: Query, options?: { skip?: boolean }): Query;
}

/** A list as the value of an `among` placeholder. */
export const list = (values: readonly string[]): string => JSON.stringify(values);

/** By the bytes of their ids, as both databases sort them; for statements that sorting would lead past their index. */
export const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

export const $ = (name: string) => sql.placeholder(name);

/**
 * A difference that no order and no call of ours explains. Orders move stock all day long, and their messages overtake each other:
 * what they explain is no drift. Written out, because an index is made of it.
 */
export const isDrift = (cause: AnyColumn): SQL => sql`${cause} in ('changed-outside', 'looking')`;

/** A drift that is not put right, or whose cause is not known. Written out, because an index is made of it. */
export const isUnsettledDrift = (t: { mendedAt: AnyColumn; cause: AnyColumn }): SQL => sql`(${t.mendedAt} is null or ${t.cause} = 'looking')`;

const sqlitePhrases: Phrases = {
  dialect: "sqlite",
  alias: makeColumns("sqlite").alias,
  among: (column, placeholder) => sql`${column} in (select value from json_each(${$(placeholder)}))`,
  greatest: (a, b) => sql`max(${a}, ${b})`,
  least: (a, b) => sql`min(${a}, ${b})`,
  locked: (query) => query,
};

type LockableSelect<Query> = { for(strength: "update", config: { skipLocked?: boolean }): Query };

const postgresPhrases: Phrases = {
  dialect: "postgresql",
  alias: makeColumns("postgresql").alias,
  among: (column, placeholder) => sql`${column} = any(array(select json_array_elements_text(${$(placeholder)}::json)))`,
  greatest: (a, b) => sql`greatest(${a}, ${b})`,
  least: (a, b) => sql`least(${a}, ${b})`,
  locked: (query, options) => (query as unknown as LockableSelect<typeof query>).for("update", { skipLocked: options?.skip }),
};

export const makePhrases = (dialect: Dialect): Phrases => (dialect === "sqlite" ? sqlitePhrases : postgresPhrases);
