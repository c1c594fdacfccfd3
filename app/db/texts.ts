import { and, eq, sql, type SQL } from "drizzle-orm";
import type { MerchantId } from "../domain/ids";
import { OWNED_TABLES, type OwnedTable } from "./owned-tables";
import { $ } from "./phrases";
import type { PrivacyQueries, TextCursor, TextPage } from "./port-privacy";
import { countOf, type Engine, type Statement } from "./statement";

const commas = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `);

/** A cursor that names no table: the schema has changed since it was written. */
const tableOf = (cursor: TextCursor | null): { table: OwnedTable; place: number } => {
  const place = cursor === null ? 0 : OWNED_TABLES.findIndex((one) => one.name === cursor.table);
  const table = OWNED_TABLES[place];
  if (!table) throw new Error(`there is no table ${cursor?.table ?? ""} to walk`);
  return { table, place };
};

const textPage = async (engine: Engine, merchantId: MerchantId, page: { cursor: TextCursor | null; limit: number }): Promise<TextPage> => {
  const { table, place } = tableOf(page.cursor);
  const keyList = commas(table.key.map((one) => one.sqlName));
  const after = page.cursor?.after ?? null;
  const rows = table.texts.length === 0 ? [] : await engine.exploreSql<Record<string, string | number | null>>(() => sql`
    select ${commas([
      ...table.key.map((one, index) => sql`${one.sqlName} as ${sql.identifier(`k${index}`)}`),
      ...table.texts.map((one, index) => sql`cast(${one.sqlName} as text) as ${sql.identifier(`t${index}`)}`),
    ])} from ${table.sqlName} where ${table.owned(merchantId)}
    ${after === null ? sql`` : sql`and (${keyList}) > (${commas(after.map((value) => sql`${value}`))})`}
    order by ${keyList} limit ${page.limit}`);
  const found = rows.map((row) => ({
    key: table.key.map((_, index) => row[`k${index}`] as string | number),
    texts: Object.fromEntries(table.texts.flatMap((one, index) => (typeof row[`t${index}`] === "string" ? [[one.name, row[`t${index}`] as string]] : []))),
  }));
  const following = OWNED_TABLES[place + 1];
  const next = found.length === page.limit ? { table: table.name, after: found.at(-1)!.key } : following ? { table: following.name, after: null } : null;
  return { table: table.name, rows: found, next };
};

/** One statement for each column that may be rewritten. */
const REWRITES = new Map<string, Statement<number>>(OWNED_TABLES.flatMap((table) => table.texts.map((column): [string, Statement<number>] => [
  `${table.name}.${column.name}`,
  countOf(`rewrite_${table.name}_${column.name}`, ({ db, t, dialect }) => db.update(t[table.name])
    .set({ [column.name]: column.json && dialect === "postgresql" ? sql`${$("text")}::json` : sql`${$("text")}` } as never)
    .where(and(...table.key.map((one, index) => eq(sql`${one.sqlName}`, $(`k${index}`))), sql`cast(${column.sqlName} as text) = ${$("was")}`))),
])));

export const textQueries = (engine: Engine): Pick<PrivacyQueries, "textPage" | "rewriteText"> => ({
  textPage: (merchantId, cursor, limit) => textPage(engine, merchantId, { cursor, limit }),
  rewriteText: async (_merchantId, { table, key, column, was }, text) => {
    const rewrite = REWRITES.get(`${table}.${column}`);
    if (!rewrite) throw new Error(`there is no text ${table}.${column}`);
    return (await engine.ask(rewrite, { ...Object.fromEntries(key.map((value, index) => [`k${index}`, value])), was, text })) > 0;
  },
});
