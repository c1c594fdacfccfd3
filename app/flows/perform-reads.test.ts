import { describe, expect, it } from "vitest";
import type { Channel } from "../../connectors/channels/port";
import type { PlatformId } from "../domain/ids";
import { applyDeliveries } from "./apply-deliveries";
import { type Bench, buy, findOrder, openStore, orderIdOf, orderOf, settle, takeIn } from "./flows.fixtures";
import { performReads } from "./perform-reads";
import { wantedRead } from "./wanted";

/** A wish of the store that is due now. */
const wish = async (bench: Bench, kind: Parameters<typeof wantedRead>[1]["kind"], target: string): Promise<void> => {
  const store = await bench.store();
  await bench.db.commit([{ merchantId: store.merchantId, guards: [], wantedReads: [wantedRead(store, { kind, target }, { now: bench.clock.now })] }]);
};

const failed = async (bench: Bench) => bench.db.failedReads("acme" as never, 20);

/** A connector with some of its answers replaced. */
const answering = (instead: (channel: Channel) => Partial<Channel>) => (channel: Channel): Channel => ({ ...channel, ...instead(channel) });

describe("an item that neither the platform nor we know", () => {
  it("was deleted before it was read: after some looks nothing is missing", async () => {
    const bench = await openStore();
    await wish(bench, "item", "424242");
    await settle(bench);
    expect(await failed(bench)).toEqual([]);
    expect((await bench.db.backlog(bench.clock.now)).readsWaiting).toBe(0);
  });
});

describe("an order that the platform does not know", () => {
  it("is asked for three times, then kept with words on it and shown among the failed reads", async () => {
    let asked = 0;
    const bench = await openStore({
      wrapChannel: answering((channel) => ({
        readOrders: (access, ids) => {
          asked += 1;
          return channel.readOrders(access, ids);
        },
      })),
    });
    const id = buy(bench, [1]);
    await takeIn(bench);
    bench.twin.shop().orders.delete(id);
    await applyDeliveries(bench.ctx);
    asked = 0;
    await settle(bench);
    expect(asked).toBe(3);
    expect((await orderOf(bench, id)).order.problem).toMatch(/does not know this order/);
    expect((await failed(bench)).map((read) => [read.kind, read.target, read.problem])).toEqual([["order", id, `The platform does not know the order ${id}.`]]);
    expect((await bench.db.history("acme" as never, await orderIdOf(bench, id))).map((event) => event.type)).toContain("unknown-to-platform");
  });

  it("is believed as soon as the platform tells of it after all", async () => {
    const bench = await openStore();
    const id = buy(bench, [1]);
    await takeIn(bench);
    const order = bench.twin.shop().orders.get(id)!;
    bench.twin.shop().orders.delete(id);
    await applyDeliveries(bench.ctx);
    await performReads(bench.ctx);
    bench.twin.shop().orders.set(id, order);
    await settle(bench);
    expect((await orderOf(bench, id)).order).toMatchObject({ status: "routed", problem: null });
    expect(await failed(bench)).toEqual([]);
  });

  it("that nobody has told of yet leaves a failed read and no order", async () => {
    const bench = await openStore();
    await wish(bench, "order", "424242");
    await settle(bench);
    expect(await findOrder(bench, "424242")).toBeNull();
    expect((await failed(bench)).map((read) => read.target)).toEqual(["424242"]);
  });
});

