import type { IncomingMessage } from "node:http";

export type BodyReading = { kind: "whole"; body: Buffer } | { kind: "too-large" } | { kind: "interrupted" };

/**
 * Reads a request's raw bytes, counting while they stream: a body over the cap is never held in memory, whatever its
 * `content-length` says. What is left of it is let run off, so that the sender can read the answer.
 */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<BodyReading> {
  if (Number(request.headers["content-length"]) > bytesMax) return Promise.resolve(tooLarge(request));
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= bytesMax) return;
      chunks.length = 0;
      request.off("data", onData);
      resolve(tooLarge(request));
    };
    request.on("data", onData);
    request.once("end", () => resolve({ kind: "whole", body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) }));
    request.once("error", () => resolve({ kind: "interrupted" }));
    request.once("close", () => resolve({ kind: "interrupted" }));
  });
}

function tooLarge(request: IncomingMessage): BodyReading {
  request.resume();
  return { kind: "too-large" };
}
