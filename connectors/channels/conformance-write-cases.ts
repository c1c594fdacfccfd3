import assert from "node:assert/strict";
import type { PlatformId } from "../../app/domain/ids";
import { toId } from "../../app/domain/ids";
import type { Intent, PlacementPart } from "../../app/domain/messages";
import { intentRun, type ChannelHarness, type ConformanceCase, type Inspection, type PlacedOrder } from "./conformance-harness";

/** The cases that change orders: done twice is done once, and nothing that gets lost on the way ships a parcel twice. */

const HANDLE = "switchyard-conformance";
const NO_TRACKING = { company: null, number: null, url: null };
/** A ship of a part is at most this many changes: end progress, split, create. */
const CHANGES_OF_A_SHIP = 3;

const ship = (order: PlacedOrder, lines: PlacedOrder["lines"], number: string | null = null): Intent => ({
  kind: "ship", shipmentId: toId("conformance"), orderPlatformId: order.orderId, fulfillmentOrderPlatformId: order.fulfillmentOrderId, lines,
  tracking: { ...NO_TRACKING, company: number === null ? null : "UPS", number }, notifyCustomer: false,
});
const place = (order: PlacedOrder, parts: [PlatformId, PlacedOrder["lines"]][]): Intent => ({
  kind: "place", fulfillmentOrderId: toId("conformance"), fulfillmentOrderPlatformId: order.fulfillmentOrderId,
  parts: parts.map(([location, lines]): PlacementPart => ({ locationId: toId(location), locationPlatformId: location, lines })),
});
const hold = (order: PlacedOrder): Intent => ({ kind: "hold", fulfillmentOrderPlatformId: order.fulfillmentOrderId, handle: HANDLE, reason: "other", note: "Conformance" });
const releaseHold = (order: PlacedOrder): Intent => ({ kind: "release-hold", fulfillmentOrderPlatformId: order.fulfillmentOrderId, handle: HANDLE });
const stopWork = (order: PlacedOrder): Intent => ({ kind: "stop-work", fulfillmentOrderPlatformId: order.fulfillmentOrderId });
const reportProgress = (order: PlacedOrder): Intent => ({ kind: "report-progress", fulfillmentOrderPlatformId: order.fulfillmentOrderId, note: "Conformance" });

/** Performed, and performed again as after a crash between the call and the note that it was done. */
async function twice(harness: ChannelHarness, intent: Intent): Promise<void> {
  const run = intentRun(harness, intent);
  const first = await run.settle();
  assert.equal(first.status, "done", JSON.stringify(first));
  const second = await run.settle();
  assert.equal(second.status, "done", JSON.stringify(second));
}

const unitsAt = (location: PlatformId, lines: PlacedOrder["lines"]): Record<string, number> =>
  Object.fromEntries(lines.map((line) => [`${line.orderLinePlatformId}@${location}`, line.quantity]));
const unitsIn = (lines: PlacedOrder["lines"]): Record<string, number> => Object.fromEntries(lines.map((line) => [line.orderLinePlatformId, line.quantity]));
const withQuantities = (order: PlacedOrder, quantities: readonly number[]): PlacedOrder["lines"] =>
  order.lines.map((line, index) => ({ ...line, quantity: quantities[index] ?? 0 })).filter(({ quantity }) => quantity > 0);
const parcelLines = ({ parcels }: Inspection) => parcels.map(({ lines }) => lines);

const placeCases: ConformanceCase[] = [
  {
    name: "a whole fulfillment order is placed elsewhere, once",
    needs: "write",
    async run(harness) {
      const order = await harness.placeOrder([2, 1]);
      const [there] = order.otherLocationIds;
      await twice(harness, place(order, [[there, order.lines]]));
      assert.deepEqual((await harness.inspect(order)).waiting, unitsAt(there, order.lines));
    },
  },
  {
    name: "a fulfillment order is placed in three parts, once, whatever gets lost",
    needs: "faults",
    async run(harness) {
      for (const lost of [null, "before", "after"] as const) {
        const order = await harness.placeOrder([3, 1]);
        const [one, two] = order.otherLocationIds;
        const parts: [PlatformId, PlacedOrder["lines"]][] = [
          [one, withQuantities(order, [1, 1])], [two, withQuantities(order, [1])], [order.locationId, withQuantities(order, [1])],
        ];
        if (lost !== null) harness.faults?.loseChange(lost, 1);
        await twice(harness, place(order, parts));
        assert.deepEqual((await harness.inspect(order)).waiting, Object.assign({}, ...parts.map(([at, lines]) => unitsAt(at, lines))));
      }
    },
  },
  {
    name: "a fulfillment order that is shipped is not placed again",
    needs: "write",
    async run(harness) {
      const order = await harness.placeOrder([1]);
      await intentRun(harness, ship(order, order.lines)).settle();
      const outcome = await intentRun(harness, place(order, [[order.otherLocationIds[0], order.lines]])).settle();
      assert.equal(outcome.status, "refused");
    },
  },
  {
    name: "a fulfillment order under work is not moved",
    needs: "write",
    async run(harness) {
      const order = await harness.placeOrder([2]);
      await twice(harness, reportProgress(order));
      assert.deepEqual((await harness.inspect(order)).inProgress, [order.fulfillmentOrderId]);
      const outcome = await intentRun(harness, place(order, [[order.otherLocationIds[0], order.lines]])).settle();
      assert.equal(outcome.status, "refused");
      assert.deepEqual((await harness.inspect(order)).waiting, unitsAt(order.locationId, order.lines));
    },
  },
  {
    name: "work that is taken back lets a fulfillment order move, once or twice asked",
    needs: "write",
    async run(harness) {
      const order = await harness.placeOrder([2]);
      await intentRun(harness, reportProgress(order)).settle();
      await twice(harness, stopWork(order));
      assert.deepEqual((await harness.inspect(order)).inProgress, []);
      const [elsewhere] = order.otherLocationIds;
      await twice(harness, place(order, [[elsewhere, order.lines]]));
      assert.deepEqual((await harness.inspect(order)).waiting, unitsAt(elsewhere, order.lines));
    },
  },
  {
    name: "work on what has been shipped is not taken back",
    needs: "write",
    async run(harness) {
      const order = await harness.placeOrder([1]);
      await intentRun(harness, ship(order, order.lines)).settle();
      assert.equal((await intentRun(harness, stopWork(order)).settle()).status, "refused");
    },
  },
];

