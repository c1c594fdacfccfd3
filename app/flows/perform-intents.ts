import { type ChangeSet, emptyChangeSet } from "../domain/change-set";
import { type NewDelivery, OUTCOME_TOPIC, type OutboxRow, type Outcome, type OutcomeBody } from "../domain/messages";
import type { StoreRecord } from "../domain/records";
import { messageOf } from "./commit-each";
import type { FlowContext } from "./context";
import { intentWhenSent, nothingToMove } from "./intent-when-sent";
import { INTENT_LEASE_MS, LeaseLost, saveStep } from "./intent-lease";
import { type StoreWork, type TakeUp, byStore, together } from "./store-work";
import { backoffMs } from "./wanted";

const BATCH = 16;
/** Then a person is asked: about two hours with the waits between. */
const ATTEMPTS_MAX = 20;

/**
 * Performs intents that are due, at most one a lane. Every outcome is written as a delivery to ourselves in the same commit
 * that settles the row, and is applied like any other. Answers how many rows were taken up.
 */
export const performIntents = async (ctx: FlowContext, options: TakeUp = {}): Promise<number> => together(await takeUpIntents(ctx, options));

/** Leases rows of stores that answer, as one piece of work a store: a platform that hangs holds up its own store alone. */
export const takeUpIntents = async (ctx: FlowContext, { limit = BATCH, except = [] }: TakeUp = {}): Promise<StoreWork[]> => {
  const rows = await ctx.db.claimIntents(ctx.now(), INTENT_LEASE_MS, { limit, except: [...except, ...(ctx.gate?.shut() ?? [])] });
  return byStore(rows).map(([storeId, own]) => ({
    storeId, rows: own.length,
    run: async () => void (await Promise.all(own.map((row) => performOwn(ctx, row)))),
  }));
};

const performOwn = async (ctx: FlowContext, claimed: OutboxRow): Promise<void> => {
  try {
    await performRow(ctx, claimed);
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    ctx.log.warn("intent taken over", { storeId: claimed.storeId, kind: claimed.intent.kind });
  }
};

const performRow = async (ctx: FlowContext, claimed: OutboxRow): Promise<void> => {
  const store = await ctx.db.store(claimed.merchantId, claimed.storeId);
  if (!store) return;
  const progress = { ...claimed.progress };
  const intent = await intentWhenSent(ctx, claimed, progress);
  const row = { ...claimed, intent: intent ?? nothingToMove(claimed.intent) };
  const outcome: Outcome = intent === null ? { status: "done", platformId: null } : await performIntent(ctx, { row, store, progress });
  await ctx.db.commit([settlement(ctx, { row, store, outcome, progress })]);
};

interface Performance {
  row: OutboxRow;
  store: StoreRecord;
  progress: Record<string, string>;
}

const performIntent = async (ctx: FlowContext, { row, store, progress }: Performance): Promise<Outcome> => {
  const access = await ctx.access(store);
  if (!access.ok) return { status: "retry", afterMs: access.trouble.kind === "retry" ? access.trouble.afterMs : 300_000, words: access.trouble.words, unsent: true };
  try {
    return await ctx.channel(store.platform).perform(access.access, row.intent, {
      number: row.attempts, key: row.id, progress,
      saveProgress: async (more) => {
        Object.assign(progress, more);
        await saveStep(ctx, row, progress);
      },
    });
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    ctx.log.error("intent failed", { ...(row.orderId && { orderId: row.orderId }), kind: row.intent.kind, problem: messageOf(error) });
    return { status: "unknown", words: `Switchyard stumbled: ${messageOf(error)}` };
  }
};

const settlement = (ctx: FlowContext, done: Performance & { outcome: Outcome }): ChangeSet => {
  const { row, progress } = done;
  const outcome = givenUp(done.outcome, row);
  const base = emptyChangeSet(row.merchantId);
  const now = ctx.now();
  if (outcome.status === "retry" || outcome.status === "unknown") {
    const rest = Math.max(outcome.status === "retry" ? outcome.afterMs : 0, backoffMs(ctx, isTry(outcome) ? row.attempts : 0, { firstMs: 250, maxMs: 600_000 }));
    return {
      ...base,
      settledIntents: [{ id: row.id, status: "waiting", dueAt: now + rest, problem: outcome.words, progress }],
      newDeliveries: outcome.status === "unknown" ? [outcomeDelivery(ctx, done, outcome)] : [],
    };
  }
  return {
    ...base,
    settledIntents: [{ id: row.id, status: outcome.status, dueAt: now, problem: outcome.status === "refused" ? outcome.words : null, progress }],
    newDeliveries: [outcomeDelivery(ctx, done, outcome)],
  };
};

/** Without a token nothing is asked: that may last for days, and is no answer of the platform. */
const isTry = (outcome: Outcome): boolean => outcome.status === "unknown" || (outcome.status === "retry" && outcome.unsent !== true);

const givenUp = (outcome: Outcome, row: OutboxRow): Outcome =>
  (outcome.status === "retry" || outcome.status === "unknown") && isTry(outcome) && row.attempts >= ATTEMPTS_MAX
    ? { status: "refused", code: "no-answer", words: `No clear answer after ${row.attempts} tries. Last: ${outcome.words}` }
    : outcome;

const outcomeDelivery = (ctx: FlowContext, { row, store }: Performance, outcome: Outcome): NewDelivery => {
  const body: OutcomeBody = { intentId: row.id, orderId: row.orderId, intent: row.intent, outcome };
  return {
    id: ctx.newId(), platform: store.platform, domain: store.domain, merchantId: row.merchantId, storeId: row.storeId,
    deliveryKey: `outcome:${row.id}:${row.attempts}`, topic: OUTCOME_TOPIC, triggeredAt: ctx.now(), receivedAt: ctx.now(), body: JSON.stringify(body),
  };
};
