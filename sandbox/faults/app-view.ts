import { levelKey } from "./platform-books";
import type { Books, LevelEntry, OrderEntry } from "./proof";

/** Rows a page, as many as the app's API gives. */
const PAGE = 250;
/** In one look: the API allows a key 20 requests a second. */
const PAGES_AT_ONCE = 8;
const PATIENCE_MS = 5_000;
/** A change may be listed a little after the moment that it carries. */
const OVERLAP_MS = 5_000;
/** While something differs, all orders are listed anew this often: what this follower missed itself must not look like the app's fault. */
const ANEW_MS = 20_000;

/** What the app says of itself at its open health page, and how many things wait for a person. */
export interface AppSeen {
  answers: boolean;
  status: string | null;
  /** Null without a key for its API. */
  knowsKey: boolean;
  problem: string | null;
  waiting: { messages: number; reads: number; intents: number; oldestMs: number } | null;
  forPeople: { parked: number; readsFailed: number; refused: number; exceptions: number | null } | null;
}

interface Backlog { inboxWaiting: number; inboxParked: number; readsWaiting: number; readsFailed: number; outboxWaiting: number; outboxRefused: number }
interface Health { status: string; oldestWaitMs: number | null; backlog: Backlog | null; problem: string | null }
interface OrderRow {
  platformId: string; name: string; updatedAt: string; cancelledAt: string | null; lines: { currentQuantity: number }[];
  shipments: { status: string; platformId: string | null; lines: { quantity: number }[] }[];
}
interface ItemRow { platformId: string; tracked: boolean; levels: (LevelEntry & { locationId: string; active: boolean })[] }
interface Listed<Row> { data: Row[]; nextCursor: string | null }

export interface AppView {
  /** Asks anew. `books` is null while they cannot be read whole. */
  look(): Promise<{ seen: AppSeen; books: Books | null }>;
  /** Lists everything again at the next look, where that was not done just now. */
  doubt(): void;
  /** Has the app compare itself with the platform; what it answers, in words. */
  compare(): Promise<string>;
}

const digitsOf = (id: string): string => /(\d+)$/.exec(id)?.[1] ?? id;

function entryOf({ name, cancelledAt, lines, shipments }: OrderRow): OrderEntry {
  const left = shipments.filter(({ status }) => status === "confirmed");
  return {
    name, cancelled: cancelledAt !== null, units: lines.reduce((sum, line) => sum + line.currentQuantity, 0), parcels: left.length,
    shippedUnits: left.flatMap((one) => one.lines).reduce((sum, line) => sum + line.quantity, 0),
  };
}

const levelsOf = ({ platformId, tracked, levels }: ItemRow): [key: string, level: LevelEntry][] =>
  levels.filter(({ active }) => tracked && active).map(({ locationId, onHand, available, committed }) => [levelKey(platformId, digitsOf(locationId)), { onHand, available, committed }]);

/** The app as anybody sees it: its health page, and its API with a key. */
export function createAppView({ appUrl, key, now }: { appUrl: string; key(): string | null; now(): number }): AppView {
  const orders = new Map<string, OrderEntry>();
  let [readUntil, whole, listedAnewAt, doubted] = [0, false, 0, false];

  const ask = async (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${appUrl}${path}`, { ...init, headers: { ...(key() && { authorization: `Bearer ${key()}` }), ...init.headers }, signal: AbortSignal.timeout(PATIENCE_MS) });
  const list = async <Row>(path: string, query: Record<string, string>): Promise<Listed<Row>> => {
    const answer = await ask(`/api/v1/${path}?${new URLSearchParams(query)}`);
    if (!answer.ok) throw new Error(answer.status === 401 ? "The app does not accept the key." : `The app's API answered ${answer.status}.`);
    return (await answer.json()) as Listed<Row>;
  };

  const followOrders = async (): Promise<void> => {
    if (doubted && now() - listedAnewAt > ANEW_MS) [readUntil, whole, listedAnewAt] = [0, false, now()];
    doubted = false;
    const updatedAfter = new Date(Math.max(0, readUntil - OVERLAP_MS)).toISOString();
    let cursor = "";
    for (let pages = 0; pages < PAGES_AT_ONCE; pages += 1) {
      const { data, nextCursor } = await list<OrderRow>("orders", { limit: String(PAGE), updatedAfter, ...(cursor && { cursor }) });
      for (const row of data) orders.set(row.platformId, entryOf(row));
      readUntil = Math.max(readUntil, ...data.map((row) => Date.parse(row.updatedAt)));
      if (nextCursor === null) return void (whole = true);
      cursor = nextCursor;
    }
  };

  const readLevels = async (): Promise<Map<string, LevelEntry>> => {
    const levels = new Map<string, LevelEntry>();
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Listed<ItemRow> = await list<ItemRow>("inventory", { limit: String(PAGE), ...(cursor && { cursor }) });
      for (const [key, level] of page.data.flatMap(levelsOf)) levels.set(key, level);
      cursor = page.nextCursor;
    }
    return levels;
  };

  return {
    async look() {
      const seen: AppSeen = { answers: false, status: null, knowsKey: key() !== null, problem: null, waiting: null, forPeople: null };
      try {
        const { status, backlog, oldestWaitMs, problem } = (await (await ask("/healthz")).json()) as Health;
        Object.assign(seen, { answers: true, status, problem });
        if (backlog) seen.waiting = { messages: backlog.inboxWaiting, reads: backlog.readsWaiting, intents: backlog.outboxWaiting, oldestMs: oldestWaitMs ?? 0 };
        if (backlog) seen.forPeople = { parked: backlog.inboxParked, readsFailed: backlog.readsFailed, refused: backlog.outboxRefused, exceptions: null };
        if (key() === null) return { seen, books: null };
        await followOrders();
        const levels = await readLevels();
        const exceptions = await list("exceptions", { limit: String(PAGE) });
        if (seen.forPeople) seen.forPeople.exceptions = exceptions.data.length;
        return { seen, books: whole ? { orders, levels } : null };
      } catch (error) {
        // A new process of the app may have other books.
        if (!seen.answers) [readUntil, whole] = [0, false];
        return { seen: { ...seen, problem: error instanceof Error ? error.message : String(error) }, books: null };
      }
    },
    doubt: () => { doubted = true; },
    async compare() {
      if (key() === null) return "There is no key for the app's API: start both with npm run demo.";
      const answer = await ask("/api/v1/reconcile", { method: "POST", headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() }, body: "{}" }).catch(() => null);
      if (answer === null) return "The app does not answer.";
      if (answer.ok) return "The app compares orders and stock now.";
      return ((await answer.json()) as { detail?: string }).detail ?? `The app answered ${answer.status}.`;
    },
  };
}
