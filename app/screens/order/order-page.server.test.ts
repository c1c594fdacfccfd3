import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFixtureShop, type FixtureShop } from "../../../tests/screens/fixture-context";
import { NOW, storeRow } from "../../../tests/screens/fixture-rows";
import { orderIds } from "../../../tests/screens/fixture-shop";
import { toId, type OrderId } from "../../domain/ids";
import type { StoreStatus } from "../../domain/records";
import { orderPage } from "./order-page.server";

let shop: FixtureShop;
beforeAll(async () => void (shop = await openFixtureShop()));
afterAll(() => shop.close());

const pageOf = async (name: string, status: StoreStatus = "live") => {
  const page = await orderPage(shop.db, { store: storeRow({ status }), now: NOW }, orderIds[name] ?? toId<OrderId>(name));
  if (page === null) throw new Error(`no order ${name}`);
  return page;
};

describe("an order's page", () => {
  test("shows what ships from where, most units first, and what each part may do", async () => {
    const { parts } = await pageOf("split");
    expect(parts.map(({ location, canShip, canStart }) => ({ location, canShip, canStart }))).toEqual([
      { location: "Reno, NV", canShip: true, canStart: true }, { location: "Newark, NJ", canShip: true, canStart: true },
    ]);
    expect(parts[0]?.lines.map((line) => [line.remaining, line.title])).toEqual([[2, "Trail cap, moss"], [1, "Steel flask, 750 ml"]]);
  });

  test("offers to move to locations with the stock, with what it costs, and says which lack it", async () => {
    const { parts } = await pageOf("split");
    const moves = parts.find((part) => part.location === "Newark, NJ")?.moves ?? [];
    expect(moves[0]).toMatchObject({ locationId: "dallas", disabled: false });
    expect(moves[0]?.label).toMatch(/^Dallas, TX · parcel \$\d+\.\d\d, \$\d+\.\d\d (more|less) than the plan$/);
    expect(moves.filter((move) => move.disabled).map((move) => move.label)).toEqual(["Reno, NV · not enough stock", "Store SoHo · not enough stock"]);
  });

  test("tells the decision with its cost by term, which add up, and its policy", async () => {
    const { why } = await pageOf("split");
    if (typeof why === "string") throw new Error(why);
    expect(why).toMatchObject({ state: { label: "Confirmed" }, policyVersion: 1, decisionId: "d-o1042" });
    expect(why.sentences.length).toBeGreaterThan(0);
    const sum = why.cost?.bars.reduce((total, bar) => total + bar.value, 0) ?? 0;
    expect(why.cost?.total).toBe(`$${(sum / 100).toFixed(2)}`);
  });

  test("says of a plan that it is not confirmed, and offers no shipping from where it leaves", async () => {
    const { why, parts } = await pageOf("pending");
    expect(why).toMatchObject({ state: { label: "Being written" } });
    expect(parts[0]).toMatchObject({ canShip: false, note: "Moving to Dallas, TX: your shop has not confirmed it yet." });
  });

  test("says what is missing when nothing can be routed", async () => {
    expect((await pageOf("backordered")).why).toMatchObject({ cost: null, shortages: [{ item: "Down vest, slate, M", wanted: 9 }] });
  });

  test.each<[StoreStatus, string]>([["observe", "observes"], ["paused", "paused"], ["uninstalled", "no longer connected"]])("nothing may be done while the store is %s, and it says why", async (status, words) => {
    const { permission, canHold } = await pageOf("split", status);
    expect(canHold).toBe(false);
    expect(permission).toMatchObject({ allowed: false, takeOver: false });
    if (!permission.allowed) expect(permission.why).toContain(words);
  });

  test("an order from before going live may be taken over", async () => {
    expect((await pageOf("earlier")).permission).toMatchObject({ allowed: false, takeOver: true });
  });

  test("a held order may be released and not held again", async () => {
    expect(await pageOf("held")).toMatchObject({ held: { reason: "Address looks wrong: asked the customer" }, canHold: false, canRelease: true });
  });

  test("tracking may be changed once the platform has the parcel", async () => {
    expect((await pageOf("shipped")).shipments).toMatchObject([{ trackable: true, company: "UPS", from: "Reno, NV" }]);
    expect((await pageOf("pending")).shipments).toMatchObject([{ trackable: false, problem: "Invalid tracking company" }]);
  });

  test("the customer's details are named where they are known, and said to be gone where they are not", async () => {
    expect((await pageOf("split")).customer).toMatchObject({ name: "Rosa Diaz", address: ["1200 W Grove St", "Boise ID 83702", "US"] });
    expect((await pageOf("earlier")).customer).toBe("none");
    await shop.db.eraseContacts(storeRow().merchantId, ["c2"]);
    expect((await pageOf("held")).customer).toBe("gone");
  });

  test("what changed under people's hands is shown line by line", async () => {
    const { attention: [edited] } = await pageOf("o976");
    expect(edited).toMatchObject({ code: "edited-while-working", changes: [{ label: "Trail cap, moss", before: "3", after: "1" }, { label: "Steel flask, 750 ml", before: "", after: "2" }] });
  });

  test("of an order that was cancelled after shipping it says where the parcel is", async () => {
    const { attention: [cancelled], canCancel } = await pageOf("o975");
    expect(cancelled?.parcels).toMatchObject([{ words: "UPS 1Z999AA10123456784, left Reno, NV 1 h ago", url: expect.stringContaining("1Z999AA10123456784") }]);
    expect(canCancel).toBe(false);
  });

  test("a closed location and a third party that said no are named, with what they said", async () => {
    expect((await pageOf("o974")).attention).toMatchObject([{ title: "Dallas, TX is closed" }]);
    const { attention, parts } = await pageOf("o973");
    expect(attention).toMatchObject([{ title: "Harbor 3PL said no to fulfilling it", means: "Nobody ships this part now. They said: “Out of stock until Thursday”" }]);
    expect(parts).toMatchObject([{ thirdParty: { canAsk: true, canStop: false } }]);
  });

  test("refunds are told in both currencies with what went back on the shelf, and bundles stand together", async () => {
    const { refunds, lines, total } = await pageOf("o972");
    expect(refunds).toMatchObject([{ amount: "$32.00 (€29.40 to the customer)", lines: ["1 × Trail cap, moss, back on the shelf in Reno, NV"] }]);
    expect(lines.map((line) => line.bundle?.title ?? null)).toEqual(["Weekend set", "Weekend set", null]);
    expect(total).toBe("$128.40 (€117.90 to the customer)");
  });

  test("may be cancelled until a parcel has been asked for, and routed anew while nobody works on it", async () => {
    expect(await pageOf("split")).toMatchObject({ canCancel: true, canReRoute: true });
    expect(await pageOf("o972")).toMatchObject({ canCancel: false });
    expect(await pageOf("held")).toMatchObject({ canReRoute: false });
    expect(await pageOf("split", "paused")).toMatchObject({ canCancel: false, canReRoute: false });
  });

  test("the timeline has events and open requests, newest first, in words", async () => {
    const { timeline } = await pageOf("split");
    expect(timeline.map((item) => item.text)).toEqual([
      "Your shop confirmed where it ships from", "Moved in your shop", "Routed", "Received from your shop", "Hold in your shop: waits to be sent",
    ]);
    expect(timeline[3]?.note).toBe("Your shop · 4 units reserved");
  });
});
