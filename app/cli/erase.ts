import { emptyChangeSet } from "../domain/change-set";
import type { RunRecord } from "../domain/desk";
import { type MerchantId, type PlatformId, toId } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import { eraseCustomerRun, eraseStoreRun, startRun } from "../flows/privacy-requests";
import { advanceErasure } from "../flows/privacy-runs";
import { BadArgument, type CliWorld, type ExitCode, merchantsNamed } from "./command";
import { orderNamed } from "./order-named";

const ACTOR = "switchyard";
const ASK_AGAIN_MS = 250;
const WAITS_MAX = 120;

export interface EraseOptions {
  merchant?: string;
  order?: string;
  customer?: string;
  yes?: boolean;
  json?: boolean;
}

/**
 * Erases one order's customer data, one customer, or everything of a merchant, and proves it. 1 when something is left or could not be
 * done, 2 when the arguments name nothing, or --yes is missing.
 */
export async function erase(world: CliWorld, options: EraseOptions): Promise<ExitCode> {
  const { order, customer, merchant } = options;
  if (order !== undefined && customer !== undefined) throw new BadArgument("Give --order or --customer, not both.");
  if (order !== undefined) return eraseOrder(world, order, options);
  if (customer !== undefined) return eraseCustomer(world, customer, options);
  if (merchant === undefined) throw new BadArgument("Say what to erase: --order ORDER, --customer CUSTOMER, or --merchant MERCHANT --yes.");
  return eraseMerchant(world, options);
}

async function eraseOrder(world: CliWorld, name: string, options: EraseOptions): Promise<ExitCode> {
  const { order } = await orderNamed(world, name, options.merchant);
  const store = await world.flow.db.store(order.merchantId, order.storeId);
  if (!store) throw new BadArgument(`The store of ${name} is not connected any more.`);
  return erasePerson(world, { store, customer: null, orders: [order.platformId] }, options);
}

/** By the platform's number: the orders of theirs that are known, and their own contact. */
async function eraseCustomer(world: CliWorld, customer: string, options: EraseOptions): Promise<ExitCode> {
  const { db } = world.flow;
  const digits = /^(?:gid:\/\/shopify\/Customer\/)?(\d{1,30})$/.exec(customer)?.[1];
  if (digits === undefined) throw new BadArgument("--customer must be the platform's number of the customer, as in the address of their page in the admin.");
  const found: StoreRecord[] = [];
  for (const merchantId of await merchantsNamed(db, options.merchant)) {
    for (const store of await db.stores(merchantId)) {
      const customerId = `${store.id}-${digits}`;
      const known = (await db.customer(merchantId, customerId)) !== null || (await db.ordersOfPerson(merchantId, { storeId: store.id, customerId, orderPlatformIds: [] })).length > 0;
      if (known) found.push(store);
    }
  }
  if (found.length === 0) throw new BadArgument(`There is no customer ${digits}.`);
  if (found.length > 1) throw new BadArgument(`Several stores have a customer ${digits}. Add --merchant: ${found.map((store) => store.merchantId).join(", ")}.`);
  return erasePerson(world, { store: found[0]!, customer: toId<PlatformId>(digits), orders: [] }, options);
}

async function erasePerson(world: CliWorld, who: { store: StoreRecord; customer: PlatformId | null; orders: PlatformId[] }, options: EraseOptions): Promise<ExitCode> {
  const { flow, print } = world;
  const { store, customer, orders } = who;
  const run = await startRun(flow, eraseCustomerRun(flow, store, { actor: ACTOR, person: { customer, orders }, deliveryId: null }));
  const ended = await finish(world, run);
  const { status, problem, total, detail } = ended ?? run;
  if (options.json) print(JSON.stringify({ run: run.id, status, problem, orders: total, tables: detail.tables, rows: detail.rows, hits: detail.hits }));
  else if (status === "done") print(`Erased: ${total ?? 0} orders. ${String(detail.rows)} rows of ${String(detail.tables)} tables were looked through afterwards, and nothing of the customer was found.`);
  else print(problem ?? "It waits for messages that are not applied yet; the worker takes it on.");
  return status === "done" ? 0 : 1;
}

async function eraseMerchant(world: CliWorld, options: EraseOptions): Promise<ExitCode> {
  const { flow, print } = world;
  const [merchantId] = await merchantsNamed(flow.db, options.merchant);
  const stores = await flow.db.stores(merchantId!);
  const counts = await flow.db.rowCounts(merchantId!);
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (!options.yes) {
    print(options.json ? JSON.stringify({ merchant: merchantId, rows: counts, erased: false }) : `This would erase ${rows} rows of ${merchantId}, with ${stores.map((store) => store.domain).join(", ")}. It cannot be undone. Add --yes to do it.`);
    return 2;
  }
  const run = await begin(world, merchantId!, stores);
  const left = await finish(world, run);
  if (options.json) print(JSON.stringify({ merchant: merchantId, rows: counts, erased: left === null, problem: left?.problem ?? null }));
  else print(left === null ? `Everything of ${merchantId} was erased: ${rows} rows. One row says that it was done.` : (left.problem ?? "It is not done yet; the worker takes it on."));
  return left === null ? 0 : 1;
}

/** Nothing is written to or read from the stores any more from here on. */
async function begin({ flow }: CliWorld, merchantId: MerchantId, stores: readonly StoreRecord[]): Promise<RunRecord> {
  const now = flow.now();
  await flow.db.commit([{ ...emptyChangeSet(merchantId), stores: stores.map((store) => ({ ...store, status: "uninstalled" as const, updatedAt: now })) }]);
  return startRun(flow, eraseStoreRun(flow, stores[0]!, ACTOR));
}

/** Takes a run to its end. Null: it erased itself with all else. */
async function finish({ flow, wait }: CliWorld, begun: RunRecord): Promise<RunRecord | null> {
  let waits = 0;
  for (;;) {
    const run = await flow.db.run(begun.merchantId, begun.id);
    if (run === null || run.status !== "running" || waits >= WAITS_MAX) return run;
    if (await advanceErasure(flow, run)) continue;
    waits += 1;
    await wait(ASK_AGAIN_MS);
  }
}
