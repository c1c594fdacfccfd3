import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ensureNode, ensurePackages, fail } from "./prepare.mjs";
import { ROOT, say } from "./run.mjs";

/** `node scripts/readme-pictures.mjs [sandbox address]`: takes the README's pictures from a demo that is running and live. */

const [sandboxUrl = "http://localhost:4000"] = process.argv.slice(2);
const IMAGES = join(ROOT, "docs/images");
const BROWSERS = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** The platform's library turns robots away. */
const AS_A_PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
const ORDERS = 24;
const TOASTS_GONE_MS = 6_000;
/** Long enough for the chart to show how the app falls behind. */
const STORM_SEEN_MS = 45_000;

ensureNode();
await ensurePackages();
const { chromium } = await import("playwright-core");
const executablePath = BROWSERS.find((path) => path && existsSync(path)) ?? fail("No Chromium here. Install it with: apt-get install -y chromium");
const post = (path, body) => fetch(`${sandboxUrl}/control/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const placed = await post("orders", { count: ORDERS, kind: "plain" }).catch(() => fail(`No sandbox answers at ${sandboxUrl}. Start it with: npm run demo`));
const { orders } = await placed.json();

mkdirSync(IMAGES, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 960 }, locale: "en-US", userAgent: AS_A_PERSON });
  const app = page.frameLocator("#frame");
  const take = async (name) => {
    await page.waitForTimeout(TOASTS_GONE_MS);
    await page.screenshot({ path: join(IMAGES, `${name}.png`) });
    say(`docs/images/${name}.png`);
  };
  await page.goto(`${sandboxUrl}/store/demo`);
  await page.locator("#nav").getByRole("link", { name: "Orders" }).click();
  await app.getByText("To ship").first().waitFor();
  await take("orders");
  await app.getByRole("link", { name: orders.at(-1).name, exact: true }).click();
  await app.getByText("Confirmed", { exact: true }).waitFor();
  await take("order");
  const faults = await browser.newPage({ viewport: { width: 1440, height: 960 }, locale: "en-US" });
  await faults.goto(`${sandboxUrl}/faults`);
  await faults.getByRole("button", { name: "Platform incident" }).click();
  await faults.waitForTimeout(STORM_SEEN_MS);
  await faults.screenshot({ path: join(IMAGES, "faults.png") });
  say("docs/images/faults.png");
  await post("faults/off", {});
} finally {
  await browser.close();
}
