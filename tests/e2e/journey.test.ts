import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openAdmin, type Admin } from "./admin";
import { openBrowser } from "./browser";
import { openDesk, type Desk } from "./desk";
import { openSandbox } from "./sandbox";
import { startStack, type Stack } from "./stack";

/** The journey of one order, as a merchant sees it: in a browser, in the admin's frame, against the sandbox. */

let browser: Browser;
let stack: Stack;
let admin: Admin;
let desk: Desk;

/** The platform's side of an order, read anew each time. */
const platformOrder = async (name: string) => {
  const { orders, fulfillmentOrders, fulfillments } = await admin.inspect();
  const order = orders.find((one) => one.name === name)!;
  return { fulfillmentOrders: fulfillmentOrders.filter((one) => one.orderId === order.id), fulfillments: fulfillments.filter((one) => one.orderId === order.id) };
};

const eventually = (question: () => Promise<unknown>) => expect.poll(question, { timeout: 60_000, interval: 200 });

const ORDERS_TRIED_MAX = 6;

/** An order whose plan is confirmed and whose location can be changed, with the dialog open: not every order has such a choice. */
const orderWithChoice = async (): Promise<{ name: string; choice: string }> => {
  for (let tried = 0; tried < ORDERS_TRIED_MAX; tried += 1) {
    const name = await admin.placeOrder("no-sku");
    await desk.openOrder(name);
    await admin.app.getByText("Confirmed", { exact: true }).waitFor();
    await admin.app.getByRole("button", { name: /^Change the location / }).first().click();
    await admin.app.getByRole("dialog").getByLabel("Ship from").waitFor();
    const choices = admin.app.getByRole("dialog").locator("option:not([disabled])");
    if ((await choices.count()) > 0) return { name, choice: (await choices.first().getAttribute("value"))! };
    await admin.app.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  }
  throw new Error(`None of ${ORDERS_TRIED_MAX} orders could be moved by hand.`);
};

describe("a store", () => {
  beforeAll(async () => {
    stack = await startStack("--observe");
    browser = await openBrowser();
    admin = await openAdmin(browser, stack);
    desk = openDesk(admin, openSandbox(stack));
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });
  afterEach(() => expect(admin.complaints.splice(0)).toEqual([]));

  test("an order appears in the open list without a reload; a store that only observes says where it would go, and offers no act", async () => {
    await admin.goTo("Orders");
    await admin.app.getByRole("heading", { level: 1, name: "Orders" }).waitFor();
    await admin.app.locator("body").evaluate((body) => body.setAttribute("data-same-page", "yes"));
    const name = await admin.placeOrder();
    await admin.app.getByRole("row").filter({ hasText: name }).getByText("To ship").waitFor();
    expect(await admin.app.locator("body").getAttribute("data-same-page")).toBe("yes");
    await admin.picture("orders");

    await desk.openOrder(name);
    await admin.app.getByRole("heading", { name: "Why routed here" }).waitFor();
    expect(await admin.button("Hold").isDisabled()).toBe(true);
    for (const ship of await admin.app.getByRole("button", { name: /^Ship from / }).all()) expect(await ship.isDisabled()).toBe(true);
    await admin.picture("observe");
  });

  test("one button takes it live, and an order's page says why it is routed where it is", async () => {
    await admin.goTo("Switchyard");
    await admin.button("Go live").click();
    await admin.app.getByRole("dialog").getByRole("button", { name: "Go live" }).click();
    await admin.app.getByText("Live", { exact: true }).first().waitFor();
    await admin.picture("home");

    await desk.openOrder(await admin.placeOrder());
    await admin.app.getByRole("heading", { name: "Why routed here" }).waitFor();
    await admin.app.getByRole("table", { name: "What this plan costs, by term" }).waitFor();
    await admin.app.getByText(/least that is possible/).first().waitFor();
    await admin.picture("order");
  });

  test("a parcel shipped here is shipped on the platform, once, with its tracking number", async () => {
    const name = await admin.placeOrder();
    await desk.openOrder(name);
    const ship = admin.app.getByRole("button", { name: /^Ship from / }).first();
    await ship.click();
    const dialog = admin.app.getByRole("dialog");
    await dialog.getByLabel("Carrier").fill("UPS");
    await dialog.getByLabel("Tracking number").fill("1Z999AA10123456784");
    await admin.picture("ship");
    await dialog.getByRole("button", { name: "Ship", exact: true }).click();
    await eventually(async () => (await platformOrder(name)).fulfillments.map(({ company, numbers }) => ({ company, numbers }))).toEqual([{ company: "UPS", numbers: ["1Z999AA10123456784"] }]);
    await admin.app.getByText("UPS 1Z999AA10123456784").waitFor();
    await admin.picture("shipped");
  });

  test("a held order is held on the platform under our handle, and released by the same page", async () => {
    const name = await admin.placeOrder();
    await desk.openOrder(name);
    await admin.app.getByText("Confirmed", { exact: true }).waitFor();
    await admin.button("Hold").click();
    const dialog = admin.app.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("Customer asked us to wait");
    await dialog.getByRole("button", { name: "Hold order" }).click();
    const handles = async () => (await platformOrder(name)).fulfillmentOrders.filter((one) => one.open).flatMap((one) => one.holds.map(({ handle }) => handle));
    await eventually(async () => (await handles()).length > 0 && (await handles()).every((handle) => handle.startsWith("switchyard"))).toBe(true);
    await admin.app.getByText("Held here: Customer asked us to wait").first().waitFor();
    await admin.picture("held");
    await admin.button("Release").click();
    await eventually(handles).toEqual([]);
    await admin.app.getByText("This order is held").waitFor({ state: "detached" });
  });

  test("a location chosen by hand is where the platform's fulfillment order goes", async () => {
    const { name, choice } = await orderWithChoice();
    await admin.picture("change-location");
    await admin.app.getByRole("dialog").getByLabel("Ship from").selectOption(choice);
    await admin.app.getByRole("dialog").getByRole("button", { name: "Move" }).click();
    const open = async () => (await platformOrder(name)).fulfillmentOrders.filter((one) => one.open).map(({ locationId }) => locationId);
    await eventually(open).toContain(choice.split("-").at(-1));
  });
});
