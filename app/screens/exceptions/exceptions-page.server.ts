import type { Db, OrderPage, ParkedDelivery } from "../../db/port";
import type { RunKind, RunRecord } from "../../domain/desk";
import type { OutboxRow, WantedRead } from "../../domain/messages";
import type { OrderRecord, StoreRecord } from "../../domain/records";
import type { ExceptionRef } from "../acts";
import { firstChosen, readListAddress, type ListAddress } from "../list-address";
import { driftNotices, type DriftNotice } from "../drift/drift-notices.server";
import { INTENT_WORDS } from "../order/timeline.server";
import { RUN_WORDS } from "../run-words";
import { EXCEPTION_TABS, READ_WORDS, STOPPED_RUNS, type ExceptionTab } from "./exception-words";
import { suggestionFor } from "./suggestions";

export const EXCEPTIONS_SHOWN_MAX = 100;
/** One press on a whole cause reaches this many at most. */
export const CAUSE_REFS_MAX = 2_000;
const RUNS_LOOKED_AT = 50;

/** One cause, and all that it hit. */
export interface ExceptionGroup {
  id: string;
  /** What was tried, as a sentence without its end. */
  tried: string;
  /** What the platform or Switchyard said. */
  said: string;
  suggestion: string;
  at: number;
  orders: { id: string; name: string }[];
  refs: ExceptionRef[];
}

export interface StoppedRun {
  runId: string;
  kind: RunKind;
  tried: string;
  said: string;
  means: string;
  suggestion: string;
  at: number;
  /** It can be begun again from here. */
  again: boolean;
}

export interface ExceptionsPage {
  address: ListAddress;
  tab: ExceptionTab;
  groups: ExceptionGroup[];
  runs: StoppedRun[];
  nextCursor: string | null;
  /** A cause may hit more than the ones on this page. */
  partial: boolean;
  /** Of which kinds there are more than this page shows, where it shows all kinds. */
  moreOf: ExceptionTab[];
  /** What is told of drift, where all kinds are shown. */
  drift: DriftNotice[];
}

export type Exception = Omit<ExceptionGroup, "refs" | "orders" | "id"> & { ref: ExceptionRef; orderId: string | null };

const NONE = { rows: [], nextCursor: null };

export async function exceptionsPage(db: Db, store: StoreRecord, url: URL): Promise<ExceptionsPage> {
  const { merchantId } = store;
  const address = readListAddress(url, ["kind"]);
  const tab = EXCEPTION_TABS.find(({ id }) => id === firstChosen(address, "kind"))?.id ?? "all";
  const shows = (kind: ExceptionTab) => tab === "all" || tab === kind;
  const cursor = tab === "all" ? "" : (address.cursor ?? "");
  const [parked, refused, failed, runs, drift] = await Promise.all([
    shows("messages") ? db.parkedDeliveries(merchantId, cursor, EXCEPTIONS_SHOWN_MAX) : (NONE as OrderPage<ParkedDelivery>),
    shows("calls") ? db.refusedIntents(merchantId, cursor, EXCEPTIONS_SHOWN_MAX) : (NONE as OrderPage<OutboxRow>),
    shows("messages") && cursor === "" ? db.failedReads(merchantId, EXCEPTIONS_SHOWN_MAX + 1) : [],
    shows("runs") ? stoppedRuns(db, store) : [],
    tab === "all" ? driftNotices(db, store) : [],
  ]);
  const orders = await db.orderAggregates(merchantId, [...new Set(refused.rows.flatMap((row) => (row.orderId === null ? [] : [row.orderId])))]);
  const orderOf = new Map(orders.map(({ order }) => [order.id as string, order]));
  const exceptions = [...refused.rows.map(ofIntent), ...parked.rows.map(ofDelivery), ...failed.slice(0, EXCEPTIONS_SHOWN_MAX).map(ofRead)];
  const moreMessages = parked.nextCursor !== null || failed.length > EXCEPTIONS_SHOWN_MAX;
  return {
    address, tab, runs,
    groups: grouped(exceptions, orderOf),
    nextCursor: tab === "calls" ? refused.nextCursor : tab === "messages" ? parked.nextCursor : null,
    partial: cursor !== "" || refused.nextCursor !== null || moreMessages,
    drift,
    moreOf: tab !== "all" ? [] : [...(refused.nextCursor === null ? [] : ["calls" as const]), ...(moreMessages ? ["messages" as const] : [])],
  };
}

