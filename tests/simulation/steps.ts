import { DatabaseUnavailable } from "../../app/db/port";
import { askToReconcile } from "../../app/jobs/reconcile";
import { continueBulkActs } from "../../app/flows/continue-bulk-acts";
import { decideDrifts } from "../../app/flows/decide-drifts";
import { watchStock } from "../../app/flows/low-stock";
import { forgetOld } from "../../app/flows/privacy-retention";
import { performIntents } from "../../app/flows/perform-intents";
import { performReads } from "../../app/flows/perform-reads";
import { reoptimise } from "../../app/flows/reoptimise";
import { watchWaiting } from "../../app/flows/retry-waiting";
import { settleDifferences } from "../../app/flows/settle-differences";
import { applyDeliveries } from "../../app/flows/apply-deliveries";
import type { FlowContext } from "../../app/flows/context";
import { startProcess } from "./house";
import type { World } from "./world";

/** What a worker does in turn; the catalogue of jobs runs the same flows. */
const STEPS = {
  apply: (ctx: FlowContext, { dice }: World["weather"]) => applyDeliveries(ctx, { limit: 1 + dice.between(0, 9) }),
  read: (ctx: FlowContext, { dice }: World["weather"]) => performReads(ctx, { limit: 1 + dice.between(0, 9) }),
  perform: (ctx: FlowContext, { dice }: World["weather"]) => performIntents(ctx, { limit: 1 + dice.between(0, 2) }),
  reconcile: (ctx: FlowContext) => askToReconcile(ctx),
  explain: async (ctx: FlowContext) => (await settleDifferences(ctx)) + (await decideDrifts(ctx)),
  watch: (ctx: FlowContext) => watchStock(ctx),
  forget: (ctx: FlowContext) => forgetOld(ctx),
  bulk: (ctx: FlowContext) => continueBulkActs(ctx),
  "watch waiting": (ctx: FlowContext) => watchWaiting(ctx),
  "plan together": (ctx: FlowContext) => reoptimise(ctx),
};

export type Step = keyof typeof STEPS;

/** One step of one worker. Rows that it held when it died come free by their leases. */
export const work = async (world: World, which: 0 | 1, step: Step): Promise<number> => {
  const settled = await alive(world, which, (ctx) => STEPS[step](ctx, world.weather));
  return settled === "died" ? 1 : settled;
};

/**
 * Does something in a process that may die of it, or that the database may turn away; a process that died is followed by a new one over the
 * same database.
 */
export const alive = async <T>(world: World, which: 0 | 1, act: (ctx: FlowContext) => Promise<T>): Promise<T | "died"> => {
  const { ctx, life } = world.workers[which];
  try {
    return await Promise.race([act(ctx), life.death.then(() => "died" as const)]);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    world.trace.note(`busy ${error.code}`);
    // What else it had begun would go on at times of its own, and no run would be like another.
    life.die();
    return "died";
  } finally {
    if (life.dead) world.workers[which] = startProcess(world.ground, world.weather);
  }
};

/** The step of one worker, during which the other one may do a step of its own; that one is not interrupted in turn. */
export const stepInWeather = async (world: World, name: Step): Promise<void> => {
  const which = world.dice.chance(0.5) ? 0 : 1;
  let interrupted = false;
  world.weather.meanwhile = async () => {
    if (interrupted) return;
    interrupted = true;
    await work(world, which === 0 ? 1 : 0, world.weather.dice.pick(["apply", "read", "perform", "explain", "bulk", "plan together"] as const));
    interrupted = false;
  };
  const settled = await work(world, which, name);
  world.weather.meanwhile = () => Promise.resolve();
  world.trace.note(`${name} ${settled}`);
};
