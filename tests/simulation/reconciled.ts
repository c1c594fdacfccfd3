import { decideDrifts } from "../../app/flows/decide-drifts";
import { compareNow } from "../../app/flows/compare";
import { askToReconcile } from "../../app/jobs/reconcile";
import { storeNow } from "./acts-house";
import { settleDown } from "./settle-down";
import type { World } from "./world";

const DIFFERENCES_MAX = 5_000;

/** What makes up for messages that never came: the walk over recent orders, and a comparison. */
export const reconcile = async (world: World): Promise<string[]> => {
  const { ctx } = world.workers[0];
  await askToReconcile(ctx);
  const walked = await settleDown(world);
  const begun = await compareNow(ctx, { store: await storeNow(world), actor: "person:simulated" });
  const settled = await settleDown(world);
  return [...(walked && settled ? [] : ["nothing-waits: the comparison did not come to rest"]), ...(begun.ok ? [] : [`comparison-finds-nothing: ${begun.problem}`])];
};

/**
 * Compares the house with the platform when all has come to rest and agrees. The comparison finds nothing, and whatever was found before
 * has a cause: what is called an edit by somebody else was one.
 */
export const checkReconciled = async (world: World): Promise<string[]> => {
  const { db } = world.ground;
  const faults = await reconcile(world);
  const [stock] = await db.runs(world.merchantId, { storeId: world.storeId, kinds: ["compare-stock"], limit: 1 });
  if (stock?.status !== "done" || stock.detail.differing !== 0) faults.push(`comparison-finds-nothing: ${stock?.status} ${JSON.stringify(stock?.detail)} ${stock?.problem ?? ""}`);
  const [orders] = await db.runs(world.merchantId, { storeId: world.storeId, kinds: ["compare-orders"], limit: 1 });
  if (orders?.status !== "done" || orders.detail.found !== 0) faults.push(`comparison-finds-nothing: ${orders?.status} ${JSON.stringify(orders?.detail)} ${orders?.problem ?? ""}`);
  return [...faults, ...(await checkDifferences(world)), ...(await checkDrifts(world))];
};

const SKEW_MS = 30_000;

/** Longer than a drift ever rests between two looks, and than a missing message is waited for. */
const LOOKS_MS = [20 * 60_000, 5 * 3_600_000];

/** Every drift was mended, and has one cause in the end. */
const checkDrifts = async (world: World): Promise<string[]> => {
  for (const ms of LOOKS_MS) {
    world.clock.now += ms;
    for (let looked = 1; looked > 0;) looked = await decideDrifts(world.workers[0].ctx);
  }
  const { rows } = await world.ground.db.driftPage(world.merchantId, { storeId: world.storeId, unsettled: true, limit: DRIFTS_MAX });
  return rows.map((one) => `drifts-are-settled: ${JSON.stringify(one)}`);
};

const DRIFTS_MAX = 500;

const checkDifferences = async (world: World): Promise<string[]> => {
  const found = await world.ground.db.differencesSince(world.merchantId, { storeId: world.storeId, since: 0, limit: DIFFERENCES_MAX });
  return found.flatMap((one) => {
    if (one.cause === "looking" || one.explainedAt === null) return [`differences-are-explained: ${JSON.stringify(one)}`];
    if (one.cause !== "changed-outside") return [];
    const edits = world.memory.editsByHand.get(`${one.itemId}@${one.locationId}`) ?? [];
    const near = edits.some((at) => at + SKEW_MS >= one.knownRightAt && at <= one.foundAt);
    return near ? [] : [`edits-are-real: ${one.state} of ${one.itemId} at ${one.locationId}: ${one.expected} → ${one.found} between ${one.knownRightAt} and ${one.foundAt}; edits at ${edits.join() || "no time"}`];
  });
};
