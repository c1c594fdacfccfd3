import type { Request, Response } from "express";
import { createHash } from "node:crypto";
import type { ApiKeyRecord, ApiRequestKey, ApiRequestRecord } from "../../db/port";
import { PROBLEM_TYPE, type ProblemBody, sendProblem } from "../problem";
import { readBody } from "../read-body";
import { type ApiWriteWorld, type WriteEndpoint, refusal } from "./write-endpoint";

const BODY_BYTES_MAX = 1_048_576;
const KEY_SHAPE = /^[\x21-\x7e]{1,255}$/;
const KEPT_MS = 86_400_000;
/** A request that is not answered by then was broken off. */
const ANSWERED_WITHIN_MS = 60_000;

interface Asked {
  one: WriteEndpoint;
  key: ApiKeyRecord;
  request: Request;
  response: Response;
}

/**
 * Answers a write once: its key is taken before anything is changed, the answer is kept under it, and the same request gets that
 * answer again without a second effect. A request that broke off half-way keeps its key, for nobody knows what became of it.
 */
export async function serveWrite(world: ApiWriteWorld, asked: Asked): Promise<void> {
  const { one, key, request, response } = asked;
  if (!key.mayWrite) return sendProblem(response, { status: 403, title: "Read only", detail: "This key may read. Make one that may write, in Settings or with `switchyard api-key create --write`." });
  const idempotencyKey = request.headers["idempotency-key"];
  if (typeof idempotencyKey !== "string" || !KEY_SHAPE.test(idempotencyKey)) return sendProblem(response, NO_KEY);
  const body = await bodyOf(request);
  if (!body.ok) return sendProblem(response, body.problem);
  const reading = one.read(body.value);
  if (!reading.ok) return sendProblem(response, refusal(reading.errors));
  const { db, now } = world.flow;
  const requestKey: ApiRequestKey = { merchantId: key.merchantId, keyId: key.id, idempotencyKey };
  const requestHash = createHash("sha256").update(`${request.method} ${request.baseUrl}${request.path}\n`).update(body.bytes).digest("hex");
  const at = now();
  const earlier = await db.beginApiRequest({ ...requestKey, requestHash, at }, at - KEPT_MS);
  if (earlier !== null) return answerEarlier(response, { earlier, requestHash, at });
  const call = { ...world, merchantId: key.merchantId, actor: `api-key:${key.id}`, id: request.params.id ?? "", body: undefined as never };
  const answer = await one.serve(call, reading.body);
  const status = answer.ok ? 200 : answer.problem.status;
  const text = JSON.stringify(answer.ok ? answer.value : { type: "about:blank", ...answer.problem });
  await db.endApiRequest(requestKey, { status, body: text });
  send(response, { status, text });
}

const NO_KEY: ProblemBody = {
  status: 400, title: "No Idempotency-Key", detail: "Send the header `Idempotency-Key` with a value of your own for each change, such as a UUID: repeat it when you repeat the request, and it has one effect.",
  parameter: "Idempotency-Key", allowed: "1 to 255 visible ASCII characters",
};

type BodyAnswer = { ok: true; bytes: Buffer; value: unknown } | { ok: false; problem: ProblemBody };

async function bodyOf(request: Request): Promise<BodyAnswer> {
  const read = await readBody(request, BODY_BYTES_MAX);
  if (read.kind === "too-large") return { ok: false, problem: { status: 413, title: "Too large", detail: `A request may have ${BODY_BYTES_MAX} bytes.` } };
  if (read.kind === "interrupted") return { ok: false, problem: { status: 400, title: "Broken off", detail: "The request ended before its body did." } };
  if (read.body.length === 0) return { ok: true, bytes: read.body, value: {} };
  try {
    return { ok: true, bytes: read.body, value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(read.body)) };
  } catch {
    return { ok: false, problem: { status: 400, title: "Not JSON", detail: "The body must be JSON in UTF-8." } };
  }
}

function answerEarlier(response: Response, { earlier, requestHash, at }: { earlier: ApiRequestRecord; requestHash: string; at: number }): void {
  if (earlier.requestHash !== requestHash) {
    return sendProblem(response, { status: 422, title: "Idempotency-Key used", detail: "This Idempotency-Key belongs to another request of the last 24 hours. Give each change a key of its own." });
  }
  if (earlier.status !== null) return send(response, { status: earlier.status, text: earlier.body ?? "" }, { "idempotency-replayed": "true" });
  if (at - earlier.at <= ANSWERED_WITHIN_MS) {
    return sendProblem(response, { status: 409, title: "Being answered", detail: "The same request is being answered at this moment. Repeat it in a second." }, { "retry-after": "1" });
  }
  return sendProblem(response, {
    status: 409, title: "Broken off", detail: "This request was broken off, and may have had its effect. Look what became of it, then send it under a new Idempotency-Key if it did not.",
  }, { "retry-after": String(Math.max(1, Math.ceil((earlier.at + KEPT_MS - at) / 1_000))) });
}

function send(response: Response, { status, text }: { status: number; text: string }, headers: Record<string, string> = {}): void {
  const type = status < 400 ? "application/json; charset=utf-8" : PROBLEM_TYPE;
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(text), "cache-control": "no-store", ...headers });
  response.end(text);
}
