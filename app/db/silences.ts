import { and, asc, eq, sql } from "drizzle-orm";
import { $ } from "./phrases";
import type { SilenceQueries } from "./port-silences";
import { countOf, rowsOf, type Engine } from "./statement";
import { everyColumn, excluded } from "./upsert";

const upsertSilence = countOf("upsert_silence", ({ db, t, least }) =>
  db.insert(t.silences).values(everyColumn(t.silences) as never).onConflictDoUpdate({
    target: [t.silences.merchantId, t.silences.storeId, t.silences.dependency],
    set: {
      since: least(t.silences.since, excluded(t.silences.since)) as never, retryAt: excluded(t.silences.retryAt) as never, trips: excluded(t.silences.trips) as never,
      domain: excluded(t.silences.domain) as never,
    },
  }));

const deleteSilence = countOf("delete_silence", ({ db, t: { silences: s } }) =>
  db.delete(s).where(and(eq(s.merchantId, $("merchantId")), eq(s.storeId, $("storeId")), eq(s.dependency, $("dependency")))));

const selectSilences = rowsOf("select_silences", ({ db, t: { silences: s } }) =>
  db.select().from(s).where(eq(s.merchantId, $("merchantId"))).orderBy(asc(s.storeId), asc(s.dependency)));

const selectAllSilences = rowsOf("select_all_silences", ({ db, t: { silences: s } }) =>
  db.select().from(s).orderBy(asc(s.merchantId), asc(s.storeId), asc(s.dependency)).limit($("limit")));

const selectHeld = rowsOf("select_held_intents", ({ db, t: { outbox: o } }) =>
  db.select({ id: o.id }).from(o)
    .where(and(eq(o.merchantId, $("merchantId")), eq(o.storeId, $("storeId")), sql`${o.status} in ('waiting', 'leased')`)).limit($("limit")));

export const silenceQueries = (engine: Engine): SilenceQueries => ({
  noteSilence: async (silence) => void (await engine.ask(upsertSilence, { ...silence })),
  endSilence: async (merchantId, storeId, dependency) => void (await engine.ask(deleteSilence, { merchantId, storeId, dependency })),
  silences: (merchantId) => engine.ask(selectSilences, { merchantId }),
  allSilences: (limit) => engine.ask(selectAllSilences, { limit }),
  heldIntents: async (merchantId, storeId, limit) => (await engine.ask(selectHeld, { merchantId, storeId, limit })).length,
});
