import assert from "node:assert/strict";
import { toId, type PlatformId } from "../../app/domain/ids";
import type { PlatformOrderReading } from "../../app/domain/platform";
import { deskCases } from "./conformance-desk-cases";
import type { ChannelHarness, ConformanceCase } from "./conformance-harness";
import { writeCases } from "./conformance-write-cases";

const SECRET = "current-secret";
const OLD_SECRET = "previous-secret";

export async function readOne({ channel, access }: ChannelHarness, orderId: PlatformId): Promise<PlatformOrderReading> {
  const reading = await channel.readOrders(access, [orderId]);
  assert.ok(reading.ok, reading.ok ? "" : reading.trouble.words);
  const order = reading.value.get(orderId);
  assert.ok(order !== undefined && order !== "gone", "the order is not found");
  return order;
}

const deliveryCases: ConformanceCase[] = [
  {
    name: "a delivery with a wrong signature is refused, one under the previous secret accepted",
    needs: "nothing",
    async run({ channel, deliveries: { sign, orderTopic, orderBody } }) {
      const body = Buffer.from(orderBody);
      const verify = (secret: string) => channel.verifyDelivery(body, sign(orderTopic, orderBody, secret), [SECRET, OLD_SECRET]);
      assert.equal(verify(SECRET), true);
      assert.equal(verify(OLD_SECRET), true);
      assert.equal(verify("a-stranger's"), false);
      assert.equal(channel.verifyDelivery(Buffer.from(`${orderBody}\n`), sign(orderTopic, orderBody, SECRET), [SECRET]), false);
      assert.equal(channel.verifyDelivery(body, {}, [SECRET]), false);
    },
  },
  {
    name: "the same delivery sent twice has one key",
    needs: "nothing",
    async run({ channel, deliveries: { sign, orderTopic, orderBody } }) {
      const [first, second] = [1, 2].map(() => channel.readHeaders(sign(orderTopic, orderBody, SECRET)));
      assert.ok(first?.ok && second?.ok);
      assert.equal(first.deliveryKey, second.deliveryKey);
      assert.notEqual(first.deliveryKey, "");
    },
  },
  {
    name: "ids above 2^53 stay exact",
    needs: "nothing",
    async run({ channel, deliveries: { orderTopic, orderBody, orderId, thinBody } }) {
      assert.ok(BigInt(orderId) > 2n ** 53n, "the sample must have a long id");
      const full = channel.interpret(orderTopic, orderBody);
      assert.equal(full.kind === "order" ? full.order.platformId : full.kind, orderId);
      assert.deepEqual(channel.interpret(orderTopic, thinBody), { kind: "hint", reads: [{ kind: "order", target: orderId }] });
    },
  },
  {
    name: "broken and unknown deliveries are unreadable, with words",
    needs: "nothing",
    async run({ channel, deliveries: { orderTopic, orderBody } }) {
      const broken: [string, string][] = [[orderTopic, ""], [orderTopic, orderBody.slice(0, -9)], [orderTopic, "null"], [orderTopic, "[]"], [orderTopic, "{\"line_items\":7}"], ["nobody/knows", "{}"]];
      for (const [topic, body] of broken) {
        const meaning = channel.interpret(topic, body);
        assert.equal(meaning.kind, "unreadable", `${topic} ${body.slice(0, 20)}`);
        assert.ok(meaning.kind === "unreadable" && meaning.problem.length > 10);
      }
    },
  },
];

const readCases: ConformanceCase[] = [
  {
    name: "the shop, its locations, items and orders are read",
    needs: "read",
    async run({ channel, access }) {
      const shop = await channel.readShop(access);
      assert.ok(shop.ok && shop.value.currency.length === 3, "no shop");
      const locations = await channel.readLocations(access);
      assert.ok(locations.ok && locations.value.length > 0, "no locations");
      const items = await channel.listItems(access, "");
      assert.ok(items.ok && items.value.items.length > 0, "no items");
      const one = items.value.items[0]!;
      const again = await channel.readItems(access, [one.item.platformId]);
      assert.ok(again.ok, again.ok ? "" : again.trouble.words);
      assert.deepEqual(again.value.get(one.item.platformId), one);
      for (const level of one.levels) {
        const sum = level.available + level.committed + level.reserved + level.damaged + level.safetyStock + level.qualityControl;
        assert.equal(level.onHand, sum, "on hand is the sum of its states");
      }
      const orders = await channel.listOrders(access, 0, "");
      assert.ok(orders.ok, orders.ok ? "" : orders.trouble.words);
    },
  },
  {
    name: "what the platform does not know is gone",
    needs: "read",
    async run({ channel, access }) {
      const nobody = toId<PlatformId>("1");
      for (const reading of [await channel.readOrders(access, [nobody]), await channel.readItems(access, [nobody]), await channel.readProducts(access, [nobody])]) {
        assert.ok(reading.ok, reading.ok ? "" : reading.trouble.words);
        assert.equal(reading.value.get(nobody), "gone");
      }
    },
  },
  {
    name: "an order is read with its fulfillment order and its items, and as its webhook told it",
    needs: "write",
    async run(harness) {
      const placed = await harness.placeOrder([2, 1]);
      const { order, fulfillmentOrders, items } = await readOne(harness, placed.orderId);
      assert.deepEqual(order.lines.map((line) => [line.platformId, line.quantity]), placed.lines.map((line) => [line.orderLinePlatformId, line.quantity]));
      const open = fulfillmentOrders.find((candidate) => candidate.platformId === placed.fulfillmentOrderId);
      assert.equal(open?.locationPlatformId, placed.locationId);
      assert.deepEqual(open?.lines.map((line) => [line.orderLinePlatformId, line.remainingQuantity]), placed.lines.map((line) => [line.orderLinePlatformId, line.quantity]));
      assert.deepEqual(items.map(({ platformId }) => platformId), order.lines.map((line) => line.itemPlatformId));
      const owners = await harness.channel.readFulfillmentOrderOwners(harness.access, [placed.fulfillmentOrderId]);
      assert.equal(owners.ok && owners.value.get(placed.fulfillmentOrderId), placed.orderId);
      if (placed.body === null) return;
      const meaning = harness.channel.interpret(harness.deliveries.orderTopic, placed.body);
      assert.equal(meaning.kind, "order");
      const told = meaning.kind === "order" ? meaning.order : null;
      // A message may leave the customer's tags to the reading.
      const customerTags = told?.customerTags ?? order.customerTags;
      assert.deepEqual({ ...told, customerTags, updatedAt: 0 }, { ...order, updatedAt: 0, lines: order.lines.map((line) => ({ ...line, itemPlatformId: null })) });
    },
  },
  {
    name: "throttling is a retry, a dead token is unauthorized",
    needs: "faults",
    async run({ channel, access, faults }) {
      const troubleUnder = async (kind: "throttled" | "unauthorized") => {
        faults?.answerAll(kind);
        const reading = await channel.readOrders(access, [toId<PlatformId>("1")]);
        faults?.answerAll(null);
        return reading.ok ? null : reading.trouble;
      };
      const throttled = await troubleUnder("throttled");
      assert.ok(throttled?.kind === "retry" && throttled.afterMs > 0);
      assert.equal((await troubleUnder("unauthorized"))?.kind, "unauthorized");
    },
  },
];

export const CONFORMANCE_CASES: readonly ConformanceCase[] = [...deliveryCases, ...readCases, ...writeCases, ...deskCases];
