import { describe, expect, it } from "vitest";
import { type Channel, BulkBroken } from "../../connectors/channels/port";
import type { RunRecord } from "../domain/desk";
import type { PlatformId } from "../domain/ids";
import type { PlatformItemReading } from "../domain/platform";
import { compareNow } from "./compare";
import { type Bench, type BenchOptions, connect, knownLevels, openBench, openStore, platformLevels, settle } from "./flows.fixtures";

/** A shop that says it has many items, so that files are asked for. */
const many = (instead: (channel: Channel) => Partial<Channel> = () => ({})): BenchOptions => ({
  stock: [[5, 4, 3], [2, 1, 0], [7, 7, 7]],
  wrapChannel: (channel) => ({ ...channel, readCounts: () => Promise.resolve({ ok: true, value: { items: 5_000, orders: 0 }, readAt: 0 }), ...instead(channel) }),
});

const runOf = async (bench: Bench, kind: RunRecord["kind"]): Promise<RunRecord> => {
  const store = await bench.store();
  const [run] = await bench.db.runs(store.merchantId, { storeId: store.id, kinds: [kind], limit: 1 });
  if (!run) throw new Error(`no run ${kind}`);
  return run;
};

/** A file of so many items, all like those of the given one. */
async function* repeated(file: AsyncIterable<PlatformItemReading>, items: number): AsyncIterable<PlatformItemReading> {
  const known: PlatformItemReading[] = [];
  for await (const reading of file) known.push(reading);
  for (let index = 0; index < items; index += 1) {
    const like = known[index % known.length] as PlatformItemReading;
    yield { ...like, item: { ...like.item, platformId: `7000${index}` as PlatformId } };
  }
}

const imported = async (options: BenchOptions): Promise<Bench> => {
  const bench = await openBench(options);
  await connect(bench);
  await settle(bench);
  return bench;
};

const everyLevelAgrees = async (bench: Bench): Promise<void> => {
  for (const good of [0, 1, 2]) expect(await knownLevels(bench, good)).toEqual(platformLevels(bench, good));
};

