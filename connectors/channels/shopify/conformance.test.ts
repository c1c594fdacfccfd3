import { describe, expect, it } from "vitest";
import { toId } from "../../../app/domain/ids";
import { hasSchema } from "../../../sandbox/shopify/schema";
import { channelConformance } from "../conformance";
import { intentRun } from "../conformance-harness";
import { readAppConfig } from "./fixtures/app-config";
import { DOMAIN, inspectOrder, twinHarness } from "./fixtures/twin-harness";

const config = readAppConfig();

describe.skipIf(!hasSchema())("over the twin (scripts/fetch-shopify-schema.mjs fetches the schema)", () => {
  const COINS = [true, false].flatMap((one) => [true, false].map((other) => ({
    moveMergesAtDestination: one, updateFollowsCreate: other, refusedKeyIsBurnt: one, staleCompareHasCode: other, acceptedCancellationReopens: one !== other,
    cancelRefundsLines: one !== other, closedKeepsRemaining: one,
  })));
  for (const coins of COINS) channelConformance(`Shopify, ${JSON.stringify(coins)}`, async () => twinHarness({ coins }));

  it("never ships a parcel twice although answers are lost and half of the reads lag", async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const harness = twinHarness({ seed });
      const order = await harness.placeOrder([6]);
      harness.twin.faults.staleRead = 0.5;
      let shipped = 0;
      for (let parcel = 0; parcel < 3; parcel += 1) {
        harness.faults?.loseChange("after", seed % 3);
        const outcome = await intentRun(harness, {
          kind: "ship", shipmentId: toId("s"), orderPlatformId: order.orderId, fulfillmentOrderPlatformId: order.fulfillmentOrderId,
          lines: [{ ...order.lines[0]!, quantity: 1 }], tracking: { company: null, number: null, url: null }, notifyCustomer: false,
        }).settle();
        if (outcome.status === "done") shipped += 1;
        const { parcels } = inspectOrder(harness.twin, order);
        expect(parcels.length, `seed ${seed}`).toBeLessThanOrEqual(parcel + 1);
        expect(parcels.length, `seed ${seed}`).toBeGreaterThanOrEqual(shipped);
      }
    }
  });

  it("does not call a parcel refused that was sent, though half of the reads lag", async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const harness = twinHarness({ seed });
      harness.twin.faults.staleRead = 0.5;
      const order = await harness.placeOrder([1]);
      harness.faults?.loseChange("after", 0);
      const outcome = await intentRun(harness, {
        kind: "ship", shipmentId: toId("s"), orderPlatformId: order.orderId, fulfillmentOrderPlatformId: order.fulfillmentOrderId, lines: order.lines,
        tracking: { company: null, number: null, url: null }, notifyCustomer: false,
      }).settle();
      expect(outcome, `seed ${seed}`).toEqual({ status: "done", platformId: inspectOrder(harness.twin, order).parcels[0]?.id });
    }
  });

  it("does not take an earlier parcel with the same lines for its own", async () => {
    const harness = twinHarness();
    const order = await harness.placeOrder([2]);
    const line = harness.twin.inspect().fulfillmentOrders.find((candidate) => candidate.id === order.fulfillmentOrderId)!.lines[0]!;
    harness.twin.people().shipElsewhere(order.fulfillmentOrderId, [{ id: line.id, quantity: 1 }]);
    harness.faults?.loseChange("before", 0);
    const outcome = await intentRun(harness, {
      kind: "ship", shipmentId: toId("s"), orderPlatformId: order.orderId, fulfillmentOrderPlatformId: order.fulfillmentOrderId,
      lines: [{ ...order.lines[0]!, quantity: 1 }], tracking: { company: null, number: "ours", url: null }, notifyCustomer: false,
    }).settle();
    const { parcels } = inspectOrder(harness.twin, order);
    expect(parcels).toHaveLength(2);
    expect(outcome).toEqual({ status: "done", platformId: parcels.find((parcel) => parcel.number === "ours")?.id });
  });

  it("tells the customer of a tracking number once", async () => {
    const harness = twinHarness();
    const order = await harness.placeOrder([1]);
    const tracking = { company: "UPS", number: "1Z001", url: null };
    await intentRun(harness, {
      kind: "ship", shipmentId: toId("s"), orderPlatformId: order.orderId, fulfillmentOrderPlatformId: order.fulfillmentOrderId, lines: order.lines, tracking, notifyCustomer: true,
    }).settle();
    const parcel = inspectOrder(harness.twin, order).parcels[0]!;
    harness.twin.takeDeliveries(Number.MAX_SAFE_INTEGER);
    const run = intentRun(harness, { kind: "track", shipmentId: toId("s"), fulfillmentPlatformId: parcel.id, tracking, notifyCustomer: true });
    expect(await run.settle()).toEqual({ status: "done", platformId: parcel.id });
    expect(harness.twin.takeDeliveries(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  it("names the missing permission instead of reading nothing", async () => {
    const harness = twinHarness();
    const order = await harness.placeOrder([1]);
    const blind = { domain: DOMAIN, token: harness.twin.grantToken(DOMAIN, { scopes: config.scopes.filter((scope) => !scope.includes("fulfillment_orders")) }) };
    expect(await harness.channel.readOrders(blind, [order.orderId])).toMatchObject({ ok: false, trouble: { kind: "unauthorized" } });
    const poor = { domain: DOMAIN, token: harness.twin.grantToken(DOMAIN, { scopes: ["read_products"] }) };
    expect(await harness.channel.readOrders(poor, [order.orderId])).toMatchObject({ ok: false, trouble: { kind: "unauthorized", words: expect.stringContaining("read_orders") as string } });
  });
});
