import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTerminal } from "./model/fulfillment-order";
import { onHandOf } from "./model/level";
import { ORDER_KINDS } from "./store/basket";
import { openBench, placeOne } from "./test-bench";
import type { Bench } from "./test-bench";

/** Units that open fulfillment orders claim of each level. */
function claimed(bench: Bench): Map<string, number> {
  const claims = new Map<string, number>();
  for (const one of bench.twin.shop().fulfillmentOrders.values()) {
    if (isTerminal(one)) continue;
    for (const line of one.lines) if (line.counted) claims.set(`${line.itemId} ${one.locationId}`, (claims.get(`${line.itemId} ${one.locationId}`) ?? 0) + line.remaining);
  }
  return claims;
}

function expectCommittedIsClaimed(bench: Bench): void {
  const claims = claimed(bench);
  for (const item of bench.twin.shop().items.values()) {
    for (const level of item.levels.values()) expect(level.quantities.committed, `${item.sku} at ${level.locationId}`).toBe(claims.get(`${item.id} ${level.locationId}`) ?? 0);
  }
}

const unitsOf = (bench: Bench) => bench.twin.inspect().levels.reduce((units, level) => units + level.onHand, 0);

describe("stock", () => {
  test("an order moves its units from available to committed, where it was assigned", () => {
    const bench = openBench();
    const before = bench.twin.inspect().levels;
    const { fulfillmentOrder, item } = placeOne(bench, 3);
    const was = before.find((level) => level.itemId === item.id && level.locationId === fulfillmentOrder.locationId);
    const level = item.levels.get(fulfillmentOrder.locationId);
    expect(level?.quantities).toMatchObject({ available: (was?.available ?? 0) - 3, committed: (was?.committed ?? 0) + 3 });
    expect(level && onHandOf(level)).toBe(was?.onHand);
  });

  test("shipping takes on hand and committed down, and the order's units are gone from no other level", () => {
    const bench = openBench();
    const { fulfillmentOrder } = placeOne(bench, 3);
    const units = unitsOf(bench);
    expect(bench.people.shipElsewhere(fulfillmentOrder.id)).toBe(true);
    expect(unitsOf(bench)).toBe(units - 3);
    expect(fulfillmentOrder.status).toBe("CLOSED");
  });

  test("cancelling with restock gives everything back, without it writes the units off", () => {
    for (const restock of [true, false]) {
      const bench = openBench();
      const units = unitsOf(bench);
      const { order, item, fulfillmentOrder } = placeOne(bench, 3);
      const available = item.levels.get(fulfillmentOrder.locationId)?.quantities.available ?? 0;
      bench.people.cancelOrder(order.id, { restock });
      expect(item.levels.get(fulfillmentOrder.locationId)?.quantities.available).toBe(restock ? available + 3 : available);
      expect(unitsOf(bench)).toBe(restock ? units : units - 3);
    }
  });

  test("whatever people do, committed is exactly what open fulfillment orders claim", () => {
    const deed = fc.record({ what: fc.integer({ min: 0, max: 8 }), which: fc.nat(), kind: fc.constantFrom(...ORDER_KINDS) });
    fc.assert(fc.property(fc.integer(), fc.array(deed, { maxLength: 40 }), (seed, deeds) => {
      const bench = openBench({ seed });
      for (const { what, which, kind } of deeds) {
        const shop = bench.twin.shop();
        const orders = [...shop.orders.keys()];
        const open = [...shop.fulfillmentOrders.keys()];
        const order = orders[which % Math.max(1, orders.length)];
        const fulfillmentOrder = open[which % Math.max(1, open.length)];
        const location = [...shop.locations.keys()][which % shop.locations.size] ?? "";
        bench.clock.now += 1_000;
        if (what < 3 || !order || !fulfillmentOrder) bench.people.placeOrder({ kind });
        else if (what === 3) bench.people.cancelOrder(order, { restock: which % 2 === 0 });
        else if (what === 4) bench.people.shipElsewhere(fulfillmentOrder);
        else if (what === 5) bench.people.moveElsewhere(fulfillmentOrder, location);
        else if (what === 6) bench.people.holdElsewhere(fulfillmentOrder);
        else if (what === 7) bench.people.releaseElsewhere(fulfillmentOrder);
        else bench.people.reduceLine(order, { lineId: shop.orders.get(order)?.lines[0]?.id ?? "", units: 1 });
      }
      expectCommittedIsClaimed(bench);
    }), { numRuns: 60 });
  });
});

describe("assignment", () => {
  test("one location that has everything is preferred to a split", () => {
    const bench = openBench();
    const { order } = placeOne(bench, 1, 2);
    expect(order.fulfillmentOrderIds).toHaveLength(1);
  });

  test("what is sold out is refused online, and sold by a draft", () => {
    const bench = openBench();
    const { item } = placeOne(bench, 1);
    bench.people.setPolicyOfVariant(item.variantId, { continueSelling: false });
    const lines = [{ variantId: item.variantId, quantity: 100_000 }];
    expect(bench.people.placeOrder({ lines })).toBeNull();
    expect(bench.people.placeOrder({ lines, kind: "draft" })).not.toBeNull();
    expectCommittedIsClaimed(bench);
  });

  test.each(ORDER_KINDS)("an order of kind %s can be placed", (kind) => {
    const bench = openBench({ store: { products: 60, digitalShare: 0.1, untrackedShare: 0.1, continueSellingShare: 0.2 } });
    expect(bench.people.placeOrder({ kind })).not.toBeNull();
  });

  test("a closed location is assigned nothing", () => {
    const bench = openBench();
    const first = [...bench.twin.shop().locations.keys()][0] ?? "";
    bench.people.closeLocation(first);
    for (let count = 0; count < 20; count += 1) bench.people.placeOrder();
    expect([...bench.twin.shop().fulfillmentOrders.values()].map((one) => one.locationId)).not.toContain(first);
  });
});

test("the same seed and clock give the same shop, bodies and headers; another seed others", () => {
  const traceOf = (seed: number) => {
    const bench = openBench({ seed, bigIds: true });
    bench.twin.faults.duplicate = 0.3;
    bench.twin.faults.delay = 0.3;
    for (const kind of ORDER_KINDS) bench.people.placeOrder({ kind });
    return JSON.stringify(bench.deliver());
  };
  expect(traceOf(3)).toBe(traceOf(3));
  expect(traceOf(3)).not.toBe(traceOf(4));
});

test("a saved twin goes on where it was", () => {
  const bench = openBench();
  placeOne(bench);
  const again = openBench({ saved: bench.twin.save() });
  expect(again.twin.inspect()).toEqual(bench.twin.inspect());
  expect(again.twin.counters()).toEqual(bench.twin.counters());
  expect(placeOne(again).order.name).toBe("#1002");
});
