import type { MerchantId } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import { type ActResult, type ExceptionRef, retryException } from "../flows/acts";
import { retryErasure } from "../flows/privacy-runs";
import { BadArgument, type CliWorld, type ExitCode, merchantsNamed } from "./command";

const PAGE = 200;
const FAILED_READS_MAX = 500;
const RUNS_MAX = 50;

interface Stuck {
  kind: ExceptionRef["kind"] | "erasure";
  id: string;
  what: string;
  problem: string;
  retry(): Promise<ActResult>;
}

interface Options {
  all?: boolean;
  merchant?: string;
  json?: boolean;
}

/**
 * Without an id it lists what the machine could not do; with one, or with --all, it has that tried again. 1 when something could
 * not be, 2 when nothing has that id.
 */
export async function retry(world: CliWorld, id: string | undefined, options: Options): Promise<ExitCode> {
  const { flow, print } = world;
  if (id !== undefined && options.all) throw new BadArgument("Give an id or --all, not both.");
  const stuck = (await Promise.all((await merchantsNamed(flow.db, options.merchant)).map((merchantId) => stuckOf(world, merchantId)))).flat();
  const chosen = id === undefined ? stuck : stuck.filter((one) => one.id === id);
  if (id !== undefined && chosen.length === 0) throw new BadArgument(`Nothing that is stuck has the id ${id}. \`switchyard retry\` lists what is.`);
  if (id === undefined && !options.all) {
    if (options.json) print(JSON.stringify(stuck.map(({ kind, id: known, what, problem }) => ({ kind, id: known, what, problem }))));
    else for (const one of stuck) print([one.kind, one.id, one.what, one.problem].join("\t"));
    return 0;
  }
  const results: { id: string; kind: string; ok: boolean; problem: string | null }[] = [];
  for (const one of chosen) {
    const result = await one.retry();
    results.push({ id: one.id, kind: one.kind, ok: result.ok, problem: result.ok ? null : result.problem });
  }
  if (options.json) print(JSON.stringify(results));
  else for (const one of results) print(`${one.kind} ${one.id}: ${one.ok ? "the worker tries it again" : one.problem}`);
  return results.every((one) => one.ok) ? 0 : 1;
}

async function stuckOf({ flow }: CliWorld, merchantId: MerchantId): Promise<Stuck[]> {
  const { db } = flow;
  const stores = await db.stores(merchantId);
  const [first] = stores;
  if (!first) return [];
  const storeOf = (storeId: StoreRecord["id"] | null): StoreRecord => stores.find((store) => store.id === storeId) ?? first;
  const again = (storeId: StoreRecord["id"] | null, exception: ExceptionRef) => () => retryException(flow, { store: storeOf(storeId), exception });
  const stuck: Stuck[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: Awaited<ReturnType<typeof db.parkedDeliveries>> = await db.parkedDeliveries(merchantId, cursor, PAGE);
    for (const row of page.rows) stuck.push({ kind: "delivery", id: row.id, what: row.topic, problem: row.reason, retry: again(row.storeId, { kind: "delivery", id: row.id }) });
    cursor = page.nextCursor;
  }
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: Awaited<ReturnType<typeof db.refusedIntents>> = await db.refusedIntents(merchantId, cursor, PAGE);
    for (const row of page.rows) stuck.push({ kind: "intent", id: row.id, what: row.intent.kind, problem: row.problem ?? "", retry: again(row.storeId, { kind: "intent", id: row.id }) });
    cursor = page.nextCursor;
  }
  for (const { storeId, kind, target, problem } of await db.failedReads(merchantId, FAILED_READS_MAX)) {
    stuck.push({ kind: "read", id: `${storeId}/${kind}/${target}`, what: kind, problem: problem ?? "", retry: again(storeId, { kind: "read", storeId, read: kind, target }) });
  }
  for (const store of stores) {
    const runs = await db.runs(merchantId, { storeId: store.id, kinds: ["erase-customer", "erase-store"], limit: RUNS_MAX });
    for (const run of runs.filter((one) => one.status === "failed")) {
      stuck.push({ kind: "erasure", id: run.id, what: run.kind, problem: run.problem ?? "", retry: () => retryErasure(flow, { merchantId, runId: run.id }) });
    }
  }
  return stuck;
}
