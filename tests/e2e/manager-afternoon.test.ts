import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openAdmin, type Admin } from "./admin";
import { openBrowser } from "./browser";
import { openDesk, type Desk } from "./desk";
import { readClaims, verdictOf } from "./explanation";
import { openSandbox, type Goods, type Sandbox } from "./sandbox";
import { startStackWith, type Stack } from "./stack";

/**
 * A manager's afternoon with the routing policy: a capacity is tightened, a draft is written, its conflicts are read, it is replayed over
 * last month, explanations are read and agreed with, it is published, obeyed and rolled back. The app has imported the store's past.
 */

/** To import and to replay a month takes seconds where nothing else runs. */
const LONG_MS = 240_000;
const PATIENCE_MS = 60_000;
/** Of a test that has one such wait, and others. */
const TEST_MS = 2 * LONG_MS;

/** Every order goes to the same door: what else differs is the policy. */
const HOME = {
  firstName: "Ada", lastName: "Moss", company: null, address1: "12 Lake Street", address2: null, city: "Chicago", province: "Illinois", provinceCode: "IL", zip: "60601", country: "United States", countryCode: "US", phone: null,
  latitude: 41.8858, longitude: -87.6229,
};

/** A month is imported as fast as the platform's largest plan allows. */
const ENTERPRISE_POINTS = "2000";

let browser: Browser;
let stack: Stack;
let admin: Admin;
let sandbox: Sandbox;
let desk: Desk;
/** What is sold, and the location that it leaves from as long as nothing speaks against it. */
let item: Goods;
let usual: { id: string; name: string };

const places = async (name: string): Promise<string[]> => [...new Set((await desk.platformOrder(name)).fulfillmentOrders.map((one) => one.locationId))];

/** Where one unit that is sold now is sent. */
const sent = async (): Promise<string[]> => {
  const name = await sandbox.sell([{ variantId: item.variantId, quantity: 1 }], { address: HOME });
  await desk.openOrder(name);
  await desk.text("Confirmed").waitFor();
  return places(name);
};

/** Until the past is in, and nothing is under way. */
const imported = (): Promise<void> =>
  expect.poll(async () => {
    const { ordersUnreadMs, rowsWaiting } = (await (await fetch(`${stack.appUrl}/healthz`)).json()) as { ordersUnreadMs: number | null; rowsWaiting: number };
    return ordersUnreadMs !== null && rowsWaiting === 0;
  }, { timeout: LONG_MS, interval: 250 }).toBe(true);

/** Goods of which an order takes more than any one place has. */
const moreThanAnyHas = async (): Promise<{ variantId: string; quantity: number }> => {
  const [{ levels }, { items }] = await Promise.all([sandbox.inspect(), sandbox.choices()]);
  for (const { id, variantId } of items) {
    const stocked = levels.filter((level) => level.itemId === id && level.tracked && level.active).map((level) => level.available).sort((a, b) => b - a);
    const [most = 0, second = 0] = stocked;
    if (second >= 2 && most >= 5 && most <= 60) return { variantId, quantity: most + 1 };
  }
  throw new Error("The sandbox has no goods that two places share.");
};

/** Reads why the order ships from where it does, and holds it against itself and the platform. */
const trueClaims = async (name: string): Promise<string[]> => {
  const claimed = await readClaims(admin);
  const names = new Map((await sandbox.choices()).locations.map((one) => [one.id, one.name]));
  expect(claimed.from).toEqual((await places(name)).map((id) => names.get(id)).sort());
  expect(claimed.totalMinor).toBe(claimed.costMinor);
  expect(claimed.barsMinor.reduce((sum, one) => sum + one, 0)).toBe(claimed.totalMinor);
  if (claimed.next !== null) {
    expect(claimed.next.costMinor).toBeGreaterThanOrEqual(claimed.costMinor);
    expect(claimed.next.costMinor - claimed.costMinor).toBe(claimed.next.extraMinor);
  }
  expect(claimed.listedMinor[0]).toBe(claimed.next?.costMinor);
  expect(claimed.listedMinor).toEqual([...claimed.listedMinor].sort((a, b) => a - b));
  return claimed.from;
};

