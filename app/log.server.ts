import { pino, type DestinationStream } from "pino";
import type { Log, LogFields } from "./flows/context";
import type { LogLevel } from "./settings.server";

/** What may be written, and nothing else: a field that is not listed here is dropped, however it got in. */
const ALLOWED = ["merchantId", "storeId", "orderId", "topic", "kind", "count", "ms", "status", "problem", "path", "method", "id"] as const satisfies readonly (keyof LogFields)[];
const TEXT_LENGTH_MAX = 300;

/** Structured lines of JSON. Events are fixed phrases; what varies stands in allow-listed fields, cut to a length. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const out = pino({ level, base: undefined, formatters: { level: (label) => ({ level: label }) } }, destination ?? pino.destination({ dest: 1, sync: false }));
  return {
    info: (event, fields) => out.info(allowed(fields), event),
    warn: (event, fields) => out.warn(allowed(fields), event),
    error: (event, fields) => out.error(allowed(fields), event),
  };
}

/** For commands whose standard output is the result. */
export const stderrLog = (level: LogLevel): Log => createLog(level, pino.destination({ dest: 2, sync: true }));

/**
 * What may be said about an error: its kind and code, and the message where Switchyard or Node wrote it. A driver's message
 * may quote the row that it refused, so only its code is kept.
 */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return "not an error";
  const code = (error as { code?: unknown }).code;
  const ours = error.name === "AssertionError" || error.name === "Error" || error.name === "TypeError" || error.name === "RangeError";
  return [error.name, typeof code === "string" || typeof code === "number" ? String(code) : null, ours && code === undefined ? withoutSecrets(error.message) : null]
    .filter(Boolean).join(": ");
}

/** Takes out what looks like a token or an e-mail address: a library's words are outside data. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/\bsh[a-z]{2,4}_[A-Za-z0-9_-]+/g, "[token]")
    .replace(/\bsy_[A-Za-z0-9_-]+/g, "[token]")
    .replace(/\beyJ[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){0,2}/g, "[token]")
    .replace(/[^\s"'<>@]+@[^\s"'<>@]+\.[a-z]{2,}/gi, "[address]")
    .slice(0, TEXT_LENGTH_MAX);
}

function allowed(fields: LogFields = {}): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const name of ALLOWED) {
    const value = fields[name];
    if (typeof value === "number") kept[name] = value;
    else if (typeof value === "string") kept[name] = withoutSecrets(value);
  }
  return kept;
}