describe("an import", () => {
  it("shows how far locations, items and orders are, and ends done", async () => {
    const bench = await imported({ stock: [[5, 5, 5]] });
    expect(await runOf(bench, "import-locations")).toMatchObject({ status: "done", total: 3, done: 3 });
    expect(await runOf(bench, "import-items")).toMatchObject({ status: "done", total: 1, done: 1, problem: null });
    expect(await runOf(bench, "import-orders")).toMatchObject({ status: "done", total: 0, done: 0 });
  });

  it("of many items reads one file, and keeps no address of it", async () => {
    let files = 0;
    const bench = await imported(many((channel) => ({
      readBulk: (access, url) => {
        files += 1;
        return channel.readBulk(access, url);
      },
      listItems: () => Promise.reject(new Error("the pages were walked")),
    })));
    expect(files).toBe(1);
    const run = await runOf(bench, "import-items");
    expect(run).toMatchObject({ status: "done", total: 3, done: 3 });
    expect(run.detail.url).toBeNull();
    await everyLevelAgrees(bench);
  });

  it("walks the pages where the platform writes no file", async () => {
    const bench = await imported(many(() => ({ startBulk: () => Promise.resolve({ ok: false, trouble: { kind: "refused", code: "no", words: "No files today." } }) })));
    expect(await runOf(bench, "import-items")).toMatchObject({ status: "done", done: 3 });
    await everyLevelAgrees(bench);
  });

  it("asks anew for a file that breaks, and walks the pages when it breaks again and again", async () => {
    let asked = 0;
    const bench = await imported(many((channel) => ({
      startBulk: (access) => {
        asked += 1;
        return channel.startBulk(access);
      },
      readBulk: () => Promise.reject(new BulkBroken("The file ends in its middle.")),
    })));
    expect(asked).toBe(3);
    expect(await runOf(bench, "import-items")).toMatchObject({ status: "done", total: 3, done: 3 });
    await everyLevelAgrees(bench);
  });

  it("counts no item twice and posts nothing twice when a worker dies between a chunk and its place", async () => {
    let dying = true;
    const bench = await imported({
      ...many(),
      wrapDb: (db) => ({
        ...db,
        commit: (sets) => {
          if (!dying || !sets.some((set) => (set.runs ?? []).some((run) => run.detail.position === 3))) return db.commit(sets);
          dying = false;
          return Promise.reject(new Error("the worker died"));
        },
      }),
    });
    expect(dying).toBe(false);
    expect(await runOf(bench, "import-items")).toMatchObject({ status: "done", done: 3 });
    await everyLevelAgrees(bench);
    const store = await bench.store();
    expect(await bench.db.ledgerFaults(store.merchantId, 5)).toEqual([]);
    expect(await bench.db.differencesSince(store.merchantId, { storeId: store.id, since: 0, limit: 10 })).toEqual([]);
  });

  it("of several chunks goes on where it was when a worker dies between two", async () => {
    let dying = true;
    const bench = await imported({
      ...many((channel) => ({
        readBulk: async (access, url) => {
          const file = await channel.readBulk(access, url);
          return file.ok ? { ...file, value: repeated(file.value, 600) } : file;
        },
      })),
      wrapDb: (db) => ({
        ...db,
        commit: (sets) => {
          if (!dying || !sets.some((set) => (set.runs ?? []).some((run) => run.detail.position === 500))) return db.commit(sets);
          dying = false;
          return Promise.reject(new Error("the worker died"));
        },
      }),
    });
    expect(dying).toBe(false);
    expect(await runOf(bench, "import-items")).toMatchObject({ status: "done", done: 600 });
    const { rows } = await bench.db.inventoryPage((await bench.store()).merchantId, { limit: 1_000 });
    expect(rows).toHaveLength(600);
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
  });

  it("says on the run why it does not move, and goes on when the platform answers again", async () => {
    let refuse = true;
    const bench = await openBench({
      stock: [[5, 5, 5]],
      wrapChannel: (channel) => ({ ...channel, listItems: (access, cursor) => (refuse ? Promise.resolve({ ok: false, trouble: { kind: "refused", code: "denied", words: "You may not." } }) : channel.listItems(access, cursor)) }),
    });
    await connect(bench);
    await settle(bench);
    const run = await runOf(bench, "import-items");
    expect(run).toMatchObject({ status: "failed", problem: "You may not." });
    refuse = false;
    await bench.db.retryRead(run.merchantId, { storeId: run.storeId, kind: "bulk", target: run.id }, bench.clock.now);
    await settle(bench);
    expect(await runOf(bench, "import-items")).toMatchObject({ status: "done", problem: null, done: 1 });
  });
});

describe("a comparison", () => {
  it("by file believes no file: a level that changed since is read by itself or left alone", async () => {
    const bench = await openStore(many());
    const store = await bench.store();
    bench.twin.people().adjustStock({ itemId: bench.good(0).itemId, locationId: bench.location(0), delta: 2 });
    bench.twin.takeDeliveries(bench.clock.now + 1);
    bench.clock.now += 10_000;
    await compareNow(bench.ctx, { store, actor: "person:7" });
    await settle(bench);
    expect(await runOf(bench, "compare-stock")).toMatchObject({ status: "done", done: 3, detail: { levels: 9, differing: 1, unitsOff: 2 } });
    await everyLevelAgrees(bench);
  });

  it("asked for twice is one", async () => {
    const bench = await openStore();
    const store = await bench.store();
    const first = await compareNow(bench.ctx, { store, actor: "person:7" });
    expect(await compareNow(bench.ctx, { store, actor: "person:8" })).toEqual({ ok: true, runIds: expect.arrayContaining([...(first.runIds ?? [])]) as string[] });
    await settle(bench);
    expect((await bench.db.runs(store.merchantId, { storeId: store.id, kinds: ["compare-stock"], limit: 5 })).length).toBe(1);
  });
});
