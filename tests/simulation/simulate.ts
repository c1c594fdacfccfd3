import { setStoreStatus } from "../../app/flows/store-status";
import { happen } from "./acts";
import { installAgain } from "./acts-app";
import { storeNow } from "./acts-house";
import { grantAll } from "./acts-places";
import { checkAlways, checkSettled } from "./checks";
import { checkCalls } from "./checks-calls";
import { checkDesk } from "./checks-desk";
import { CALM, CONTENDED, PROFILES, type Profile, type Rates, setRates, weatherOf } from "./faults";
import { createDice } from "./random";
import { work } from "./steps";
import { checkReconciled, reconcile } from "./reconciled";
import { openWorld, settleDown } from "./settle-down";
import type { World } from "./world";

export interface SimulationOptions {
  seed: number;
  events: number;
  /** `:memory:`, a file, or `postgres://…`. */
  databaseUrl?: string;
  /** Two workers after a handful of units, with little else going on: races that calm runs rarely show. */
  contended?: boolean;
  /** Of the weather; "usual" by default. */
  faults?: Profile;
  /** Rates that are so and not drawn. */
  rates?: Partial<Rates>;
  /** Events, by their number from 1 on, that do not happen. What the others do stays as it is. */
  without?: ReadonlySet<number>;
  /** Look at what holds always after every n-th event; 1 by default. */
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
  coins: World["twin"]["coins"];
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
    setRates(world, ratesOf(options));
    for (let event = 1; event <= options.events; event += 1) {
      if (options.without?.has(event)) continue;
      throwDice(world, event);
      await happen(world);
      const violations = event % (options.proveEvery ?? 1) === 0 ? await checkAlways(world) : [];
      if (violations.length > 0) return await result(world, { options, events: event, violations });
    }
    return await result(world, { options, events: options.events, violations: await checkEnd(world) });
  } finally {
    await world.ground.db.close();
  }
};

const ratesOf = ({ contended, faults, rates, seed }: SimulationOptions): Rates =>
  contended ? { ...CONTENDED, ...rates } : weatherOf(seed, PROFILES[faults ?? "usual"], rates);

/** Each event has dice of its own: leaving one out does not change what the others do. */
const throwDice = (world: World, event: number): void => {
  const base = Math.imul(world.seed, 0x9e3779b1) ^ Math.imul(event, 0x85ebca6b);
  world.dice = createDice(base);
  world.weather.dice = createDice(base ^ 0x5eed);
};

/**
 * When the weather is calm and nothing waits, house and platform agree; where messages were lost for good, after a comparison. Another
 * comparison then finds nothing, and changes nothing.
 */
export const checkEnd = async (world: World): Promise<string[]> => {
  await calmDown(world);
  let settled = await settleDown(world);
  // The news of a removal came after the app was there again: whoever opens it next connects it.
  if ((await storeNow(world)).status === "uninstalled") {
    await calmDown(world);
    settled = await settleDown(world);
  }
  const violations = settled ? [] : ["nothing-waits: the house did not come to rest"];
  if (world.memory.deaf) violations.push(...(await reconcile(world)));
  if (settled) violations.push(...(await lookThroughWaiting(world)));
  violations.push(...(await checkAll(world)));
  return violations.length > 0 ? violations : [...(await checkReconciled(world)), ...(await lookThroughWaiting(world)), ...(await checkAll(world))];
};

/** As the worker does every few minutes. */
const lookThroughWaiting = async (world: World): Promise<string[]> => {
  world.memory.watchedAt = world.clock.now;
  await work(world, 0, "watch waiting");
  return (await settleDown(world)) ? [] : ["nothing-waits: orders that wait did not come to rest when they were tried again"];
};

const checkAll = async (world: World): Promise<string[]> =>
  [...(await checkAlways(world)), ...(await checkSettled(world)), ...(await checkDesk(world)), ...(await checkCalls(world))];

const calmDown = async (world: World): Promise<void> => {
  setRates(world, CALM);
  world.weather.crashAt = null;
  throwDice(world, 0);
  await installAgain(world);
  grantAll(world);
  await setStoreStatus(world.workers[0].ctx, { store: await storeNow(world), status: "live" });
};

const result = async (world: World, end: { options: SimulationOptions; events: number; violations: string[] }): Promise<SimulationResult> => ({
  seed: world.seed, events: end.events, traceHash: world.trace.hash(), orders: world.twin.shop().orders.size, parcels: world.twin.shop().fulfillments.size, coins: world.twin.coins,
  violations: end.violations, story: world.trace.last(STORY_LINES), told: (await end.options.tell?.(world)) ?? "",
});
