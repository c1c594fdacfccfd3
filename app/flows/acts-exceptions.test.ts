import { describe, expect, it } from "vitest";
import type { OrderAggregate } from "../domain/records";
import { type ActResult, dismissException, retryException } from "./acts";
import { applyDeliveries } from "./apply-deliveries";
import { type Bench, NEW_JERSEY, act, expectDone, openStore, orderOf, parked, put, readFor, settle, settledOrder, standing } from "./flows.fixtures";

const firstPart = (known: OrderAggregate) => known.fulfillmentOrders.find((one) => one.status !== "closed") ?? known.fulfillmentOrders[0]!;
const tracking = { company: "UPS", number: "SY-1", url: null };
const shipAll = (known: OrderAggregate) => ({
  kind: "ship" as const, fulfillmentOrderId: firstPart(known).id, tracking, notifyCustomer: false,
  lines: firstPart(known).lines.map((line) => ({ orderLineId: line.orderLineId, quantity: line.remainingQuantity })),
});
const refusal = (result: ActResult): [string | null, string] => (result.ok ? ["", "accepted"] : [result.field, result.problem]);
const parcels = (bench: Bench, id: string) => bench.twin.inspect().fulfillments.filter((one) => one.orderId === id);

describe("what the machine could not do", () => {
  const dismiss = async (bench: Bench, exception: Parameters<typeof dismissException>[1]["exception"], reason = "seen") =>
    dismissException(bench.ctx, { store: await bench.store(), actor: "person:7", exception, reason });
  const retry = async (bench: Bench, exception: Parameters<typeof retryException>[1]["exception"]) => retryException(bench.ctx, { store: await bench.store(), exception });

  it("is put aside only with a reason", async () => {
    const bench = await openStore();
    expect(refusal(await dismiss(bench, { kind: "delivery", id: "x" }, " "))).toEqual(["reason", "Say why it can be put aside."]);
  });

  it("a parked delivery is applied again or put aside, each only while it is parked", async () => {
    const bench = await openStore();
    const id = await put(bench, { topic: "carts/create", body: "{}" });
    await applyDeliveries(bench.ctx);
    expectDone(await retry(bench, { kind: "delivery", id }));
    expect(refusal(await retry(bench, { kind: "delivery", id }))[1]).toMatch(/not there any more/);
    expect(refusal(await dismiss(bench, { kind: "delivery", id }))[1]).toMatch(/not there any more/);
    await applyDeliveries(bench.ctx);
    expect((await parked(bench)).map((one) => one.id)).toEqual([id]);
    expectDone(await dismiss(bench, { kind: "delivery", id }));
    expect(await parked(bench)).toEqual([]);
    expect(refusal(await retry(bench, { kind: "delivery", id }))[1]).toMatch(/not there any more/);
  });

  it("a failed read is asked for again or put aside, each only while it is there", async () => {
    const bench = await openStore();
    const store = await bench.store();
    const read = { kind: "read" as const, storeId: store.id, read: "order" as const, target: "77" };
    await bench.db.commit([{ merchantId: store.merchantId, guards: [], wantedReads: [{ merchantId: store.merchantId, storeId: store.id, kind: "order", target: "77", requestedAt: 1, dueAt: 1, attempts: 0, status: "waiting", problem: null }] }]);
    await settle(bench);
    expectDone(await retry(bench, read));
    expect(refusal(await retry(bench, read))[1]).toMatch(/not there any more/);
    expect(refusal(await dismiss(bench, read))[1]).toMatch(/not there any more/);
    await settle(bench);
    expectDone(await dismiss(bench, read));
    expect(await bench.db.failedReads("acme" as never, 10)).toEqual([]);
  });

  it("a refused intent is performed again or put aside, which removes it from the list", async () => {
    let refuse = true;
    const bench = await openStore({
      wrapChannel: (channel) => ({
        ...channel,
        perform: (access, intent, attempt) => (refuse && intent.kind === "ship" ? Promise.resolve({ status: "refused", code: "X", words: "Not now." }) : channel.perform(access, intent, attempt)),
      }),
    });
    const id = await settledOrder(bench, [1]);
    expectDone(await act(bench, id, shipAll));
    await settle(bench);
    const refused = async () => (await bench.db.refusedIntents("acme" as never, "", 10)).rows;
    const [row] = await refused();
    expect(row?.problem).toBe("Not now.");
    expect((await orderOf(bench, id)).shipments.map((one) => [one.status, one.problem])).toEqual([["refused", "Not now."]]);
    expectDone(await retry(bench, { kind: "intent", id: row!.id }));
    expect(await refused()).toEqual([]);
    await settle(bench);
    const [again, ...more] = await refused();
    expect(more).toEqual([]);
    expectDone(await dismiss(bench, { kind: "intent", id: again!.id }));
    expect(await refused()).toEqual([]);
    expect(refusal(await dismiss(bench, { kind: "intent", id: again!.id }))[1]).toMatch(/not there any more/);
    expect(refusal(await retry(bench, { kind: "intent", id: row!.id }))[1]).toMatch(/not there any more/);
    refuse = false;
    expectDone(await act(bench, id, shipAll));
    await settle(bench);
    expect(parcels(bench, id)).toHaveLength(1);
    expect((await orderOf(bench, id)).order.status).toBe("shipped");
  });

  it("a refused parcel that is performed again is one parcel", async () => {
    let refuse = true;
    const bench = await openStore({
      wrapChannel: (channel) => ({
        ...channel,
        perform: (access, intent, attempt) => (refuse && intent.kind === "ship" ? Promise.resolve({ status: "refused", code: "X", words: "Not now." }) : channel.perform(access, intent, attempt)),
      }),
    });
    const id = await settledOrder(bench, [1]);
    expectDone(await act(bench, id, shipAll));
    await settle(bench);
    refuse = false;
    const [row] = (await bench.db.refusedIntents("acme" as never, "", 10)).rows;
    expectDone(await retry(bench, { kind: "intent", id: row!.id }));
    await settle(bench);
    expect(parcels(bench, id)).toHaveLength(1);
    const { order, shipments } = await orderOf(bench, id);
    expect(order.status).toBe("shipped");
    expect(shipments.map((one) => one.status)).toEqual(["refused", "confirmed"]);
    expect(await bench.db.ledgerFaults("acme" as never, 5)).toEqual([]);
  });

  it("a refused parcel is not performed again when its goods were asked for in another one since", async () => {
    let refuse = true;
    const bench = await openStore({
      wrapChannel: (channel) => ({
        ...channel,
        perform: (access, intent, attempt) => (refuse && intent.kind === "ship" ? Promise.resolve({ status: "refused", code: "X", words: "Not now." }) : channel.perform(access, intent, attempt)),
      }),
    });
    const id = await settledOrder(bench, [3]);
    const two = (number: string) => (known: OrderAggregate) => ({ ...shipAll(known), tracking: { ...tracking, number }, lines: [{ orderLineId: firstPart(known).lines[0]!.orderLineId, quantity: 2 }] });
    expectDone(await act(bench, id, two("SY-1")));
    await settle(bench);
    refuse = false;
    expectDone(await act(bench, id, two("SY-2")));
    const [row] = (await bench.db.refusedIntents("acme" as never, "", 10)).rows;
    expect(refusal(await retry(bench, { kind: "intent", id: row!.id }))[1]).toBe("Only 1 of OAK-MUG-001 are left to ship here.");
    await settle(bench);
    expect(parcels(bench, id).map((one) => one.numbers)).toEqual([["SY-2"]]);
  });

  it("a refused hold is performed again as it was", async () => {
    let refuse = true;
    const bench = await openStore({
      wrapChannel: (channel) => ({
        ...channel,
        perform: (access, intent, attempt) => (refuse && intent.kind === "hold" ? Promise.resolve({ status: "refused", code: "X", words: "Not now." }) : channel.perform(access, intent, attempt)),
      }),
    });
    const id = await settledOrder(bench, [1]);
    expectDone(await act(bench, id, { kind: "hold", reason: "wait" }));
    await settle(bench);
    refuse = false;
    const [row] = (await bench.db.refusedIntents("acme" as never, "", 10)).rows;
    expectDone(await retry(bench, { kind: "intent", id: row!.id }));
    await settle(bench);
    expect(standing(bench, id)[0]?.holds).toEqual(["switchyard-manual"]);
  });

  it("a refused move is not repeated but decided on anew, as things are now", async () => {
    let refuse = true;
    const bench = await openStore({
      wrapChannel: (channel) => ({
        ...channel,
        perform: (access, intent, attempt) => (refuse && intent.kind === "place" ? Promise.resolve({ status: "refused", code: "X", words: "Not now." }) : channel.perform(access, intent, attempt)),
      }),
    });
    const id = await settledOrder(bench, { address: NEW_JERSEY } as never);
    const refused = async () => (await bench.db.refusedIntents("acme" as never, "", 10)).rows;
    const [row] = await refused();
    expect(row?.intent.kind).toBe("place");
    const stood = standing(bench, id).map((one) => one.at);
    refuse = false;
    expectDone(await retry(bench, { kind: "intent", id: row!.id }));
    expect(await refused()).toEqual([]);
    await settle(bench);
    expect(standing(bench, id).map((one) => one.at)).not.toEqual(stood);
    expect((await orderOf(bench, id)).order).toMatchObject({ status: "routed", problem: null });
  });

  it("a deleted product leaves nothing for a person to do, and no location stocks it any more", async () => {
    const bench = await openStore();
    const { itemId } = bench.good(0);
    const variant = [...bench.twin.shop().variants.values()].find((one) => one.itemId === itemId);
    bench.twin.people().deleteProduct(variant!.productId);
    await settle(bench);
    await readFor(bench, 60_000);
    expect(await bench.db.failedReads("acme" as never, 10)).toEqual([]);
    const levels = await bench.db.levels("acme" as never, [`${(await bench.store()).id}-${itemId}` as never]);
    expect(levels.map((level) => [level.active, level.onHand])).toEqual([[false, 0], [false, 0], [false, 0]]);
  });
});
