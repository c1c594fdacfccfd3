import type { WaitingOrder } from "../db/port";
import { emptyChangeSet } from "../domain/change-set";
import type { MerchantId } from "../domain/ids";
import type { WantedRead } from "../domain/messages";
import type { DecisionRecord, PolicyRecord } from "../domain/records";
import { DAY_MS } from "../domain/orders/waiting-since";
import type { FlowContext } from "./context";
import { wantedRead } from "./wanted";

const ORDERS_A_PAGE = 200;
/** Of a merchant in one round: the rest comes with the next. */
const ORDERS_A_ROUND = 2_000;
/** Wishes are spread so far: a platform that is asked for all at once has no room for what is new. */
const EACH_MS = 25;
const SPREAD_MAX_MS = 5 * 60_000;

/** A due time among those of `count` wishes that are made together. */
export const spreadMs = (ctx: Pick<FlowContext, "random">, count: number): number => Math.floor(ctx.random() * Math.min(SPREAD_MAX_MS, count * EACH_MS));

/** Every order that cannot be routed is decided on again: for when what blocked it may have changed, as by another policy. Answers how many. */
export const retryWaiting = (ctx: FlowContext, merchantId: MerchantId): Promise<number> => wakeThose(ctx, merchantId, { wanted: (orders) => Promise.resolve(orders) });

/**
 * Looks through the orders that wait, and reads those of which the last answer may not hold any more: another policy is in force since, there is
 * room again where a day was full, or they have waited for longer than the policy says. Answers how many were found.
 */
export const watchWaiting = async (ctx: FlowContext): Promise<number> => {
  const merchants = new Set((await ctx.db.allStores()).filter((store) => store.status === "live").map((store) => store.merchantId));
  let found = 0;
  for (const merchantId of merchants) {
    const policy = await ctx.db.latestPolicy(merchantId);
    if (policy) found += await wakeThose(ctx, merchantId, { wanted: (orders) => outdated(ctx, { merchantId, policy, orders }) });
  }
  return found;
};

interface Round {
  wanted(orders: readonly WaitingOrder[]): Promise<readonly WaitingOrder[]>;
}

const wakeThose = async (ctx: FlowContext, merchantId: MerchantId, { wanted }: Round): Promise<number> => {
  let woken = 0;
  let seen = 0;
  let after: Pick<WaitingOrder, "waitingSince" | "orderId"> = { waitingSince: 0, orderId: "" as WaitingOrder["orderId"] };
  for (let more = true; more && woken < ORDERS_A_ROUND;) {
    const page = await ctx.db.waitingOrders(merchantId, { after, limit: ORDERS_A_PAGE });
    seen += page.length;
    const orders = await wanted(page);
    if (orders.length > 0) await ctx.db.commit([{ ...emptyChangeSet(merchantId), wantedReads: orders.map((order) => wishOf(ctx, merchantId, { order, among: seen })) }]);
    woken += orders.length;
    after = page.at(-1) ?? after;
    more = page.length === ORDERS_A_PAGE;
  }
  return woken;
};

const wishOf = (ctx: FlowContext, merchantId: MerchantId, { order, among }: { order: WaitingOrder; among: number }): WantedRead =>
  wantedRead({ merchantId, id: order.storeId }, { kind: "order", target: order.platformId }, { now: ctx.now(), delayMs: spreadMs(ctx, among) });

const outdated = async (
  ctx: FlowContext, { merchantId, policy, orders }: { merchantId: MerchantId; policy: PolicyRecord; orders: readonly WaitingOrder[] },
): Promise<WaitingOrder[]> => {
  const latest = new Map((await ctx.db.latestDecisions(merchantId, orders.map((one) => one.orderId))).map((one) => [one.orderId, one]));
  return orders.filter((order) => isUntold(order, policy, ctx.now()) || isOld(latest.get(order.orderId), policy));
};

const isUntold = ({ waitingSince, told }: WaitingOrder, { policy: { waiting } }: PolicyRecord, now: number): boolean =>
  waiting.afterDays !== null && waitingSince + waiting.afterDays * DAY_MS <= now && !told.includes(`waiting-too-long:${waitingSince}:${waiting.then}`);

/** A full day ends, and parcels of it are given up: only asking anew tells. */
const isOld = (decision: DecisionRecord | undefined, { version }: PolicyRecord): boolean =>
  decision?.certificate.outcome === "unroutable"
  && (decision.certificate.problem.policyVersion !== version || decision.certificate.problem.locations.some((one) => one.excluded === "at-capacity"));
