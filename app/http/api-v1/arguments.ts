import { z } from "zod";
import { DRIFT_CAUSES } from "../../domain/drift/drift";
import { type PlatformId, toId } from "../../domain/ids";
import { ORDER_STATUSES, type OrderStatus } from "../../domain/orders/order-machine";
import type { ProblemBody } from "../problem";

/** Query parameters, each with the words that say what it may be: they stand in the OpenAPI document and in refusals alike. */

const LIMIT_MAX = 250;
const LIMIT_DEFAULT = 50;
const TEXT_LENGTH_MAX = 200;

const allowed = (words: string) => ({ error: words });

const wordsOf = {
  limit: `a whole number from 1 to ${LIMIT_MAX}`,
  cursor: "the nextCursor of the page before",
  updatedAfter: "an ISO 8601 time with its zone, for example 2026-11-22T08:00:00Z",
  cause: `one of ${DRIFT_CAUSES.join(", ")}`,
  open: "true or false",
  status: `a comma list of ${ORDER_STATUSES.join(", ")}`,
  platformId: "digits, or gid://shopify/Order/ and digits",
  text: `a text of at most ${TEXT_LENGTH_MAX} characters`,
};

const Limit = z.string().regex(/^\d{1,3}$/, allowed(wordsOf.limit)).transform(Number).refine((limit) => limit >= 1 && limit <= LIMIT_MAX, allowed(wordsOf.limit))
  .default(LIMIT_DEFAULT).describe(`${wordsOf.limit}; ${LIMIT_DEFAULT} by default`);
const Cursor = z.string().max(1_000, allowed(wordsOf.cursor)).optional().describe(wordsOf.cursor);
const Text = z.string().max(TEXT_LENGTH_MAX, allowed(wordsOf.text)).optional();

const isStatus = (text: string): text is OrderStatus => (ORDER_STATUSES as readonly string[]).includes(text);
const statusesOf = (text: string): string[] => text.split(",").map((one) => one.trim());

/** `gid://shopify/Order/123` and `123` are the same order; null for anything else. */
export function platformIdOf(text: string): PlatformId | null {
  const digits = /^(?:gid:\/\/shopify\/Order\/)?(\d{1,30})$/.exec(text)?.[1];
  return digits === undefined ? null : toId<PlatformId>(digits);
}

export const OrdersQuery = z.strictObject({
  updatedAfter: z.iso.datetime({ offset: true, error: wordsOf.updatedAfter }).transform((text) => Date.parse(text)).optional()
    .describe(`${wordsOf.updatedAfter}. Orders then come oldest change first: pass the last \`updatedAt\` on to follow changes`),
  status: z.string().refine((text) => statusesOf(text).every(isStatus), allowed(wordsOf.status)).transform((text) => statusesOf(text).filter(isStatus)).optional().describe(wordsOf.status),
  platformId: z.string().transform(platformIdOf).refine((id) => id !== null, allowed(wordsOf.platformId)).optional().describe(wordsOf.platformId),
  search: Text.describe("Words that must all match: order name, SKU, e-mail, words of the customer's name"),
  cursor: Cursor,
  limit: Limit,
});

export const InventoryQuery = z.strictObject({ sku: Text.describe("A part of the SKU or title"), cursor: Cursor, limit: Limit });
export const ExceptionsQuery = z.strictObject({ cursor: Cursor, limit: Limit });
export const DriftQuery = z.strictObject({
  storeId: Text.describe("Only this store"), cause: z.enum(DRIFT_CAUSES, allowed(wordsOf.cause)).optional().describe(wordsOf.cause),
  open: z.enum(["true", "false"], allowed(wordsOf.open)).transform((text) => text === "true").optional().describe(`${wordsOf.open}: only those that are not mended, or whose cause is not known`), cursor: Cursor, limit: Limit,
});
/** Versions are numbered: the cursor of a page is the number that its successors stand below. */
export const PolicyQuery = z.strictObject({ cursor: z.string().regex(/^([1-9]\d{0,8})?$/, allowed(wordsOf.cursor)).transform((text) => (text === "" ? undefined : Number(text))).optional().describe(wordsOf.cursor), limit: Limit });
export const NoQuery = z.strictObject({});

/** For a cursor that was not written here, or belongs to another list. */
export const BAD_CURSOR: ProblemBody = {
  status: 400, title: "Bad argument", detail: `The parameter cursor must be ${wordsOf.cursor}.`, parameter: "cursor", allowed: wordsOf.cursor,
};

export type ArgumentsReading<T> = { ok: true; value: T } | { ok: false; problem: ProblemBody };

/** Names the first parameter that is wrong, and what is allowed for it. */
export function readArguments<T extends z.ZodObject>(schema: T, query: Record<string, unknown>): ArgumentsReading<z.output<T>> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0]!;
  const known = Object.keys(schema.shape);
  const unknown = issue.code === "unrecognized_keys";
  const parameter = unknown ? issue.keys[0]! : String(issue.path[0]);
  const given = query[parameter];
  const words = unknown ? `one of ${known.join(", ") || "none: there are no parameters"}` : typeof given === "string" ? issue.message : "given once";
  const detail = unknown ? `There is no parameter ${parameter}.` : `The parameter ${parameter} must be ${words}.`;
  return { ok: false, problem: { status: 400, title: "Bad argument", detail, parameter, allowed: words } };
}
