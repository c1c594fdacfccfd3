import { sql } from "drizzle-orm";
import type { MerchantId, StoreId } from "../domain/ids";
import type { TroubledQueries } from "./port-troubled";
import type { Engine } from "./statement";

/** One failure is everyday life: a call is put off for a moment, and nobody needs to know. */
const TRIES_LEAST = 2;
const LOOKED_AT = 50;

/** What was put off is due later than what is new, so that a few rows from the end tell. */
const newestProblem = async (engine: Engine, table: "outbox" | "wantedReads", { merchantId, storeId }: { merchantId: MerchantId; storeId: StoreId }): Promise<{ problem: string; dueAt: number } | null> => {
  const [row] = await engine.exploreSql<{ problem: string; due_at: unknown }>(({ t }) => {
    const rows = t[table];
    return sql`select problem, due_at from (
      select ${rows.problem} as problem, ${rows.dueAt} as due_at, ${rows.attempts} as attempts from ${rows}
      where ${rows.status} = 'waiting' and ${rows.merchantId} = ${merchantId} and ${rows.storeId} = ${storeId} order by ${rows.dueAt} desc limit ${LOOKED_AT}
    ) as last_due where attempts >= ${TRIES_LEAST} and problem is not null order by due_at desc limit 1`;
  });
  return row ? { problem: row.problem, dueAt: Number(row.due_at) } : null;
};

export const troubledQueries = (engine: Engine): TroubledQueries => ({
  waitsBecause: async (merchantId, storeId) => {
    const [change, read] = [await newestProblem(engine, "outbox", { merchantId, storeId }), await newestProblem(engine, "wantedReads", { merchantId, storeId })];
    return (change && (!read || change.dueAt >= read.dueAt) ? change : read)?.problem ?? null;
  },
});
