import { z } from "zod";
import type { ChannelWorld, StoreAccess, Trouble } from "../port";
import { readShape } from "./fields";
import { parseExactJson } from "./json";
import { API_VERSION, type Operation } from "./operations";
import { createPacer } from "./pacing";

/** Transport: one POST a call, paced by the cost in each answer, and every way to fail classified once. */

export const TIMEOUT_MS = 15_000;
/** A single query may ask for this many points: https://shopify.dev/docs/api/usage/limits */
export const QUERY_POINTS_MAX = 1000;

/** Shopify's code for a query of more points than a single one may ask for. */
export const TOO_DEAR = "MAX_COST_EXCEEDED";

const LOST_RETRY_MS = 2_000;
const BUSY_RETRY_MS = 5_000;
const THROTTLED_RETRY_MS = 1_000;
const REJECTED_RETRY_MS = 60_000;

/** `lost`: no answer that can be read came back, so that a change may have happened. */
export type Failure = { trouble: Trouble; lost: boolean };
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export interface Call<T> {
  operation: Operation;
  variables: Record<string, unknown>;
  /** What `data` must look like. */
  shape: z.ZodType<T>;
  /** Ids of the batch, for the cost. */
  ids?: number;
}

export interface Client {
  call<T>(access: StoreAccess, call: Call<T>): Promise<Answer<T>>;
  /** How many ids of a batch fit into one query of this operation, by the platform's own last cost where it is known. */
  batchSize(access: StoreAccess, operation: Operation, most: number): number;
}

const graphqlError = z.object({
  message: z.string().catch("no words given"),
  path: z.array(z.union([z.string(), z.number()])).nullish().catch(null),
  extensions: z.object({ code: z.string().nullish().catch(null), requiredAccess: z.string().nullish().catch(null) }).nullish().catch(null),
});
type GraphqlError = z.infer<typeof graphqlError>;

const envelope = z.object({
  data: z.unknown().optional(),
  errors: z.union([z.array(graphqlError), z.string().transform((message): GraphqlError[] => [{ message }])]).nullish(),
  extensions: z.object({
    cost: z.object({
      requestedQueryCost: z.number().nullish(),
      throttleStatus: z.object({ maximumAvailable: z.number(), currentlyAvailable: z.number(), restoreRate: z.number() }).nullish().catch(null),
    }).nullish().catch(null),
  }).nullish().catch(null),
});
type Envelope = z.infer<typeof envelope>;

/** The token goes nowhere else. */
const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

export function createClient(world: ChannelWorld): Client {
  const pacer = createPacer(world);
  const pointsPerId = new Map<string, number>();
  const costKey = (access: StoreAccess, operation: Operation): string => `${access.domain} ${operation.name}`;

  const expectedPoints = (access: StoreAccess, { operation, ids = 0 }: Call<unknown>): number =>
    Math.min(QUERY_POINTS_MAX, Math.ceil(operation.cost.base + ids * (pointsPerId.get(costKey(access, operation)) ?? operation.cost.perId)));

  const learn = (access: StoreAccess, { operation, ids }: Call<unknown>, requested: number | null | undefined): void => {
    if (ids === undefined || ids === 0 || requested === null || requested === undefined || requested <= 0) return;
    pointsPerId.set(costKey(access, operation), Math.max(0.1, requested / ids));
  };

  return {
    batchSize(access, operation, most) {
      const perId = pointsPerId.get(costKey(access, operation)) ?? operation.cost.perId;
      return Math.max(1, Math.min(most, Math.floor((QUERY_POINTS_MAX - 1 - operation.cost.base) / perId)));
    },
    async call(access, call) {
      if (!SHOP_DOMAIN.test(access.domain)) return refused("bad-domain", `${access.domain} is no shop of myshopify.com.`);
      const points = expectedPoints(access, call);
      await pacer.take(access.domain, points);
      const received = await post(world, access, call);
      const read = received.ok ? readEnvelope(received) : received;
      const cost = read.ok ? read.value.extensions?.cost : null;
      pacer.settle(access.domain, points, cost?.throttleStatus ?? null);
      if (!read.ok) return read;
      const answer = readData(read.value, call, points);
      // A batch that is too dear is asked again in halves: nothing of it was answered.
      const tooDear = !answer.ok && answer.failure.trouble.kind === "refused" && answer.failure.trouble.code === TOO_DEAR;
      learn(access, call, tooDear ? QUERY_POINTS_MAX * 2 : cost?.requestedQueryCost);
      return answer;
    },
  };
}

type Received = { ok: true; status: number; retryAfter: string | null; text: string };

