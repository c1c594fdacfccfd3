import type { SilenceRecord } from "../domain/resilience/silence";
import type { FlowContext } from "./context";
import type { News, StoreGate } from "./store-gate";
import { type StoreWork, together } from "./store-work";

const SILENCES_MAX = 10_000;

/**
 * Writes down which platforms fell silent or answer again, and asks each silent one, when its rest is over, with one cheap question.
 * Rows are never used to find out: what waits for a silent platform is not touched. Answers how many stores were asked.
 */
export const watchPlatforms = async (ctx: FlowContext): Promise<number> => together(await takeUpProbes(ctx));

/** One question for each store whose rest is over, each for itself: one that hangs delays no other. */
export const takeUpProbes = async (ctx: FlowContext): Promise<StoreWork[]> => {
  const { gate } = ctx;
  if (!gate) return [];
  if (!gate.isRestored()) gate.restore(await ctx.db.allSilences(SILENCES_MAX));
  await writeNews(ctx, gate);
  return gate.probesDue().filter(({ domain }) => gate.admit(domain, "platform-api"))
    .map(({ merchantId, id, domain }) => ({ storeId: id, rows: 1, run: () => probe(ctx, gate, { merchantId, id, domain }) }));
};

const probe = async (ctx: FlowContext, gate: StoreGate, { merchantId, id, domain }: News["store"]): Promise<void> => {
  let answered = false;
  try {
    const store = await ctx.db.store(merchantId, id);
    // Nothing is asked of it any more, so that nothing is silent.
    answered = store === null || store.status === "uninstalled" || (await answers(ctx, store));
  } finally {
    gate.concludeProbe(domain, "platform-api", answered);
  }
  await writeNews(ctx, gate);
};

const answers = async (ctx: FlowContext, store: Parameters<FlowContext["access"]>[0]): Promise<boolean> => {
  const access = await ctx.access(store);
  // Without a token nobody can ask: its rows are taken up again, and say themselves what a person must do.
  if (!access.ok) return access.trouble.kind === "unauthorized";
  const shop = await ctx.channel(store.platform).readShop(access.access);
  return shop.ok || shop.trouble.kind !== "retry";
};

const writeNews = async (ctx: FlowContext, gate: StoreGate): Promise<void> => {
  for (const news of gate.news()) {
    const { store: { merchantId, id: storeId, domain }, dependency, breaker } = news;
    if (breaker.state === "closed") await ctx.db.endSilence(merchantId, storeId, dependency);
    else if (breaker.state === "open") await ctx.db.noteSilence({ merchantId, storeId, dependency, domain, ...spanOf(breaker) });
    gate.told(news);
    ctx.log.info(breaker.state === "closed" ? "platform answers again" : "platform is silent", { storeId, kind: dependency });
  }
};

const spanOf = ({ since, retryAt, trips }: Pick<SilenceRecord, "since" | "retryAt" | "trips">): Pick<SilenceRecord, "since" | "retryAt" | "trips"> => ({ since, retryAt, trips });