const holdCases: ConformanceCase[] = [
  {
    name: "a hold is put and released once under our handle",
    needs: "write",
    async run(harness) {
      const order = await harness.placeOrder([1]);
      await twice(harness, hold(order));
      assert.deepEqual((await harness.inspect(order)).holds, [{ fulfillmentOrderId: order.fulfillmentOrderId, handle: HANDLE }]);
      const outcome = await intentRun(harness, ship(order, order.lines)).settle();
      assert.equal(outcome.status, "refused", "an order on hold is not shipped");
      await twice(harness, releaseHold(order));
      assert.deepEqual((await harness.inspect(order)).holds, []);
    },
  },
  {
    name: "the holds of others are kept",
    needs: "faults",
    async run(harness) {
      if (harness.holdByOther === null) return;
      const order = await harness.placeOrder([1]);
      await harness.holdByOther(order.fulfillmentOrderId);
      const before = (await harness.inspect(order)).holds;
      await twice(harness, hold(order));
      await twice(harness, releaseHold(order));
      assert.equal(before.length, 1);
      assert.deepEqual((await harness.inspect(order)).holds, before);
    },
  },
];

const shipCases: ConformanceCase[] = [
  {
    name: "a parcel is shipped once with its tracking, which is corrected once",
    needs: "write",
    async run(harness) {
      const order = await harness.placeOrder([2, 1]);
      await twice(harness, ship(order, order.lines, "1Z001"));
      const { parcels, waiting } = await harness.inspect(order);
      assert.deepEqual(parcels.map(({ lines, number }) => ({ lines, number })), [{ lines: unitsIn(order.lines), number: "1Z001" }]);
      assert.deepEqual(waiting, {});
      await twice(harness, { kind: "track", shipmentId: toId("conformance"), fulfillmentPlatformId: parcels[0]!.id, tracking: { ...NO_TRACKING, company: "UPS", number: "1Z002" }, notifyCustomer: false });
      assert.equal((await harness.inspect(order)).parcels[0]?.number, "1Z002");
    },
  },
  {
    name: "a part of an order is shipped from a fulfillment order of its own, even when work on it has begun",
    needs: "write",
    async run(harness) {
      for (const begun of [false, true]) {
        const order = await harness.placeOrder([2, 1]);
        if (begun) await intentRun(harness, reportProgress(order)).settle();
        const part = withQuantities(order, [1]);
        await twice(harness, ship(order, part));
        const after = await harness.inspect(order);
        assert.deepEqual(parcelLines(after), [unitsIn(part)]);
        assert.deepEqual(after.waiting, unitsAt(order.locationId, withQuantities(order, [1, 1])));
      }
    },
  },
  {
    name: "two parcels with the same lines are two parcels",
    needs: "write",
    async run(harness) {
      const order = await harness.placeOrder([2]);
      const part = withQuantities(order, [1]);
      await twice(harness, ship(order, part, "1Z001"));
      await twice(harness, ship(order, part, "1Z002"));
      const after = await harness.inspect(order);
      assert.deepEqual(parcelLines(after), [unitsIn(part), unitsIn(part)]);
      assert.deepEqual(after.waiting, {});
    },
  },
  {
    name: "whatever gets lost, before or after its effect, one parcel leaves",
    needs: "faults",
    async run(harness) {
      for (const quantities of [[2, 1], [1]]) {
        for (const when of ["before", "after"] as const) {
          for (let skip = 0; skip < CHANGES_OF_A_SHIP; skip += 1) {
            const order = await harness.placeOrder([2, 1]);
            const part = withQuantities(order, quantities);
            harness.faults?.loseChange(when, skip);
            await twice(harness, ship(order, part));
            harness.faults?.answerAll(null);
            assert.deepEqual(parcelLines(await harness.inspect(order)), [unitsIn(part)], `${when} ${skip}`);
          }
        }
      }
    },
  },
  {
    name: "a lost answer is unknown, never a promise to repeat blindly",
    needs: "faults",
    async run(harness) {
      const order = await harness.placeOrder([1]);
      harness.faults?.loseChange("after", 0);
      const outcome = await intentRun(harness, ship(order, order.lines)).once();
      assert.equal(outcome.status, "unknown");
    },
  },
  {
    name: "what is shipped already, or more than is left, is refused",
    needs: "write",
    async run(harness) {
      const order = await harness.placeOrder([1]);
      const tooMuch = await intentRun(harness, ship(order, withQuantities(order, [2]))).settle();
      assert.equal(tooMuch.status, "refused");
      await intentRun(harness, ship(order, order.lines)).settle();
      const closed = await intentRun(harness, ship(order, order.lines)).settle();
      assert.equal(closed.status, "refused");
      assert.equal((await harness.inspect(order)).parcels.length, 1);
    },
  },
];

export const writeCases: readonly ConformanceCase[] = [...placeCases, ...holdCases, ...shipCases];
