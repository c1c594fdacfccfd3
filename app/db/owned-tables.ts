import { getTableColumns, sql, type SQL } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import { getTableConfig } from "drizzle-orm/sqlite-core";
import { makeSchema, type Schema } from "./schema";

type TableKey = keyof Schema;

/** What the schema tells of one table, for walks over all of them. Names as the database has them. */
export interface OwnedTable {
  /** As the schema calls it. */
  name: TableKey;
  sqlName: SQL;
  key: { name: string; sqlName: SQL }[];
  /** Text and JSON columns that are not sealed, by their name in the schema. */
  texts: { name: string; sqlName: SQL; json: boolean }[];
  /** The condition that a row is the merchant's. */
  owned(merchantId: unknown): SQL;
}

const domainsOf = (merchantId: unknown): SQL => sql`(select domain from stores where merchant_id = ${merchantId})`;
/** Deliveries that came before their store was known name only its domain. */
const deliveriesOf = (merchantId: unknown): SQL => sql`(merchant_id = ${merchantId} or (merchant_id is null and domain in ${domainsOf(merchantId)}))`;

/** Tables whose rows are a merchant's by other means than a column `merchantId`. */
const OWNED_OTHERWISE: Partial<Record<TableKey, (merchantId: unknown) => SQL>> = {
  inbox: deliveriesOf,
  inboxBodies: (merchantId) => sql`id in (select id from inbox where ${deliveriesOf(merchantId)})`,
  sessions: (merchantId) => sql`shop in ${domainsOf(merchantId)}`,
};

/** Tables that hold nothing of any merchant's: the app's own registrations, a probe, and that something was erased. */
export const NOBODYS: readonly TableKey[] = ["registrations", "writeProbes", "erasures"];

/** Rows that others are found by are deleted after those. */
const LAST: readonly TableKey[] = ["inbox", "runs", "stores"];
/** They stay until everything else is gone: the run that erases is one of them, and a store's domain finds sessions and deliveries. */
export const KEPT_TO_THE_END: readonly TableKey[] = ["runs", "stores"];

/** Every table of the schema with rows of merchants, in the order in which they can be deleted. Throws for a table of which nobody said whose it is. */
const readTables = (): OwnedTable[] => {
  const tables = Object.entries(makeSchema("sqlite")) as [TableKey, Schema[TableKey]][];
  const owned = tables.filter(([name]) => !NOBODYS.includes(name)).map(([name, table]) => ownedTable(name, table));
  return owned.sort((a, b) => LAST.indexOf(a.name) - LAST.indexOf(b.name));
};

const ownedTable = (name: TableKey, table: Schema[TableKey]): OwnedTable => {
  const columns = Object.entries(getTableColumns(table));
  const { name: tableName, primaryKeys } = getTableConfig(table);
  const byMerchant = columns.some(([column]) => column === "merchantId") ? (merchantId: unknown) => sql`merchant_id = ${merchantId}` : undefined;
  const owned = OWNED_OTHERWISE[name] ?? byMerchant;
  if (!owned) throw new Error(`app/db/owned-tables.ts does not say whose rows of ${name} are`);
  const inKey = new Set([...primaryKeys.flatMap((key) => key.columns.map((column) => column.name)), ...columns.flatMap(([, column]) => (column.primary ? [column.name] : []))]);
  return {
    name, owned, sqlName: sql`${sql.identifier(tableName)}`,
    key: columns.filter(([, column]) => inKey.has(column.name)).map(([column]) => ({ name: column, sqlName: identifier(column) })),
    texts: columns.filter(([column, { dataType }]) => (dataType === "string" || dataType === "json") && !column.startsWith("sealed"))
      .map(([column, { dataType }]) => ({ name: column, sqlName: identifier(column), json: dataType === "json" })),
  };
};

const identifier = (column: string): SQL => sql`${sql.identifier(toSnakeCase(column))}`;

export const OWNED_TABLES: readonly OwnedTable[] = readTables();
