import type { IncomingMessage, ServerResponse } from "node:http";
import type { Channel, HeadersReading } from "../../connectors/channels/port";
import type { Db } from "../db/port";
import type { NewDelivery, WantedRead } from "../domain/messages";
import type { Platform } from "../domain/platform";
import type { StoreRecord } from "../domain/records";
import type { Log } from "../flows/context";
import { problemOf } from "../log.server";
import { createIntakeLoad, within } from "./intake-load";
import { sendProblem } from "./problem";
import { type BodyReading, readBody } from "./read-body";
import { createSignerLookup, type Signers } from "./signers";

export const BODY_BYTES_MAX = 10 * 1024 * 1024;
/** Shopify takes what is not answered within 5 seconds for lost, and sends it again: the answer that says so comes before that. */
export const ANSWER_WITHIN_MS = 4_000;

export interface IngestWorld {
  db: Pick<Db, "storeDeliveries" | "noteHeard" | "findStore" | "registration" | "registrations" | "commit">;
  channels: ReadonlyMap<Platform, Channel>;
  now(): number;
  newId(): string;
  /** Tells the workers that a row waits; losing it loses nothing. */
  wake(): void;
  log: Log;
  /** For tests; `BODY_BYTES_MAX` otherwise. */
  bodyBytesMax?: number;
  /** For tests; `ANSWER_WITHIN_MS` and `HELD_BYTES_MAX` otherwise. */
  answerWithinMs?: number;
  heldBytesMax?: number;
}

/** All that can become of a delivery. */
export type Intake =
  | { kind: "accepted"; topic: string }
  | { kind: "duplicate"; topic: string }
  | { kind: "unsigned" }
  | { kind: "too-large"; topic: string }
  | { kind: "unreadable-headers"; problem: string }
  | { kind: "unavailable"; problem: string }
  | { kind: "interrupted" };

/**
 * The first durable stop. A delivery is answered 200 only when its row is on disk; before that stand a look at its headers,
 * a bounded read of its bytes and a constant-time check of its signature. Nothing of the body is parsed here.
 */
export function createIngest(world: IngestWorld): (platform: string, request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const signers = createSignerLookup(world.db, world.now);
  const load = createIntakeLoad(world.heldBytesMax);
  return async (platform, request, response) => {
    const channel = world.channels.get(platform as Platform);
    if (!channel) {
      sendProblem(response, { status: 404, title: "Unknown platform", detail: `Deliveries are taken at ${[...world.channels.keys()].map((name) => `/webhooks/${name}`).join(", ")}.` });
      return;
    }
    const bytes = bytesOf(request, world.bodyBytesMax ?? BODY_BYTES_MAX);
    if (!load.take(bytes)) {
      request.resume();
      return answer({ kind: "unavailable", problem: "too many deliveries are held" }, response, world.log);
    }
    const intake = await takeIn(world, { channel, request, signers, letGo: () => load.release(bytes) });
    if (intake.kind === "accepted") world.wake();
    answer(intake, response, world.log);
  };
}

type SignerLookup = (platform: Platform, domain: string) => Promise<Signers>;

interface Call {
  channel: Channel;
  request: IncomingMessage;
  signers: SignerLookup;
  /** Its bytes are not held any more. */
  letGo(): void;
}

/** Bytes that the request may hold: what it announces, or the most. */
const bytesOf = (request: IncomingMessage, most: number): number => Math.min(most, Number(request.headers["content-length"] ?? most) || 0);

async function takeIn(world: IngestWorld, call: Call): Promise<Intake> {
  const headers = call.channel.readHeaders(call.request.headers);
  const reading = headers.ok ? await readBody(call.request, world.bodyBytesMax ?? BODY_BYTES_MAX) : null;
  if (!headers.ok || reading === null || reading.kind === "interrupted") {
    call.letGo();
    return headers.ok ? { kind: "interrupted" } : { kind: "unreadable-headers", problem: headers.problem };
  }
  // What the database takes its time for stays held, though the sender has been answered.
  const kept = keep(world, call, { headers, reading }).finally(call.letGo);
  return within(world.answerWithinMs ?? ANSWER_WITHIN_MS, kept, () => new Error("not stored in time"))
    .catch((error: unknown): Intake => ({ kind: "unavailable", problem: problemOf(error) }));
}

