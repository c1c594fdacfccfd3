import type pg from "pg";
import { bindOf, isPlain, readerOf, type Field } from "./compiled-statement";
import type { Values } from "./statement";

/** A statement that is prepared on one connection. */
export interface PreparedQuery {
  rows(values: Values): Promise<Values[]>;
  count(values: Values): Promise<number>;
}

/** What Drizzle keeps of a prepared statement; it types none of it. */
interface DrizzlePrepared {
  params: unknown[];
  rawQueryConfig: { name?: string; text: string };
  queryConfig: { types?: pg.CustomTypesConfig };
  fields?: Field[];
  customResultMapper?: unknown;
  execute(values: Values): Promise<unknown>;
}

/**
 * Asks the driver as Drizzle's own prepared statement does, with how to fill and how to read decided once. What this does not know,
 * such as nested results of joins, it leaves to Drizzle.
 */
export const prepareQuery = (client: pg.PoolClient, built: unknown, name: string): PreparedQuery => {
  const prepared = (built as { prepare(name: string): DrizzlePrepared }).prepare(name);
  const { params, fields, rawQueryConfig: { text }, queryConfig: { types } } = prepared;
  const bind = bindOf(params);
  const isOurs = fields !== undefined && !prepared.customResultMapper && fields.every(isPlain);
  const read = isOurs ? readerOf(fields) : null;
  return {
    rows: async (values) => {
      if (read === null) return (await prepared.execute(values)) as Values[];
      const { rows } = await client.query<unknown[]>({ name, text, values: bind(values), rowMode: "array", ...(types && { types }) });
      return rows.map(read);
    },
    count: async (values) => (await client.query({ name, text, values: bind(values) })).rowCount ?? 0,
  };
};
