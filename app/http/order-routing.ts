import type { Request as ExpressRequest, Response as ExpressResponse } from "express";
import type { Visitor } from "../auth/shopify";
import { DatabaseUnavailable } from "../db/port";
import { type PlatformId, toId } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import type { Log } from "../flows/context";
import { problemOf } from "../log.server";
import { sendProblem, sendUnavailable } from "./problem";
import { webRequest } from "./web-request";

/** Where the admin's extensions ask for it, at the host of the app's address. */
export const ORDER_ROUTING_PATH = "/api/admin/order-routing";

/** Admin UI extensions run in a worker of this origin (shopify.dev: admin extensions, security). */
const EXTENSIONS_ORIGIN = "https://extensions.shopifycdn.com";
const PREFLIGHT_GOOD_SECONDS = "600";

export interface OrderRoutingWorld {
  /** Proves the id token: its signature, for whom and by whom it was made, and its end. Throws a Response. */
  requireStore(request: Request): Promise<Visitor>;
  /** The answer's body; null: this store has no such order. */
  tell(store: StoreRecord, platformId: PlatformId): Promise<object | null>;
  sandboxUrl: string | null;
  log: Log;
}

const ORDER = /^(?:gid:\/\/shopify\/Order\/)?([0-9]{1,20})$/;

/**
 * `GET /api/admin/order-routing?order=gid://shopify/Order/1`: how an order of the visitor's own store was routed, for the block on
 * the platform's order page. The id token comes as a bearer. A browser asks first whether it may send one: that is answered
 * without a token, and without a redirect, which a preflight does not follow.
 */
export function createOrderRouting(world: OrderRoutingWorld): (request: ExpressRequest, response: ExpressResponse) => Promise<void> {
  const origins = originsOf(world.sandboxUrl);
  return async (request, response) => {
    allowOrigin(request, response, origins);
    if (request.method === "OPTIONS") return void response.status(204).end();
    if (request.method !== "GET") return sendProblem(response, { status: 405, title: "Reading only", detail: "Ask by GET." }, { allow: "GET, OPTIONS" });
    const { order } = request.query;
    const [, digits] = (typeof order === "string" && ORDER.exec(order)) || [];
    if (digits === undefined) return sendProblem(response, { status: 400, title: "Bad argument", detail: "The parameter order must be the platform's id of an order.", parameter: "order", allowed: "gid://shopify/Order/1" });
    if (!/^Bearer \S+$/.test(request.headers.authorization ?? "")) {
      return sendProblem(response, { status: 401, title: "No token", detail: "Send the admin's id token as a bearer." }, { "www-authenticate": "Bearer" });
    }
    try {
      const { store } = await world.requireStore(webRequest(request));
      const told = await world.tell(store, toId<PlatformId>(digits));
      if (told === null) return sendProblem(response, { status: 404, title: "No such order", detail: "Switchyard does not know this order yet." });
      response.set("cache-control", "no-store").json(told);
    } catch (thrown) {
      answerThrown(world.log, thrown, response);
    }
  };
}

function answerThrown(log: Log, thrown: unknown, response: ExpressResponse): void {
  // Whatever the library would rather do than refuse (a redirect to log in), a worker can only be refused; its headers allow every origin.
  if (thrown instanceof Response) {
    return sendProblem(response, { status: thrown.status < 400 ? 401 : thrown.status, title: "Not signed in", detail: "The id token opens no store. Reload the page." }, { "www-authenticate": "Bearer" });
  }
  if (thrown instanceof DatabaseUnavailable) return sendUnavailable(response);
  log.error("order routing failed", { problem: problemOf(thrown) });
  sendProblem(response, { status: 500, title: "Failed", detail: "Something broke on our side. It is in the server's log." });
}

/** In the sandbox the block runs in the sandbox's own page, on this machine. */
function originsOf(sandboxUrl: string | null): Set<string> {
  if (sandboxUrl === null) return new Set([EXTENSIONS_ORIGIN]);
  const { hostname, origin } = new URL(sandboxUrl);
  return new Set([EXTENSIONS_ORIGIN, ...[hostname, "127.0.0.1", "localhost"].map((host) => origin.replace(hostname, host))]);
}

function allowOrigin(request: ExpressRequest, response: ExpressResponse, origins: Set<string>): void {
  const { origin } = request.headers;
  response.vary("origin");
  if (origin === undefined || !origins.has(origin)) return;
  response.set({
    "access-control-allow-origin": origin, "access-control-allow-methods": "GET, OPTIONS", "access-control-allow-headers": "authorization, content-type, x-requested-with",
    "access-control-max-age": PREFLIGHT_GOOD_SECONDS,
  });
}