type Told = { headers: Extract<HeadersReading, { ok: true }>; reading: Exclude<BodyReading, { kind: "interrupted" }> };

async function keep(world: IngestWorld, call: Call, { headers, reading }: Told): Promise<Intake> {
  const { channel, request } = call;
  try {
    const { store, secrets } = await call.signers(channel.platform, headers.domain);
    if (reading.kind === "too-large") {
      if (store) await wantReconciliation(world, store, headers.topic);
      return { kind: "too-large", topic: headers.topic };
    }
    // Every registration is tried, so that the time of an answer does not tell which one matched.
    const matches = secrets.filter((pair) => channel.verifyDelivery(reading.body, request.headers, pair));
    if (matches.length === 0) return { kind: "unsigned" };
    const delivery: NewDelivery = {
      id: world.newId(), platform: channel.platform, domain: headers.domain, merchantId: store?.merchantId ?? null, storeId: store?.id ?? null,
      deliveryKey: headers.deliveryKey, topic: headers.topic, triggeredAt: headers.triggeredAt, receivedAt: world.now(), body: storableText(reading.body),
    };
    const [outcome] = await world.db.storeDeliveries([delivery]);
    if (outcome === "duplicate" && store) noteAgain(world, store, delivery);
    return { kind: outcome === "duplicate" ? "duplicate" : "accepted", topic: headers.topic };
  } catch (error) {
    return { kind: "unavailable", problem: problemOf(error) };
  }
}

/** That a message came again changes nothing; a drift may show later that it did. The answer waits for nothing of it, and losing it loses no message. */
function noteAgain({ db, log }: IngestWorld, { merchantId, id: storeId }: StoreRecord, delivery: NewDelivery): void {
  const { id, deliveryKey, topic, triggeredAt, receivedAt } = delivery;
  db.noteHeard([{ merchantId, id, storeId, about: `key:${deliveryKey}`, why: "again", topic, deliveryKey, triggeredAt, receivedAt }])
    .catch((error: unknown) => log.warn("repetition not noted", { problem: problemOf(error) }));
}

function answer(intake: Intake, response: ServerResponse, log: Log): void {
  switch (intake.kind) {
    case "accepted":
    case "duplicate":
      response.writeHead(200, { "content-length": 0 });
      response.end();
      return;
    case "unsigned":
      log.warn("delivery refused: signature missing or wrong");
      return sendProblem(response, { status: 401, title: "Not signed", detail: "The signature is missing, or was not made over this body with a secret of this shop's app registration." });
    case "too-large":
      log.warn("delivery over the cap: the store will be read instead", { topic: intake.topic });
      return sendProblem(response, { status: 413, title: "Too large", detail: `A delivery may have ${BODY_BYTES_MAX} bytes. What it tells will be read from the platform.` });
    case "unreadable-headers":
      return sendProblem(response, { status: 400, title: "Headers not readable", detail: intake.problem });
    case "unavailable":
      log.error("delivery not stored: the platform will send it again", { problem: intake.problem });
      return sendProblem(response, { status: 503, title: "Not stored", detail: "The delivery could not be stored. Please send it again." }, { "retry-after": "5" });
    case "interrupted":
      response.destroy();
      return;
    default:
      return intake satisfies never;
  }
}

/** What a delivery too large to take would have told is read instead: one row a store, however many such deliveries come. */
async function wantReconciliation(world: IngestWorld, store: StoreRecord, topic: string): Promise<void> {
  const now = world.now();
  const read: WantedRead = {
    merchantId: store.merchantId, storeId: store.id, kind: /product|variant|inventory/.test(topic) ? "items" : "orders", target: "",
    requestedAt: now, dueAt: now, attempts: 0, status: "waiting", problem: null,
  };
  await world.db.commit([{ merchantId: store.merchantId, guards: [], wantedReads: [read] }]);
}

/** PostgreSQL's text cannot hold NUL. Such a body is broken JSON anyway: it is stored readable, and parked by the worker. */
function storableText(body: Buffer): string {
  const text = body.toString("utf8");
  return text.includes("\0") ? text.replaceAll("\0", "\uFFFD") : text;
}