async function post(world: ChannelWorld, access: StoreAccess, call: Call<unknown>): Promise<Received | { ok: false; failure: Failure }> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await world.fetch(`https://${access.domain}/admin/api/${API_VERSION}/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", "x-shopify-access-token": access.token },
      body: JSON.stringify({ query: call.operation.document, variables: call.variables, operationName: call.operation.name }),
      signal: abort.signal,
    });
    return { ok: true, status: response.status, retryAfter: response.headers.get("retry-after"), text: await response.text() };
  } catch {
    return lost(LOST_RETRY_MS, abort.signal.aborted ? `Shopify did not answer within ${TIMEOUT_MS / 1000} seconds.` : "The connection to Shopify was lost.");
  } finally {
    clearTimeout(timer);
  }
}

const failed = (trouble: Trouble, wasLost = false): { ok: false; failure: Failure } => ({ ok: false, failure: { trouble, lost: wasLost } });
const retry = (afterMs: number, words: string): { ok: false; failure: Failure } => failed({ kind: "retry", afterMs, words });
const lost = (afterMs: number, words: string): { ok: false; failure: Failure } => failed({ kind: "retry", afterMs, words }, true);
const unauthorized = (words: string): { ok: false; failure: Failure } => failed({ kind: "unauthorized", words });
const refused = (code: string, words: string): { ok: false; failure: Failure } => failed({ kind: "refused", code, words });

/** HTTP statuses: https://shopify.dev/docs/api/usage/response-codes */
function readEnvelope({ status, retryAfter, text }: Received): Answer<Envelope> {
  if (status === 401) return unauthorized("Shopify does not accept the access token any more. Open the app in the store's admin once.");
  if (status === 403) return unauthorized("Shopify denies access. Open the app in the store's admin and accept its permissions.");
  if (status === 402) return unauthorized("The store is frozen: Shopify waits for a payment.");
  if (status === 423) return unauthorized("The store is locked by Shopify.");
  if (status === 429) return retry(secondsToMs(retryAfter) ?? THROTTLED_RETRY_MS, "Shopify asks to slow down.");
  if (status === 430) return retry(REJECTED_RETRY_MS, "Shopify rejects the calls for a while.");
  if (status === 404) return refused("HTTP_404", "Shopify knows no such store.");
  if (status >= 500) return lost(secondsToMs(retryAfter) ?? BUSY_RETRY_MS, `Shopify answered with HTTP ${status}.`);
  if (status !== 200) return refused(`HTTP_${status}`, `Shopify answered with HTTP ${status}.`);
  const parsed = parseExactJson(text);
  if (!parsed.ok) return lost(BUSY_RETRY_MS, "Shopify's answer is not JSON.");
  const shape = readShape(envelope, parsed.value);
  return shape.ok ? shape : lost(BUSY_RETRY_MS, `Shopify's answer cannot be read: ${shape.problem}`);
}

const secondsToMs = (text: string | null): number | null => {
  const seconds = Number(text ?? "");
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds * 1000) : null;
};

function readData<T>(answer: Envelope, call: Call<T>, points: number): Answer<T> {
  const missing = (answer.errors ?? []).filter((candidate) => !isWithheld(candidate, answer.data));
  const error = missing.find(({ path }) => !(path ?? []).some((key) => DISPENSABLE_FIELDS.has(key))) ?? missing[0];
  if (error !== undefined) return { ok: false, failure: failureOf(error, call.operation, throttledMs(answer, points)) };
  const shape = readShape(call.shape, answer.data);
  return shape.ok ? shape : failed({ kind: "retry", afterMs: BUSY_RETRY_MS, words: `Shopify's answer to ${call.operation.name} cannot be read: ${shape.problem}`, unreadable: true }, true);
}

/**
 * Fields that an app gets as null plus an error where it lacks approval or a permission, and that an order can be read without:
 * who bought it (https://shopify.dev/docs/apps/launch/protected-customer-data), and which app holds it.
 */
const DISPENSABLE_FIELDS = new Set<string | number>(["email", "phone", "shippingAddress", "billingAddress", "customer", "heldByApp"]);

/** Only that field is missing; where the null has spread to what holds it, more is missing. */
function isWithheld(error: GraphqlError, answered: unknown): boolean {
  if (error.extensions?.code !== "ACCESS_DENIED") return false;
  let parent = answered;
  for (const key of error.path ?? []) {
    if (typeof parent !== "object" || parent === null) return false;
    if (DISPENSABLE_FIELDS.has(key)) return true;
    parent = (parent as Record<string | number, unknown>)[key];
  }
  return false;
}

function failureOf(error: GraphqlError, operation: Operation, throttledAfterMs: number): Failure {
  const code = error.extensions?.code ?? "GRAPHQL_ERROR";
  switch (code) {
    case "THROTTLED":
      return retry(throttledAfterMs, "Shopify asks to slow down.").failure;
    case "ACCESS_DENIED":
      return unauthorized(`A permission is missing: ${error.extensions?.requiredAccess ?? error.message}`).failure;
    case "SHOP_INACTIVE":
      return unauthorized("The store is not active.").failure;
    case "INTERNAL_SERVER_ERROR":
    case "TIMEOUT":
      return lost(BUSY_RETRY_MS, `Shopify failed inside: ${error.message}`).failure;
    default:
      return refused(code, `${operation.name}: ${error.message}`).failure;
  }
}

function throttledMs(answer: Envelope, points: number): number {
  const status = answer.extensions?.cost?.throttleStatus;
  if (status === null || status === undefined || status.restoreRate <= 0) return THROTTLED_RETRY_MS;
  const wanted = answer.extensions?.cost?.requestedQueryCost ?? points;
  return Math.max(THROTTLED_RETRY_MS, Math.ceil(((wanted - status.currentlyAvailable) / status.restoreRate) * 1000));
}
