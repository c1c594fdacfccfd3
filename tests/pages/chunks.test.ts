import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { ensureBuild } from "../../scripts/prepare.mjs";

/** A merchant downloads one design system: what the pages of one surface load holds nothing of the other's. */
interface Loaded {
  module: string;
  imports?: string[];
}

interface BrowserManifest {
  entry: Loaded;
  routes: Record<string, Loaded>;
}

const CLIENT = "build/client";

let manifest: BrowserManifest;
beforeAll(async () => {
  await ensureBuild();
  const name = readdirSync(join(CLIENT, "assets")).find((file) => /^manifest-.*\.js$/.test(file));
  if (name === undefined) throw new Error("The build has no browser manifest");
  const script = readFileSync(join(CLIENT, "assets", name), "utf8");
  manifest = JSON.parse(script.slice(script.indexOf("{"), script.lastIndexOf("}") + 1)) as BrowserManifest;
});

/** Every script that the pages of a surface load, as one text. */
function loadedBy(surface: string): string {
  const routes = Object.entries(manifest.routes).filter(([id]) => id === "root" || id === surface || id.startsWith(`${surface}.`)).map(([, route]) => route);
  expect(routes.length).toBeGreaterThan(6);
  const files = new Set([manifest.entry, ...routes].flatMap(({ module, imports = [] }) => [module, ...imports]));
  return [...files].map((file) => readFileSync(join(CLIENT, file), "utf8")).join("\n");
}

const POLARIS = /Polaris-[A-Z]\w+/;
const BIG_DESIGN = /styled-components|data-styled|StyledPanel/;
/** A second design system would not fit: each is at least a quarter of a megabyte. */
const SURFACE_CHARACTERS_MAX = 800_000;

test("the Shopify pages load no BigDesign", () => {
  const loaded = loadedBy("shopify");
  expect(loaded).toMatch(POLARIS);
  expect(loaded).not.toMatch(BIG_DESIGN);
  expect(loaded.length).toBeLessThan(SURFACE_CHARACTERS_MAX);
});

test("the BigCommerce pages load no Polaris", () => {
  const loaded = loadedBy("bigcommerce");
  expect(loaded).toMatch(BIG_DESIGN);
  expect(loaded).not.toMatch(POLARIS);
  expect(loaded.length).toBeLessThan(SURFACE_CHARACTERS_MAX);
});

test("no page carries what belongs to the server", () => {
  for (const surface of ["shopify", "bigcommerce"]) expect(loadedBy(surface)).not.toMatch(/better-sqlite3|drizzle-orm|findOrders|refusedIntents/);
});
