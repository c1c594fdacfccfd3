import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ensureBuild } from "../../scripts/prepare.mjs";
import { openBrowser } from "../e2e/browser";
import { openPreview } from "../screens/preview";
import { SCREENS, SURFACES, WIDTHS } from "./screens";

/**
 * `npm run screenshots [-- name…]`: pictures of every screen over the made-up shop, or of those named, in both design systems,
 * wide and narrow, for a person to look at: `.data/screenshots/<surface>-<width>-<name>.png`.
 */
const FOLDER = ".data/screenshots";
const wanted = process.argv.slice(2);

await ensureBuild();
await mkdir(FOLDER, { recursive: true });
const [preview, browser] = await Promise.all([openPreview(), openBrowser()]);
try {
  for (const width of WIDTHS) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
    for (const surface of SURFACES) {
      for (const { name, path } of SCREENS.filter((screen) => wanted.length === 0 || wanted.includes(screen.name))) {
        await page.goto(preview.origin + surface + path);
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        const file = join(FOLDER, `${surface.slice(1)}-${width}-${name}.png`);
        await page.screenshot({ path: file, fullPage: true });
        process.stdout.write(`${file}\n`);
      }
    }
    await page.close();
  }
} finally {
  await browser.close();
  await preview.close();
}
