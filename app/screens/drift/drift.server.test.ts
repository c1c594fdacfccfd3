import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import { MERCHANT, NOW, STORE, storeRow } from "../../../tests/screens/fixture-rows";
import { DRIFT_CAUSES } from "../../domain/drift/drift";
import { driftDetail } from "./drift-detail.server";
import { driftPage } from "./drift-page.server";
import { DRIFT_CAUSE_WORDS, eventWords, gapWords } from "./drift-words";
import { action } from "./drift.server";

let shop: FixtureShop;
let empty: FixtureShop;
beforeAll(async () => {
  [shop, empty] = await Promise.all([openFixtureShop(), openFixtureShop({ empty: true })]);
});
afterAll(async () => void (await Promise.all([shop.close(), empty.close()])));

const page = (path = "", from = shop) => driftPage(from.db, { store: storeRow(), now: NOW, url: new URL(`https://x/drift${path}`) });

describe("the page of drift", () => {
  test("tells how old what we know can be, and what grows", async () => {
    const { bound, notices } = await page();
    expect(bound.stock).toBe("14 min");
    expect(notices.map((notice) => notice.title)).toEqual(["Drift is growing"]);
    expect(notices[0]?.text).toContain("9 differences in six hours, where 0.8 are usual. Most often: late message (6).");
  });

  test("says that nothing was compared yet, before it was", async () => {
    expect(await page("", empty)).toMatchObject({ bound: { atMost: null }, durations: null, unsettled: [], rows: [], lost: { count: 0 } });
  });

  test("counts by cause, and the spans contain each other", async () => {
    const { causes, days } = await page();
    expect(causes.map((row) => row.id)).toEqual([...DRIFT_CAUSES]);
    for (const row of causes) expect([row.day <= row.week, row.week <= row.month]).toEqual([true, true]);
    expect(causes.find((row) => row.id === "late-message")?.day).toBe(1);
    expect(days.reduce((sum, day) => sum + day.troubles + day.changes, 0)).toBe(causes.reduce((sum, row) => sum + row.month, 0));
  });

  test("shows what is open first, with what to do, and all of a cause", async () => {
    const { unsettled, unsettledCount, rows } = await page();
    expect([unsettledCount, unsettled.map((row) => row.id)]).toEqual([2, ["d0", "d1"]]);
    expect(unsettled[0]).toMatchObject({ what: "Order #1041", open: true, lasted: null, cause: { label: "Old or missing answer" } });
    expect(rows).toHaveLength(25);
    const late = await page("?cause=late-message");
    expect(new Set(late.rows.map((row) => row.cause.label))).toEqual(new Set(["Late message"]));
    expect(late.rows[0]).toMatchObject({ what: "Trail cap, moss at Reno, NV", lasted: "46 min", at: "/inventory/cap" });
  });

  test("leads to the evidence of one, newest first", async () => {
    const one = await driftDetail(shop.db, storeRow(), "d2");
    expect(one?.events.map((event) => event.text)).toEqual([
      "Mended: the number of your shop was taken over", "The difference was found by a message", "A message told of it (inventory_levels/update)", "It changed in your shop", "It was right here",
    ]);
    expect(one?.events[2]?.note).toBe("sent 45 min before it came");
    expect(await driftDetail(shop.db, storeRow(), "nobody")).toBeNull();
    expect(await driftDetail(shop.db, { ...storeRow(), merchantId: "other" as never }, "d2")).toBeNull();
  });
});

const post = async (fields: Record<string, string>) => {
  const body = new URLSearchParams({ storeId: STORE, ...fields });
  const { data } = (await action({ request: new Request("https://x/drift", { method: "POST", body }), context: { switchyard: shop.context }, params: {} } as never)) as { data: { ok: boolean } };
  return data;
};

describe("what a person does there", () => {
  test("reading again and comparing are asked of the acts", async () => {
    expect(await post({ act: "read-again", driftId: "d0" })).toMatchObject({ ok: true });
    expect(await post({ act: "compare" })).toMatchObject({ ok: true });
    expect(shop.asked.map(({ verb, ask }) => [verb, ask["driftId"], (ask["store"] as { merchantId: string }).merchantId])).toEqual([["readDriftAgain", "d0", MERCHANT], ["compareNow", undefined, MERCHANT]]);
    expect(await post({ act: "nonsense" })).toMatchObject({ ok: false });
  });
});

describe("its words", () => {
  test("say whose doing it was and what to do, for every cause", () => {
    for (const cause of DRIFT_CAUSES) {
      const words = DRIFT_CAUSE_WORDS[cause];
      for (const text of [words.label, words.whose, words.means, words.todo]) expect(text).toMatch(/^[A-Z].*/);
      expect(`${words.means}${words.todo}`).not.toMatch(/!|Shopify|BigCommerce/);
    }
  });

  test("tell a difference from both sides", () => {
    const nameOf = (id: string) => ({ reno: "Reno", newark: "Newark" })[id] ?? "";
    expect(gapWords({ what: "available", believed: 5, found: 3 }, nameOf)).toBe("Available 5 here, 3 in your shop");
    expect(gapWords({ what: "location", believed: "reno", found: "newark" }, nameOf)).toBe("Stood at Reno here, at Newark in your shop");
    expect(gapWords({ what: "status", believed: "in-progress", found: "on-hold" }, nameOf)).toBe("Part was in progress here, on hold in your shop");
    expect(gapWords({ what: "unknown", believed: null, found: 1 }, nameOf)).toBe("Not known here");
    expect(eventWords({ at: 1, kind: "asked-by-person", ref: "person:7", detail: {} }, { beganExactly: true }).text).toContain("asked for it to be read again");
  });
});
