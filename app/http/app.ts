import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from "express";
import type { Log } from "../flows/context";
import { API_PATH } from "./api-v1/router";
import { answerFailure, createFailureHandler } from "./failure";
import { ORDER_ROUTING_PATH } from "./order-routing";
import { sendProblem } from "./problem";

/** What is mounted where, in the order in which it is asked. */
export interface AppParts {
  ingest(platform: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  health(response: ServerResponse): Promise<void>;
  api: RequestHandler;
  live(request: Request, response: Response): Promise<void>;
  /** What the block on the platform's order page shows. */
  orderRouting(request: Request, response: Response): Promise<void>;
  /** Lists as files. */
  downloads(request: Request, response: Response, next: NextFunction): Promise<void>;
  platformPages: RequestHandler;
  /** Folder of the built client; null while a development server serves it. */
  clientDirectory: string | null;
  pages: RequestHandler;
  log: Log;
}

/** `/webhooks/shopify` */
const DELIVERIES = /^\/webhooks\/([^/?]+)\/?(?:\?.*)?$/i;

/**
 * Ingest stands in front of everything: no body parser, no session, no page may slow or change a delivery. Express neither, which takes as long to
 * make a request ready as its signature takes to check.
 */
export function createApp(parts: AppParts): RequestListener {
  const app = createPages(parts);
  return (request, response) => {
    const platform = request.method === "POST" ? DELIVERIES.exec(request.url ?? "")?.[1] : undefined;
    if (platform === undefined) return void app(request, response);
    parts.ingest(platform, request, response).catch((error: unknown) => answerFailure(parts.log, error, { method: "POST", path: `/webhooks/${platform}`, response }));
  };
}

function createPages(parts: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", "loopback, uniquelocal");
  app.all(["/webhooks", "/webhooks/*"], (_request, response) => sendProblem(response, { status: 405, title: "Deliveries only", detail: "Deliveries are taken by POST." }, { allow: "POST" }));
  app.get("/healthz", (_request, response, next) => void parts.health(response).catch(next));
  app.use(securityHeaders);
  if (parts.clientDirectory) app.use(clientFiles(parts.clientDirectory));
  app.use(requestLine(parts.log));
  app.use(API_PATH, parts.api);
  app.get("/live", (request, response, next) => void parts.live(request, response).catch(next));
  app.all(ORDER_ROUTING_PATH, (request, response, next) => void parts.orderRouting(request, response).catch(next));
  app.use((request, response, next) => void parts.downloads(request, response, next).catch(next));
  app.use(parts.platformPages);
  app.all("*", parts.pages);
  app.use(createFailureHandler(parts.log));
  return app;
}

const securityHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader("x-content-type-options", "nosniff");
  // An admin's URL may carry an id token: it never leaves as a referrer.
  response.setHeader("referrer-policy", "same-origin");
  next();
};

/** Names of built assets change with their content; other files are asked for again after an hour. */
function clientFiles(directory: string): RequestHandler {
  const router = express.Router();
  router.use("/assets", express.static(`${directory}/assets`, { immutable: true, maxAge: "1y", index: false }));
  // An asset that is gone belongs to an older build: no page answers for it.
  router.use("/assets", (_request, response) => sendProblem(response, { status: 404, title: "No such asset", detail: "It belongs to another build. Reload the page." }));
  router.use(express.static(directory, { maxAge: "1h", index: false, redirect: false }));
  return router;
}

/** One line a request, without what stands behind the question mark: tokens live there. */
const requestLine = (log: Log): RequestHandler => (request, response, next) => {
  const { method, path } = request;
  const start = performance.now();
  response.once("finish", () => log.info("request", { method, path, status: response.statusCode, ms: Math.round(performance.now() - start) }));
  next();
};
