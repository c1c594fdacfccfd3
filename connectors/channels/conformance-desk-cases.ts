import assert from "node:assert/strict";
import type { PlatformId } from "../../app/domain/ids";
import { toId } from "../../app/domain/ids";
import type { Intent, Outcome } from "../../app/domain/messages";
import type { PlatformItemReading, PlatformLevel, PlatformOrderReading } from "../../app/domain/platform";
import { intentRun, type ChannelHarness, type ConformanceCase, type PlacedOrder } from "./conformance-harness";
import { BulkBroken } from "./port";

/** The cases of the desk: counts and bulk files, orders that are cancelled, third parties that are asked, stock that a person changes. */

const POLLS_MAX = 120;
const POLL_MS = 2_000;

async function finishedFile({ channel, access, wait }: ChannelHarness): Promise<{ url: string; rows: number }> {
  const started = await channel.startBulk(access);
  assert.ok(started.ok, started.ok ? "" : started.trouble.words);
  for (let polls = 0; polls < POLLS_MAX; polls += 1) {
    const state = await channel.pollBulk(access, started.value.operation);
    assert.ok(state.ok, state.ok ? "" : state.trouble.words);
    assert.notEqual(state.value.status, "failed", JSON.stringify(state.value));
    if (state.value.status === "done") return { url: state.value.url ?? "", rows: state.value.rows };
    await wait(POLL_MS);
  }
  throw new Error("The bulk operation does not end.");
}

async function readFile({ channel, access }: ChannelHarness, url: string): Promise<PlatformItemReading[]> {
  const file = await channel.readBulk(access, url);
  assert.ok(file.ok, file.ok ? "" : file.trouble.words);
  const items: PlatformItemReading[] = [];
  for await (const reading of file.value) items.push(reading);
  return items;
}

const byLocation = ({ item, levels }: PlatformItemReading) => ({ item, levels: [...levels].sort((one, other) => (one.locationPlatformId < other.locationPlatformId ? -1 : 1)) });

const readCases: ConformanceCase[] = [
  {
    name: "all items come in one file, as they are read one by one, and as many as are counted",
    needs: "read",
    async run(harness) {
      const { url, rows } = await finishedFile(harness);
      const items = await readFile(harness, url);
      assert.equal(items.length, rows);
      const counts = await harness.channel.readCounts(harness.access, 0);
      assert.ok(counts.ok, counts.ok ? "" : counts.trouble.words);
      if (counts.value.items !== null) assert.equal(items.length, counts.value.items);
      const some = items.slice(0, 20);
      const read = await harness.channel.readItems(harness.access, some.map(({ item }) => item.platformId));
      assert.ok(read.ok, read.ok ? "" : read.trouble.words);
      for (const one of some) {
        const alone = read.value.get(one.item.platformId);
        assert.ok(alone !== undefined && alone !== "gone");
        assert.deepEqual(byLocation(one), byLocation(alone));
      }
    },
  },
  {
    name: "a file that ends early is broken, and never a shorter one",
    needs: "faults",
    async run(harness) {
      const { url } = await finishedFile(harness);
      harness.faults?.breakFiles(true);
      await assert.rejects(readFile(harness, url), BulkBroken);
      harness.faults?.breakFiles(false);
      assert.notEqual((await readFile(harness, url)).length, 0);
    },
  },
];

async function readOrder({ channel, access }: ChannelHarness, id: PlatformId): Promise<PlatformOrderReading> {
  const reading = await channel.readOrders(access, [id]);
  const order = reading.ok ? reading.value.get(id) : undefined;
  assert.ok(order !== undefined && order !== "gone", reading.ok ? "the order is gone" : reading.trouble.words);
  return order;
}

const cancel = (order: Pick<PlacedOrder, "orderId">, refund = true): Intent =>
  ({ kind: "cancel-order", orderPlatformId: order.orderId, reason: "customer", restock: true, refund, notifyCustomer: false, note: "Conformance" });

/** Attempts with the waits that a worker would make between them. */
async function settle(harness: ChannelHarness, run: ReturnType<typeof intentRun>): Promise<Outcome> {
  let outcome = await run.once();
  for (let attempts = 1; attempts < 20 && (outcome.status === "retry" || outcome.status === "unknown"); attempts += 1) {
    await harness.wait(outcome.status === "retry" ? outcome.afterMs : POLL_MS);
    outcome = await run.once();
  }
  return outcome;
}

async function twice(harness: ChannelHarness, intent: Intent): Promise<void> {
  const run = intentRun(harness, intent);
  for (const time of [1, 2]) {
    const outcome = await settle(harness, run);
    assert.equal(outcome.status, "done", `time ${time}: ${JSON.stringify(outcome)}`);
  }
}

