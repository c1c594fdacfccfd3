import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { useSurface } from "../ui";

/** Changes that arrive together are shown together. */
const QUIET_MS = 700;
const CHANGED_SHOWN_MS = 4000;
const REOPEN_MIN_MS = 500;
const REOPEN_MAX_MS = 30_000;

interface LiveLine {
  id: string;
  orderId: string;
}

/**
 * Follows the shop's changes and has the screen's loaders read again, quietly, when one concerns it. The stream is a
 * fetch, so that the admin's own bearer goes with it, and it is taken up again behind the last change seen: a token's
 * end or a lost connection loses nothing.
 * @param after the newest change that the loader's answer includes
 * @param orderId only changes of this order; all when absent
 * @returns the orders that have just changed
 */
export function useLiveOrders(after: string, orderId?: string): ReadonlySet<string> {
  const { revalidate } = useRevalidator();
  const surface = useSurface().base.slice(1);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const seen = useRef(after);
  if (after > seen.current) seen.current = after;
  useEffect(() => {
    const pending = new Set<string>();
    let quiet: ReturnType<typeof setTimeout> | undefined;
    let shown: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      quiet = undefined;
      setChanged(new Set(pending));
      pending.clear();
      revalidate();
      clearTimeout(shown);
      shown = setTimeout(() => setChanged(new Set()), CHANGED_SHOWN_MS);
    };
    const take = (line: LiveLine) => {
      seen.current = line.id;
      if (orderId !== undefined && line.orderId !== orderId) return;
      pending.add(line.orderId);
      quiet ??= setTimeout(show, QUIET_MS);
    };
    const stop = new AbortController();
    void follow({ address: () => `/live?${new URLSearchParams({ surface, after: seen.current })}`, take, signal: stop.signal });
    return () => {
      stop.abort();
      clearTimeout(quiet);
      clearTimeout(shown);
    };
  }, [orderId, revalidate, surface]);
  return changed;
}

interface Following {
  address(): string;
  take(line: LiveLine): void;
  signal: AbortSignal;
}

async function follow({ address, take, signal }: Following): Promise<void> {
  let waitMs = REOPEN_MIN_MS;
  while (!signal.aborted) {
    try {
      const answer = await fetch(address(), { signal, headers: { Accept: "application/x-ndjson" } });
      if (answer.ok && answer.body !== null) {
        waitMs = REOPEN_MIN_MS;
        await readLines(answer.body, take);
      }
    } catch {
      // Lost, refused or stopped: the loop asks again, or ends.
    }
    if (signal.aborted) return;
    await pause(waitMs, signal);
    waitMs = Math.min(2 * waitMs, REOPEN_MAX_MS);
  }
}

async function readLines(body: ReadableStream<Uint8Array>, take: (line: LiveLine) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    lines.map(parseLine).forEach((line) => line && take(line));
  }
}

/** Null for heartbeats and for what is not a change. */
export function parseLine(text: string): LiveLine | null {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== "object" || line === null || !("id" in line) || !("orderId" in line)) return null;
    return typeof line.id === "string" && typeof line.orderId === "string" ? { id: line.id, orderId: line.orderId } : null;
  } catch {
    return null;
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
