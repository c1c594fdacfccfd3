import { describe, expect, it } from "vitest";
import { readLiveSettings } from "./verify-live";

describe("verify:live", () => {
  it("says what to set, one line each", () => {
    const read = readLiveSettings({ SHOPIFY_LIVE_WRITE: "yes" });
    expect(read.ok ? [] : read.problems.map((problem) => problem.split(" ").slice(0, 2).join(" "))).toEqual(["Set SHOPIFY_LIVE_SHOP", "Set SHOPIFY_LIVE_TOKEN", "Set SHOPIFY_LIVE_WRITE"]);
    expect(readLiveSettings({ SHOPIFY_LIVE_SHOP: "https://acme.com", SHOPIFY_LIVE_TOKEN: "x" }).ok).toBe(false);
  });

  it("writes only when it is told to", () => {
    const given = { SHOPIFY_LIVE_SHOP: "acme-dev.myshopify.com", SHOPIFY_LIVE_TOKEN: "x" };
    expect(readLiveSettings(given)).toEqual({ ok: true, settings: { domain: "acme-dev.myshopify.com", token: "x", write: false } });
    expect(readLiveSettings({ ...given, SHOPIFY_LIVE_WRITE: "1" })).toMatchObject({ settings: { write: true } });
  });
});
