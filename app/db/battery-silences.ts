import { describe, expect, test } from "vitest";
import { type StoreId, toId } from "../domain/ids";
import type { SilenceRecord } from "../domain/resilience/silence";
import { withDatabase } from "./battery-bed";
import { intentRow, merchant, NOW, setOf, store, storeRow, wantedRead, type Bed } from "./battery-fixtures";
import type { SessionRows } from "./port";

const OTHER = toId<StoreId>("other");
const silence = (more: Partial<SilenceRecord> = {}): SilenceRecord =>
  ({ merchantId: merchant, storeId: store, dependency: "platform-api", domain: "acme.myshopify.com", since: NOW, retryAt: NOW + 5_000, trips: 1, ...more });

/** What keeps one store's trouble from being another's. */
export const silenceRules = (bed: () => Bed): void => {
  describe("silences", () => silentRules(bed));
  describe("the right to refresh a token", () => refreshRules(bed));
};

const silentRules = (bed: () => Bed): void => {
  test("keep when they began, and learn when they are asked again", () => withDatabase(bed(), async (db) => {
    await db.noteSilence(silence());
    await db.noteSilence(silence({ since: NOW + 9, retryAt: NOW + 60_000, trips: 2 }));
    await db.noteSilence(silence({ dependency: "token-desk" }));
    expect(await db.silences(merchant)).toEqual([silence({ retryAt: NOW + 60_000, trips: 2 }), silence({ dependency: "token-desk" })]);
    expect(await db.allSilences(1)).toHaveLength(1);
    await db.endSilence(merchant, store, "platform-api");
    expect((await db.silences(merchant)).map((one) => one.dependency)).toEqual(["token-desk"]);
    expect(await db.silences(toId("somebody-else"))).toEqual([]);
  }));

  test("a store that is passed over keeps its reads and calls, untouched, and another's are found behind them", () => withDatabase(bed(), async (db) => {
    await db.commit([setOf({
      stores: [storeRow(), storeRow({ id: OTHER, domain: "other.myshopify.com" })],
      intents: [intentRow("1", { lane: "a" }), intentRow("2", { lane: "b" }), intentRow("3", { lane: "c", storeId: OTHER })],
      wantedReads: [wantedRead("1"), wantedRead("2"), wantedRead("3", { storeId: OTHER })],
    })]);
    expect((await db.claimIntents(NOW + 1, 1_000, { limit: 1, except: [store] })).map((row) => row.id)).toEqual(["3"]);
    expect((await db.claimReads(NOW + 1, 1_000, { limit: 1, except: [store] })).map((read) => read.target)).toEqual(["3"]);
    expect(await db.claimIntents(NOW + 1, 1_000, { limit: 9, except: [store, OTHER] })).toEqual([]);
    expect((await db.claimIntents(NOW + 1, 1_000, 9)).map(({ id, attempts }) => [id, attempts])).toEqual([["1", 1], ["2", 1]]);
    expect((await db.claimReads(NOW + 1, 1_000, 9)).map(({ target, attempts }) => [target, attempts])).toEqual([["1", 1], ["2", 1]]);
    expect([await db.heldIntents(merchant, store, 9), await db.heldIntents(merchant, store, 1), await db.heldIntents(merchant, OTHER, 9)]).toEqual([2, 1, 1]);
  }));
};

const SESSION = "offline_acme.myshopify.com";
const SHOP = "acme.myshopify.com";
const token = (value: string): Parameters<SessionRows["put"]>[2] => [["accessToken", value]];
const kept = async (sessions: SessionRows): Promise<unknown> => (await sessions.get(SESSION))?.[0]?.[1];

const refreshRules = (bed: () => Bed): void => {
  test("belongs to one at a time, and is given back with what it brought", () => withDatabase(bed(), async ({ sessions }) => {
    await sessions.put(SESSION, SHOP, token("old"));
    const begun = await Promise.all(["a", "b", "c"].map((refresher) => sessions.beginRefresh(SESSION, { refresher, now: NOW, until: NOW + 30_000 })));
    expect(begun.filter(Boolean)).toHaveLength(1);
    const refresher = ["a", "b", "c"][begun.indexOf(true)]!;
    expect(await sessions.endRefresh({ id: SESSION, shop: SHOP, refresher }, token("new"))).toBe(true);
    expect(await kept(sessions)).toBe("new");
    expect(await sessions.beginRefresh(SESSION, { refresher: "d", now: NOW, until: NOW + 1 })).toBe(true);
    expect(await sessions.endRefresh({ id: SESSION, shop: SHOP, refresher: "d" }, null)).toBe(true);
    expect(await kept(sessions)).toBe("new");
  }));

  test("lapses, and who lost it overwrites nothing", () => withDatabase(bed(), async ({ sessions }) => {
    await sessions.put(SESSION, SHOP, token("old"));
    await sessions.beginRefresh(SESSION, { refresher: "dead", now: NOW, until: NOW + 30_000 });
    expect(await sessions.beginRefresh(SESSION, { refresher: "next", now: NOW + 29_999, until: NOW + 60_000 })).toBe(false);
    expect(await sessions.beginRefresh(SESSION, { refresher: "next", now: NOW + 30_000, until: NOW + 60_000 })).toBe(true);
    expect(await sessions.endRefresh({ id: SESSION, shop: SHOP, refresher: "dead" }, token("late"))).toBe(false);
    expect(await kept(sessions)).toBe("old");
  }));

  test("ends when a visit brings a token of its own", () => withDatabase(bed(), async ({ sessions }) => {
    await sessions.put(SESSION, SHOP, token("old"));
    await sessions.beginRefresh(SESSION, { refresher: "a", now: NOW, until: NOW + 30_000 });
    await sessions.put(SESSION, SHOP, token("visit"));
    expect(await sessions.endRefresh({ id: SESSION, shop: SHOP, refresher: "a" }, token("refreshed"))).toBe(false);
    expect(await kept(sessions)).toBe("visit");
  }));
};
