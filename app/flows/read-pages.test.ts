import { describe, expect, it } from "vitest";
import type { Channel } from "../../connectors/channels/port";
import type { ItemId } from "../domain/ids";
import { applyDeliveries } from "./apply-deliveries";
import { type Bench, buy, connect, knownLevels, openBench, openStore, orderOf, platformLevels, settle, settledOrder, takeIn } from "./flows.fixtures";
import { performIntents } from "./perform-intents";
import { performReads } from "./perform-reads";
import { wantedRead } from "./wanted";

/** A wish of the store that is due now. */
const wish = async (bench: Bench, kind: Parameters<typeof wantedRead>[1]["kind"], target: string): Promise<void> => {
  const store = await bench.store();
  await bench.db.commit([{ merchantId: store.merchantId, guards: [], wantedReads: [wantedRead(store, { kind, target }, { now: bench.clock.now })] }]);
};

const failed = async (bench: Bench) => bench.db.failedReads("acme" as never, 20);
const agree = async (bench: Bench, index = 0): Promise<void> => expect(await knownLevels(bench, index)).toEqual(platformLevels(bench, index));


/** A connector with some of its answers replaced. */
const answering = (instead: (channel: Channel) => Partial<Channel>) => (channel: Channel): Channel => ({ ...channel, ...instead(channel) });

describe("the import after a store is connected", () => {
  it("ends with the shop's facts, its locations, all items over several pages, its orders, and the platform's levels", async () => {
    const stock = Array.from({ length: 45 }, (_, index) => [index % 7, index % 3 === 0 ? null : 4, 9]);
    const bench = await openBench({ stock });
    const early = buy(bench, [0, 2]);
    bench.twin.takeDeliveries(bench.clock.now);
    await connect(bench);
    await settle(bench);
    expect(await bench.store()).toMatchObject({ name: "acme", currency: "USD", timeZone: "America/New_York", status: "observe" });
    expect((await bench.store()).ordersReadUntil).not.toBeNull();
    expect((await bench.db.locations("acme" as never)).map((location) => location.name).sort()).toEqual(["Dallas warehouse", "Newark warehouse", "Reno warehouse"]);
    for (let index = 0; index < 45; index += 1) await agree(bench, index);
    expect((await orderOf(bench, early)).order).toMatchObject({ status: "routed", adopted: false });
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
  });

  it("keeps what one worker learnt of the shop while another was asking for its orders", async () => {
    let meanwhile: () => Promise<void> = () => Promise.resolve();
    const bench = await openBench({
      wrapChannel: answering((channel) => ({
        listOrders: async (...ask) => {
          const answer = await channel.listOrders(...ask);
          await meanwhile();
          return answer;
        },
      })),
    });
    await connect(bench);
    const store = await bench.store();
    meanwhile = async () => {
      await bench.db.commit([{ merchantId: store.merchantId, guards: [], stores: [{ ...store, name: "Acme Ltd", currency: "EUR" }] }]);
    };
    bench.clock.now += 10;
    const reads = await bench.db.claimReads(bench.clock.now, 1, 10);
    await bench.db.commit([{ merchantId: store.merchantId, guards: [], fulfilledReads: reads.filter((read) => read.kind !== "orders") }]);
    bench.clock.now += 10;
    await performReads(bench.ctx);
    expect(await bench.store()).toMatchObject({ name: "Acme Ltd", currency: "EUR" });
    expect((await bench.store()).ordersReadUntil).not.toBeNull();
  });

  it("takes up two walks over the items at once, each to its end", async () => {
    const bench = await openBench({ stock: Array.from({ length: 25 }, () => [1, 1, 1]) });
    await connect(bench);
    bench.clock.now += 10;
    await performReads(bench.ctx);
    await wish(bench, "items", "");
    bench.clock.now += 10;
    await performReads(bench.ctx);
    // The second page of the first walk is done, that of the second one waits: none is left leased.
    expect((await bench.db.claimReads(bench.clock.now + 1, 1, 10)).map((read) => read.kind)).toEqual(["items"]);
  });

  it("loses no item of a page that the database would not take", async () => {
    let bad = "none";
    const bench = await openBench({
      stock: [[5, 5, 5], [4, 4, 4]],
      wrapDb: (db) => ({ ...db, commit: (sets) => (sets.some((set) => (set.items ?? []).some((item) => item.platformId === bad)) ? Promise.reject(new Error("disk says no")) : db.commit(sets)) }),
    });
    bad = bench.good(0).itemId;
    await connect(bench);
    await settle(bench);
    await agree(bench, 1);
    expect((await failed(bench)).map((read) => [read.kind, read.target, read.problem])).toEqual([["item", bad, "Switchyard could not apply it: disk says no"]]);
  });
});

describe("a change of the shop", () => {
  it("closes a location that is not told of any more, and lets waiting orders look again when one opens", async () => {
    const bench = await openStore({ stock: [[0, 5, null]] });
    bench.twin.people().closeLocation(bench.location(1));
    await settle(bench);
    expect((await bench.db.locations("acme" as never)).find((location) => location.name === "Dallas warehouse")?.active).toBe(false);
    const id = await settledOrder(bench, { lines: [{ variantId: bench.good(0).variantId, quantity: 1 }], oversell: true });
    expect((await orderOf(bench, id)).order.status).toBe("backordered");
    bench.twin.people().openLocation(bench.location(1));
    await wish(bench, "locations", "");
    await settle(bench);
    expect((await orderOf(bench, id)).order.status).toBe("routed");
  });

  it("by which a location was deleted closes it here", async () => {
    const bench = await openStore();
    bench.twin.shop().locations.delete(bench.location(1));
    await wish(bench, "locations", "");
    await performReads(bench.ctx);
    expect((await bench.db.locations("acme" as never)).filter((location) => location.active)).toHaveLength(2);
  });

  it("reads nothing any more of a store that removed the app", async () => {
    const bench = await openStore();
    buy(bench, [1]);
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    const store = await bench.store();
    await bench.db.commit([{ merchantId: store.merchantId, guards: [], stores: [{ ...store, status: "uninstalled" }] }]);
    await performReads(bench.ctx);
    expect((await bench.db.backlog(bench.clock.now)).readsWaiting).toBe(0);
    expect(await performIntents(bench.ctx)).toBe(0);
  });

  it("tells of a level that was disconnected", async () => {
    const bench = await openStore();
    [...bench.twin.shop().items.values()][0]!.levels.delete(bench.location(1));
    await wish(bench, "item", bench.good(0).itemId);
    await performReads(bench.ctx);
    const levels = await bench.db.levels("acme" as never, [`${(await bench.store()).id}-${bench.good(0).itemId}` as ItemId]);
    expect(levels.map((level) => level.active).sort()).toEqual([false, true, true]);
    expect(levels.find((level) => !level.active)).toMatchObject({ available: 0, onHand: 0 });
  });
});