/** The same thing tried and the same answer are one cause. */
export const causeOf = ({ tried, said }: Pick<Exception, "tried" | "said">): string => `${tried}|${said}`;

/** All that one cause hit, whatever page it stands on. */
export async function refsOfCause(db: Db, { merchantId }: StoreRecord, cause: string): Promise<ExceptionRef[]> {
  const refs: ExceptionRef[] = [];
  const take = (exceptions: readonly Exception[]) => refs.push(...exceptions.filter((each) => causeOf(each) === cause).map(({ ref }) => ref));
  for (let cursor: string | null = ""; cursor !== null && refs.length < CAUSE_REFS_MAX;) {
    const page: OrderPage<OutboxRow> = await db.refusedIntents(merchantId, cursor, EXCEPTIONS_SHOWN_MAX);
    take(page.rows.map(ofIntent));
    cursor = page.nextCursor;
  }
  for (let cursor: string | null = ""; cursor !== null && refs.length < CAUSE_REFS_MAX;) {
    const page: OrderPage<ParkedDelivery> = await db.parkedDeliveries(merchantId, cursor, EXCEPTIONS_SHOWN_MAX);
    take(page.rows.map(ofDelivery));
    cursor = page.nextCursor;
  }
  take((await db.failedReads(merchantId, CAUSE_REFS_MAX)).map(ofRead));
  return refs.slice(0, CAUSE_REFS_MAX);
}

/** Newest first. */
function grouped(exceptions: readonly Exception[], orderOf: ReadonlyMap<string, OrderRecord>): ExceptionGroup[] {
  const groups = new Map<string, ExceptionGroup>();
  for (const { ref, orderId, ...exception } of exceptions) {
    const cause = causeOf(exception);
    const group = groups.get(cause) ?? { ...exception, id: cause, orders: [], refs: [] };
    const order = orderId === null ? undefined : orderOf.get(orderId);
    if (order !== undefined && !group.orders.some((each) => each.id === order.id)) group.orders.push({ id: order.id, name: order.name });
    group.refs.push(ref);
    group.at = Math.max(group.at, exception.at);
    groups.set(cause, group);
  }
  return [...groups.values()].sort((a, b) => b.at - a.at);
}

/** What is done over and over is settled by the newest of its kind; an erasure or an export concerns one person and stays until it is settled itself. */
async function stoppedRuns(db: Db, { merchantId, id: storeId }: StoreRecord): Promise<StoppedRun[]> {
  const kinds = Object.keys(RUN_WORDS) as RunKind[];
  const found = (await Promise.all(kinds.map((kind) => db.runs(merchantId, { storeId, kinds: [kind], limit: REPEATED.includes(kind) ? 1 : RUNS_LOOKED_AT })))).flat();
  return found.filter((run) => run.status === "failed").sort((a, b) => b.updatedAt - a.updatedAt).map(ofRun);
}

const REPEATED: readonly RunKind[] = ["import-locations", "import-items", "import-orders", "compare-stock", "compare-orders"];

function ofRun(run: RunRecord): StoppedRun {
  const { means, todo, again } = STOPPED_RUNS[run.kind];
  const far = run.total === null ? `${run.done} done` : `${run.done} of ${run.total} done`;
  return { runId: run.id, kind: run.kind, tried: `${RUN_WORDS[run.kind]} (${far})`, said: run.problem ?? "It stopped without a word.", means, suggestion: todo, at: run.finishedAt ?? run.updatedAt, again };
}

function ofIntent(row: OutboxRow): Exception {
  const said = row.problem ?? "Your shop gave no reason.";
  return { ref: { kind: "intent", id: row.id }, tried: INTENT_WORDS[row.intent.kind], said, suggestion: suggestionFor("intent", said), at: row.dueAt, orderId: row.orderId };
}

function ofDelivery(row: ParkedDelivery): Exception {
  return {
    ref: { kind: "delivery", id: row.id }, tried: `Read a message from your shop (${row.topic})`, said: row.reason,
    suggestion: suggestionFor("delivery", row.reason), at: row.receivedAt, orderId: null,
  };
}

function ofRead(read: WantedRead): Exception {
  const said = read.problem ?? "Your shop did not answer.";
  return {
    ref: { kind: "read", storeId: read.storeId, read: read.kind, target: read.target }, tried: READ_WORDS[read.kind], said,
    suggestion: suggestionFor("read", said), at: read.requestedAt, orderId: null,
  };
}
