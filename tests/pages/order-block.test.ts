import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlatformFetch } from "../../app/auth/platform-fetch";
import { createShopifyAuth } from "../../app/auth/shopify";
import { openDatabase } from "../../app/db/open-database";
import type { Db } from "../../app/db/port";
import { createOrderRouting, ORDER_ROUTING_PATH } from "../../app/http/order-routing";
import { orderRouting } from "../../app/screens/order/order-routing.server";
import { Secret } from "../../app/secret.server";
import { startSandbox, type Sandbox } from "../../sandbox/shopify/http/server";
import { SCOPES, TOPICS } from "../../sandbox/shopify/test-bench";
import { chromiumPath, openBrowser } from "../e2e/browser";
import { seededOrder } from "../seeded-order";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
/** The library turns away what calls itself headless. */
const PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36";
const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet };

/** The extension's own bundle, in a browser, on the sandbox's page of an order, asking the app's own endpoint with a token of the twin. */
describe.skipIf(chromiumPath() === null)("the block on the platform's order page", () => {
  let db: Db;
  let app: Server;
  let sandbox: Sandbox;
  let browser: Browser;
  let page: Page;
  let orders: { id: string; name: string }[];

  beforeAll(async () => {
    db = await openDatabase({ url: ":memory:", masterKeys: `k:${Buffer.alloc(32, 1).toString("base64")}` });
    const routes = express();
    app = createServer(routes);
    await new Promise<void>((listening) => app.listen(0, "127.0.0.1", listening));
    const appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
    sandbox = await startSandbox({ port: 0, appUrl, apiKey: "key", apiSecret: "secret", shop: "demo.myshopify.com", topics: TOPICS, scopes: SCOPES, pump: false });
    orders = [sandbox.twin.people().placeOrder({ kind: "plain" })!, sandbox.twin.people().placeOrder({ kind: "plain" })!];
    await db.commit(seededOrder({ merchant: "demo", order: orders[0]!.id, sha256 }).changes);
    const auth = createShopifyAuth({
      db, fetch: createPlatformFetch(sandbox.url), registrationId: "shopify", log, connectStore: async () => (await db.findStore("shopify", "demo.myshopify.com"))!,
      settings: { apiKey: "key", apiSecret: new Secret("secret"), previousApiSecret: null, scopes: [...SCOPES], appUrl, sandboxUrl: sandbox.url, appBridgeUrl: null },
    });
    const handler = createOrderRouting({ requireStore: auth.requireStore, tell: (store, platformId) => orderRouting(db, store, platformId), sandboxUrl: sandbox.url, log });
    routes.all(ORDER_ROUTING_PATH, (request, response, next) => void handler(request, response).catch(next));
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 390, height: 844 }, userAgent: PERSON });
    page.setDefaultTimeout(10_000);
  });

  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
    app?.closeAllConnections();
    app?.close();
    await db?.close();
  });

  const block = () => page.frameLocator("iframe");

  test("says why the order ships from where it does, and leads into the app", async () => {
    await page.goto(`${sandbox.url}/store/demo/orders/${orders[0]!.id}`);
    await block().getByText("the least that is possible (proved)").waitFor();
    expect(await block().getByRole("heading", { name: "Routing" }).count()).toBe(1);
    await block().getByText(/^Shipping: \$[\d.]+, \d+ % of the cost/).waitFor();
    expect(await block().getByRole("link", { name: "Open this order in Switchyard" }).getAttribute("href")).toBe(`/store/demo/apps/switchyard/orders/s-demo-${orders[0]!.id}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test("says so of an order that the app does not know", async () => {
    await page.goto(`${sandbox.url}/store/demo/orders/${orders[1]!.id}`);
    await block().getByText("does not know this order yet").waitFor();
  });

  test("can be asked again when the app is gone", async () => {
    await page.route(`**${ORDER_ROUTING_PATH}*`, (route) => route.abort());
    await page.goto(`${sandbox.url}/store/demo/orders/${orders[0]!.id}`);
    await block().getByText("could not be asked").waitFor();
    await page.unroute(`**${ORDER_ROUTING_PATH}*`);
    await block().getByRole("button", { name: "Try again" }).click();
    await block().getByText("the least that is possible (proved)").waitFor();
  });
});
