import { describe, expect, test } from "vitest";
import { JOBS } from "../../app/jobs/catalogue";
import { createInlineQueue } from "../../app/jobs/inline";
import { runWorker } from "../../app/jobs/sweep";
import type { StoreId } from "../../app/domain/ids";
import { performIntents, takeUpIntents } from "../../app/flows/perform-intents";
import { takeUpReads } from "../../app/flows/perform-reads";
import { HUNG, ROWS_EACH, type Hang, type TwoStores, WELL, openTwoStores } from "./two-stores";

const HANGS: readonly Hang[] = ["reads", "runs", "writes", "tokens"];
const TURNS_MAX = 60;

const withStores = async (hang: Hang, use: (stores: TwoStores) => Promise<void>): Promise<void> => {
  const stores = await openTwoStores(hang);
  try {
    await use(stores);
  } finally {
    stores.giveUp();
    await new Promise((resolve) => setImmediate(resolve));
    await stores.close();
  }
};

/** Turns of the loops until the well store has nothing left, each turn as the worker takes it: past the stores that are at it already. */
const turnsOfTheWell = async ({ process, left }: TwoStores): Promise<number> => {
  const ctx = process();
  for (let turn = 1; turn <= TURNS_MAX; turn += 1) {
    for (const takeUp of [takeUpReads, takeUpIntents]) {
      const works = await takeUp(ctx, { except: turn === 1 ? [] : [HUNG] });
      works.filter((work) => work.storeId === HUNG).forEach((work) => void work.run().catch(() => undefined));
      await Promise.all(works.filter((work) => work.storeId === WELL).map((work) => work.run()));
    }
    const { intents, reads } = await left(WELL);
    if (intents + reads === 0) return turn;
  }
  return Number.POSITIVE_INFINITY;
};

/** The jobs that call platforms, at their own pace, until `enough`. Ends although a call still hangs. */
const work = async (stores: TwoStores, workers: number, enough: () => Promise<boolean>): Promise<void> => {
  const stop = new AbortController();
  const jobs = JOBS.filter(({ name }) => name === "perform-reads" || name === "perform-intents").map((job) => ({ ...job, restMs: 1 }));
  const running = Array.from({ length: workers }, () => runWorker(stores.process(), createInlineQueue(() => undefined), { signal: stop.signal, jobs }));
  while (!(await enough())) await new Promise((resolve) => setTimeout(resolve, 2));
  stop.abort();
  stores.giveUp();
  await Promise.all(running);
};

describe("a store whose platform hangs", () => {
  test.each(HANGS)("in its %s costs another store no turn", (hang) => withStores(hang, async (hung) => {
    const [ill, well] = [await turnsOfTheWell(hung), await (async () => {
      let turns = 0;
      await withStores("nothing", async (stores) => void (turns = await turnsOfTheWell(stores)));
      return turns;
    })()];
    expect(ill).toBeLessThanOrEqual(well);
    expect(ill).toBeLessThan(TURNS_MAX);
  }));

  const crews = HANGS.flatMap((hang) => [1, 2].map((workers) => ({ hang, workers })));

  test.each(crews)("in its $hang keeps $workers from another store, and loses nothing of its own", ({ hang, workers }) => withStores(hang, async (stores) => {
    await work(stores, workers, async () => {
      const { intents, reads } = await stores.left(WELL);
      return intents + reads === 0;
    });
    const { intents } = await stores.left(HUNG);
    if (hang === "writes" || hang === "tokens") expect(intents).toBe(ROWS_EACH);
    expect(stores.calls.get("writes well.myshopify.com")).toBe(ROWS_EACH);
  }));

  test("has no more calls under way than it may", () => withStores("writes", async (stores) => {
    const ctx = stores.process();
    const busy = new Set<StoreId>();
    for (let turn = 0; turn < 5; turn += 1) {
      for (const one of await takeUpIntents(ctx, { except: [...busy] })) {
        busy.add(one.storeId);
        void one.run().then(() => busy.delete(one.storeId), () => undefined);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(stores.calls.get(`writes hung.myshopify.com`)).toBeLessThanOrEqual(16);
  }));

  test("without the partition the other would wait: the loop over all rows at once does not come back", () => withStores("writes", async (stores) => {
    const whole = performIntents(stores.process()).catch(() => "over");
    await new Promise((resolve) => setImmediate(resolve));
    expect(await Promise.race([whole, new Promise((resolve) => setTimeout(() => resolve("hangs"), 20))])).toBe("hangs");
    stores.giveUp();
    expect(typeof (await whole)).toBe("number");
  }));
});
