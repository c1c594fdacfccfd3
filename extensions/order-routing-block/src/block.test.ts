import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { getExtension } from "@shopify/ui-extensions-tester";
import { build, type Rollup } from "vite";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OrderRouting } from "./order-routing";
import { openSmallPage, type SmallNode } from "./small-page.fixture";

const TARGET = "admin.order-details.block.render";
const HOME = fileURLToPath(new URL("..", import.meta.url));
/** What the platform takes (shopify.dev: admin extensions). */
const BUNDLE_BYTES_MAX = 64 * 1024;
const WORDS = JSON.parse(readFileSync(`${HOME}/locales/en.default.json`, "utf8")) as Record<string, string>;

const ROUTING: OrderRouting = {
  state: { label: "Confirmed", tone: "positive" }, meaning: "Your shop has confirmed this plan.",
  sentences: ["One parcel from Reno costs $6.60, the least that is possible (proved).", "Next best: Dallas for $7.35 (+$0.75): $0.75 more for shipping."],
  cost: { total: "$6.60", terms: [{ label: "Shipping", text: "$4.85", share: 73 }, { label: "Handling", text: "$1.75", share: 27 }, { label: "Carbon", text: "$0.01", share: 0 }] },
  policy: "Autumn (version 3)", path: "orders/s-acme-1001",
};

const extension = getExtension(TARGET, { configSearchDir: HOME });
let body: SmallNode;
let asked: string[];

beforeEach(() => {
  body = openSmallPage();
  asked = [];
  extension.setUp();
  extension.shopify.data.selected = [{ id: "gid://shopify/Order/1001" }];
  extension.shopify.i18n.translate = ((key: string, values: Record<string, unknown> = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{{${name}}}`, String(value)), WORDS[key] ?? `(${key})`)) as typeof extension.shopify.i18n.translate;
});
afterEach(() => {
  extension.tearDown();
});

/** Answers as the app does, one answer a question, the last one again and again. */
function answers(...given: (() => Response | Promise<Response>)[]): void {
  extension.fetch = ((address: string) => {
    asked.push(address);
    return Promise.resolve((given.length > 1 ? given.shift()! : given[0]!)());
  }) as typeof fetch;
}

/** Calls what the platform calls. The tester's own `render` imports it past the test runner, which alone knows how to read it. */
const open = async (): Promise<void> => (await import("./block")).default();
const text = (): string => body.textContent;
const shows = (words: string): Promise<void> => vi.waitFor(() => expect(text()).toContain(words));

describe("the block on an order's page", () => {
  test("shows state, sentences, cost, policy and the way into the app", async () => {
    answers(() => Response.json(ROUTING));
    await open();
    await shows("the least that is possible (proved)");
    expect(asked).toEqual(["/api/admin/order-routing?order=gid%3A%2F%2Fshopify%2FOrder%2F1001"]);
    expect(body.all("s-admin-block")[0]?.attributes).toMatchObject({ heading: "Routing", collapsedSummary: "Confirmed" });
    expect(body.all("s-badge")[0]).toMatchObject({ textContent: "Confirmed", attributes: { tone: "success" } });
    for (const words of [...ROUTING.sentences, "What this plan costs: $6.60", "Policy: Autumn (version 3)", ROUTING.meaning]) expect(text()).toContain(words);
    expect(body.all("s-link")[0]?.attributes.href).toBe("app:orders/s-acme-1001");
  });

  test("tells each term in words, and hides its bar from who listens", async () => {
    answers(() => Response.json(ROUTING));
    await open();
    await shows("Shipping");
    const [shipping, , carbon] = body.all("s-list-item");
    expect(shipping?.textContent).toContain("Shipping: $4.85, 73 % of the cost");
    const bars = body.all("s-text").filter((one) => one.textContent.startsWith("█"));
    expect(bars.map((bar) => [bar.textContent.length, bar.attributes.accessibilityVisibility])).toEqual([[15, "hidden"], [5, "hidden"], [1, "hidden"]]);
    expect(carbon?.textContent).toContain("Carbon: $0.01, 0 % of the cost");
  });

  test("says that it asks, while it asks", async () => {
    answers(() => new Promise<Response>(() => undefined));
    await open();
    await shows("Asking Switchyard");
    expect(body.all("s-spinner")[0]?.attributes.accessibilityLabel).toBe(WORDS.loading);
  });

  test("has no cost where there is no plan", async () => {
    answers(() => Response.json({ ...ROUTING, state: { label: "Waits for stock", tone: "attention" }, cost: null, policy: null }));
    await open();
    await shows("Waits for stock");
    expect([body.all("s-list-item").length, body.all("s-badge")[0]?.attributes.tone]).toEqual([0, "warning"]);
  });

  test.each([[404, "does not know this order yet"], [401, "Reload this page"]])("says what %d means", async (status, words) => {
    answers(() => new Response("{}", { status }));
    await open();
    await vi.waitFor(() => expect(text() + String(body.all("s-banner")[0]?.attributes.heading)).toContain(words));
  });

  test.each([
    ["an error", () => new Response("", { status: 500 })], ["no connection", () => { throw new TypeError("no"); }],
    ["half an answer", () => Response.json({ state: { label: "Confirmed" } })], ["something else", () => new Response("<html>")],
  ])("after %s it can be asked again", async (_what, answer) => {
    answers(answer, () => Response.json(ROUTING));
    await open();
    await shows("Try again");
    expect(body.all("s-banner")[0]?.attributes).toMatchObject({ tone: "critical", heading: WORDS.failed });
    body.all("s-button")[0]!.dispatchEvent(new Event("click"));
    await shows("the least that is possible (proved)");
    expect(asked).toHaveLength(2);
  });
});

describe("what is deployed", () => {
  const toml = readFileSync(`${HOME}/shopify.extension.toml`, "utf8");
  const source = readFileSync(`${HOME}/src/block.tsx`, "utf8");

  test("names its target, module and version", () => {
    const lines = toml.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
    for (const line of lines) expect(line).toMatch(/^(\[\[extensions(\.targeting)?\]\]|[a-z_]+ = "[^"]+")$/);
    expect(lines).toEqual(expect.arrayContaining(['api_version = "2026-07"', 'type = "ui_extension"', 'handle = "order-routing-block"', `target = "${TARGET}"`, 'module = "./src/block.tsx"']));
  });

  test("every word that is used is translated, and none is left over", () => {
    const used = [...source.matchAll(/words\("(\w+)"/g), ...toml.matchAll(/"t:(\w+)"/g)].map(([, key]) => key!);
    expect([...new Set(used)].sort()).toEqual(Object.keys(WORDS).sort());
  });

  test("is small enough for the platform", async () => {
    const built = await build({ configFile: false, logLevel: "silent", root: HOME, build: { write: false, minify: true, lib: { entry: "src/block.tsx", formats: ["es"] } } });
    const [{ output }] = built as Rollup.RollupOutput[] as [Rollup.RollupOutput];
    expect(output).toHaveLength(1);
    expect(gzipSync(output[0].code).byteLength).toBeLessThan(BUNDLE_BYTES_MAX);
    expect(output[0].code).toContain("/api/admin/order-routing");
  });
});
