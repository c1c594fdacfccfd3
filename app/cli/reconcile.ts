import type { RunRecord } from "../domain/desk";
import type { StoreRecord } from "../domain/records";
import { compareNow } from "../flows/compare";
import { type CliWorld, type ExitCode, storeNamed } from "./command";

const ASK_AGAIN_MS = 500;
const WITHIN_MS = 10 * 60_000;

interface Options {
  store?: string;
  wait: boolean;
  json?: boolean;
}

/** Has the worker compare stock and orders with the platform, of one store or of all, and tells what it found; 1 when it could not. */
export async function reconcile(world: CliWorld, options: Options): Promise<ExitCode> {
  const { flow, print } = world;
  const stores = options.store === undefined ? (await flow.db.allStores()).filter((store) => store.status !== "uninstalled") : [await storeNamed(flow.db, options.store)];
  let failed = false;
  const told: unknown[] = [];
  for (const store of stores) {
    const begun = await compareNow(flow, { store, actor: "switchyard" });
    const runs = begun.ok && options.wait ? await ended(world, store, begun.runIds ?? []) : [];
    const wrong = !begun.ok || runs.some((run) => run.status !== "done");
    failed ||= wrong;
    told.push({ store: store.domain, problem: begun.ok ? null : begun.problem, runs: runs.map(({ id, kind, status, done, problem }) => ({ id, kind, status, done, problem })) });
    if (!options.json) print(begun.ok ? wordsOf(store, runs) : `${store.domain}: ${begun.problem}`);
  }
  if (options.json) print(JSON.stringify(told));
  else if (stores.length === 0) print("No store is connected yet.");
  return failed ? 1 : 0;
}

/** The runs when they are over, or as they stand when nobody took them on. */
async function ended({ flow, wait }: CliWorld, store: StoreRecord, ids: readonly string[]): Promise<RunRecord[]> {
  for (let waited = 0; ; waited += ASK_AGAIN_MS) {
    const runs = (await Promise.all(ids.map((id) => flow.db.run(store.merchantId, id)))).filter((run) => run !== null);
    if (waited >= WITHIN_MS || runs.every((run) => run.status !== "running")) return runs;
    await wait(ASK_AGAIN_MS);
  }
}

function wordsOf(store: StoreRecord, runs: readonly RunRecord[]): string {
  if (runs.length === 0) return `${store.domain}: the comparison has begun; the worker takes it on.`;
  const parts = runs.map((run) => {
    const what = run.kind === "compare-stock" ? "stock" : "orders";
    if (run.status === "running") return `${what}: still under way; does a worker run?`;
    return run.status === "done" ? `${what}: ${run.done} compared` : `${what}: ${run.problem ?? run.status}`;
  });
  return `${store.domain}: ${parts.join("; ")}.`;
}
