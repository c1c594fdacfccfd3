import { intentRow, MASTER_KEYS, NOW, delivery, orderId, orderRow, setOf, take } from "./battery-fixtures";
import { openDatabase } from "./open-database";
import type { Db } from "./port";

/**
 * A process of its own that works on a database beside others: `battery-client.ts <verb> <url> <name>`. Prints one line of
 * JSON; `store` prints each delivery as it is acknowledged, until it is killed.
 */
const [verb, url = "", name = ""] = process.argv.slice(2);

const LEASE_MS = 1_000_000;

/** One unit at a time until the floor stops it. */
const takeAll = async (db: Db): Promise<number> => {
  for (let taken = 0; ; taken += 1) {
    const [outcome] = await db.commit([take(`take:${name}:${taken}`, 1)]);
    if (outcome?.status === "conflict") return taken;
  }
};

/** Counts one order's version up, loading it anew after each conflict. */
const countUp = async (db: Db, times: number): Promise<number> => {
  let conflicts = 0;
  for (let done = 0; done < times;) {
    const version = ((await db.order(orderRow("1").merchantId, orderId("1")))?.order.version ?? 0) + 1;
    const [outcome] = await db.commit([setOf({ guards: [{ kind: "order", orderId: orderId("1"), version: version - 1 }], orders: [{ order: orderRow("1", { version }) }] })]);
    if (outcome?.status === "committed") done += 1;
    else conflicts += 1;
  }
  return conflicts;
};

/** Leases until nothing is left; nobody settles, so that each row must be leased by one process alone. */
const claimAll = async (db: Db) => {
  const claimed: string[] = [];
  for (;;) {
    const rows = [...(await db.claimIntents(NOW, LEASE_MS, 3)), ...(await db.claimDeliveries(NOW, LEASE_MS, 3)), ...(await db.claimReads(NOW, LEASE_MS, 3))];
    if (rows.length === 0) return claimed;
    claimed.push(...rows.map((row) => ("id" in row ? row.id : row.target)));
  }
};

/** Performs intents as workers do: lease, settle, next; tells in which order. */
const performAll = async (db: Db) => {
  const done: string[] = [];
  for (;;) {
    const rows = await db.claimIntents(NOW, LEASE_MS, 2);
    if (rows.length === 0 && (await db.backlog(NOW)).outboxWaiting === 0) return done;
    for (const { id } of rows) {
      done.push(id);
      await db.commit([setOf({ settledIntents: [{ id, status: "done", dueAt: NOW, problem: null, progress: {} }], intents: [intentRow(`after-${id}`, { status: "done" })] })]);
    }
  }
};

const storeForever = async (db: Db) => {
  for (let turn = 0; ; turn += 1) {
    await Promise.all([0, 1, 2].map(async (part) => {
      const id = `${name}-${turn}-${part}`;
      await db.storeDeliveries([delivery(id)]);
      process.stdout.write(`${id}\n`);
    }));
  }
};

const VERBS: Record<string, (db: Db) => Promise<unknown>> = {
  open: async () => "opened",
  take: takeAll,
  count: (db) => countUp(db, 20),
  claim: claimAll,
  perform: performAll,
  store: storeForever,
};

const main = async () => {
  const act = VERBS[verb ?? ""];
  if (!act) throw new Error(`no such verb: ${verb}`);
  const db = await openDatabase({ url, masterKeys: MASTER_KEYS });
  process.stdout.write(`${JSON.stringify(await act(db))}\n`);
  await db.close();
};

void main();