/** A waiting order may be planned anew while it is read: then it is read again. The checker judges each of its decisions. */
const agreeWith = async (name: string): Promise<string[]> => {
  await desk.openOrder(name);
  await desk.text("Confirmed").waitFor();
  const from = await vi.waitFor(() => trueClaims(name), { timeout: PATIENCE_MS, interval: 250 });
  const { faulty, optimal } = await verdictOf(stack, name);
  expect(faulty).toEqual([]);
  expect(optimal).toBeGreaterThan(0);
  return from;
};

const saveBar = async (): Promise<void> => {
  await admin.page.locator("#save-bar").getByRole("button", { name: "Save" }).click();
  await admin.page.locator("#save-bar").waitFor({ state: "hidden" });
};

const parcelsADay = async (parcels: string): Promise<void> => {
  await admin.goTo("Locations");
  await admin.app.getByRole("link", { name: usual.name, exact: true }).first().click();
  await admin.app.getByRole("heading", { level: 1, name: usual.name }).waitFor();
  await admin.app.getByLabel("Parcels a day").fill(parcels);
  await saveBar();
};

const addRule = async (name: string, effect: string): Promise<void> => {
  await admin.app.getByRole("link", { name: "Add a rule" }).click();
  await admin.app.getByRole("heading", { level: 1, name: "Add a rule" }).waitFor();
  await admin.app.getByLabel("Name").fill(name);
  await admin.app.getByLabel("What the rule is about must").selectOption({ label: effect });
  await admin.app.getByLabel(usual.name, { exact: true }).check();
  await admin.button("Save the rule").click();
  await admin.app.getByRole("table", { name: "Rules of the draft" }).getByText(name, { exact: true }).first().waitFor();
};

const review = async (): Promise<void> => {
  await admin.app.getByRole("link", { name: "Review and publish" }).click();
  await admin.app.getByRole("heading", { level: 1, name: /^Publish / }).waitFor();
};

const publish = async (note: string): Promise<void> => {
  await admin.app.getByLabel("Why").fill(note);
  await admin.button("Publish").click();
  await admin.app.getByRole("heading", { level: 1, name: "Routing" }).waitFor();
};

