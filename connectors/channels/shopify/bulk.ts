import { z } from "zod";
import type { PlatformItemReading } from "../../../app/domain/platform";
import type { BulkState, ChannelWorld, Trouble } from "../port";
import { readBulkItems } from "./bulk-file";
import type { Answer } from "./client";
import { idOfGid } from "./ids";
import { BULK_ITEMS, BULK_READ, BULK_START } from "./operations";
import type { Reader } from "./read-order";

/** All items with their levels in one file: https://shopify.dev/docs/api/usage/bulk-operations/queries */

/** Another operation is under way, or too many are. */
const BUSY_RETRY_MS = 60_000;
const BUSY_CODES = new Set(["OPERATION_IN_PROGRESS", "LIMIT_REACHED"]);
const LOST_RETRY_MS = 5_000;
/** The answer's head must come in this time; the file itself may take long. */
const HEAD_TIMEOUT_MS = 30_000;

const refusal = (code: string, words: string): { ok: false; failure: { trouble: Trouble; lost: boolean } } =>
  ({ ok: false, failure: { trouble: { kind: "refused", code, words }, lost: false } });
const again = (afterMs: number, words: string): { ok: false; failure: { trouble: Trouble; lost: boolean } } =>
  ({ ok: false, failure: { trouble: { kind: "retry", afterMs, words }, lost: false } });

const operationName = z.string().transform((text) => idOfGid(text, "BulkOperation") ?? text);
const startShape = z.object({
  bulkOperationRunQuery: z.object({
    bulkOperation: z.object({ id: operationName }).nullish(),
    userErrors: z.array(z.object({ code: z.string().nullish(), message: z.string() })),
  }),
});

export async function startBulk({ client, access }: Reader): Promise<Answer<{ operation: string }>> {
  const answer = await client.call(access, { operation: BULK_START, variables: { query: BULK_ITEMS }, shape: startShape });
  if (!answer.ok) return answer;
  const { bulkOperation, userErrors: [error] } = answer.value.bulkOperationRunQuery;
  if (error !== undefined) {
    return BUSY_CODES.has(error.code ?? "") ? again(BUSY_RETRY_MS, error.message) : refusal(error.code ?? "USER_ERROR", error.message);
  }
  if (bulkOperation === null || bulkOperation === undefined) return again(BUSY_RETRY_MS, "Shopify did not name the new bulk operation.");
  return { ok: true, value: { operation: bulkOperation.id } };
}

/** Counts come as text: they may exceed a double. */
const count = z.union([z.string(), z.number()]).nullish().transform((value) => {
  const units = Number(value ?? 0);
  return Number.isFinite(units) ? units : 0;
});

const pollShape = z.object({
  bulkOperation: z.object({ status: z.string(), errorCode: z.string().nullish(), rootObjectCount: count, fileSize: count, url: z.string().nullish() }).nullable(),
});

const FAILURES: Record<string, string> = {
  ACCESS_DENIED: "Shopify did not write the file: a permission is missing.",
  INTERNAL_SERVER_ERROR: "Shopify failed while it wrote the file.",
  TIMEOUT: "Shopify took too long to write the file.",
};

export async function pollBulk({ client, access }: Reader, operation: string): Promise<Answer<BulkState>> {
  const id = `gid://shopify/BulkOperation/${operation}`;
  const answer = await client.call(access, { operation: BULK_READ, variables: { id }, shape: pollShape });
  if (!answer.ok) return answer;
  const found = answer.value.bulkOperation;
  return { ok: true, value: found === null ? { status: "failed", words: "Shopify does not know the bulk operation any more." } : stateOf(found) };
}

function stateOf({ status, errorCode, rootObjectCount: rows, fileSize, url }: NonNullable<z.infer<typeof pollShape>["bulkOperation"]>): BulkState {
  switch (status.toUpperCase()) {
    case "COMPLETED":
      if (url === null || url === undefined) {
        return rows === 0 ? { status: "done", url: null, rows } : { status: "failed", words: "Shopify does not say where the file is." };
      }
      return { status: "done", url: withPromise(url, { rows, bytes: fileSize }), rows };
    case "FAILED":
      return { status: "failed", words: FAILURES[errorCode ?? ""] ?? `Shopify could not write the file${errorCode ? ` (${errorCode})` : ""}.` };
    case "CANCELED":
      return { status: "failed", words: "Somebody cancelled the bulk operation." };
    case "EXPIRED":
      return { status: "failed", words: "Shopify has deleted the file: it is kept for a week." };
    default:
      return { status: "running", done: rows };
  }
}

/** What the operation says of its file. */
export interface FilePromise {
  rows: number;
  bytes: number;
}

/** Kept behind the address as its fragment, which is not sent: whoever reads the file later still knows how much must be in it. */
const withPromise = (url: string, promise: FilePromise): string => `${url.split("#")[0]}#rows=${promise.rows}&bytes=${promise.bytes}`;

function promiseOf(url: URL): FilePromise {
  const told = new URLSearchParams(url.hash.slice(1));
  return { rows: Number(told.get("rows") ?? 0), bytes: Number(told.get("bytes") ?? 0) };
}

/** The file lies with another host, whose address is signed: the token does not go there. */
export async function readBulk(world: ChannelWorld, address: string): Promise<Answer<AsyncIterable<PlatformItemReading>>> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== "https:") return refusal("bad-address", "The file's address is none.");
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), HEAD_TIMEOUT_MS);
  try {
    const response = await world.fetch(address.split("#")[0]!, { method: "GET", headers: { accept: "application/jsonl" }, signal: abort.signal });
    if (response.status >= 500 || response.status === 429) return again(LOST_RETRY_MS, `The file's host answered with HTTP ${response.status}.`);
    if (response.status !== 200) return refusal(`HTTP_${response.status}`, "The file is not there any more.");
    return { ok: true, value: readBulkItems(response, promiseOf(url)) };
  } catch {
    return again(LOST_RETRY_MS, "The connection to the file's host was lost.");
  } finally {
    clearTimeout(timer);
  }
}
