import { afterAll, beforeAll, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import { NOW, storeRow } from "../../../tests/screens/fixture-rows";
import { replayCsv } from "../../reports/replay-csv";
import { periodOf, replayPage } from "./replay-page.server";
import { resultPage } from "./result-page.server";

let shop: FixtureShop;
let empty: FixtureShop;
beforeAll(async () => {
  [shop, empty] = await Promise.all([openFixtureShop(), openFixtureShop({ empty: true })]);
});
afterAll(async () => void (await Promise.all([shop.close(), empty.close()])));

const store = storeRow();
const result = (runId: string, afterRank = -1, of = store) => resultPage(shop.db, { store: of, runId, afterRank });

test("the form offers versions, drafts and presets, with the draft that the address names, and the replays made", async () => {
  const { form, runs, orders } = await replayPage(shop.db, { store, now: NOW, url: new URL("https://x/replay?draft=spring") });
  expect([form.base, form.draft]).toEqual(["version:2", "draft:spring"]);
  expect(form.policies.map((one) => one.value)).toEqual(expect.arrayContaining(["version:1", "draft:spring", "preset:nearest-first"]));
  expect(runs.map((row) => [row.id, row.names])).toEqual(expect.arrayContaining([["replay-1", "Draft: Spring, against Version 2: Summer"]]));
  expect(orders).toBeGreaterThan(0);
  const nothing = await replayPage(empty.db, { store, now: NOW, url: new URL("https://x/replay?draft=gone") });
  expect(nothing).toMatchObject({ orders: 0, runs: [] });
});

test("a period is whole days where the store is", () => {
  const form = new FormData();
  form.set("period", "own");
  form.set("from", "2026-03-01");
  form.set("until", "2026-03-02");
  const days = periodOf(form, { now: NOW, timeZone: "America/New_York" });
  expect([new Date(days.startsAt).toISOString(), new Date(days.endsAt).toISOString()]).toEqual(["2026-03-01T05:00:00.000Z", "2026-03-03T05:00:00.000Z"]);
  form.set("from", "nonsense");
  expect(periodOf(form, { now: NOW, timeZone: "UTC" }).startsAt).toBeNaN();
});

test("a result tells the whole in a sentence, each measure, the rules of others with their source, and the orders with both plans", async () => {
  const page = await result("replay-1");
  const { result: found } = page!;
  expect(page).toMatchObject({ draftPath: "/policy/drafts/spring", run: { status: "done" } });
  expect(found!.headline).toMatch(/^Draft: Spring would have sent \d+ fewer parcels \(−[\d.]+ %, 95 % between −/);
  expect(found!.measures.map((row) => row.id)).toEqual(expect.arrayContaining(["parcels", "costMinor", "shippingMinor", "carbonGrams"]));
  expect(found!.estimated).toContain("before Switchyard recorded your stock");
  expect(found!.peers.filter((row) => row.source === null)).toHaveLength(2);
  expect(found!.orders[0]).toMatchObject({ before: expect.stringMatching(/(Reno|Dallas|Newark|SoHo).* \d+.*\$\d/) as string });
  expect(found!.orders.length).toBe(Math.min(25, found!.changedOrders));
  expect((await result("replay-1", 3))!.result!.orders[0]?.id).toBe("4");
});

test("a result says what is known as of today only, whether or not stock is estimated", async () => {
  const kept = (await shop.db.replayReport(store.merchantId, "replay-1"))!.report;
  const wordsOf = async (report: Partial<typeof kept>) => (await resultPage({
    ...shop.db, replayReport: async (...asked) => ({ ...(await shop.db.replayReport(...asked))!, report: { ...kept, ...report } }),
  }, { store, runId: "replay-1", afterRank: -1 }))!.result!.estimated;
  expect(await wordsOf({ estimated: 0 })).toBeNull();
  expect(await wordsOf({ estimated: 0, today: ["scarcity", "learning"] })).toBe("Known as of today only, and counted for every order as it is now: what scarce stock is worth to coming orders and what was learned of your locations.");
  expect(await wordsOf({ estimated: 3, today: ["places"] })).toMatch(/^3 of .* not known\. Known as of today only, .* where postal codes without coordinates lie\.$/);
});

test("no control panel of another platform names this one", async () => {
  const named = (await result("replay-1"))!.result!.peers.some((row) => /shopify/i.test(row.name));
  const elsewhere = (await result("replay-1", -1, { ...store, platform: "bigcommerce" as typeof store.platform }))!.result!.peers.some((row) => /shopify/i.test(row.name));
  expect([named, elsewhere]).toEqual([true, false]);
});

test("a run that is under way has no result, and others' runs are not there", async () => {
  expect(await result("replay-2")).toMatchObject({ result: null, run: { status: "running", done: 112 } });
  expect(await result("gone")).toBeNull();
  expect(await result("replay-1", -1, { ...store, id: "s2" as typeof store.id })).toBeNull();
});

test("every kept order goes into the file", async () => {
  let text = "";
  for await (const piece of await replayCsv(shop.db, { store, runId: "replay-1" })) text += piece;
  const rows = text.trim().split(/\r?\n/);
  expect(rows[0]).toContain("Tried: ships from");
  expect(rows.length - 1).toBe((await shop.db.replayReport(store.merchantId, "replay-1"))!.changedOrders);
});
