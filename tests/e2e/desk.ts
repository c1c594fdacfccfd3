import type { Locator } from "playwright-core";
import { expect } from "vitest";
import type { Admin } from "./admin";
import type { Goods, Sandbox } from "./sandbox";

/** What a manager does at the desk, in the browser, as often as the story asks for it. */

const CLICKS_MOST = 2;
/** A slow machine takes its time; one that is not slow waits for nothing. */
const PATIENCE_MS = 60_000;
const BULK_PATIENCE_MS = 120_000;
/** Of what may be gone before it can be pressed. */
const AT_ONCE_MS = 1_000;
const TRACKING = { company: "UPS", number: "1Z999AA10123456784" };

export type Desk = ReturnType<typeof openDesk>;
type Fill = (dialog: Locator) => Promise<void>;

export const openDesk = (admin: Admin, sandbox: Sandbox) => {
  const { app } = admin;
  const dialog = app.getByRole("dialog");

  /** Asked again until it is so. */
  const eventually = <Answer>(question: () => Promise<Answer>) => expect.poll(question, { timeout: PATIENCE_MS, interval: 100 });
  const text = (words: string | RegExp): Locator => app.getByText(words, typeof words === "string" ? { exact: true } : {}).first();
  const heading = (name: string): Promise<void> => app.getByRole("heading", { level: 1, name }).waitFor();
  const orderLink = (name: string): Locator => app.getByRole("link", { name, exact: true });
  /** One of the cards on Home: its number and what that means. */
  const card = (label: string): Locator => app.getByRole("link", { name: new RegExp(`^[\\d,]+\\+? ?${label}`) });

  const goHome = async (): Promise<void> => {
    await admin.goTo("Switchyard");
    await text("Sync health").waitFor();
  };

  /** From Home, by no more clicks than a manager has patience for. */
  const fromHome = async (...clicks: Locator[]): Promise<void> => {
    expect(clicks.length).toBeLessThanOrEqual(CLICKS_MOST);
    await goHome();
    for (const click of clicks) await click.click();
  };

  /** Fills the dialog that is open and sends it. */
  const send = async (button: string | RegExp, fill: Fill): Promise<void> => {
    await fill(dialog);
    await dialog.getByRole("button", { name: button, exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  };

  const search = async (list: "Orders" | "Inventory", words: string): Promise<void> => {
    await admin.goTo(list);
    await heading(list);
    const field = app.getByLabel(`Search ${list.toLowerCase()}`);
    await field.fill(words);
    await field.press("Enter");
    await admin.page.waitForURL((url) => url.searchParams.get("search") === words);
  };

  const openOrder = async (name: string): Promise<void> => {
    // What came while the list was open waits behind a button, for nothing moves under a person's eyes.
    const newOrders = app.getByRole("button", { name: /^Show \d+ new orders?$/ });
    await admin.goTo("Orders");
    await eventually(async () => {
      if (await newOrders.isVisible()) await newOrders.click({ timeout: AT_ONCE_MS }).catch(() => undefined);
      return orderLink(name).isVisible();
    }).toBe(true);
    await orderLink(name).click();
    await heading(name);
  };

  /** Until the list has all of these orders for the goods, routed. */
  const toShip = (names: readonly string[], { sku }: Goods): Promise<void> =>
    eventually(async () => {
      await search("Orders", sku);
      const rows = await app.getByRole("row").filter({ hasText: "To ship" }).allTextContents();
      return names.filter((name) => !rows.some((row) => row.includes(name)));
    }).toEqual([]);

  const openItem = async ({ sku, title }: Goods): Promise<void> => {
    const found = app.getByRole("link", { name: title, exact: true });
    await eventually(async () => {
      await search("Inventory", sku);
      return found.count();
    }).toBeGreaterThan(0);
    await found.first().click();
    await heading(title);
  };

  /** Goods with at least so many units at two locations, each given out once: what happens to one tells nothing of another. */
  const givenOut = new Set<string>();
  const goods = async (unitsLeast = 15): Promise<Goods> => {
    const [{ levels }, { items }] = await Promise.all([sandbox.inspect(), sandbox.choices()]);
    const plenty = (id: string) => levels.filter((level) => level.itemId === id && level.tracked && level.available >= unitsLeast).length >= 2;
    const found = items.find((item) => item.sku !== "" && !givenOut.has(item.id) && plenty(item.id));
    if (found === undefined) throw new Error("The sandbox has no goods with plenty of stock left.");
    givenOut.add(found.id);
    return found;
  };

  /** The platform's side of an order. */
  const platformOrder = async (name: string) => {
    const { orders, fulfillmentOrders, fulfillments } = await sandbox.inspect();
    const order = orders.find((one) => one.name === name)!;
    return { fulfillmentOrders: fulfillmentOrders.filter((one) => one.orderId === order.id && one.open), fulfillments: fulfillments.filter((one) => one.orderId === order.id) };
  };

  const startWork = async (name: string): Promise<void> => {
    await openOrder(name);
    await text("Confirmed").waitFor();
    await app.getByRole("button", { name: /^Start work in / }).first().click();
    await eventually(async () => (await platformOrder(name)).fulfillmentOrders.map(({ status }) => status)).toEqual(["IN_PROGRESS"]);
  };

  /** All that is left of the first part of the order that is open. */
  const shipAll = async (): Promise<void> => {
    await app.getByRole("button", { name: /^Ship from / }).first().click();
    await send("Ship", async () => {
      await dialog.getByLabel("Carrier").fill(TRACKING.company);
      await dialog.getByLabel("Tracking number").fill(TRACKING.number);
    });
  };

  const ship = async (name: string): Promise<void> => {
    await shipAll();
    await eventually(async () => (await platformOrder(name)).fulfillments.length).toBe(1);
    await text(`${TRACKING.company} ${TRACKING.number}`).waitFor();
  };

  /** Where most of the orders stand, once all are where they are to be: the first of them, and the others. */
  const busiest = async (names: readonly string[]) => {
    await admin.settled();
    const stands = new Map<string, string[]>();
    for (const name of names) {
      const { locationId } = (await platformOrder(name)).fulfillmentOrders[0]!;
      stands.set(locationId, [...(stands.get(locationId) ?? []), name]);
    }
    const [locationId, [inWork, ...movable]] = [...stands].sort(([, a], [, b]) => b.length - a.length)[0] as [string, [string, ...string[]]];
    const { name: location } = (await sandbox.choices()).locations.find(({ id }) => id === locationId)!;
    return { locationId, location, inWork, movable };
  };

  /** Open fulfillment orders for the goods that are held on the platform. */
  const heldOf = async ({ id }: Goods) =>
    (await sandbox.inspect()).fulfillmentOrders.filter((one) => one.open && one.holds.length > 0 && one.lines.some((line) => line.itemId === id));

  /** One change of the first level on the item's page. */
  const change = async (what: string, fill: Fill): Promise<void> => {
    await app.getByRole("button", { name: /^Change the stock in / }).first().click();
    await dialog.getByLabel("What", { exact: true }).selectOption({ label: what });
    await send(/^(Save|Send to your shop)$/, fill);
  };

  /** Selects all that match, beyond the page, and does something to them. */
  const bulk = async (act: string, { count, fill }: { count: number; fill?: Fill }): Promise<void> => {
    const acts = app.getByRole("region", { name: "What to do with the selected rows" });
    await app.getByRole("checkbox", { name: "Select all rows of this page" }).check();
    await acts.getByRole("button", { name: `Select all ${count} that match` }).click();
    await acts.getByRole("button", { name: act, exact: true }).click();
    await send(act, fill ?? (() => Promise.resolve()));
    await text(`Finished: ${count} of ${count}`).waitFor({ timeout: BULK_PATIENCE_MS });
  };

  const resolve = async (note: string): Promise<void> => {
    await app.getByRole("button", { name: /^Mark as resolved/ }).first().click();
    await send("Mark as resolved", () => dialog.getByLabel("What was done").fill(note));
  };

  return { eventually, text, card, orderLink, goHome, fromHome, send, search, openOrder, toShip, openItem, goods, platformOrder, startWork, shipAll, ship, busiest, heldOf, change, bulk, resolve };
};
