import { type RequestHandler, Router } from "express";
import type { ShopifyAuth } from "../auth/shopify";
import { sendWebResponse, webRequest } from "./web-request";

const HOME_PATH = "/shopify";
const WITHOUT_SHOP = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Switchyard</title><body style="font-family:system-ui;margin:4rem auto;max-width:32rem;padding:0 1rem">
<h1>Open Switchyard in your admin</h1><p>Switchyard lives inside the Shopify admin. Open your admin and choose Switchyard under Apps.</p></body></html>`;

/** The pages that Shopify's library asks for beside the screens: the bounce page that fetches an id token, and where nobody is known. */
export function createPlatformPages(auth: Pick<ShopifyAuth, "requireStore">): RequestHandler {
  const router = Router();
  router.get("/", (request, response) => response.redirect(302, HOME_PATH + queryOf(request.originalUrl)));
  router.get("/auth/login", (_request, response) => void response.status(200).type("html").send(WITHOUT_SHOP));
  router.get("/auth/*", (request, response, next) => {
    auth.requireStore(webRequest(request)).then(
      () => response.redirect(302, HOME_PATH + queryOf(request.originalUrl)),
      (thrown: unknown) => (thrown instanceof Response ? sendWebResponse(thrown, response).catch(next) : next(thrown)),
    );
  });
  return router;
}

function queryOf(url: string): string {
  const start = url.indexOf("?");
  return start < 0 ? "" : url.slice(start);
}
