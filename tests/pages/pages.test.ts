import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureBuild } from "../../scripts/prepare.mjs";
import { openPreview, type Preview } from "../screens/preview";

/** The built pages as a server sends them, over the made-up shop: whole before any script has run. */
const PAGES: [string, string][] = [
  ["", "Needs attention"], ["/orders", "#1042"], ["/orders?tab=held", "#1041"], ["/orders?search=zzz", "No order matches"], ["/orders/o1042", "Why routed here"],
  ["/orders/o1040", "What is missing"], ["/orders/o1039", "1Z999AA10123456784"], ["/orders?tab=attention", "Needs a look"], ["/orders/o976", "Changed in your shop while people were working on it"], ["/orders/o975", "Cancelled after it had been shipped"],
  ["/orders/o973", "Ask to fulfil"], ["/orders/o972", "€29.40"], ["/exceptions?kind=runs", "cannot be routed"], ["/inventory", "CAP-MOSS"], ["/inventory/cap", "Entries"], ["/exceptions", "Report that work has begun"],
  ["/policy", "Spring rates"], ["/policy/versions/1", "Roll back to this"], ["/policy/versions/2", "The carrier takes them from Reno alone"], ["/policy/drafts/spring", "Handling per parcel"], ["/policy/drafts/spring/rates", "Download these rates"], ["/policy/drafts/spring/rules", "ship only from Reno, NV"],
  ["/policy/drafts/spring/publish", "→ $2.00"], ["/policy/drafts/begun/publish", "since this draft began"],
  ["/drift", "Drift is growing"], ["/drift/d2", "A message told of it"], ["/drift?cause=late-message", "Recent: late message"],
];
const STYLE_OF = { "/shopify": /rel="stylesheet" href="\/assets\/styles-/, "/bigcommerce": /<style data-styled/ };

let preview: Preview | undefined;
let empty: Preview | undefined;
beforeAll(async () => {
  await ensureBuild();
  [preview, empty] = await Promise.all([openPreview(), openPreview({ empty: true, store: { status: "observe" } })]);
});
afterAll(async () => void (await Promise.all([preview?.close(), empty?.close()])));

const get = async (from: Preview | undefined, path: string) => {
  const answer = await fetch(`${from?.origin}${path}`);
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
};

describe.each(["/shopify", "/bigcommerce"] as const)("%s", (base) => {
  test.each(PAGES)("%s is served whole", async (path, words) => {
    const { status, html } = await get(preview, base + path);
    expect(status).toBe(200);
    expect(html).toContain(words);
    expect(html.match(/<h1[ >]/g)).toHaveLength(1);
    expect(html).toContain("<main>");
  });

  test("comes styled, and says who may frame it", async () => {
    const { html, headers } = await get(preview, base);
    expect(html).toMatch(STYLE_OF[base]);
    expect(html).not.toContain("__STYLES__");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors");
  });

  test("every link stays in the surface or leaves the app", async () => {
    for (const [path] of PAGES) {
      const { html } = await get(preview, base + path);
      const links = [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map((match) => match[1] ?? "");
      expect(links.filter((link) => !link.startsWith(base) && !/^(https:|mailto:|#)/.test(link))).toEqual([]);
    }
  });

  test("what is not there is not found, and says where to go", async () => {
    for (const path of ["/nope", "/orders/none", "/inventory/none", "/drift/none", "/policy/versions/9", "/policy/drafts/none", "/policy/drafts/spring/none", "/policy/drafts/spring/rules/none"]) {
      const { status, html } = await get(preview, base + path);
      expect(status).toBe(404);
      expect(html).toContain("There is nothing at this address");
    }
  });

  test("a new shop is told what to do next", async () => {
    expect((await get(empty, base)).html).toContain("Reading your shop");
    expect((await get(empty, base)).html).toContain("Nothing is written to your shop yet");
    expect((await get(empty, `${base}/orders`)).html).toContain("No orders yet");
    expect((await get(empty, `${base}/exceptions`)).html).toContain("Nothing needs you");
  });
});
