import { setStoreStatus } from "../../app/flows/store-status";
import { work } from "./steps";
import { type World, type WorldOptions, deliver, makeWorld } from "./world";

/** A world at rest whose store is live. */
export const openWorld = async (options: WorldOptions): Promise<World> => {
  const world = await makeWorld(options);
  await settleDown(world);
  const [store] = await world.ground.db.stores(world.merchantId);
  if (!store) throw new Error("the simulated store was not connected");
  const taken = await setStoreStatus(world.workers[0].ctx, { store, status: "live" });
  if (!taken.ok) throw new Error(`the simulated store did not go live: ${taken.problem}`);
  return world;
};

/** Rounds without a leaf stirring, with leases and retries run out in between. */
const QUIET_ROUNDS = 3;
const ROUNDS_MAX = 3_000;
/** What is put off for minutes is waited for with longer strides. */
const STEP_MIN_MS = 2_000;
const STEP_MAX_MS = 60_000;

/** Work that others leave; looked at when nothing else stirs. */
const AFTERWARDS = ["bulk", "explain", "watch", "plan together"] as const;

/** Calm weather until nothing waits anywhere: webhooks delivered, rows applied, wishes read, intents performed, runs taken to their end. */
export const settleDown = async (world: World): Promise<boolean> => {
  let quiet = 0;
  let idle = 0;
  for (let round = 0; round < ROUNDS_MAX && quiet < QUIET_ROUNDS; round += 1) {
    let stirred = (await deliver(world, 200)) + (await work(world, 0, "apply")) + (await work(world, 0, "read")) + (await work(world, 0, "perform"));
    if (stirred === 0) for (const step of AFTERWARDS) stirred += await work(world, 0, step);
    if (stirred > 0) {
      quiet = 0;
      idle = 0;
      world.clock.now += 5;
      continue;
    }
    idle += 1;
    const waiting = await isWaiting(world);
    const next = world.twin.nextDeliveryAt();
    if (!waiting && next === null) quiet += 1;
    else quiet = 0;
    world.clock.now = waiting || next === null ? world.clock.now + Math.min(STEP_MAX_MS, STEP_MIN_MS * idle) : Math.max(world.clock.now + 1, next);
  }
  return quiet >= QUIET_ROUNDS;
};

const isWaiting = async ({ ground: { db }, clock, merchantId, storeId }: World): Promise<boolean> => {
  const { inboxWaiting, readsWaiting, outboxWaiting } = await db.backlog(clock.now);
  if (inboxWaiting + readsWaiting + outboxWaiting > 0) return true;
  const looking = await db.differencesLooking(merchantId, storeId, 1);
  return looking.length > 0 || (await db.runningRuns(["bulk-act"], 1)).length > 0;
};
