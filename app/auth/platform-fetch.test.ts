import { expect, test } from "vitest";
import { createPlatformFetch } from "./platform-fetch";

const seen: { url: string; host: string | null }[] = [];
const network = ((input: string | URL | Request, init?: RequestInit) => {
  seen.push({ url: String(input instanceof Request ? input.url : input), host: new Headers(init?.headers).get("x-forwarded-host") });
  return Promise.resolve(new Response());
}) as typeof fetch;

test("a shop's calls go to the sandbox under the shop's name; others go where they are addressed", async () => {
  const send = createPlatformFetch("http://127.0.0.1:4000", network);
  await send("https://acme.myshopify.com/admin/api/2026-07/graphql.json?a=1", { method: "POST" });
  await send("https://cdn.shopify.com/x");
  await send("https://acme.myshopify.com.evil.example/x");
  expect(seen).toEqual([
    { url: "http://127.0.0.1:4000/admin/api/2026-07/graphql.json?a=1", host: "acme.myshopify.com" },
    { url: "https://cdn.shopify.com/x", host: null },
    { url: "https://acme.myshopify.com.evil.example/x", host: null },
  ]);
});

test("without a sandbox nothing is redirected", () => {
  expect(createPlatformFetch(null, network)).toBe(network);
});