const cancelCases: ConformanceCase[] = [
  {
    name: "an order is cancelled once, whatever gets lost, and its money is given back once",
    needs: "faults",
    async run(harness) {
      for (const lost of [null, "before", "after"] as const) {
        const order = await harness.placeOrder([2, 1]);
        if (lost !== null) harness.faults?.loseChange(lost, 0);
        await twice(harness, cancel(order));
        const { order: read, refunds, fulfillmentOrders } = await readOrder(harness, order.orderId);
        assert.notEqual(read.cancelledAt, null);
        assert.ok(refunds.length <= 1, `${refunds.length} refunds`);
        assert.ok(fulfillmentOrders.every(({ status }) => status === "closed" || status === "cancelled"));
        assert.deepEqual((await harness.inspect(order)).waiting, {});
      }
    },
  },
  {
    name: "an order that somebody else cancelled is done; one that does not exist is refused",
    needs: "write",
    async run(harness) {
      const order = await harness.placeOrder([1]);
      assert.equal((await settle(harness, intentRun(harness, cancel(order, false)))).status, "done");
      assert.equal((await settle(harness, intentRun(harness, cancel(order)))).status, "done");
      assert.deepEqual((await settle(harness, intentRun(harness, cancel({ orderId: toId<PlatformId>("1") })))).status, "refused");
    },
  },
];

interface Place {
  itemPlatformId: PlatformId;
  locationPlatformId: PlatformId;
}

async function stockedPlace({ channel, access }: ChannelHarness): Promise<Place> {
  const page = await channel.listItems(access, "");
  assert.ok(page.ok, page.ok ? "" : page.trouble.words);
  for (const { item, levels } of page.value.items) {
    const level = item.tracked ? levels.find(({ active, available }) => active && available >= 20) : undefined;
    if (level !== undefined) return { itemPlatformId: item.platformId, locationPlatformId: level.locationPlatformId };
  }
  throw new Error("The store needs a tracked item with 20 units at one location.");
}

async function levelAt({ channel, access }: ChannelHarness, place: Place): Promise<PlatformLevel> {
  const reading = await channel.readItems(access, [place.itemPlatformId]);
  const item = reading.ok ? reading.value.get(place.itemPlatformId) : undefined;
  assert.ok(item !== undefined && item !== "gone");
  const level = item.levels.find(({ locationPlatformId }) => locationPlatformId === place.locationPlatformId);
  assert.ok(level !== undefined);
  return level;
}

const adjust = (place: Place, change: { delta: number; expected?: number | null; state?: "available" | "damaged" | "quality-control" | "safety-stock" }): Intent => ({
  kind: "adjust-stock", itemId: toId("conformance"), locationId: toId("conformance"), ...place, state: change.state ?? "available", delta: change.delta,
  expected: change.expected ?? null, reason: "correction", note: "Conformance",
});
const move = (place: Place, units: number, states: { from: "available" | "damaged"; to: "available" | "damaged" | "safety-stock" }): Intent =>
  ({ kind: "move-stock", itemId: toId("conformance"), locationId: toId("conformance"), ...place, ...states, units, reason: "damaged", note: "Conformance" });

