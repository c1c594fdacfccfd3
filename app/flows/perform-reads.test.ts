import { describe, expect, it } from "vitest";
import type { Channel } from "../../connectors/channels/port";
import type { ItemId, PlatformId } from "../domain/ids";
import { checkCertificate } from "../domain/routing/check";
import {
  type Bench, NEWARK, RENO, buy, connect, findOrder, knownLevels, openBench, openStore, orderIdOf, orderOf, platformLevels, put, readFor, settle, settledOrder, standing, takeIn,
} from "./flows.fixtures";
import { applyDeliveries } from "./apply-deliveries";
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

describe("an order that is read", () => {
  it("is routed with a certificate that the checker accepts, and moved to the better location when the store is live", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [2, 1]);
    expect(standing(bench, id)).toEqual([{ at: NEWARK, status: "OPEN", units: 3, holds: [] }]);
    const { order, allocations } = await orderOf(bench, id);
    expect(order.status).toBe("routed");
    expect(allocations.every((one) => one.status === "placed")).toBe(true);
    const [decision] = await bench.db.decisions("acme" as never, order.id);
    expect(decision?.status).toBe("confirmed");
    expect(checkCertificate(decision!.certificate)).toEqual({ faults: [], proved: "optimal" });
    expect((await bench.db.intentsOfOrder("acme" as never, order.id)).map((row) => [row.intent.kind, row.status])).toEqual([["place", "done"]]);
    await agree(bench, 0);
    await agree(bench, 1);
  });

  it("shows its decision and writes nothing while the store is observed", async () => {
    const bench = await openStore({ status: "observe" });
    const id = await settledOrder(bench, [2]);
    const { order } = await orderOf(bench, id);
    expect(standing(bench, id)).toEqual([{ at: RENO, status: "OPEN", units: 2, holds: [] }]);
    expect((await bench.db.decisions("acme" as never, order.id)).map((one) => one.status)).toEqual(["observed"]);
    expect(await bench.db.intentsOfOrder("acme" as never, order.id)).toEqual([]);
    await agree(bench);
  });

  it("reserves where the plan wants it until the platform has moved it there", async () => {
    const bench = await openStore();
    const id = buy(bench, [2]);
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    await performReads(bench.ctx);
    const { allocations, order } = await orderOf(bench, id);
    expect(allocations.map((one) => [one.status, one.quantity]).sort()).toEqual([["placed", 2], ["planned", 2]].sort());
    expect((await bench.db.openIntents("acme" as never, [order.id])).map((row) => row.intent.kind)).toEqual(["place"]);
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
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

describe("an answer older than what was told before", () => {
  it("is not believed, and is believed all the same when it stays so for eight tries", async () => {
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
    const [first] = bench.twin.takeDeliveries(bench.clock.now);
    const body = first!.body.replace(/"updated_at":\s*"[^"]+"/, `"updated_at":"${new Date(bench.clock.now + 3_600_000).toISOString()}"`);
    await put(bench, { topic: "orders/create", body });
    await applyDeliveries(bench.ctx);
    asked = 0;
    await readFor(bench, 5_000);
    expect((await orderOf(bench, id)).order.readAt).toBeNull();
    expect(asked).toBe(3);
    await readFor(bench, 60_000);
    expect(asked).toBe(9);
    expect((await orderOf(bench, id)).order).toMatchObject({ status: "routed", platformUpdatedAt: expect.any(Number) });
    expect(await failed(bench)).toEqual([]);
  });

  it("is waited for until it is fresh", async () => {
    const bench = await openStore();
    const id = buy(bench, [1]);
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    bench.twin.faults.staleRead = 1;
    bench.clock.now += 1_000;
    bench.twin.people().addTags(id, ["gift"]);
    bench.twin.people().addTags(id, ["urgent"]);
    await settle(bench);
    expect((await orderOf(bench, id)).order.tags.sort()).toEqual(["gift", "urgent"]);
  });
});

describe("scarce stock", () => {
  it("holds the order at the platform under our own handle, says what is missing, and lets it go by itself when stock arrives", async () => {
    const bench = await openStore({ stock: [[1, null, 0]] });
    const id = await settledOrder(bench, { lines: [{ variantId: bench.good(0).variantId, quantity: 3 }], oversell: true });
    const { order } = await orderOf(bench, id);
    expect(order.status).toBe("backordered");
    expect(order.problem).toMatch(/^Waiting for stock\. .*: 3 wanted, 1 in stock\.$/);
    expect(standing(bench, id).map((one) => [one.status, one.holds])).toEqual([["ON_HOLD", ["switchyard-backorder"]]]);
    bench.twin.people().adjustStock({ itemId: bench.good(0).itemId, locationId: bench.location(NEWARK), delta: 4 });
    await settle(bench);
    expect((await orderOf(bench, id)).order).toMatchObject({ status: "routed", problem: null });
    expect(standing(bench, id)).toEqual([{ at: NEWARK, status: "OPEN", units: 3, holds: [] }]);
    await agree(bench);
  });

  it("is written to nobody while the store is observed", async () => {
    const bench = await openStore({ stock: [[1, null, 0]], status: "observe" });
    const id = await settledOrder(bench, { lines: [{ variantId: bench.good(0).variantId, quantity: 3 }], oversell: true });
    expect((await orderOf(bench, id)).order.status).toBe("backordered");
    expect(standing(bench, id).map((one) => one.holds)).toEqual([[]]);
  });

  it("below zero at the platform is kept as it is told", async () => {
    const bench = await openStore({ stock: [[-3, null, 0]] });
    expect((await knownLevels(bench, 0)).map((level) => level.available)).toEqual([-3, 0]);
    const id = await settledOrder(bench, { lines: [{ variantId: bench.good(0).variantId, quantity: 1 }], oversell: true });
    expect((await orderOf(bench, id)).order.status).toBe("backordered");
    await agree(bench);
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
  });

  it("freed by one cancelled order goes to the order that waits for it", async () => {
    const bench = await openStore({ stock: [[2, null, null]] });
    const first = await settledOrder(bench, [2]);
    const second = await settledOrder(bench, { lines: [{ variantId: bench.good(0).variantId, quantity: 2 }], oversell: true });
    expect((await orderOf(bench, second)).order.status).toBe("backordered");
    bench.twin.people().cancelOrder(first);
    await settle(bench);
    expect((await orderOf(bench, first)).order.status).toBe("cancelled");
    expect((await orderOf(bench, second)).order.status).toBe("routed");
    await agree(bench);
  });
});

describe("goods that are not counted, or sold on below zero", () => {
  it("go where they are stocked, whatever the shelf says, and reserve nothing when untracked", async () => {
    const bench = await openBench({ stock: [[0, null, 0]] });
    bench.twin.people().setPolicyOfVariant(bench.good(0).variantId, { tracked: false });
    await connect(bench);
    await settle(bench);
    const id = await settledOrder(bench, { lines: [{ variantId: bench.good(0).variantId, quantity: 4 }] });
    const { order, allocations } = await orderOf(bench, id);
    expect(order.status).toBe("routed");
    expect(allocations).toEqual([]);
  });

  it("may be promised below zero when they continue to sell", async () => {
    const bench = await openStore({ stock: [[0, null, 0]] });
    bench.twin.people().setPolicyOfVariant(bench.good(0).variantId, { continueSelling: true });
    await settle(bench);
    const id = await settledOrder(bench, { lines: [{ variantId: bench.good(0).variantId, quantity: 4 }] });
    expect((await orderOf(bench, id)).order.status).toBe("routed");
    expect(standing(bench, id)).toEqual([{ at: NEWARK, status: "OPEN", units: 4, holds: [] }]);
    await agree(bench);
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
  });
});

describe("orders of odd kinds", () => {
  const good = (bench: Bench) => ({ variantId: bench.good(0).variantId, quantity: 1 });

  it("with tips and custom lines are routed by their goods alone", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, { lines: [good(bench), { variantId: null, quantity: 1, tip: true, priceMinor: 500 }, { variantId: null, quantity: 1, title: "Gift wrapping", priceMinor: 100 }] });
    const { order, lines } = await orderOf(bench, id);
    expect(order.status).toBe("routed");
    expect(lines).toHaveLength(3);
    expect(standing(bench, id).reduce((sum, one) => sum + one.units, 0)).toBe(2);
    await agree(bench);
  });

  it("of custom goods alone ship from where the platform put them", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, { lines: [{ variantId: null, quantity: 1, title: "Made to measure", requiresShipping: true }] });
    expect((await orderOf(bench, id)).order.status).toBe("routed");
    expect(standing(bench, id)[0]?.at).toBe(RENO);
  });

  it("of digital goods and gift cards alone are left to the platform", async () => {
    const bench = await openBench({ stock: [[5, 5, 5], [5, 5, 5]] });
    const items = [...bench.twin.shop().items.values()];
    items[0]!.requiresShipping = false;
    items[1]!.requiresShipping = false;
    items[1]!.tracked = false;
    [...bench.twin.shop().variants.values()][1]!.giftCard = true;
    await connect(bench);
    await settle(bench);
    for (const index of [0, 1]) {
      const id = await settledOrder(bench, { lines: [{ variantId: bench.good(index).variantId, quantity: 1 }] });
      expect((await orderOf(bench, id)).order.status).toBe("left");
    }
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
  });

  it("in yen keep their whole amounts, a hundredfold of nothing", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, { lines: [{ ...good(bench), priceMinor: 1_800 }], currency: "JPY" });
    const { order, lines } = await orderOf(bench, id);
    expect(order).toMatchObject({ currency: "JPY", status: "routed" });
    expect(lines[0]?.unitPriceMinor).toBe(1_800);
  });

  it("sold over the counter or picked up in a shop stay where the platform put them", async () => {
    const bench = await openStore();
    const counter = await settledOrder(bench, { source: "pos", locationId: bench.location(RENO), lines: [good(bench)], address: null });
    const pickup = await settledOrder(bench, { method: "PICK_UP", locationId: bench.location(RENO), lines: [good(bench)] });
    expect(["left", "shipped"]).toContain((await orderOf(bench, counter)).order.status);
    expect((await orderOf(bench, pickup)).order.status).toBe("left");
    expect(await bench.db.decisions("acme" as never, await orderIdOf(bench, pickup))).toEqual([]);
    expect(standing(bench, pickup)[0]?.at).toBe(RENO);
    await agree(bench);
  });

  it("of five hundred lines come whole and are routed", async () => {
    const bench = await openStore({ stock: [[900, 900, 900], [900, 900, 900]], limits: { bucketPoints: 1_000_000, restorePerSecond: 1_000_000 } });
    const lines = Array.from({ length: 500 }, (_, index) => ({ variantId: bench.good(index % 2).variantId, quantity: 1 }));
    const id = await settledOrder(bench, { lines });
    const known = await orderOf(bench, id);
    expect(known.lines).toHaveLength(500);
    expect(known.fulfillmentOrders.flatMap((one) => one.lines)).toHaveLength(500);
    expect(known.order.status).toBe("routed");
    expect(standing(bench, id).reduce((sum, one) => sum + one.units, 0)).toBe(500);
    await agree(bench, 0);
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
