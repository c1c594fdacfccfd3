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

let preview: Preview;
let browser: Browser;
beforeAll(async () => {
  await ensureBuild();
  [preview, browser] = await Promise.all([openPreview(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await preview?.close();
});

/** One page a width: what was loaded once is not loaded again. */
const pages = new Map<number, Promise<Page>>();
const open = async (path: string, width: number): Promise<Page> => {
  const kept = pages.get(width) ?? browser.newPage({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
  pages.set(width, kept);
  const page = await kept;
  await page.goto(preview.origin + path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  return page;
};

/** One line a fault: the rule, and where it was broken. */
const faults = async (page: Page): Promise<string[]> => {
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate((tags) => (globalThis as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }).axe.run(document, { runOnly: tags }), TAGS);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} (${node.failureSummary?.split("\n")[1]?.trim() ?? ""})`));
};

describe.each(SURFACES)("%s", (surface) => {
  describe.each(WIDTHS)("%i px wide", (width) => {
    test.each(SCREENS)("$name: axe finds no fault, nothing scrolls sideways, and the keyboard reaches what a mouse can press", async ({ path }) => {
      const page = await open(surface + path, width);
      expect(await faults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      expect(await page.evaluate(outOfReach, PRESSABLE_MAX)).toEqual([]);
      expect(await page.title()).not.toBe("");
    });
  });
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
