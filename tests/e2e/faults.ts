import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Stack } from "./stack";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SCREENSHOTS = ".data/screenshots";
const HEIGHT = 1000;
/** A slow machine takes its time; one that is not slow waits for nothing. */
const PATIENCE_MS = 60_000;

/** The sandbox's fault page in a browser, as a person uses it. */
export interface FaultPage {
  page: Page;
  /** The strip that holds both sides against each other. */
  strip: Locator;
  /** `equal`, `behind` or `unknown`. */
  verdict(): Promise<string | null>;
  /** The numbers of one pair, such as `Orders`, and what is said under them. */
  pair(name: "orders" | "units" | "parcels"): Promise<{ platform: number; app: number; note: string }>;
  turnOn(name: string, percent?: number): Promise<void>;
  turnOff(name: string): Promise<void>;
  place(count: number, rate: string): Promise<void>;
  allOff(): Promise<void>;
  picture(name: string): Promise<void>;
  /** What axe and the layout complain about, at the page's width. */
  violations(): Promise<string[]>;
  complaints: string[];
}

export const openFaultPage = async (browser: Browser, { sandboxUrl }: Pick<Stack, "sandboxUrl">, width: number): Promise<FaultPage> => {
  const page = await browser.newPage({ viewport: { width, height: HEIGHT }, locale: "en-US", reducedMotion: "reduce" });
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") complaints.push(message.text()); });
  await page.goto(`${sandboxUrl}/faults`);
  const strip = page.locator("#proof");
  const fault = (name: string): Locator => page.locator("li[data-fault]").filter({ has: page.getByRole("switch", { name, exact: true }) });
  /** The switch shows what a person wants; what follows may only begin when the sandbox has taken it. */
  const taken = async (name: string, act: () => Promise<void>): Promise<void> => {
    const path = `/control/faults/${await fault(name).getAttribute("data-fault")}`;
    const answer = page.waitForResponse((response) => new URL(response.url()).pathname === path);
    await act();
    expect((await answer).ok()).toBe(true);
  };
  const number = async (pair: Locator, side: string): Promise<number> => Number((await pair.locator(`[data-side="${side}"]`).innerText()).replace(/\D/g, ""));
  return {
    page, strip, complaints,
    verdict: () => strip.getAttribute("data-verdict"),
    async pair(name) {
      const pair = strip.locator(`[data-pair="${name}"]`);
      return { platform: await number(pair, "platform"), app: await number(pair, "app"), note: await pair.locator(".note").innerText() };
    },
    async turnOn(name, percent) {
      const item = fault(name);
      if (!(await item.getByRole("switch").isChecked())) await taken(name, () => item.getByRole("switch").check());
      if (percent === undefined) return;
      if ((await item.locator("details[open]").count()) === 0) await item.locator("summary").click();
      await taken(name, () => item.getByRole("slider").fill(String(percent)));
      await item.getByText(`${percent} %`).waitFor();
    },
    turnOff: (name) => taken(name, () => fault(name).getByRole("switch").uncheck()),
    async place(count, rate) {
      await page.getByLabel("How many").fill(String(count));
      await page.getByLabel("At a rate of").selectOption({ label: rate });
      await page.getByRole("button", { name: "Place", exact: true }).click();
      await page.getByText(`${count} were placed.`).waitFor();
    },
    async allOff() {
      await page.getByRole("button", { name: /^All off \(\d+ on\)$/ }).click();
      await page.getByRole("button", { name: "All off", exact: true }).waitFor();
    },
    picture: async (name) => void (await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true })),
    async violations() {
      await page.addScriptTag({ path: AXE });
      const { violations } = await page.evaluate((tags) => (globalThis as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }).axe.run(document, { runOnly: tags }), TAGS);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      return [...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} (${node.failureSummary?.split("\n")[1]?.trim() ?? ""})`)), ...(sideways > 0 ? [`${sideways} px wider than the screen`] : [])];
    },
  };
};
