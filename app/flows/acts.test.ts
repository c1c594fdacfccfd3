import { describe, expect, it } from "vitest";
import type { OrderAggregate } from "../domain/records";
import type { ActResult } from "./acts";
import { applyDeliveries } from "./apply-deliveries";
import { type Bench, DALLAS, NEWARK, act, buy, connect, expectDone, knownLevels, openBench, openStore, orderIdOf, orderOf, platformLevels, settle, settledOrder, standing, takeIn } from "./flows.fixtures";
import { setStoreStatus } from "./store-status";

const firstPart = (known: OrderAggregate) => known.fulfillmentOrders.find((one) => one.status !== "closed") ?? known.fulfillmentOrders[0]!;
const locationId = (known: OrderAggregate, bench: Bench, place: number) => `${known.order.storeId}-${bench.location(place)}` as never;
const tracking = { company: "UPS", number: "SY-1", url: null };
const shipAll = (known: OrderAggregate) => ({
  kind: "ship" as const, fulfillmentOrderId: firstPart(known).id, tracking, notifyCustomer: false,
  lines: firstPart(known).lines.map((line) => ({ orderLineId: line.orderLineId, quantity: line.remainingQuantity })),
});
const refusal = (result: ActResult): [string | null, string] => (result.ok ? ["", "accepted"] : [result.field, result.problem]);
const parcels = (bench: Bench, id: string) => bench.twin.inspect().fulfillments.filter((one) => one.orderId === id);

describe("holding an order", () => {
  it("holds it at the platform under our handle, and releasing lets it go where it was decided", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench);
    expectDone(await act(bench, id, { kind: "hold", reason: "  look at the address " }));
    await settle(bench);
    expect((await orderOf(bench, id)).order).toMatchObject({ status: "held", holdReason: "look at the address" });
    expect(standing(bench, id).map((one) => [one.status, one.holds])).toEqual([["ON_HOLD", ["switchyard-manual"]]]);
    expectDone(await act(bench, id, { kind: "release" }));
    await settle(bench);
    expect((await orderOf(bench, id)).order).toMatchObject({ status: "routed", holdReason: null });
    expect(standing(bench, id)).toEqual([{ at: NEWARK, status: "OPEN", units: 1, holds: [] }]);
    expect((await bench.db.history("acme" as never, await orderIdOf(bench, id))).filter((event) => event.actor === "person:7").map((event) => event.type)).toEqual(["held", "released"]);
  });

  it("needs a reason that is short, and holds once", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench);
    expect(refusal(await act(bench, id, { kind: "hold", reason: "  " }))).toEqual(["reason", "Say why the order is held: others will see it."]);
    expect(refusal(await act(bench, id, { kind: "hold", reason: "x".repeat(201) }))[0]).toBe("reason");
    expectDone(await act(bench, id, { kind: "hold", reason: "wait" }));
    expect(refusal(await act(bench, id, { kind: "hold", reason: "again" }))).toEqual([null, "This order is already held."]);
  });

  it("that is not ours cannot be released here", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench);
    expect(refusal(await act(bench, id, { kind: "release" }))).toEqual([null, "Switchyard does not hold this order. A hold by another app is released there."]);
  });
});

describe("changing the location", () => {
  it("moves it at the platform and leaves the person's choice standing", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [2]);
    expectDone(await act(bench, id, (known) => ({ kind: "change-location", fulfillmentOrderId: firstPart(known).id, locationId: locationId(known, bench, DALLAS) })));
    await settle(bench);
    expect(standing(bench, id)).toEqual([{ at: DALLAS, status: "OPEN", units: 2, holds: [] }]);
    expect((await orderOf(bench, id)).order.status).toBe("routed");
    expect(await knownLevels(bench, 0)).toEqual(platformLevels(bench, 0));
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
  });

  it("is refused where it stands already, where there is too little, where it is closed, and where nothing is known", async () => {
    const bench = await openStore({ stock: [[5, 1, 5]] });
    const id = await settledOrder(bench, [2]);
    const to = async (place: number) => refusal(await act(bench, id, (known) => ({ kind: "change-location", fulfillmentOrderId: firstPart(known).id, locationId: locationId(known, bench, place) })));
    expect(await to(NEWARK)).toEqual(["locationId", "It already ships from Newark warehouse."]);
    expect(await to(DALLAS)).toEqual(["locationId", "Dallas warehouse does not have enough of OAK-MUG-001."]);
    expect(await to(9)).toEqual(["locationId", "Choose one of the store's locations."]);
    bench.twin.people().closeLocation(bench.location(DALLAS));
    await settle(bench);
    expect(await to(DALLAS)).toEqual(["locationId", "Dallas warehouse is closed."]);
    expect(refusal(await act(bench, id, (known) => ({ kind: "change-location", fulfillmentOrderId: "none" as never, locationId: locationId(known, bench, 0) })))[1]).toMatch(/Reload the page/);
  });
});

