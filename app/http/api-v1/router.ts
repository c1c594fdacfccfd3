import { type Request, type Response, Router } from "express";
import { merchantOfKey } from "../../auth/api-keys";
import type { Log } from "../../flows/context";
import { createFailureHandler } from "../failure";
import { sendProblem } from "../problem";
import { BAD_CURSOR, readArguments } from "./arguments";
import { type ApiWorld, type Endpoint, refused } from "./endpoint";
import { listExceptions } from "./exceptions";
import { listInventory } from "./inventory";
import { proveLedger } from "./ledger";
import { openApiDocument } from "./openapi";
import { getOrder, listOrders } from "./orders";

export const API_PATH = "/api/v1";
export const ENDPOINTS: readonly Endpoint[] = [listOrders, getOrder, listInventory, listExceptions, proveLedger];

/** The read API: every URL but its own description wants a key, and a key opens one merchant. */
export function createApi(world: ApiWorld & { log: Log }): Router {
  const router = Router({ caseSensitive: true });
  const document = JSON.stringify(openApiDocument(ENDPOINTS, API_PATH));
  router.get("/openapi.json", (_request, response) => void response.type("application/json").send(document));
  for (const one of ENDPOINTS) router.get(one.path, (request, response, next) => void serve(world, one, { request, response }).catch(next));
  router.use((request: Request, response: Response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return sendProblem(response, { status: 405, title: "Read only", detail: "This API is read with GET." }, { allow: "GET, HEAD, OPTIONS" });
    }
    return sendProblem(response, { status: 404, title: "No such resource", detail: `There is ${ENDPOINTS.map((one) => API_PATH + one.path).join(", ")} and ${API_PATH}/openapi.json.` });
  });
  router.use(createFailureHandler(world.log));
  return router;
}

async function serve(world: ApiWorld, one: Endpoint, { request, response }: { request: Request; response: Response }): Promise<void> {
  const merchantId = await merchantOfKey(world.db, request.headers.authorization);
  if (merchantId === null) {
    return sendProblem(response, { status: 401, title: "No valid key", detail: "Send `Authorization: Bearer sy_…` with a key made by `switchyard api-key create`." }, { "www-authenticate": 'Bearer realm="switchyard"' });
  }
  const call = { db: world.db, merchantId, id: request.params.id ?? "" };
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
