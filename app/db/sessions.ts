import { and, asc, eq, lte } from "drizzle-orm";
import type { Seal } from "../auth/seal";
import { $, list } from "./phrases";
import type { SessionRows } from "./port";
import { countOf, rowsOf, type Engine } from "./statement";
import { upsertOf } from "./upsert";

type Properties = [string, string | number | boolean][];

const upsertSession = upsertOf("upsert_session", (t) => t.sessions, (t) => [t.id]);
const selectSession = rowsOf("select_session", ({ db, t }) => db.select().from(t.sessions).where(eq(t.sessions.id, $("id"))));
const selectByShop = rowsOf("select_sessions_by_shop", ({ db, t }) =>
  db.select().from(t.sessions).where(eq(t.sessions.shop, $("shop"))).orderBy(asc(t.sessions.id)));
const leaseRefresh = countOf("lease_refresh", ({ db, t }) =>
  db.update(t.sessions).set({ refresher: $("refresher"), refreshUntil: $("until") } as never)
    .where(and(eq(t.sessions.id, $("id")), lte(t.sessions.refreshUntil, $("now")))));
const saveRefresh = countOf("save_refresh", ({ db, t }) =>
  db.update(t.sessions).set({ sealed: $("sealed"), refresher: "", refreshUntil: 0 } as never)
    .where(and(eq(t.sessions.id, $("id")), eq(t.sessions.refresher, $("refresher")))));
const dropRefresh = countOf("drop_refresh", ({ db, t }) =>
  db.update(t.sessions).set({ refresher: "", refreshUntil: 0 }).where(and(eq(t.sessions.id, $("id")), eq(t.sessions.refresher, $("refresher")))));
const deleteSessions = countOf("delete_sessions", ({ db, t, among }) => db.delete(t.sessions).where(among(t.sessions.id, "ids")));

const contextOf = (shop: string, id: string) => `session:${shop}:${id}`;

/** Sessions with their tokens, sealed whole: a row copied to another shop or id does not open. */
export const sessionRows = (engine: Engine, seal: Seal): SessionRows => {
  const opened = ({ id, shop, sealed }: { id: string; shop: string; sealed: string }) => JSON.parse(seal.open(sealed, contextOf(shop, id))) as Properties;
  return {
    put: async (id, shop, properties) => {
      await engine.ask(upsertSession, { id, shop, sealed: seal.seal(JSON.stringify(properties), contextOf(shop, id)), refresher: "", refreshUntil: 0 });
    },
    get: async (id) => {
      const [row] = await engine.ask(selectSession, { id });
      return row ? opened(row) : null;
    },
    remove: async (ids) => {
      await engine.ask(deleteSessions, { ids: list(ids) });
    },
    beginRefresh: async (id, lease) => (await engine.ask(leaseRefresh, { id, ...lease })) > 0,
    endRefresh: async ({ id, shop, refresher }, properties) => {
      if (properties === null) return (await engine.ask(dropRefresh, { id, refresher })) > 0;
      return (await engine.ask(saveRefresh, { id, refresher, sealed: seal.seal(JSON.stringify(properties), contextOf(shop, id)) })) > 0;
    },
    byShop: async (shop) => (await engine.ask(selectByShop, { shop })).map(opened),
  };
};
