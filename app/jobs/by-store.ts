import type { StoreId } from "../domain/ids";
import type { FlowContext } from "../flows/context";
import type { StoreWork } from "../flows/store-work";
import { problemOf } from "../log.server";
import type { Turn } from "./bell";
import type { Job } from "./catalogue";
import { rest, restAfter } from "./rest";

/** Stores of one job that are worked on beside each other; what is taken up at once may go beyond it by its own number. */
export const STORES_AT_ONCE = 64;
/** A turn that is over sooner is waited for: only where a store is slow are the others looked after meanwhile. */
export const PATIENCE_MS = 100;

/**
 * The loop of a job that calls platforms. Each store has one piece of work under way at most, and none waits for another's: while one
 * hangs, the rows of all others are taken up past it. Ends when the last piece has ended.
 */
export async function repeatByStore(job: Job, ctx: FlowContext, turn: Turn): Promise<void> {
  const busy = new Map<StoreId, Promise<void>>();
  let failures = 0;
  const begin = (work: StoreWork): void => {
    busy.set(work.storeId, settled(job, ctx, work).then((ok) => {
      busy.delete(work.storeId);
      if (ok) job.wakes.forEach(turn.ring);
      turn.bell.ring();
    }));
  };
  while (!turn.signal.aborted) {
    const works = busy.size < STORES_AT_ONCE ? await takenUp(job, ctx, [...busy.keys()]) : [];
    failures = works === "failed" ? failures + 1 : 0;
    if (works === "failed") {
      await rest(restAfter(failures), turn.signal);
      continue;
    }
    works.forEach(begin);
    if (works.length === 0) await turn.bell.heard(job.restMs);
    else await patiently(works.map(({ storeId }) => busy.get(storeId)), turn);
  }
  await Promise.all(busy.values());
}

async function takenUp(job: Job, ctx: FlowContext, except: readonly StoreId[]): Promise<StoreWork[] | "failed"> {
  try {
    return (await job.takeUp?.(ctx, { except })) ?? [];
  } catch (error) {
    ctx.log.error("job failed", { kind: job.name, problem: problemOf(error) });
    return "failed";
  }
}

/** What fails keeps its lease, and is taken up again when that has lapsed. */
async function settled(job: Job, ctx: FlowContext, work: StoreWork): Promise<boolean> {
  try {
    await work.run();
    return true;
  } catch (error) {
    ctx.log.error("job failed", { kind: job.name, storeId: work.storeId, problem: problemOf(error) });
    return false;
  }
}

async function patiently(under: readonly (Promise<void> | undefined)[], turn: Turn): Promise<void> {
  const over = new AbortController();
  const stop = (): void => over.abort();
  turn.signal.addEventListener("abort", stop, { once: true });
  await Promise.race([Promise.all(under), rest(PATIENCE_MS, over.signal)]);
  stop();
  turn.signal.removeEventListener("abort", stop);
}
