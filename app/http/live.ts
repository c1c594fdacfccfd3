import { setMaxListeners } from "node:events";
import type { Request as ExpressRequest, Response as ExpressResponse } from "express";
import type { Visitor } from "../auth/shopify";
import { DatabaseUnavailable } from "../db/port";
import type { MerchantId } from "../domain/ids";
import type { Log } from "../flows/context";
import { problemOf } from "../log.server";
import { CHANGES_MAX, type ChangeFeed } from "./change-feed";
import { sendProblem, sendUnavailable } from "./problem";
import { sendWebResponse, webRequest } from "./web-request";

export interface LiveWorld {
  feed: ChangeFeed;
  requireStore(request: Request): Promise<Visitor>;
  surfaces: readonly string[];
  now(): number;
  log: Log;
  /** Aborted when the server stops, so that open streams do not hold it. */
  signal: AbortSignal;
  heartbeatMs?: number;
}

const HEARTBEAT_MS = 15_000;
/** A history event's id, or "" for the beginning. */
const AFTER = /^[A-Za-z0-9_.:-]{0,100}$/;

/**
 * `GET /live?after=ID`: lines of `{"id","orderId"}` for what happened to the merchant's orders, for as long as the visitor's token
 * lasts; the client opens it anew with a new token, behind the last line it saw. Empty objects keep the connection alive.
 */
export function createLive(world: LiveWorld): (request: ExpressRequest, response: ExpressResponse) => Promise<void> {
  // Every open stream listens for the end.
  setMaxListeners(0, world.signal);
  return async (request, response) => {
    const { surface = world.surfaces[0], after } = request.query;
    if (typeof surface !== "string" || !world.surfaces.includes(surface)) return refuse(response, "surface", world.surfaces.join(", "));
    if (after !== undefined && (typeof after !== "string" || !AFTER.test(after))) return refuse(response, "after", "the id of the last change seen");
    if (!request.headers.authorization) {
      return sendProblem(response, { status: 401, title: "No token", detail: "Send the admin's id token as a bearer." }, { "www-authenticate": "Bearer" });
    }
    try {
      const visitor = await world.requireStore(webRequest(request));
      await stream(world, { visitor, after: after ?? (await world.feed.newest(visitor.store.merchantId)), response });
    } catch (thrown) {
      if (response.headersSent) return void response.destroy();
      if (thrown instanceof Response) return sendWebResponse(thrown, response);
      if (thrown instanceof DatabaseUnavailable) return sendUnavailable(response);
      world.log.error("live failed", { problem: problemOf(thrown) });
      sendProblem(response, { status: 500, title: "Failed", detail: "Something broke on our side. It is in the server's log." });
    }
  };
}

function refuse(response: ExpressResponse, parameter: string, allowed: string): void {
  sendProblem(response, { status: 400, title: "Bad argument", detail: `The parameter ${parameter} must be ${allowed}.`, parameter, allowed });
}

interface Listening {
  visitor: Visitor;
  after: string;
  response: ExpressResponse;
}

/** Resolves when the stream has ended, whoever ended it. */
function stream(world: LiveWorld, { visitor, after, response }: Listening): Promise<void> {
  response.writeHead(200, { "content-type": "application/x-ndjson", "cache-control": "no-store", "x-accel-buffering": "no" });
  response.flushHeaders();
  const tail = createTail(world.feed, { merchantId: visitor.store.merchantId, after, write: (line) => written(response, line) });
  const { promise, resolve } = deferred();
  const stopListening = world.feed.listen(visitor.store.merchantId, () => tail.pull().catch(close));
  // Who has not read the last heartbeat's bytes by the next one has gone, or is too slow: it comes again behind the last line that it saw.
  const heartbeat = setInterval(() => (response.writableNeedDrain ? void response.destroy() : void response.write("{}\n")), world.heartbeatMs ?? HEARTBEAT_MS);
  const expiry = setTimeout(close, Math.max(0, visitor.until - world.now()));
  world.signal.addEventListener("abort", close);
  response.once("close", close);
  function close(): void {
    clearInterval(heartbeat);
    clearTimeout(expiry);
    stopListening();
    world.signal.removeEventListener("abort", close);
    response.end();
    resolve();
  }
  tail.pull().catch(close);
  return promise;
}

/** Resolves when there is room for more, so that nothing piles up for a slow reader: what it has not read stays in the rows. */
const written = (response: ExpressResponse, line: string): Promise<void> =>
  new Promise((resolve) => {
    if (response.destroyed || response.write(line)) return resolve();
    const on = (): void => {
      response.off("drain", on);
      response.off("close", on);
      resolve();
    };
    response.on("drain", on);
    response.on("close", on);
  });

/** Writes what is newer, once, in order, however often it is asked to. */
function createTail(feed: ChangeFeed, at: { merchantId: MerchantId; after: string; write(line: string): Promise<void> }) {
  let after = at.after;
  let running: Promise<void> | null = null;
  let again = false;
  const run = async (): Promise<void> => {
    do {
      again = false;
      const changes = await feed.after(at.merchantId, after);
      if (changes.length > 0) await at.write(changes.map(({ id, orderId }) => `${JSON.stringify({ id, orderId })}\n`).join(""));
      after = changes.at(-1)?.id ?? after;
      again ||= changes.length === CHANGES_MAX;
    } while (again);
  };
  return {
    pull(): Promise<void> {
      again = true;
      running ??= run().finally(() => void (running = null));
      return running;
    },
  };
}

function deferred(): { promise: Promise<void>; resolve(): void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => void (resolve = done));
  return { promise, resolve };
}