describe("trouble", () => {
  it("by throttling puts the wish off, with the platform's words", async () => {
    const bench = await openStore();
    const id = buy(bench, [1]);
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    bench.twin.faults.throttle = 1;
    await performReads(bench.ctx);
    expect((await bench.db.claimReads(bench.clock.now, 1, 10))).toEqual([]);
    expect([...new Set((await bench.db.claimReads(bench.clock.now + 3_600_000, 1, 10)).map((read) => read.problem))]).toEqual(["Shopify asks to slow down."]);
    bench.twin.faults.throttle = 0;
    bench.clock.now += 3_600_001;
    await settle(bench);
    expect((await orderOf(bench, id)).order.status).toBe("routed");
  });

  it("by a dead token rests for minutes and says what a person must do", async () => {
    const bench = await openStore();
    buy(bench, [1]);
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    bench.twin.shop().tokens.access.clear();
    await performReads(bench.ctx);
    expect(await bench.db.claimReads(bench.clock.now + 299_000, 1, 10)).toEqual([]);
    const [read] = await bench.db.claimReads(bench.clock.now + 300_000, 1, 10);
    expect(read?.problem).toMatch(/Open the app in the store's admin/);
  });

  it("before the platform is asked, where no token is at hand, postpones too", async () => {
    const bench = await openStore();
    buy(bench, [1]);
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    const access = () => Promise.resolve({ ok: false as const, trouble: { kind: "unauthorized" as const, words: "Open the app once." } });
    await performReads({ ...bench.ctx, access });
    expect([...new Set((await bench.db.claimReads(bench.clock.now + 300_000, 1, 10)).map((read) => read.problem))]).toEqual(["Open the app once."]);
  });

  it("with a refusal fails the wish at once and says what the platform said", async () => {
    const bench = await openStore({ wrapChannel: answering(() => ({ readProducts: () => Promise.resolve({ ok: false, trouble: { kind: "refused", code: "X", words: "no such field" } }) })) });
    await wish(bench, "product", "1");
    await performReads(bench.ctx);
    expect((await failed(bench)).map((read) => read.problem)).toEqual(["The platform refused to tell: no such field"]);
  });

  it("with an answer that cannot be understood reads the others alone, and shows the one after some tries", async () => {
    let bad = "none";
    const asked: number[] = [];
    const unreadable = { kind: "retry", afterMs: 0, words: "Order: `status` is missing.", unreadable: true } as const;
    const bench = await openStore({
      wrapChannel: answering((channel) => ({
        readOrders: (access, ids) => {
          asked.push(ids.length);
          return ids.includes(bad as PlatformId) ? Promise.resolve({ ok: false, trouble: unreadable }) : channel.readOrders(access, ids);
        },
      })),
    });
    bad = buy(bench, [1]);
    const good = buy(bench, [1]);
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    await performReads(bench.ctx);
    expect(asked).toEqual([2, 1, 1]);
    expect((await orderOf(bench, good)).order.status).toBe("routed");
    await settle(bench);
    expect((await failed(bench)).map((read) => [read.target, read.problem])).toEqual([[bad, "Order: `status` is missing."]]);
  });

  it("with one order does not keep the others of the batch waiting", async () => {
    let bad = "none";
    const bench = await openStore({
      wrapChannel: answering((channel) => ({
        readOrders: async (access, ids) => {
          const answer = await channel.readOrders(access, ids);
          const poisoned = answer.ok ? answer.value.get(bad as PlatformId) : undefined;
          // An answer of a shape that nobody foresaw: the decision on it throws.
          if (answer.ok && poisoned && poisoned !== "gone") answer.value.set(bad as PlatformId, { ...poisoned, fulfillments: [{ ...poisoned.fulfillments[0], lines: null } as never] });
          return answer;
        },
      })),
    });
    bad = buy(bench, [1]);
    const good = buy(bench, [1]);
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    await performReads(bench.ctx);
    expect((await orderOf(bench, good)).order.status).toBe("routed");
    expect((await orderOf(bench, bad)).order.readAt).toBeNull();
    const waiting = await bench.db.claimReads(bench.clock.now + 600_000, 1, 10);
    expect(waiting.filter((read) => read.kind === "order").map((read) => [read.target, read.problem?.slice(0, 38)])).toEqual([[bad, "Switchyard could not use the answer: C"]]);
    expect(bench.logged.join()).toMatch(/order not decided/);
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
  });
});
