import { mkdir } from "node:fs/promises";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { expect, vi } from "vitest";
import type { Inspection } from "../../sandbox/shopify/inspect";
import type { Stack } from "./stack";

const SCREENSHOTS = ".data/screenshots";
const WIDE = { width: 1440, height: 1000 };
/** Headless Chromium calls itself so, and the platform's library turns robots away. */
const AS_A_PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

/** The sandbox's admin in a browser, with the app in its frame. */
export interface Admin {
  page: Page;
  app: FrameLocator;
  /** A button, link, row or heading of the app, by its words. */
  button(name: string): Locator;
  /** Follows an entry of the admin's navigation, as a merchant does. */
  goTo(entry: string): Promise<void>;
  /** Places one order with the panel's button and gives its name, such as `#1001`. */
  placeOrder(kind?: string): Promise<string>;
  inspect(): Promise<Inspection>;
  /** Until the app has heard every message and written all that it wants: what is read once more later changes nothing. */
  settled(): Promise<void>;
  /** Saves `.data/screenshots/<name>.png`. */
  picture(name: string): Promise<void>;
  /** What the pages complained about: errors of scripts and on the console, and answers of 500 and more. */
  complaints: string[];
}

/** A slow machine takes its time; one that is not slow waits for nothing. */
const PATIENCE_MS = 60_000;
/** A click that nobody heard, as before the app's scripts ran, is made again. */
const HEARD_WITHIN_MS = 5_000;

const listenForComplaints = (page: Page): string[] => {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // That a form was answered with 422 is no trouble of the page, nor that a page which a person left at once was not loaded to its end.
    const harmless = /^(Failed to load resource|AbortError: signal is aborted without reason)/.test(message.text());
    if (message.type() === "error" && !harmless) complaints.push(message.text());
  });
  page.on("response", (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  return complaints;
};

/** Until the app is there: the address follows where it went. */
const goTo = async (page: Page, entry: string): Promise<void> => {
  const link = page.locator("#nav").getByRole("link", { name: entry, exact: true });
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    await link.click();
    const wanted = await link.getAttribute("href");
    const there = page.waitForURL((url) => url.pathname === wanted && url.search === "", { timeout: HEARD_WITHIN_MS });
    if (await there.then(() => true, () => false)) return;
    if (Date.now() > until) throw new Error(`The app did not go to ${entry}: it is at ${page.url()}.`);
  }
};

const unsettled = async (appUrl: string): Promise<number | null> => {
  const { backlog } = (await (await fetch(`${appUrl}/healthz`)).json()) as { backlog: { inboxWaiting: number; outboxWaiting: number } | null };
  return backlog && backlog.inboxWaiting + backlog.outboxWaiting;
};

export const openAdmin = async (browser: Browser, { appUrl, sandboxUrl }: Pick<Stack, "appUrl" | "sandboxUrl">): Promise<Admin> => {
  await mkdir(SCREENSHOTS, { recursive: true });
  const page = await browser.newPage({ viewport: WIDE, locale: "en-US", userAgent: AS_A_PERSON });
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints = listenForComplaints(page);
  await page.goto(`${sandboxUrl}/store/demo`);
  const app = page.frameLocator("#frame");
  // React leaves its mark on what it has taken over: before that, a button that is pressed does nothing.
  const isAlive = (): Promise<boolean> => app.getByRole("heading", { level: 1 }).first().evaluate((heading) => Object.keys(heading).some((key) => key.startsWith("__reactFiber")));
  await vi.waitFor(async () => expect(await isAlive()).toBe(true), { timeout: PATIENCE_MS, interval: 100 });
  const state = async (): Promise<{ shop: { orders: number }; latest: { name: string }[] }> => (await fetch(`${sandboxUrl}/control/state`)).json() as never;
  return {
    page, app, complaints,
    button: (name) => app.getByRole("button", { name, exact: true }),
    goTo: (entry) => goTo(page, entry),
    async placeOrder(kind = "plain") {
      await page.locator("#kind").selectOption(kind);
      const { shop: before } = await state();
      await page.locator('[data-orders="1"]').click();
      for (;;) {
        const { shop, latest } = await state();
        if (shop.orders > before.orders) return latest[0]!.name;
        await page.waitForTimeout(50);
      }
    },
    inspect: async () => (await fetch(`${sandboxUrl}/control/inspect`)).json() as Promise<Inspection>,
    settled: () => expect.poll(() => unsettled(appUrl), { timeout: PATIENCE_MS, interval: 100 }).toBe(0),
    picture: async (name) => void (await page.screenshot({ path: `${SCREENSHOTS}/${name}.png` })),
  };
};
