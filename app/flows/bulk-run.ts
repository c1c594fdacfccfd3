import { BulkBroken, type Reading } from "../../connectors/channels/port";
import { emptyChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import type { Instant } from "../domain/ids";
import type { WantedRead } from "../domain/messages";
import type { PlatformItemReading } from "../domain/platform";
import type { Chunk } from "./bulk-chunk";
import { commitEach } from "./commit-each";
import { NOTHING_COMPARED, compareChunk } from "./compare-stock";
import type { FlowContext } from "./context";
import { importChunk } from "./import-items";
import type { ReadOutcome, ReadTask } from "./read-task";
import { noteTrouble, takeFurther } from "./runs";
import { wantedRead } from "./wanted";

/** Stores with fewer items are read page by page: that is done before a bulk operation has begun. */
const BULK_FROM_ITEMS = 1_000;
const CHUNK_ITEMS = 250;
/** After so many chunks other reads have their turn. */
const CHUNKS_A_TURN = 20;
const POLL_MS = 2_000;
/** Longer than any store's file takes; then the pages are walked instead. */
const WAIT_MAX_MS = 2 * 3_600_000;
/** A file that breaks is asked for anew this often. */
const RESTARTS_MAX = 2;

/** Where a run over all items stands. It is saved with every chunk, so that it goes on after a restart where it was. */
export interface BulkDetail extends Record<string, unknown> {
  phase: "count" | "start" | "wait" | "file" | "pages";
  operation: string | null;
  url: string | null;
  /** Items of the file that are done. */
  position: number;
  /** The next page, where there is no file. */
  cursor: string;
  /** Our clock before the platform was asked to write the file: what the file says is not younger. */
  askedAt: Instant;
  restarts: number;
}

export const BULK_BEGIN: BulkDetail = { phase: "count", operation: null, url: null, position: 0, cursor: "", askedAt: 0, restarts: 0 };

type Phase = BulkDetail["phase"];

const detailOf = (run: RunRecord): BulkDetail => ({ ...BULK_BEGIN, ...run.detail });

interface Turn extends ReadTask {
  read: WantedRead;
  run: RunRecord;
}

/**
 * One turn of a run over all items (an import or a comparison): counts, asks for the file, waits for it, or takes some
 * chunks of it. Where the platform writes no file, its pages are walked.
 */
export const readBulkRun = async (ctx: FlowContext, task: ReadTask): Promise<Reading<ReadOutcome[]>> => {
  const read = task.reads[0] as WantedRead;
  const run = await ctx.db.run(read.merchantId, read.target);
  if (!run || run.status === "done" || run.status === "cancelled") return answer(fulfilled(read));
  const turn: Turn = { ...task, read, run };
  const outcome = await TURNS[detailOf(run).phase](ctx, turn);
  if (!outcome.ok) await noteTrouble(ctx, await ctx.db.run(read.merchantId, run.id), outcome.trouble);
  return outcome;
};

const answer = (...value: ReadOutcome[]): Reading<ReadOutcome[]> => ({ ok: true, value, readAt: 0 });

const fulfilled = (read: WantedRead): ReadOutcome => ({ status: "change", read, change: { ...emptyChangeSet(read.merchantId), fulfilledReads: [read] } });

/** Saves where the run stands and asks for its next turn. */
const goOn = (ctx: FlowContext, { store, read, run }: Turn, next: { detail?: Partial<BulkDetail>; more?: Partial<RunRecord>; delayMs?: number }): ReadOutcome => {
  const step = takeFurther(ctx, run, { ...next.more, detail: { ...detailOf(run), ...next.detail } });
  const again = wantedRead(store, { kind: "bulk", target: run.id }, { now: ctx.now(), delayMs: next.delayMs ?? 0 });
  return { status: "change", read, change: { ...emptyChangeSet(read.merchantId), guards: step.guards, runs: step.runs, fulfilledReads: [read], wantedReads: [again] } };
};

const finish = (ctx: FlowContext, { read, run }: Turn): ReadOutcome => {
  const { guards, runs } = takeFurther(ctx, run, { status: "done", total: run.done, detail: { ...run.detail, url: null } });
  return { status: "change", read, change: { ...emptyChangeSet(read.merchantId), guards, runs, fulfilledReads: [read] } };
};

const fallBack = (ctx: FlowContext, turn: Turn, words: string): ReadOutcome => {
  ctx.log.warn("no bulk file", { storeId: turn.store.id, problem: words });
  return fromTheStart(ctx, turn, { phase: "pages", cursor: "", operation: null, url: null });
};

/** What begins anew counts anew. */
const fromTheStart = (ctx: FlowContext, turn: Turn, detail: Partial<BulkDetail>): ReadOutcome =>
  goOn(ctx, turn, { detail: { ...(turn.run.kind === "compare-stock" && NOTHING_COMPARED), ...detail, position: 0 }, more: { done: 0 } });

const TURNS: Record<Phase, (ctx: FlowContext, turn: Turn) => Promise<Reading<ReadOutcome[]>>> = {
  count: async (ctx, turn) => {
    const counts = await turn.channel.readCounts(turn.access, 0);
    if (!counts.ok && counts.trouble.kind !== "refused") return counts;
    const total = counts.ok ? counts.value.items : null;
    const phase: Phase = total !== null && total < BULK_FROM_ITEMS ? "pages" : "start";
    return TURNS[phase](ctx, { ...turn, run: { ...turn.run, total, detail: { ...detailOf(turn.run), phase } } });
  },

  start: async (ctx, turn) => {
    const started = await turn.channel.startBulk(turn.access);
    if (started.ok) return answer(goOn(ctx, turn, { detail: { phase: "wait", operation: started.value.operation, askedAt: started.readAt, position: 0 }, delayMs: POLL_MS }));
    return started.trouble.kind === "refused" ? answer(fallBack(ctx, turn, started.trouble.words)) : started;
  },

  wait: async (ctx, turn) => {
    const { operation, askedAt } = detailOf(turn.run);
    const polled = await turn.channel.pollBulk(turn.access, operation ?? "");
    if (!polled.ok) return polled.trouble.kind === "refused" ? answer(fallBack(ctx, turn, polled.trouble.words)) : polled;
    const state = polled.value;
    if (state.status === "failed") return answer(fallBack(ctx, turn, state.words));
    if (state.status === "running") {
      if (ctx.now() - askedAt > WAIT_MAX_MS) return answer(fallBack(ctx, turn, "The file was not written in time."));
      return answer({ status: "again", read: turn.read, afterMs: POLL_MS, problem: null });
    }
    return answer(state.url === null ? finish(ctx, turn) : fromTheStart(ctx, turn, { phase: "file", url: state.url }));
  },

  file: async (ctx, turn) => {
    const { url, restarts } = detailOf(turn.run);
    try {
      const file = await turn.channel.readBulk(turn.access, url ?? "");
      if (file.ok) return await takeChunks(ctx, turn, file.value);
      return file.trouble.kind === "refused" ? answer(fallBack(ctx, turn, file.trouble.words)) : file;
    } catch (error) {
      if (!(error instanceof BulkBroken)) throw error;
      const run = (await ctx.db.run(turn.run.merchantId, turn.run.id)) ?? turn.run;
      const now = { ...turn, run };
      return answer(restarts >= RESTARTS_MAX ? fallBack(ctx, now, error.message) : fromTheStart(ctx, now, { phase: "start", restarts: restarts + 1 }));
    }
  },

  pages: async (ctx, turn) => {
    const { cursor } = detailOf(turn.run);
    const page = await turn.channel.listItems(turn.access, cursor);
    if (!page.ok) return page;
    const taken = await takeChunk(ctx, { ...turn, readings: page.value.items, readAt: page.readAt, detail: page.value.next === null ? {} : { cursor: page.value.next } });
    // Somebody else has taken the run further: it is theirs.
    if (!taken) return answer({ status: "again", read: turn.read, afterMs: POLL_MS, problem: null });
    const now = { ...turn, run: taken };
    return answer(page.value.next === null ? finish(ctx, now) : goOn(ctx, now, {}));
  },
};

/** Skips what is done, takes some chunks, each committed with where it ends, and leaves the rest for the next turn. */
const takeChunks = async (ctx: FlowContext, turn: Turn, file: AsyncIterable<PlatformItemReading>): Promise<Reading<ReadOutcome[]>> => {
  const { askedAt: readAt, position } = detailOf(turn.run);
  let run: RunRecord = turn.run;
  let seen = 0;
  let chunk: PlatformItemReading[] = [];
  const take = async (): Promise<boolean> => {
    const taken = await takeChunk(ctx, { ...turn, run, readings: chunk, readAt, detail: { position: seen } });
    chunk = [];
    run = taken ?? run;
    return taken !== null;
  };
  for await (const reading of file) {
    seen += 1;
    if (seen <= position) continue;
    chunk.push(reading);
    if (chunk.length < CHUNK_ITEMS) continue;
    if (!(await take())) return answer({ status: "again", read: turn.read, afterMs: POLL_MS, problem: null });
    if (seen - position >= CHUNK_ITEMS * CHUNKS_A_TURN) return answer(goOn(ctx, { ...turn, run }, {}));
  }
  if (chunk.length > 0 && !(await take())) return answer({ status: "again", read: turn.read, afterMs: POLL_MS, problem: null });
  return answer(finish(ctx, { ...turn, run }));
};

/** Commits one chunk and where the run stands after it. Null: the run is somebody else's by now. A chunk done twice changes nothing. */
const takeChunk = async (ctx: FlowContext, chunk: Chunk & { detail: Partial<BulkDetail> }): Promise<RunRecord | null> => {
  const { run, readings } = chunk;
  const result = await (run.kind === "compare-stock" ? compareChunk(ctx, chunk) : importChunk(ctx, chunk));
  const outcomes = await commitEach(ctx, result.sets.map((one) => one.change));
  const alone = result.sets.flatMap(({ otherwise }, index) => (otherwise && outcomes[index]?.status !== "committed" ? [otherwise] : []));
  const step = takeFurther(ctx, run, {
    done: run.done + readings.length, total: run.total === null ? null : Math.max(run.total, run.done + readings.length),
    detail: { ...detailOf(run), ...result.detail, ...chunk.detail },
  });
  const [outcome] = await ctx.db.commit([{ ...emptyChangeSet(run.merchantId), guards: step.guards, runs: step.runs, wantedReads: [...result.wantedReads, ...alone] }]);
  return outcome?.status === "committed" ? step.run : null;
};
