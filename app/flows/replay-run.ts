import { ComputeFailed, ComputeStopped } from "../compute/port";
import { DatabaseUnavailable } from "../db/port";
import { emptyChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import type { Instant } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import { PUBLISHED_RULES } from "../domain/replay/published-rules";
import type { ReplayPage, ReplayPolicy, ReplaySetup } from "../domain/replay/types";
import type { ActResult } from "./acts";
import { messageOf } from "./commit-each";
import type { FlowContext } from "./context";
import { type Past, replayPages } from "./replay-history";
import { centroidsOf } from "./replay-places";
import { type PolicyChoice, policyChosen } from "./replay-policies";
import { newRun, takeFurther } from "./runs";
import { sitesNow } from "./sites-now";

/** A year, and the days that its seasons are shifted by. */
export const REPLAY_DAYS_MAX = 400;
const DAY_MS = 86_400_000;
/** A process that died is followed by another after it: the replay is begun anew. */
const LEASE_MS = 60_000;
/** How often progress is written. */
const NOTE_MS = 1_000;
const CONFLICTS_MAX = 5;

/** What a replay keeps of itself: the policies as they were when it was asked for, so that a later edit of a draft changes no result. */
export interface ReplayDetail extends Record<string, unknown> {
  startsAt: Instant;
  endsAt: Instant;
  policies: [ReplayPolicy, ReplayPolicy];
  choices: [PolicyChoice, PolicyChoice];
  /** Whose prices all plans are paid by. */
  pricedBy: 0 | 1;
  leaseUntil: Instant;
}

export interface ReplayAsk {
  store: StoreRecord;
  actor: string;
  startsAt: Instant;
  endsAt: Instant;
  base: PolicyChoice;
  draft: PolicyChoice;
  pricedBy: 0 | 1;
}

const refuse = (field: string | null, problem: string): ActResult => ({ ok: false, field, problem });

/** Begins a replay. Fields: `startsAt`, `endsAt`, `base`, `draft`. One at a time for a store. */
export const startReplay = async (ctx: FlowContext, ask: ReplayAsk): Promise<ActResult & { runId?: string }> => {
  const { store, startsAt, endsAt } = ask;
  if (!(startsAt < endsAt)) return refuse("endsAt", "The period must end after it begins.");
  if (endsAt - startsAt > REPLAY_DAYS_MAX * DAY_MS) return refuse("startsAt", `A period can have ${REPLAY_DAYS_MAX} days at most.`);
  if (startsAt > ctx.now()) return refuse("startsAt", "The period must begin in the past.");
  const [base, draft] = await Promise.all([policyChosen(ctx.db, store, ask.base), policyChosen(ctx.db, store, ask.draft)]);
  if (!base) return refuse("base", "This policy is not there any more. Reload the page.");
  if (!draft) return refuse("draft", "This policy is not there any more. Reload the page.");
  const until = Math.min(endsAt, ctx.now());
  const total = await ctx.db.countPlaced(store.merchantId, { storeId: store.id, from: startsAt, until });
  if (total === 0) return refuse("startsAt", "No orders were placed in this period. Choose another one.");
  const [latest] = await ctx.db.runs(store.merchantId, { storeId: store.id, kinds: ["replay"], limit: 1 });
  if (latest?.status === "running") return refuse(null, "A replay is under way. Cancel it, or wait until it is done.");
  const detail: ReplayDetail = { startsAt, endsAt: until, policies: [base, draft], choices: [ask.base, ask.draft], pricedBy: ask.pricedBy, leaseUntil: 0 };
  const run = newRun(ctx, store, { kind: "replay", actor: ask.actor, total, detail });
  await ctx.db.commit([{ ...emptyChangeSet(store.merchantId), runs: [run] }]);
  return { ok: true, runId: run.id };
};

/** Stops a replay in the middle of whatever it computes; nothing is kept of it. */
export const cancelReplay = async (ctx: FlowContext, ask: { store: StoreRecord; runId: string }): Promise<ActResult> => {
  for (let attempt = 1; attempt <= CONFLICTS_MAX; attempt += 1) {
    const run = await ctx.db.run(ask.store.merchantId, ask.runId);
    if (!run || run.kind !== "replay") return refuse(null, "It is not there any more. Reload the page.");
    if (run.status !== "running") return { ok: true };
    if (await saved(ctx, run, { status: "cancelled" })) return { ok: true };
  }
  return refuse(null, "It is going on at this moment. Try again.");
};

const saved = async (ctx: FlowContext, known: RunRecord, more: Partial<RunRecord>): Promise<RunRecord | null> => {
  const { guards, runs, run } = takeFurther(ctx, known, more);
  const [outcome] = await ctx.db.commit([{ ...emptyChangeSet(run.merchantId), guards, runs }]);
  return outcome?.status === "committed" ? run : null;
};

/** Computes the replay that has waited longest, and answers how many it took up. It touches no order and no stock: it only reads, and keeps its result. */
export const performReplays = async (ctx: FlowContext): Promise<number> => {
  if (!ctx.compute) return 0;
  const waiting = (await ctx.db.runningRuns(["replay"], RUNS_LOOKED_AT)).find((run) => (run.detail as ReplayDetail).leaseUntil <= ctx.now());
  const run = waiting ? await saved(ctx, waiting, { done: 0, detail: { ...waiting.detail, leaseUntil: ctx.now() + LEASE_MS } }) : null;
  if (!run) return 0;
  await perform({ ...ctx, compute: ctx.compute }, run);
  return 1;
};

const RUNS_LOOKED_AT = 20;

type Computing = FlowContext & Required<Pick<FlowContext, "compute">>;

const perform = async (ctx: Computing, begun: RunRecord): Promise<void> => {
  const watch: Watch = { run: begun, done: 0, stop: new AbortController(), notedAt: ctx.now() };
  try {
    const store = await ctx.db.store(begun.merchantId, begun.storeId);
    if (!store) throw new ComputeFailed("Its store is not connected any more.");
    const setup = await setupOf(ctx, store, begun.detail as ReplayDetail);
    const report = await ctx.compute.run("replay", setup, {
      pages: noting(ctx, watch, { store, startsAt: setup.startsAt, endsAt: setup.endsAt }), signal: watch.stop.signal, onProgress: (done) => void (watch.done = done),
    });
    const { changed, ...kept } = report;
    await ctx.db.saveReplay({ merchantId: store.merchantId, id: begun.id, report: kept, changedOrders: changed.orders, madeAt: ctx.now() }, changed.kept);
    await saved(ctx, watch.run, { status: "done", done: report.orders + report.cancelled, total: report.orders + report.cancelled });
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    await giveUp(ctx, watch, error);
  }
};

interface Watch {
  run: RunRecord;
  done: number;
  stop: AbortController;
  notedAt: number;
}

/** Hands on the pages, and between them writes how far it is; a run that a person cancelled is somebody else's by then. */
async function* noting(ctx: FlowContext, watch: Watch, past: Past): AsyncGenerator<ReplayPage> {
  for await (const page of replayPages(ctx.db, past)) {
    yield page;
    if (ctx.now() - watch.notedAt < NOTE_MS) continue;
    watch.notedAt = ctx.now();
    const noted = await saved(ctx, watch.run, { done: watch.done, detail: { ...watch.run.detail, leaseUntil: ctx.now() + LEASE_MS } });
    if (!noted) watch.stop.abort();
    watch.run = noted ?? watch.run;
  }
}

/** A process that stops leaves it to the next; what broke is told. A guard that fails says that the run is not ours any more. */
const giveUp = async (ctx: FlowContext, { run }: Watch, error: unknown): Promise<void> => {
  if (error instanceof ComputeStopped) return void (await saved(ctx, run, { done: 0, detail: { ...run.detail, leaseUntil: 0 } }));
  ctx.log.error("replay failed", { merchantId: run.merchantId, id: run.id, problem: messageOf(error) });
  await saved(ctx, run, { status: "failed", problem: error instanceof ComputeFailed ? messageOf(error) : "Something broke on our side; the server's log says more." });
};

const setupOf = async (ctx: FlowContext, store: StoreRecord, { startsAt, endsAt, policies, pricedBy }: ReplayDetail): Promise<ReplaySetup> => {
  const [sites, facts] = await Promise.all([sitesNow(ctx, store), ctx.db.locationFacts(store.merchantId)]);
  const placeOf = await centroidsOf(ctx.db, store.merchantId, sites);
  return {
    currency: store.currency, startsAt, endsAt, locations: sites.map((site) => ({ ...site, ...placeOf(site) })), policies, yardstick: policies[pricedBy].policy,
    rules: PUBLISHED_RULES.map((rule) => rule.id), learned: facts.map((one) => ({ locationId: one.locationId, facts: one.facts })),
  };
};
