import { noFaults } from "../../sandbox/shopify/faults";
import { happen, resetActs } from "./acts";
import { checkAlways, checkSettled } from "./checks";
import { checkReconciled } from "./reconciled";
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
}

const STORY_LINES = 40;

/**
 * One seeded run: the real domain, flows, database, ingest and connector over the twin of the platform, with faults; then
 * calm, and everything must agree. The same seed makes the same trace.
 */
export const simulate = async (options: SimulationOptions): Promise<SimulationResult> => {
  resetActs();
  const world = await openWorld({ seed: options.seed, databaseUrl: options.databaseUrl ?? ":memory:", contended: options.contended ?? false });
  try {
    if (options.contended) world.weather.interleave = 0.9;
    else stirUp(world);
    for (let event = 1; event <= options.events; event += 1) {
      await happen(world);
      const violations = event % (options.proveEvery ?? 1) === 0 ? await checkAlways(world) : [];
      if (violations.length > 0) return result(world, { events: event, violations });
    }
    calmDown(world);
    const settled = await settleDown(world);
    const violations = [...(settled ? [] : ["nothing-waits: the house did not come to rest"]), ...(await checkAlways(world)), ...(await checkSettled(world))];
    if (violations.length === 0) violations.push(...(await checkReconciled(world)), ...(await checkAlways(world)), ...(await checkSettled(world)));
    return result(world, { events: options.events, violations });
  } finally {
    await world.ground.db.close();
  }
};

/** Each seed has weather of its own: some calm, some wild. */
const stirUp = (world: World): void => {
  const { dice, twin, weather } = world;
  const upTo = (most: number): number => (dice.chance(0.7) ? dice.next() * most : 0);
  Object.assign(twin.faults, {
    duplicate: upTo(0.2), delay: upTo(0.5), delayMs: dice.pick([5_000, 60_000, 600_000]), throttle: upTo(0.05), timeoutBefore: upTo(0.05), timeoutAfter: upTo(0.08),
    serverError: upTo(0.05), staleRead: upTo(0.1),
  });
  weather.crash = upTo(0.02);
  weather.interleave = upTo(0.6);
};

const calmDown = (world: World): void => {
  Object.assign(world.twin.faults, noFaults());
  world.weather.crash = 0;
  world.weather.interleave = 0;
};

const result = (world: World, end: { events: number; violations: string[] }): SimulationResult => ({
  seed: world.seed, events: end.events, traceHash: world.trace.hash(), orders: world.twin.shop().orders.size, parcels: world.twin.shop().fulfillments.size,
  violations: end.violations, story: world.trace.last(STORY_LINES),
});