const stockCases: ConformanceCase[] = [
  {
    name: "stock is adjusted once in each state, whatever gets lost, and put back",
    needs: "faults",
    async run(harness) {
      const place = await stockedPlace(harness);
      const states = { available: "available", damaged: "damaged", "quality-control": "qualityControl", "safety-stock": "safetyStock" } as const;
      for (const state of ["available", "damaged", "quality-control", "safety-stock"] as const) {
        for (const lost of [null, "before", "after"] as const) {
          const before = (await levelAt(harness, place))[states[state]];
          if (lost !== null) harness.faults?.loseChange(lost, 0);
          await twice(harness, adjust(place, { delta: 3, expected: before, state }));
          assert.equal((await levelAt(harness, place))[states[state]], before + 3, `${state} ${lost}`);
          await twice(harness, adjust(place, { delta: -3, state }));
          assert.equal((await levelAt(harness, place))[states[state]], before);
        }
      }
    },
  },
  {
    name: "an adjustment of a quantity that has changed is refused, and says what stands there",
    needs: "write",
    async run(harness) {
      const place = await stockedPlace(harness);
      const { available } = await levelAt(harness, place);
      const run = intentRun(harness, adjust(place, { delta: 2, expected: available - 1 }));
      for (const time of [1, 2]) {
        const outcome = await settle(harness, run);
        assert.ok(outcome.status === "refused" && outcome.code === "stale", `time ${time}: ${JSON.stringify(outcome)}`);
        assert.ok(outcome.words.includes(String(available)) && outcome.words.includes(String(available - 1)), outcome.words);
      }
      assert.equal((await levelAt(harness, place)).available, available);
    },
  },
  {
    name: "units move from one state into another once, whatever gets lost, and no more than there are",
    needs: "faults",
    async run(harness) {
      const place = await stockedPlace(harness);
      for (const lost of [null, "before", "after"] as const) {
        const { changedAt: _changedAt, ...before } = await levelAt(harness, place);
        if (lost !== null) harness.faults?.loseChange(lost, 0);
        await twice(harness, move(place, 2, { from: "available", to: "damaged" }));
        const after = await levelAt(harness, place);
        assert.deepEqual([after.available, after.damaged, after.onHand], [before.available - 2, before.damaged + 2, before.onHand]);
        await twice(harness, move(place, 2, { from: "damaged", to: "available" }));
        const { changedAt: _movedAt, ...back } = await levelAt(harness, place);
        assert.deepEqual(back, before);
      }
      const { damaged } = await levelAt(harness, place);
      const tooMuch = await settle(harness, intentRun(harness, move(place, damaged + 1, { from: "damaged", to: "safety-stock" })));
      assert.ok(tooMuch.status === "refused" && tooMuch.words.includes(String(damaged)), JSON.stringify(tooMuch));
    },
  },
];

const request = (kind: "request-fulfillment" | "request-cancellation", fulfillmentOrderPlatformId: PlatformId): Intent => ({ kind, fulfillmentOrderPlatformId, note: "Conformance" });

const serviceCases: ConformanceCase[] = [
  {
    name: "a third party is asked to ship and to stop, once, whatever gets lost, and may say no",
    needs: "faults",
    async run(harness) {
      const { service } = harness;
      if (service === null) return;
      const statusOf = async (id: PlatformId, fulfillmentOrderId: PlatformId) =>
        (await readOrder(harness, id)).fulfillmentOrders.find(({ platformId }) => platformId === fulfillmentOrderId)?.requestStatus;
      for (const lost of [null, "before", "after"] as const) {
        const { orderId, fulfillmentOrderId } = await service.placeOrder();
        if (lost !== null) harness.faults?.loseChange(lost, 0);
        await twice(harness, request("request-fulfillment", fulfillmentOrderId));
        assert.equal(await statusOf(orderId, fulfillmentOrderId), "submitted");
        await service.answer(fulfillmentOrderId, "accept");
        if (lost !== null) harness.faults?.loseChange(lost, 0);
        await twice(harness, request("request-cancellation", fulfillmentOrderId));
        assert.equal(await statusOf(orderId, fulfillmentOrderId), "cancellation-requested");
        await service.answer(fulfillmentOrderId, "reject-cancellation");
        assert.equal(await statusOf(orderId, fulfillmentOrderId), "cancellation-rejected");
      }
    },
  },
  {
    name: "what the third party refused before the answer came is refused, not asked again",
    needs: "faults",
    async run(harness) {
      const { service } = harness;
      if (service === null) return;
      const { fulfillmentOrderId } = await service.placeOrder();
      const run = intentRun(harness, request("request-fulfillment", fulfillmentOrderId));
      harness.faults?.loseChange("after", 0);
      assert.equal((await run.once()).status, "unknown");
      await service.answer(fulfillmentOrderId, "reject");
      const outcome = await settle(harness, run);
      assert.ok(outcome.status === "refused" && outcome.code === "rejected", JSON.stringify(outcome));
    },
  },
  {
    name: "a request that nobody has answered is taken back, and one that nobody made needs nothing",
    needs: "faults",
    async run(harness) {
      const { service } = harness;
      if (service === null) return;
      for (const lost of [null, "before", "after"] as const) {
        const { orderId, fulfillmentOrderId } = await service.placeOrder();
        await twice(harness, request("request-cancellation", fulfillmentOrderId));
        await twice(harness, request("request-fulfillment", fulfillmentOrderId));
        if (lost !== null) harness.faults?.loseChange(lost, 0);
        await twice(harness, request("request-cancellation", fulfillmentOrderId));
        const { fulfillmentOrders } = await readOrder(harness, orderId);
        assert.ok(fulfillmentOrders.every(({ requestStatus }) => requestStatus !== "submitted"), JSON.stringify(fulfillmentOrders));
      }
    },
  },
];

export const deskCases: readonly ConformanceCase[] = [...readCases, ...cancelCases, ...stockCases, ...serviceCases];
