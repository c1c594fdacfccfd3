import Database from "better-sqlite3";
import pg from "pg";

/** Asks a database past the house, as an auditor would: what is counted is what stands there. */
export const rowsOf = async <Row>(databaseUrl: string, sql: string): Promise<Row[]> => {
  if (!/^postgres/.test(databaseUrl)) {
    const database = new Database(databaseUrl, { readonly: true, timeout: 10_000 });
    try {
      return database.prepare(sql).all() as Row[];
    } finally {
      database.close();
    }
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
};

/** Rows of one table that share what should tell them apart. */
export const repeated = (databaseUrl: string, table: string, columns: string): Promise<{ times: number | string }[]> =>
  rowsOf(databaseUrl, `select ${columns}, count(*) as times from ${table} group by ${columns} having count(*) > 1 limit 3`);
