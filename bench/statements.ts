import pg from "pg";
import { processorMs } from "./processor-time";

const SHOWN = 25;
const TEXT_CHARACTERS = 90;

interface Statement {
  query: string;
  calls: number;
  ms: number;
  rows: number;
}

export interface Counted {
  transactions: number;
  /** Of the server's processes; NaN where it does not run on this machine. */
  processorMs: number;
  /** Null where the server has no `pg_stat_statements`. */
  statements: Statement[] | null;
}

/** Begins to count what a database is asked to do; the answer ends it. */
export const countStatements = async (url: string): Promise<() => Promise<Counted>> => {
  const counts = await withClient(url, async (client) => {
    const made = await client.query("CREATE EXTENSION IF NOT EXISTS pg_stat_statements").then(() => true, () => false);
    if (made) await client.query("SELECT pg_stat_statements_reset()");
    return made;
  });
  const server = await serverOf(url);
  const before = { transactions: await transactionsOf(url), processorMs: processorMs(server) };
  return async () => {
    const used = processorMs(server) - before.processorMs;
    return { transactions: (await transactionsOf(url)) - before.transactions, processorMs: used, statements: counts ? await statementsOf(url) : null };
  };
};

/** The server's first process, where it lets us know; else a process that is nowhere. */
const serverOf = (url: string): Promise<number> => withClient(url, (client) =>
  client.query("SELECT pg_read_file('postmaster.pid') AS file").then(({ rows }) => Number.parseInt((rows[0] as { file: string }).file, 10), () => Number.NaN));

const withClient = async <Result>(url: string, act: (client: pg.Client) => Promise<Result>): Promise<Result> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
};

/** Has the server look at its tables, as it does by itself within minutes. */
export const analyze = (url: string): Promise<void> => withClient(url, async (client) => void (await client.query("ANALYZE")));

const transactionsOf = (url: string): Promise<number> => withClient(url, async (client) => {
  const { rows } = await client.query("SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()");
  return Number((rows[0] as { count: string }).count);
});

const statementsOf = (url: string): Promise<Statement[]> => withClient(url, async (client) => {
  const { rows } = await client.query(`SELECT query, calls::integer AS calls, total_exec_time AS ms, rows::integer AS rows FROM pg_stat_statements
    JOIN pg_database ON oid = dbid AND datname = current_database() ORDER BY total_exec_time DESC`);
  return rows as Statement[];
});

/** Where the server's time goes, in Markdown. */
export const statementTable = ({ transactions, statements }: Counted, orders: number): string => {
  if (!statements) return `postgresql: ${transactions} transactions; the server has no pg_stat_statements to tell more.`;
  const sum = (pick: (one: Statement) => number): number => statements.reduce((total, one) => total + pick(one), 0);
  const line = ({ query, calls, ms, rows }: Statement): string =>
    `| ${ms.toFixed(0)} | ${((ms * 1_000) / orders).toFixed(0)} | ${(calls / orders).toFixed(2)} | ${(rows / orders).toFixed(2)} | ${query.replace(/\s+/g, " ").slice(0, TEXT_CHARACTERS)} |`;
  return [
    `postgresql: ${(sum((one) => one.calls) / orders).toFixed(1)} statements and ${(transactions / orders).toFixed(2)} transactions an order; by execution time on the server`, "",
    "| ms | µs an order | calls an order | rows an order | statement |", "|---|---|---|---|---|",
    line({ query: "all together", calls: sum((one) => one.calls), ms: sum((one) => one.ms), rows: sum((one) => one.rows) }), ...statements.slice(0, SHOWN).map(line), "",
  ].join("\n");
};
