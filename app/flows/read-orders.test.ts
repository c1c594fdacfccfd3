import { describe, expect, it } from "vitest";
import type { Channel } from "../../connectors/channels/port";
import { checkCertificate } from "../domain/routing/check";
import { applyDeliveries } from "./apply-deliveries";
import { type Bench, NEWARK, RENO, buy, connect, knownLevels, openBench, openStore, orderIdOf, orderOf, platformLevels, put, readFor, settle, settledOrder, standing, takeIn } from "./flows.fixtures";
import { performReads } from "./perform-reads";

const failed = async (bench: Bench) => bench.db.failedReads("acme" as never, 20);
const agree = async (bench: Bench, index = 0): Promise<void> => expect(await knownLevels(bench, index)).toEqual(platformLevels(bench, index));


/** A connector with some of its answers replaced. */
const answering = (instead: (channel: Channel) => Partial<Channel>) => (channel: Channel): Channel => ({ ...channel, ...instead(channel) });

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

  it("given a location that nobody told of, then the locations are read, and the order is decided with it", async () => {
    const bench = await openStore();
    const people = bench.twin.people();
    bench.twin.faults.blackout = 1;
    const { locationId } = people.openThirdParty({ products: 0 }) as { locationId: string };
    bench.twin.faults.blackout = 0;
    const id = buy(bench, { kind: "pickup", locationId });
    await settle(bench);
    const known = (await bench.db.locations("acme" as never)).map((one) => one.platformId as string);
    expect(known).toContain(locationId);
    expect((await orderOf(bench, id)).order.shipBy).toBe(null);
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

describe("goods that are given up without being put back", () => {
  it.each([
    { name: "a cancellation", give: (bench: Bench, id: string) => bench.twin.people().cancelOrder(id, { restock: false }) },
    { name: "an edit", give: (bench: Bench, id: string) => bench.twin.people().editOrder(id, { set: [{ lineId: bench.twin.shop().orders.get(id)!.lines[0]!.id, quantity: 1 }], restock: false }) },
    { name: "a refund", give: (bench: Bench, id: string) => bench.twin.people().refund(id, { lines: [{ lineId: bench.twin.shop().orders.get(id)!.lines[0]!.id, quantity: 1, restockType: "NO_RESTOCK" }] }) },
  ])("by $name are known to be gone, although the platform announces nothing of the stock", async ({ give }) => {
    const bench = await openStore({ coins: { levelWebhookWithoutAvailable: false, editReplacesFulfillmentOrder: false } });
    const id = await settledOrder(bench, [2]);
    await agree(bench);
    bench.clock.now += 600_000;
    give(bench, id);
    await settle(bench);
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
