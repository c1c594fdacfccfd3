import { mkdir } from "node:fs/promises";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
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
  /** Saves `.data/screenshots/<name>.png`. */
  picture(name: string): Promise<void>;
  /** What the pages complained about: errors of scripts and on the console, and answers of 500 and more. */
  complaints: string[];
}

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

export const openAdmin = async (browser: Browser, { sandboxUrl }: Pick<Stack, "sandboxUrl">): Promise<Admin> => {
  await mkdir(SCREENSHOTS, { recursive: true });
  const page = await browser.newPage({ viewport: WIDE, locale: "en-US", userAgent: AS_A_PERSON });
  const complaints = listenForComplaints(page);
  await page.goto(`${sandboxUrl}/store/demo`);
  const app = page.frameLocator("#frame");
  await app.getByRole("heading", { level: 1 }).waitFor();
  const state = async (): Promise<{ shop: { orders: number }; latest: { name: string }[] }> => (await fetch(`${sandboxUrl}/control/state`)).json() as never;
  return {
    page, app, complaints,
    button: (name) => app.getByRole("button", { name, exact: true }),
    goTo: (entry) => page.locator("#nav").getByRole("link", { name: entry, exact: true }).click(),
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
    picture: async (name) => void (await page.screenshot({ path: `${SCREENSHOTS}/${name}.png` })),
  };
};
