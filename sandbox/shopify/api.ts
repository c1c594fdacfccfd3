import type { GraphQLFormattedError } from "graphql";
import type { Faults } from "./faults";
import { actualCost } from "./graphql/cost";
import { run } from "./graphql/execute";
import { withImpliedReads } from "./model/access";
import { readAccess } from "./model/token";
import type { Shop } from "./model/records";
import type { World } from "./model/world";
import type { Random } from "./random";
import type { AdminSchema } from "./schema";

/** Points that a shop may spend (shopify.dev: API rate limits). */
export interface Limits { bucketPoints: number; restorePerSecond: number; singleQueryMax: number }
export const DEVELOPMENT_LIMITS: Limits = { bucketPoints: 2_000, restorePerSecond: 100, singleQueryMax: 1_000 };

export interface ApiCall {
  world: World;
  schema: AdminSchema;
  limits: Limits;
  faults: Faults;
  /** Chance of its own, so that faults do not change what the shop does. */
  random: Random;
  token: string;
  body: string;
  /** The shop as a read may see it. */
  pictureOf(shop: Shop): Shop;
  /** Runs a change as one act, so that its webhooks are sent when it ends. */
  act<T>(change: () => T): T;
}

export interface ApiAnswer { status: number; body: unknown }

/** To a token that is unknown, expired or revoked. */
export const WRONG_TOKEN = { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" };

interface Posted { query?: unknown; variables?: unknown; operationName?: unknown }

/** `POST /admin/api/2026-07/graphql.json`. Everything that Shopify understands is HTTP 200, errors included. */
export function answerGraphql(call: ApiCall): ApiAnswer {
  const { world, faults, random } = call;
  const { shop } = world;
  const access = readAccess(shop.tokens, call.token, world.now());
  if (!access) return { status: 401, body: WRONG_TOKEN };
  const posted = readPosted(call.body);
  if (!posted) return { status: 400, body: { errors: "Bad Request" } };
  const answer = call.schema.prepare(posted.query);
  if (!answer.ok) return { status: 200, body: { errors: answer.errors.map((error) => ({ ...error.toJSON(), extensions: { code: "undefinedField", ...error.extensions } })) } };
  const { prepared } = answer;
  const requested = prepared.cost(posted.variables, posted.operationName);
  refill(call);
  if (requested > call.limits.singleQueryMax) return { status: 200, body: tooDear(call, requested) };
  if (random.chance(faults.throttle) || shop.bucket.points < requested) return { status: 200, body: throttled(call, requested) };
  const isMutation = prepared.operations.some((operation) => operation.operation === "mutation");
  const seen = isMutation ? shop : call.pictureOf(shop);
  const question = { schema: call.schema, prepared, variables: posted.variables, operationName: posted.operationName, context: { shop: seen, world, scopes: withImpliedReads(access.scopes) } };
  const result = isMutation ? call.act(() => run(question)) : run(question);
  const actual = actualCost(result.data, requested);
  shop.bucket.points -= actual;
  const errors: GraphQLFormattedError[] | undefined = result.errors?.map((error) => error.toJSON());
  return { status: 200, body: { ...(errors && { errors }), data: result.data ?? null, extensions: { cost: costOf(call, requested, actual) } } };
}

function readPosted(body: string): { query: string; variables: Record<string, unknown>; operationName: string | null } | null {
  try {
    const posted = JSON.parse(body) as Posted;
    if (typeof posted.query !== "string") return null;
    return { query: posted.query, variables: (posted.variables ?? {}) as Record<string, unknown>, operationName: typeof posted.operationName === "string" ? posted.operationName : null };
  } catch {
    return null;
  }
}

function refill({ world, limits }: ApiCall): void {
  const { bucket } = world.shop;
  const now = world.now();
  bucket.points = Math.min(limits.bucketPoints, bucket.points + (Math.max(0, now - bucket.at) / 1000) * limits.restorePerSecond);
  bucket.at = now;
}

const costOf = ({ world, limits }: ApiCall, requested: number, actual: number | null) => ({
  requestedQueryCost: requested, actualQueryCost: actual,
  throttleStatus: { maximumAvailable: limits.bucketPoints, currentlyAvailable: Math.floor(world.shop.bucket.points), restoreRate: limits.restorePerSecond },
});

const throttled = (call: ApiCall, requested: number) => ({
  errors: [{ message: "Throttled", extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" } }], extensions: { cost: costOf(call, requested, null) },
});

const tooDear = (call: ApiCall, requested: number) => ({
  errors: [{
    message: `Query cost is ${requested}, which exceeds the single query max cost limit (${call.limits.singleQueryMax}).`,
    extensions: { code: "MAX_COST_EXCEEDED", cost: requested, maxCost: call.limits.singleQueryMax, documentation: "https://shopify.dev/api/usage/rate-limits" },
  }],
  extensions: { cost: costOf(call, requested, null) },
});