describe("shipping", () => {
  it("makes one parcel at the platform, takes the goods off the shelf and ends the order", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [2]);
    expectDone(await act(bench, id, shipAll));
    await settle(bench);
    expect(parcels(bench, id).map((one) => [one.numbers, one.lines.map((line) => line.quantity)])).toEqual([[["SY-1"], [2]]]);
    const { order, shipments } = await orderOf(bench, id);
    expect(order.status).toBe("shipped");
    expect(shipments.map((one) => [one.status, one.madeHere, one.number])).toEqual([["confirmed", true, "SY-1"]]);
    expect(await knownLevels(bench, 0)).toEqual(platformLevels(bench, 0));
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
  });

  it("in parts leaves the rest to be shipped, and no unit is shipped twice", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [3]);
    const some = (quantity: number) => (known: OrderAggregate) => ({ ...shipAll(known), lines: [{ orderLineId: firstPart(known).lines[0]!.orderLineId, quantity }] });
    expectDone(await act(bench, id, some(2)));
    expect(refusal(await act(bench, id, some(2)))[1]).toBe("Only 1 of OAK-MUG-001 are left to ship here.");
    await settle(bench);
    expect((await orderOf(bench, id)).order.status).toBe("partially-shipped");
    expectDone(await act(bench, id, (known) => ({ ...shipAll(known), tracking: { ...tracking, number: "SY-2" } })));
    await settle(bench);
    expect((await orderOf(bench, id)).order.status).toBe("shipped");
    expect(parcels(bench, id).flatMap((one) => one.lines.map((line) => line.quantity)).sort()).toEqual([1, 2]);
  });

  it("names the field that is wrong", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    const lineId = (await orderOf(bench, id)).lines[0]!.id;
    const tried = async (change: object) => refusal(await act(bench, id, (known) => ({ ...shipAll(known), ...change })));
    expect(await tried({ lines: [] })).toEqual(["lines", "Choose at least one unit to ship."]);
    expect((await tried({ lines: [{ orderLineId: lineId, quantity: 1.5 }] }))[0]).toBe(`lines.${lineId}`);
    expect((await tried({ lines: [{ orderLineId: lineId, quantity: 2 }] }))[0]).toBe(`lines.${lineId}`);
    expect((await tried({ tracking: { ...tracking, number: "9".repeat(101) } }))[0]).toBe("tracking.number");
    expect((await tried({ tracking: { ...tracking, url: "javascript:alert(1)" } }))[0]).toBe("tracking.url");
    expectDone(await act(bench, id, { kind: "hold", reason: "wait" }));
    expect((await tried({}))[1]).toBe("It is held. Release the hold before shipping it.");
  });

  it("takes over another tracking number afterwards, not before the platform knows the parcel", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    expectDone(await act(bench, id, shipAll));
    const other = (number: string | null) => (known: OrderAggregate) => ({ kind: "track" as const, shipmentId: known.shipments[0]!.id, tracking: { company: "UPS", number, url: null }, notifyCustomer: false });
    expect(refusal(await act(bench, id, other("SY-9")))[1]).toMatch(/not confirmed this parcel yet/);
    await settle(bench);
    expect(refusal(await act(bench, id, other(null)))).toEqual(["tracking.number", "Give a tracking number or address."]);
    expectDone(await act(bench, id, other("SY-9")));
    await settle(bench);
    expect(parcels(bench, id).map((one) => one.numbers)).toEqual([["SY-9"]]);
    expect((await orderOf(bench, id)).shipments[0]?.number).toBe("SY-9");
  });
});

