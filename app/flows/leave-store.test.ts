import { afterEach, beforeEach, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../tests/screens/fixture-context";
import { MERCHANT, NOW, STORE, storeRow } from "../../tests/screens/fixture-rows";
import { orderIds } from "../../tests/screens/fixture-shop";
import { leaveStore } from "./leave-store";

let shop: FixtureShop;
beforeEach(async () => void (shop = await openFixtureShop()));
afterEach(() => shop.close());

const leave = (reason = "We move on") => leaveStore(shop.context.flow, { store: storeRow(), actor: "person:1", reason });
const releases = async () => (await shop.db.openIntents(MERCHANT, [orderIds["held"]!, orderIds["backordered"]!])).map(({ intent }) => intent);

test("leaving releases our holds, drops what waits, and says who and why", async () => {
  expect(await leave()).toEqual({ ok: true });
  expect((await shop.db.store(MERCHANT, STORE))?.status).toBe("leaving");
  expect((await releases()).map((intent) => ("handle" in intent ? `${intent.kind} ${intent.handle}` : intent.kind)).sort()).toEqual(["release-hold switchyard-backorder", "release-hold switchyard-manual"]);
  expect(await shop.db.openIntents(MERCHANT, [orderIds["split"]!])).toEqual([]);
  expect((await shop.db.activityPage(MERCHANT, { limit: 1 })).rows).toMatchObject([{ verb: "store-leaving", actor: "person:1", reason: "We move on" }]);
});

test("only the releases are performed from then on", async () => {
  await leave();
  expect((await shop.db.claimIntents(NOW + 1000, 60_000, 50)).map(({ intent }) => intent.kind)).toEqual(["release-hold", "release-hold"]);
});

test("asking again releases nothing twice", async () => {
  await leave();
  expect(await leave()).toEqual({ ok: true });
  expect(await releases()).toHaveLength(2);
});

test("a reason is asked for, and nothing happens without", async () => {
  expect(await leave(" ")).toMatchObject({ ok: false, field: "reason" });
  expect((await shop.db.store(MERCHANT, STORE))?.status).toBe("live");
});
