import { noFaults } from "../../sandbox/shopify/faults";
import { setStoreStatus } from "../../app/flows/store-status";
import { happen } from "./acts";
import { storeNow } from "./acts-house";
import { grantAll } from "./acts-places";
import { checkAlways, checkSettled } from "./checks";
import { checkDesk } from "./checks-desk";
import { checkReconciled, reconcile } from "./reconciled";
import { type World, openWorld, settleDown } from "./world";

export interface SimulationOptions {
  seed: number;
  events: number;
  /** `:memory:`, a file, or `postgres://…`. */
  databaseUrl?: string;
  /** Two workers after a handful of units, with little else going on: races that calm runs rarely show. */
  contended?: boolean;
  /** Prove the ledger after every n-th event; 1 by default. */
  proveEvery?: number;
  /** Looks at the world before it ends, and tells more of what was broken. */
  tell?(world: World): Promise<string>;
}

export interface SimulationResult {
  seed: number;
  events: number;
  traceHash: string;
  orders: number;
  parcels: number;
  /** Broken promises of the first event that broke any; empty when all held. */
  violations: string[];
  /** The last things that happened before. */
  story: string[];
  told: string;
}

const STORY_LINES = 40;

/**
 * One seeded run: the real domain, flows, database, ingest and connector over the twin of the platform, with faults; then
 * calm, and everything must agree. The same seed makes the same trace.
 */
export const simulate = async (options: SimulationOptions): Promise<SimulationResult> => {
  const world = await openWorld({ seed: options.seed, databaseUrl: options.databaseUrl ?? ":memory:", contended: options.contended ?? false });
  try {
    if (options.contended) world.weather.interleave = 0.9;
    else stirUp(world);
    for (let event = 1; event <= options.events; event += 1) {
      await happen(world);
      const violations = event % (options.proveEvery ?? 1) === 0 ? await checkAlways(world) : [];
      if (violations.length > 0) return await result(world, { options, events: event, violations });
    }
    return await result(world, { options, events: options.events, violations: await checkEnd(world) });
  } finally {
    await world.ground.db.close();
  }
};

/**
 * When the weather is calm and nothing waits, house and platform agree; where messages were lost for good, after a comparison. Another
 * comparison then finds nothing, and changes nothing.
 */
const checkEnd = async (world: World): Promise<string[]> => {
  await calmDown(world);
  const settled = await settleDown(world);
  const violations = settled ? [] : ["nothing-waits: the house did not come to rest"];
  if (world.memory.deaf) violations.push(...(await reconcile(world)));
  violations.push(...(await checkAlways(world)), ...(await checkSettled(world)), ...(await checkDesk(world)));
  if (violations.length > 0) return violations;
  return [...(await checkReconciled(world)), ...(await checkAlways(world)), ...(await checkSettled(world)), ...(await checkDesk(world))];
};

const DAY_MS = 86_400_000;

/** Each seed has weather of its own: some calm, some wild. */
const stirUp = (world: World): void => {
  const { dice, twin, weather } = world;
  const upTo = (most: number): number => (dice.chance(0.7) ? dice.next() * most : 0);
  Object.assign(twin.faults, {
    duplicate: upTo(0.2), delay: upTo(0.5), delayMs: dice.pick([5_000, 60_000, 600_000, DAY_MS]), loss: dice.chance(0.5) ? dice.next() * 0.05 : 0, throttle: upTo(0.05),
    timeoutBefore: upTo(0.05), timeoutAfter: upTo(0.08), serverError: upTo(0.05), staleRead: upTo(0.1),
  });
  world.memory.deaf = twin.faults.loss > 0;
  weather.crash = upTo(0.02);
  weather.interleave = upTo(0.6);
};

const calmDown = async (world: World): Promise<void> => {
  Object.assign(world.twin.faults, noFaults());
  world.weather.crash = 0;
  world.weather.interleave = 0;
  grantAll(world);
  await setStoreStatus(world.workers[0].ctx, { store: await storeNow(world), status: "live" });
};

const result = async (world: World, end: { options: SimulationOptions; events: number; violations: string[] }): Promise<SimulationResult> => ({
  seed: world.seed, events: end.events, traceHash: world.trace.hash(), orders: world.twin.shop().orders.size, parcels: world.twin.shop().fulfillments.size,
  violations: end.violations, story: world.trace.last(STORY_LINES), told: (await end.options.tell?.(world)) ?? "",
});