describe("starting work and taking over", () => {
  it("tells the platform that work has begun, after which it does not move any more", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    expectDone(await act(bench, id, (known) => ({ kind: "start-work", fulfillmentOrderId: firstPart(known).id })));
    await settle(bench);
    expect(standing(bench, id)[0]?.status).toBe("IN_PROGRESS");
    expect((await orderOf(bench, id)).order.status).toBe("released");
    expect(refusal(await act(bench, id, (known) => ({ kind: "change-location", fulfillmentOrderId: firstPart(known).id, locationId: locationId(known, bench, DALLAS) })))[1]).toMatch(/Work on it has begun/);
    expect(refusal(await act(bench, id, (known) => ({ kind: "start-work", fulfillmentOrderId: firstPart(known).id })))[1]).toMatch(/changed meanwhile/);
  });

  it("routes an order from before the store was live only when a person takes it over, once", async () => {
    const bench = await openStore({ status: "observe" });
    const id = await settledOrder(bench, [1]);
    expect(refusal(await act(bench, id, { kind: "take-over" }))[1]).toMatch(/observe mode/);
    expectDone(await setStoreStatus(bench.ctx, { store: await bench.store(), status: "live" }));
    expect(refusal(await act(bench, id, shipAll))[1]).toBe("This order was placed before the store went live. Take it over first.");
    expectDone(await act(bench, id, { kind: "take-over" }));
    await settle(bench);
    expect(standing(bench, id)[0]?.at).toBe(NEWARK);
    expect(refusal(await act(bench, id, { kind: "take-over" }))[1]).toBe("This order is already routed by Switchyard.");
  });

  it("is refused for an order that is cancelled, unread or unknown", async () => {
    const bench = await openStore();
    const id = buy(bench, [1]);
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    expect(refusal(await act(bench, id, { kind: "hold", reason: "wait" }))[1]).toMatch(/not been read from the platform yet/);
    bench.twin.people().cancelOrder(id);
    await settle(bench);
    expect(refusal(await act(bench, id, { kind: "hold", reason: "wait" }))[1]).toBe("This order was cancelled.");
  });

  it("is decided anew when the order changes at the same moment, and given up in words when that does not end", async () => {
    let meet = 0;
    const bench = await openStore({
      wrapDb: (db) => ({
        ...db,
        commit: (sets) => {
          if (meet === 0) return db.commit(sets);
          meet -= 1;
          return Promise.resolve(sets.map(() => ({ status: "conflict" as const, guard: "order" })));
        },
      }),
    });
    const id = await settledOrder(bench, [1]);
    meet = 2;
    expectDone(await act(bench, id, { kind: "hold", reason: "wait" }));
    meet = 3;
    expect(refusal(await act(bench, id, { kind: "release" }))[1]).toBe("This order is changing at this moment. Look again and repeat it.");
  });
});

describe("the status of a store", () => {
  it("goes live only when its locations are known, and stays what it is when nothing changes", async () => {
    const bench = await openBench();
    await connect(bench);
    expect(refusal(await setStoreStatus(bench.ctx, { store: await bench.store(), status: "live" }))[1]).toMatch(/locations have not been read yet/);
    await settle(bench);
    expectDone(await setStoreStatus(bench.ctx, { store: await bench.store(), status: "live" }));
    expectDone(await setStoreStatus(bench.ctx, { store: await bench.store(), status: "live" }));
    for (const status of ["paused", "live", "observe"] as const) {
      expectDone(await setStoreStatus(bench.ctx, { store: await bench.store(), status }));
      expect((await bench.store()).status).toBe(status);
    }
  });

  it("says when acts are refused in it", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    expectDone(await setStoreStatus(bench.ctx, { store: await bench.store(), status: "paused" }));
    expect(refusal(await act(bench, id, shipAll))[1]).toBe("This store is paused: nothing is written to it. Take the store live on Home first.");
  });

  it("of a store that removed the app changes only by opening the app there", async () => {
    const bench = await openStore();
    bench.twin.people().uninstall();
    await settle(bench);
    expect(refusal(await setStoreStatus(bench.ctx, { store: await bench.store(), status: "live" }))[1]).toBe("Open Switchyard in the store's admin to connect it again.");
  });
});
