import { sql } from "drizzle-orm";
import type { Instant, MerchantId, StoreId } from "../domain/ids";
import type { TroubledQueries } from "./port-troubled";
import type { Engine } from "./statement";

/** One failure is everyday life: a call is put off for a moment, and nobody needs to know. */
const TRIES_LEAST = 2;
/** What is put off for so long after its first try, as where the token is refused, somebody must know. */
const LONG_MS = 30_000;
const LOOKED_AT = 50;

interface Ask { merchantId: MerchantId; storeId: StoreId; now: Instant }
interface PutOff { problem: string; dueAt: Instant }

/** What was put off is due later than what is new, so that a few rows from the end tell. */
const newestProblem = async (engine: Engine, table: "outbox" | "wantedReads", { merchantId, storeId, now }: Ask): Promise<PutOff | null> => {
  const [row] = await engine.exploreSql<{ problem: string; due_at: unknown }>(({ t }) => {
    const rows = t[table];
    return sql`select problem, due_at from (
      select ${rows.problem} as problem, ${rows.dueAt} as due_at, ${rows.attempts} as attempts from ${rows}
      where ${rows.status} = 'waiting' and ${rows.merchantId} = ${merchantId} and ${rows.storeId} = ${storeId} order by ${rows.dueAt} desc limit ${LOOKED_AT}
    ) as last_due where (attempts >= ${TRIES_LEAST} or due_at > ${now + LONG_MS}) and problem is not null order by due_at desc limit 1`;
  });
  return row ? { problem: row.problem, dueAt: Number(row.due_at) } : null;
};

export const troubledQueries = (engine: Engine): TroubledQueries => ({
  waitsBecause: async (merchantId, storeId, now) => {
    const asked = { merchantId, storeId, now };
    const [change, read] = [await newestProblem(engine, "outbox", asked), await newestProblem(engine, "wantedReads", asked)];
    return (change && (!read || change.dueAt >= read.dueAt) ? change : read)?.problem ?? null;
  },
});
