import { type Request, type Response, Router } from "express";
import { apiKeyOf } from "../../auth/api-keys";
import type { ApiKeyRecord } from "../../db/port";
import type { Log } from "../../flows/context";
import { createFailureHandler } from "../failure";
import { sendProblem } from "../problem";
import { BAD_CURSOR, readArguments } from "./arguments";
import { type ApiWorld, type Endpoint, refused } from "./endpoint";
import { listDrift, listStaleness } from "./drift";
import { listExceptions } from "./exceptions";
import { listInventory } from "./inventory";
import { proveLedger } from "./ledger";
import { openApiDocument } from "./openapi";
import { getOrder, listOrders } from "./orders";
import { getPolicy, getPolicyVersion, listPolicyVersions } from "./policy";
import { getPolicyDraft, listPolicyDrafts } from "./policy-drafts";
import { REQUESTS_A_SECOND, REQUESTS_AT_ONCE_MAX, createRateLimit } from "./rate-limit";
import type { ApiWriteWorld, WriteEndpoint } from "./write-endpoint";
import { cancelOrder, changeLocation, holdOrder, releaseOrder, shipParcel, takeOverOrder } from "./write-orders";
import { createDraft, discardDraft, publishDraft, putDraft, rollBack } from "./write-policy";
import { serveWrite } from "./write-router";
import { adjustStock, reconcile, saveStockRules } from "./write-stock";

export const API_PATH = "/api/v1";
export const ENDPOINTS: readonly Endpoint[] = [listOrders, getOrder, listInventory, listExceptions, listDrift, listStaleness, proveLedger, getPolicy, listPolicyVersions, getPolicyVersion, listPolicyDrafts, getPolicyDraft];
export const WRITE_ENDPOINTS: readonly WriteEndpoint[] = [
  holdOrder, releaseOrder, shipParcel, cancelOrder, changeLocation, takeOverOrder, adjustStock, saveStockRules, reconcile,
  createDraft, putDraft, discardDraft, publishDraft, rollBack,
];

/** Every URL but its own description wants a key; a key opens one merchant, and may write only if it was made so. */
export function createApi(world: ApiWorld & ApiWriteWorld & { log: Log }): Router {
  const router = Router({ caseSensitive: true });
  const opened = opener(world);
  const document = JSON.stringify(openApiDocument({ reads: ENDPOINTS, writes: WRITE_ENDPOINTS, basePath: API_PATH }));
  router.get("/openapi.json", (_request, response) => void response.type("application/json").send(document));
  for (const one of ENDPOINTS) {
    router.get(one.path, (request, response, next) => void opened(request, response, (key) => serve(world, one, { key, request, response })).catch(next));
  }
  for (const one of WRITE_ENDPOINTS) {
    router[one.method](one.path, (request, response, next) => void opened(request, response, (key) => serveWrite(world, { one, key, request, response })).catch(next));
  }
  router.use((request: Request, response: Response) => {
    const methods = methodsAt(request.path);
    if (methods.length > 0) return sendProblem(response, { status: 405, title: "Other method", detail: `This address is asked with ${methods.join(" or ")}.` }, { allow: methods.join(", ") });
    const paths = [...new Set([...ENDPOINTS, ...WRITE_ENDPOINTS].map((one) => API_PATH + one.path))];
    return sendProblem(response, { status: 404, title: "No such resource", detail: `There is ${paths.join(", ")} and ${API_PATH}/openapi.json.` });
  });
  router.use(createFailureHandler(world.log));
  return router;
}

function methodsAt(path: string): string[] {
  const fits = (one: { path: string }): boolean => new RegExp(`^${one.path.replace(/:\w+/g, "[^/]+")}/?$`).test(path);
  return [...(ENDPOINTS.some(fits) ? ["GET", "HEAD", "OPTIONS"] : []), ...new Set(WRITE_ENDPOINTS.filter(fits).map((one) => one.method.toUpperCase()))];
}

/** Lets whoever has a valid key through, as often as a key may ask. */
function opener({ db, flow }: ApiWorld & ApiWriteWorld) {
  const waitSeconds = createRateLimit(flow.now);
  return async (request: Request, response: Response, serveKey: (key: ApiKeyRecord) => Promise<void>): Promise<void> => {
    const key = await apiKeyOf(db, request.headers.authorization);
    if (key === null) {
      return sendProblem(response, { status: 401, title: "No valid key", detail: "Send `Authorization: Bearer sy_…` with a key made by `switchyard api-key create`." }, { "www-authenticate": 'Bearer realm="switchyard"' });
    }
    const wait = waitSeconds(`${key.merchantId} ${key.id}`);
    if (wait === null) return serveKey(key);
    return sendProblem(response, { status: 429, title: "Too many requests", detail: `A key may ask ${REQUESTS_A_SECOND} times a second, and ${REQUESTS_AT_ONCE_MAX} times at once.` }, { "retry-after": String(wait) });
  };
}

async function serve(world: ApiWorld, one: Endpoint, { key, request, response }: { key: ApiKeyRecord; request: Request; response: Response }): Promise<void> {
  const call = { db: world.db, merchantId: key.merchantId, id: request.params.id ?? "" };
  const answer = await one.serve(call, request.query, readArguments).catch(badCursor);
  if (!answer.ok) return sendProblem(response, answer.problem);
  response.setHeader("cache-control", "no-store");
  response.json(answer.value);
}

/** A cursor of another list is the caller's mistake. The database names it so; its error class is its own affair. */
function badCursor(error: unknown): ReturnType<typeof refused> {
  if (error instanceof Error && error.name === "BadCursor") return refused(BAD_CURSOR);
  throw error;
}
