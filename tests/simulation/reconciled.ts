import { compareNow } from "../../app/flows/compare";
import { settleDifferences } from "../../app/flows/settle-differences";
import { type World, settleDown } from "./world";

/** Long enough for a difference that cannot be looked into to be told by what is known. */
const STEP_MS = 4 * 60_000;
const STEPS = 5;
const DIFFERENCES_MAX = 5_000;

/**
 * Compares the house with the platform when all has come to rest, and lets every difference be explained. A comparison then finds nothing, and
 * whatever was found before has a cause.
 */
export const checkReconciled = async (world: World): Promise<string[]> => {
  const { ctx } = world.workers[0];
  const { db } = world.ground;
  const store = await db.store(world.merchantId, world.storeId);
  if (!store) return ["comparison-finds-nothing: the store is gone"];
  const begun = await compareNow(ctx, { store, actor: "person:simulated" });
  if (!begun.ok) return [`comparison-finds-nothing: ${begun.problem}`];
  const faults: string[] = (await settleDown(world)) ? [] : ["nothing-waits: the comparison did not come to rest"];
  const [run] = await db.runs(world.merchantId, { storeId: world.storeId, kinds: ["compare-stock"], limit: 1 });
  if (run?.status !== "done" || run.detail.differing !== 0) faults.push(`comparison-finds-nothing: ${run?.status} ${JSON.stringify(run?.detail)} ${run?.problem ?? ""}`);
  for (let step = 0; step < STEPS; step += 1) {
    world.clock.now += STEP_MS;
    await settleDifferences(ctx);
    await settleDown(world);
  }
  const found = await db.differencesSince(world.merchantId, { storeId: world.storeId, since: 0, limit: DIFFERENCES_MAX });
  const open = found.filter((one) => one.cause === "looking" || one.explainedAt === null);
  if (open.length > 0) faults.push(`differences-are-explained: ${open.length} are not, for example ${JSON.stringify(open[0])}`);
  return faults;
};
