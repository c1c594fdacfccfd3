import { and, eq, lt, type SQL } from "drizzle-orm";
import { $ } from "./phrases";
import type { ApiRequestKey, ApiRequestQueries, ApiRequestRecord } from "./port-api";
import { ask, countOf, insertAll, insertionOf, rowsOf, type Engine, type Scope, type Work } from "./statement";

const insertRequest = insertionOf("insert_api_request", (t) => t.apiRequests, { ignoreDuplicates: true });

const ofKey = ({ t }: Scope): SQL | undefined =>
  and(eq(t.apiRequests.merchantId, $("merchantId")), eq(t.apiRequests.keyId, $("keyId")), eq(t.apiRequests.idempotencyKey, $("idempotencyKey")));

const selectRequest = rowsOf("select_api_request", (scope) => scope.db.select().from(scope.t.apiRequests).where(ofKey(scope)));
const deleteStale = countOf("delete_stale_api_request", (scope) => scope.db.delete(scope.t.apiRequests).where(and(ofKey(scope), lt(scope.t.apiRequests.at, $("staleBefore")))));
const settleRequest = countOf("settle_api_request", (scope) => scope.db.update(scope.t.apiRequests).set({ status: $("status"), body: $("body") } as never).where(ofKey(scope)));
const deleteRequest = countOf("delete_api_request", (scope) => scope.db.delete(scope.t.apiRequests).where(ofKey(scope)));

const keyOf = ({ merchantId, keyId, idempotencyKey }: ApiRequestKey): ApiRequestKey => ({ merchantId, keyId, idempotencyKey });

export const apiRequestQueries = (engine: Engine): ApiRequestQueries => ({
  beginApiRequest: (request, staleBefore) => engine.write(function* (): Work<ApiRequestRecord | null> {
    const key = keyOf(request);
    yield* ask(deleteStale, { ...key, staleBefore });
    const taken = yield* insertAll(insertRequest, [{ ...key, requestHash: request.requestHash, status: null, body: null, at: request.at }]);
    if (taken > 0) return null;
    return (yield* ask(selectRequest, { ...key }))[0] ?? null;
  }),
  endApiRequest: async (key, answer) => {
    await engine.ask(settleRequest, { ...keyOf(key), ...answer });
  },
  dropApiRequest: async (key) => {
    await engine.ask(deleteRequest, { ...keyOf(key) });
  },
});
