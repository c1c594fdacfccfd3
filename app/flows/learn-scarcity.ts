import { Readable } from "node:stream";
import { computeHere } from "../compute/here";
import { ComputeStopped } from "../compute/port";
import type { AskedProblem, Db } from "../db/port";
import type { Instant, MerchantId } from "../domain/ids";
import { windowsOf } from "../domain/joint/learn";
import type { RoutingProblem } from "../domain/routing/types";
import { messageOf } from "./commit-each";
import type { FlowContext } from "./context";

const DAY_MS = 86_400_000;
/** Orders of long ago met other stock. */
const SINCE_MS = 28 * DAY_MS;
/** Newest first: of a large merchant the last days speak. */
const DECISIONS_MAX = 3_000;
const PAGE = 200;

/** When each merchant's prices were last learned, also where nothing came of it. */
const tried = new WeakMap<Db, Map<MerchantId, Instant>>();

/**
 * Learns once a day what stock is worth to the orders that are still to come, for every merchant whose policy counts that; what was learned is
 * forgotten where it counts no more. Answers for how many merchants prices were learned or forgotten.
 */
export const learnScarcity = async (ctx: FlowContext): Promise<number> => {
  const stores = (await ctx.db.allStores()).filter((store) => store.status === "live" || store.status === "observe" || store.status === "paused");
  let learned = 0;
  for (const merchantId of new Set(stores.map((store) => store.merchantId))) {
    try {
      if (await learnFor(ctx, merchantId)) learned += 1;
    } catch (error) {
      // Prices stand as they are: one merchant's orders must not keep the others' from being looked at.
      if (!(error instanceof ComputeStopped)) ctx.log.error("scarcity prices not learned", { merchantId, problem: messageOf(error) });
    }
  }
  return learned;
};

const learnFor = async (ctx: FlowContext, merchantId: MerchantId): Promise<boolean> => {
  const now = ctx.now();
  const times = tried.get(ctx.db) ?? new Map<MerchantId, Instant>();
  tried.set(ctx.db, times);
  const [policy, learnedAt] = await Promise.all([ctx.db.latestPolicy(merchantId), ctx.db.scarcityLearnedAt(merchantId)]);
  if (!policy?.policy.joint.scarcity) {
    times.delete(merchantId);
    if (learnedAt !== null) await ctx.db.saveScarcityPrices(merchantId, { learnedAt: now, prices: [] });
    return learnedAt !== null;
  }
  if (now - Math.max(learnedAt ?? 0, times.get(merchantId) ?? 0) < DAY_MS) return false;
  times.set(merchantId, now);
  const windows = windowsOf(await problemsSince(ctx, merchantId, now - SINCE_MS));
  const prices = await (ctx.compute ?? computeHere).run("scarcity", null, { pages: Readable.from(windows) });
  await ctx.db.saveScarcityPrices(merchantId, { learnedAt: now, prices });
  return true;
};

/** What was first asked of each order, in the order in which they came. */
const problemsSince = async (ctx: FlowContext, merchantId: MerchantId, since: Instant): Promise<RoutingProblem[]> => {
  const first = new Map<string, AskedProblem>();
  let beforeId: string | null = null;
  for (let read = 0; read < DECISIONS_MAX; read += PAGE) {
    const page: AskedProblem[] = await ctx.db.askedProblems(merchantId, { beforeId, limit: PAGE });
    const recent = page.filter((one) => one.decidedAt >= since);
    for (const asked of recent) first.set(asked.orderId, asked);
    beforeId = page.at(-1)?.id ?? null;
    if (recent.length < PAGE) break;
  }
  return [...first.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ problem }) => problem);
};
