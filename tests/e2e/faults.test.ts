import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openAdmin, type Admin } from "./admin";
import { openBrowser } from "./browser";
import { openFaultPage, type FaultPage } from "./faults";
import { startStack, type Stack } from "./stack";

/** A person turns faults on, watches the app live through them, and turns them off: in the end both sides are equal. */

const ORDERS = 30;
/** …and those that come while the platform answers nothing but that it is busy: their work waits as long as that lasts. */
const ORDERS_IN_THE_STORM = 10;
const ORDERS_LOST = 3;
const PLACED = ORDERS + ORDERS_IN_THE_STORM + ORDERS_LOST;
const [LAPTOP, PHONE] = [1280, 390];
/** What is younger may still be on its way as a message: see `ON_ITS_WAY_MS` of the walk over orders. */
const LOST_AFTER_MS = 16_000;
/** A slow machine takes its time. */
const PATIENCE_MS = 120_000;
/** What was put off during an outage is tried again ever more rarely. */
const MENDED_WITHIN_MS = 150_000;

let browser: Browser;
let stack: Stack;
let admin: Admin;
let faults: FaultPage;
let lostAt: number;

const eventually = <Answer>(question: () => Promise<Answer>, timeout = PATIENCE_MS) => expect.poll(question, { timeout, interval: 200 });

describe("the fault page", () => {
  beforeAll(async () => {
    stack = await startStack();
    browser = await openBrowser();
    admin = await openAdmin(browser, stack);
    faults = await openFaultPage(browser, stack, LAPTOP);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  test("begins green: orders, units and parcels are the same on both sides", async () => {
    await eventually(() => faults.verdict()).toBe("equal");
    const units = await faults.pair("units");
    expect(units.platform).toBeGreaterThan(0);
    expect(units).toEqual({ platform: units.platform, app: units.platform, note: "equal" });
    expect(await faults.violations()).toEqual([]);
  });

  test("with half of the messages lost and half of the calls failing, the strip says how far the app is behind, and Home says why", async () => {
    await faults.turnOn("Lost", 50);
    await faults.turnOn("Half failing", 50);
    await faults.place(ORDERS, "10 a second");
    await eventually(() => faults.verdict()).toBe("behind");
    await faults.strip.getByText("The app is catching up").waitFor();
    await eventually(async () => (await faults.pair("units")).note).toMatch(/^[\d,]+ levels? differs?$/);
    await faults.picture("faults-behind");
    expect(await faults.violations()).toEqual([]);

    // Half of the calls are made good within seconds, and of what is worked off nobody says why it waits: now none succeeds.
    await faults.turnOff("Lost");
    await faults.turnOff("Half failing");
    await faults.turnOn("Throttled", 100);
    await faults.place(ORDERS_IN_THE_STORM, "10 a second");
    await eventually(async () => {
      await admin.goTo("Switchyard");
      return admin.app.getByText(/^Shopify .* It is tried again by itself\.$/).count();
    }).toBe(1);
    await admin.picture("faults-home");
  });

  test("orders of which no message came are missing, by name, until a person has both sides compared", async () => {
    await faults.turnOn("Lost", 100);
    await faults.place(ORDERS_LOST, "5 a second");
    // The strip asks now and then: what it said before may be older than the orders placed before.
    await eventually(async () => (await faults.pair("orders")).platform).toBe(PLACED);
    lostAt = Date.now();
    await faults.allOff();
    // What was only delayed comes by itself; what nobody ever told of does not.
    await eventually(async () => (await faults.pair("orders")).note).toMatch(/^\d+ not known/);
    await faults.page.getByText(/^Orders that differ: .*#10\d\d/).waitFor();
    expect(await faults.verdict()).toBe("behind");
  });

  test("Compare now finds them: the strip turns green by itself, and nothing is stuck in the app", async () => {
    await eventually(() => Promise.resolve(Date.now() - lostAt)).toBeGreaterThan(LOST_AFTER_MS);
    await admin.goTo("Switchyard");
    await admin.app.getByRole("button", { name: /^Compare now/ }).click();
    await eventually(() => faults.verdict(), MENDED_WITHIN_MS).toBe("equal");
    await faults.strip.getByText("Both sides are equal").waitFor();
    expect(await faults.pair("orders")).toEqual({ platform: PLACED, app: PLACED, note: "equal" });
    await faults.picture("faults-equal");

    await admin.goTo("Switchyard");
    // Nothing waits any more; that much differed today stays to be told.
    await admin.app.getByText("Nothing", { exact: true }).first().waitFor({ timeout: MENDED_WITHIN_MS });
    await admin.app.getByText(/It is tried again by itself\.$/).waitFor({ state: "detached" });
    await admin.app.getByText(/^[\d,]+ orders? found that no message had told of$/).waitFor();
    // A plan made on stock of which no message told may be refused and is made anew; the refusal stays listed until a person has seen it.
    for (const nothing of ["Everything read", "Nothing to look at"]) await admin.app.getByText(nothing, { exact: true }).waitFor();
    await admin.picture("faults-home-after");
  }, 2 * MENDED_WITHIN_MS);

  test("on a phone it fits and reads as well, calm and in trouble", async () => {
    const phone = await openFaultPage(browser, stack, PHONE);
    await eventually(() => phone.verdict()).toBe("equal");
    expect(await phone.violations()).toEqual([]);
    await phone.page.getByRole("button", { name: "Silent hour" }).click();
    await phone.page.getByRole("button", { name: "All off (2 on)" }).waitFor();
    await eventually(() => phone.verdict()).toBe("behind");
    for (const group of await phone.page.locator(".group > summary").all()) await group.click();
    expect(await phone.violations()).toEqual([]);
    await phone.picture("faults-phone");
    await phone.allOff();
    expect([...phone.complaints, ...faults.complaints, ...admin.complaints]).toEqual([]);
  });
});
