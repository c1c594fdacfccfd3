import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureBuild } from "../../scripts/prepare.mjs";
import { openBrowser } from "../e2e/browser";
import { openPreview, type Preview } from "../screens/preview";
import { SCREENS, SURFACES, WIDTHS } from "./screens";

/** WCAG 2.2 AA as far as a machine can tell, on every screen, in both design systems, on a laptop and on a phone. */

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PRESSABLE_MAX = 400;
const HEIGHT = 900;
const PATIENCE_MS = 120_000;
const ASK_AGAIN_MS = 50;
/** Side by side, so that one is drawn while the server makes the other. */
const PAGES = 2;
/** A screen is loaded on the phone, where it is most likely to break, and widened then as a person turns a tablet. */
const [LOADED, ...TURNED] = [...WIDTHS].sort((one, other) => one - other) as [number, ...number[]];

let preview: Preview;
let browser: Browser;
/** What was loaded once is not loaded again: pages are taken by one screen after another. */
const idle: Page[] = [];
beforeAll(async () => {
  await ensureBuild();
  [preview, browser] = await Promise.all([openPreview(), openBrowser()]);
  idle.push(...(await Promise.all(Array.from({ length: PAGES }, () => browser.newPage({ reducedMotion: "reduce" })))));
  for (const page of idle) page.setDefaultTimeout(PATIENCE_MS);
});
afterAll(async () => {
  await browser?.close();
  await preview?.close();
});

const waiting: ((page: Page) => void)[] = [];
const borrowed = async (look: (page: Page) => Promise<void>): Promise<void> => {
  const page = idle.pop() ?? (await new Promise<Page>((resolve) => waiting.push(resolve)));
  try {
    await look(page);
  } finally {
    const next = waiting.shift();
    if (next === undefined) idle.push(page);
    else next(page);
  }
};

const open = async (page: Page, path: string): Promise<void> => {
  await page.setViewportSize({ width: LOADED, height: HEIGHT });
  await page.goto(preview.origin + path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  // A script has taken the page over, and answers to what it is turned to.
  await page.waitForFunction(() => Object.keys(document.querySelector("h1") ?? {}).some((key) => key.startsWith("__reactFiber")), null, { polling: ASK_AGAIN_MS });
  await page.addScriptTag({ path: AXE });
};

const turn = async (page: Page, width: number): Promise<void> => {
  await page.setViewportSize({ width, height: HEIGHT });
  await page.waitForFunction((wide) => window.innerWidth === wide, width, { polling: ASK_AGAIN_MS });
  // Two frames; of a page that nobody sees the browser may draw none for long.
  await page.evaluate(() => new Promise((drawn) => { setTimeout(drawn, 500); requestAnimationFrame(() => requestAnimationFrame(drawn)); }));
};

/** One line a fault: the rule, and where it was broken. */
const faults = async (page: Page): Promise<string[]> => {
  const options = { runOnly: TAGS, resultTypes: ["violations"] };
  const { violations } = await page.evaluate((given) => (globalThis as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }).axe.run(document, given), options);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} (${node.failureSummary?.split("\n")[1]?.trim() ?? ""})`));
};

const check = async (page: Page, width: number): Promise<void> => {
  expect(await faults(page), `${width} px wide`).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${width} px wide`).toBeLessThanOrEqual(0);
  expect(await page.evaluate(outOfReach, PRESSABLE_MAX), `${width} px wide`).toEqual([]);
};

describe.concurrent.each(SURFACES)("%s", (surface) => {
  test.each(SCREENS)("$name: narrow and wide, axe finds no fault, nothing scrolls sideways, and the keyboard reaches what a mouse can press", ({ path }) =>
    borrowed(async (page) => {
      await open(page, surface + path);
      await check(page, LOADED);
      for (const width of TURNED) {
        await turn(page, width);
        await check(page, width);
      }
      expect(await page.title()).not.toBe("");
    }));
});

/** In the page: what a mouse can press and the keyboard cannot reach. */
function outOfReach(max: number): string[] {
  const visible = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== "hidden";
  };
  /** A combobox' own button: whoever has a keyboard opens its list in the field itself. */
  const ofCombobox = (element: Element): boolean => {
    const list = element.getAttribute("aria-controls");
    return list !== null && [...document.querySelectorAll("[role=combobox]")].some((field) => field !== element && field.getAttribute("aria-controls") === list);
  };
  const pressable = [...document.querySelectorAll("a[href], button, input, select, textarea, [role=button], [role=tab], [role=menuitem]")].slice(0, max);
  return pressable
    .filter((element) => visible(element) && !(element as HTMLButtonElement).disabled && element.getAttribute("aria-disabled") !== "true")
    .filter((element) => (element as HTMLElement).tabIndex < 0 && !ofCombobox(element) && element.closest("[role=tablist], [role=menu], [aria-hidden=true]") === null && element.getAttribute("aria-hidden") !== "true")
    .map((element) => element.outerHTML.slice(0, 160));
}