describe("a manager's afternoon", () => {
  beforeAll(async () => {
    stack = await startStackWith({ SANDBOX_POINTS_PER_SECOND: ENTERPRISE_POINTS }, "--history");
    browser = await openBrowser();
    admin = await openAdmin(browser, stack);
    sandbox = openSandbox(stack);
    desk = openDesk(admin, sandbox);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    expect(stack?.complaints ?? []).toEqual([]);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await admin.picture(`failed-${task.name.slice(0, 30).replace(/\W+/g, "-")}`);
    expect(admin.complaints.splice(0)).toEqual([]);
  });

  test("the store's past is imported", { timeout: TEST_MS }, () => imported());

  test("a capacity is tightened: the next order leaves from elsewhere, and from the usual place again when there is room", async () => {
    item = await desk.goods(20);
    const [locationId = ""] = await sent();
    const { name } = (await sandbox.choices()).locations.find(({ id }) => id === locationId)!;
    usual = { id: locationId, name };
    await parcelsADay("0");
    expect(await sent()).not.toContain(usual.id);
    await parcelsADay("");
    expect(await sent()).toEqual([usual.id]);
  });

  test("a draft whose rules leave no way out is not published, and says which order it would stop", async () => {
    await admin.goTo("Routing");
    await admin.button("New draft").click();
    await desk.send("Begin", (dialog) => dialog.getByLabel("Name").fill("Rest for a week"));
    await admin.app.getByRole("heading", { level: 1, name: "Rest for a week" }).waitFor();
    await admin.app.getByRole("link", { name: "Rules", exact: true }).click();
    await admin.app.getByText("Every location may ship everything.").waitFor();
    await addRule("It rests", "Never ship from chosen locations");
    await addRule("All from there", "Ship only from chosen locations");
    await review();
    await desk.text("With this no order could ship any more.").waitFor();
    await desk.text(/^For example: /).waitFor();
    expect(await admin.button("Publish").count()).toBe(0);
    await admin.picture("afternoon-conflict");
  });

  test("without the contradiction it is replayed over last month, and an order that would change is opened", { timeout: TEST_MS }, async () => {
    await admin.app.getByRole("link", { name: "Rest for a week" }).first().click();
    await admin.app.getByRole("link", { name: "Rules", exact: true }).click();
    await admin.button("Delete All from there").click();
    await desk.send("Delete", () => Promise.resolve());
    await admin.button("Delete All from there").waitFor({ state: "detached" });
    await admin.app.getByRole("link", { name: "Try it on past orders" }).click();
    await admin.app.getByLabel("Policy to try").waitFor();
    expect(await admin.app.getByLabel("Policy to try").locator("option:checked").innerText()).toBe("Draft: Rest for a week");
    await admin.button("Start the replay").click();
    await admin.app.getByRole("heading", { level: 1, name: /Rest for a week, against / }).waitFor();
    await desk.text(/^Draft: Rest for a week would have sent .+ and cost \$[\d,.]+ more \(.*\)\./).waitFor({ timeout: LONG_MS });
    expect(Number(/^([\d,]+) orders routed again/.exec(await desk.text(/ orders routed again/).innerText())?.[1]?.replace(",", ""))).toBeGreaterThan(1_000);
    await desk.text("A part of this is an estimate").waitFor();
    await admin.picture("afternoon-replay");
    const changed = admin.app.getByRole("table", { name: "Orders that would change, those that differ most first" }).locator("tbody tr");
    for (const [, before = "", after = ""] of await Promise.all((await changed.all()).map((row) => row.locator("th, td").allInnerTexts()))) {
      expect(after).not.toContain(usual.name);
      expect(before).not.toBe(after);
    }
    const order = changed.first().getByRole("link");
    const name = await order.innerText();
    await order.click();
    await admin.app.getByRole("heading", { level: 1, name }).waitFor();
  });

  test("three orders of three kinds say why they ship from where they do, and every claim is true", { timeout: TEST_MS }, async () => {
    const [one, other] = [await desk.goods(), await desk.goods()];
    const near = await sandbox.sell([{ variantId: one.variantId, quantity: 1 }], { address: HOME });
    const both = await sandbox.sell([one, other].map(({ variantId }) => ({ variantId, quantity: 2 })));
    const large = await sandbox.sell([await moreThanAnyHas()], { address: HOME });
    expect(await agreeWith(near)).toHaveLength(1);
    await agreeWith(both);
    expect((await agreeWith(large)).length).toBeGreaterThan(1);
    await admin.picture("afternoon-explained");
  });

  test("it is published, and the next orders obey", async () => {
    await admin.goTo("Routing");
    await admin.app.getByRole("link", { name: "Rest for a week" }).first().click();
    await admin.app.getByRole("heading", { level: 1, name: "Rest for a week" }).waitFor();
    await review();
    await desk.text("Rule added: It rests").waitFor();
    await admin.picture("afternoon-review");
    const despite = admin.app.getByLabel(/publish it all the same/);
    if (await despite.isVisible()) await despite.check();
    await publish("The crew is away");
    await desk.text("In use: “Rest for a week”").waitFor();
    await desk.text("“The crew is away”").waitFor();
    expect(await sent()).not.toContain(usual.id);
  });

  test("it is rolled back with its reason: the old text is a new version, and orders go where they went", async () => {
    await admin.goTo("Routing");
    await admin.app.getByRole("link", { name: /^1: / }).first().click();
    await admin.button("Roll back to this").click();
    await desk.text("Rule deleted: It rests").waitFor();
    await admin.picture("afternoon-rollback");
    await desk.send("Publish it again", (dialog) => dialog.getByLabel("Why").fill("They are back"));
    await admin.goTo("Routing");
    await desk.text(/^Version 3, published by Person \d+, .*as version 1 had it/).waitFor();
    expect(await sent()).toEqual([usual.id]);
    await admin.picture("afternoon-versions");
  });
});
