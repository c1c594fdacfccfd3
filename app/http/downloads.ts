import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { NextFunction, Request as ExpressRequest, Response as ExpressResponse } from "express";
import type { Visitor } from "../auth/shopify";
import { DatabaseUnavailable } from "../db/port";
import type { StoreRecord } from "../domain/records";
import type { Log } from "../flows/context";
import { problemOf } from "../log.server";
import { sendProblem, sendUnavailable } from "./problem";
import { sendWebResponse, webRequest } from "./web-request";

/** A file that is made while it is sent. */
export interface Download {
  /** Of letters, digits, dots and hyphens. */
  name: string;
  text: AsyncIterable<string>;
}

export interface DownloadsWorld {
  requireStore(request: Request): Promise<Visitor>;
  surfaces: readonly string[];
  /** By the last part of the address, such as `orders.csv`. */
  files: Readonly<Record<string, (ask: { store: StoreRecord; url: URL }) => Promise<Download>>>;
  log: Log;
}

const ADDRESS = /^\/([a-z-]+)\/([a-z-]+\.csv)$/;

/**
 * `GET /<surface>/<list>.csv?<the list's own query>`: all rows that the list's address shows, whatever page it is at. The id token
 * comes as a bearer, so that no address carries one. No faster than the reader reads, and no further than he listens: a file that
 * breaks off is a broken connection, never a shorter file.
 */
export function createDownloads(world: DownloadsWorld) {
  return async (request: ExpressRequest, response: ExpressResponse, next: NextFunction): Promise<void> => {
    const [, surface = "", name = ""] = ADDRESS.exec(request.path) ?? [];
    const file = Object.hasOwn(world.files, name) ? world.files[name] : undefined;
    if (request.method !== "GET" || file === undefined || !world.surfaces.includes(surface)) return next();
    if (!request.headers.authorization) {
      return sendProblem(response, { status: 401, title: "No token", detail: "Send the admin's id token as a bearer." }, { "www-authenticate": "Bearer" });
    }
    try {
      const asked = webRequest(request);
      const { store } = await world.requireStore(asked);
      await send(await file({ store, url: new URL(asked.url) }), response);
    } catch (thrown) {
      if (thrown instanceof Response) return sendWebResponse(thrown, response);
      // Whoever asked has gone, or the connection is closed already to show that the file is not whole.
      if (response.headersSent) return response.destroyed && isGone(thrown) ? undefined : logged(world.log, thrown, response);
      if (thrown instanceof DatabaseUnavailable) return sendUnavailable(response);
      world.log.error("download failed", { problem: problemOf(thrown) });
      sendProblem(response, { status: 500, title: "Failed", detail: "Something broke on our side. It is in the server's log." });
    }
  };
}

const isGone = (thrown: unknown): boolean => (thrown as { code?: unknown }).code === "ERR_STREAM_PREMATURE_CLOSE";

function logged(log: Log, thrown: unknown, response: ExpressResponse): void {
  log.error("download broke off", { problem: problemOf(thrown) });
  response.destroy();
}

/** The first piece is made before the head is sent, so that what fails at once is answered as a failure. */
async function send({ name, text }: Download, response: ExpressResponse): Promise<void> {
  const pieces = text[Symbol.asyncIterator]();
  const first = await pieces.next();
  response.writeHead(200, {
    "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-store", "x-accel-buffering": "no",
  });
  await pipeline(Readable.from(paced(first, pieces), { objectMode: true, highWaterMark: 1 }), response);
}

/** Between two pieces everybody else has a turn: a local database answers without ever letting go of the loop. */
async function* paced(first: IteratorResult<string>, pieces: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    for (let piece = first; !piece.done; piece = await pieces.next()) {
      yield piece.value;
      await new Promise((turn) => setImmediate(turn));
    }
  } finally {
    await pieces.return?.();
  }
}
