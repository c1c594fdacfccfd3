import { describe, expect, test } from "vitest";
import { openBench, placeOne } from "../shopify/test-bench";
import { booksOfShop } from "./platform-books";
import { compareBooks, createStopwatch } from "./proof";
import type { Books } from "./proof";

function open() {
  const bench = openBench();
  const placed = placeOne(bench, 2);
  const platform = () => booksOfShop(bench.twin.shop());
  const copied: Books = { orders: new Map(platform().orders), levels: new Map(platform().levels) };
  const prove = (app = copied) => compareBooks(platform(), app);
  return { ...placed, bench, copied, prove };
}

describe("the proof", () => {
  test("is equal when every order and level is known as it is", () => {
    const { prove } = open();
    expect(prove()).toMatchObject({ differences: [], proof: { equal: true, orders: { platform: 1, app: 1, missing: 0, differing: 0 }, units: { levels: 0 }, parcels: { platform: 0, app: 0 } } });
    expect(prove().proof.units.platform).toBe(prove().proof.units.app);
  });

  test("an order that the app does not know is missing, by name", () => {
    const { bench, prove } = open();
    bench.clock.now += 1_000;
    const lost = bench.people.placeOrder({ kind: "custom" });
    expect(prove()).toMatchObject({ differences: expect.arrayContaining([{ key: lost?.id, changedAt: bench.clock.now }]) as unknown, proof: { equal: false, orders: { platform: 2, app: 1, missing: 1, differing: 0, examples: [lost?.name] } } });
  });

  test("one that was cancelled, edited or shipped unheard is known otherwise", () => {
    for (const happens of ["cancel", "edit", "ship"] as const) {
      const { bench, order, fulfillmentOrder, prove } = open();
      if (happens === "cancel") bench.people.cancelOrder(order.id);
      if (happens === "edit") bench.people.editOrder(order.id, { set: [{ lineId: order.lines[0]?.id ?? "", quantity: 1 }] });
      if (happens === "ship") bench.people.shipElsewhere(fulfillmentOrder.id);
      const { proof } = prove();
      expect(proof, happens).toMatchObject({ equal: false, orders: { missing: 0, differing: 1 }, parcels: { platform: happens === "ship" ? 1 : 0, app: 0 } });
      expect(proof.units.levels, happens).toBe(1);
    }
  });

  test("equal sums are not enough: one unit too many here and too few there are two levels that differ", () => {
    const { copied, prove } = open();
    const levels = new Map(copied.levels);
    const [one, other] = [...levels].filter(([, level]) => level.onHand > 2);
    for (const [entry, units] of [[one, 1], [other, -1]] as const) if (entry) levels.set(entry[0], { ...entry[1], onHand: entry[1].onHand + units });
    const { proof } = prove({ ...copied, levels });
    expect(proof.units.platform).toBe(proof.units.app);
    expect(proof).toMatchObject({ equal: false, units: { levels: 2 } });
  });

  test("what the app has and the platform has not is no equality either", () => {
    const { copied, prove } = open();
    expect(prove({ ...copied, orders: new Map([...copied.orders, ["1", { name: "#1", cancelled: false, units: 1, parcels: 0, shippedUnits: 0 }]]) }).proof.equal).toBe(false);
    expect(prove({ ...copied, levels: new Map([...copied.levels, ["1@1", { onHand: 1, available: 1, committed: 0 }]]) }).proof.equal).toBe(false);
  });
});

describe("the stopwatch", () => {
  test("runs from the platform's change until the app shows it", () => {
    const since = createStopwatch();
    expect(since([], 1_000)).toBeNull();
    expect(since([{ key: "a", changedAt: 1_400 }], 2_000)).toBe(1_400);
    // Changed again while it was behind: it is still behind since then.
    expect(since([{ key: "a", changedAt: 2_500 }, { key: "b", changedAt: 2_900 }], 3_000)).toBe(1_400);
    expect(since([{ key: "b", changedAt: 2_900 }], 4_000)).toBe(2_900);
    expect(since([], 5_000)).toBeNull();
  });

  test("what the app changed ahead of the platform differs since it was seen", () => {
    const since = createStopwatch();
    since([], 10_000);
    expect(since([{ key: "level", changedAt: 50 }], 11_000)).toBe(11_000);
  });
});
