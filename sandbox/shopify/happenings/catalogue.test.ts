import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTerminal } from "../model/fulfillment-order";
import { balanceOf, unfulfilledUnits } from "../model/order";
import type { Order, Shop } from "../model/records";
import { ORDER_KINDS } from "../store/basket";
import { openBench } from "../test-bench";
import type { Bench } from "../test-bench";
import { HAPPENINGS, happen } from "./catalogue";

const stageOf = (bench: Bench) => ({ shop: bench.twin.shop(), people: bench.people });

const OF_ORDERS = HAPPENINGS.filter(({ group, name }) => group === "order" && !name.startsWith("cancel"));

/** Units of a line that open fulfillment orders are still to ship. */
function waitingUnits(shop: Shop, order: Order, lineId: string): number {
  const open = order.fulfillmentOrderIds.map((id) => shop.fulfillmentOrders.get(id)).filter((one) => one && !isTerminal(one));
  return open.reduce((units, one) => units + (one?.lines.reduce((sum, line) => sum + (line.lineId === lineId ? line.remaining : 0), 0) ?? 0), 0);
}

function expectOrderAgrees(shop: Shop, order: Order): void {
  const { receivedMinor, refundedMinor } = balanceOf({ shop }, order);
  expect(refundedMinor, `${order.name} pays back no more than was paid`).toBeLessThanOrEqual(receivedMinor);
  for (const line of order.lines) {
    expect(line.currentQuantity, order.name).toBeGreaterThanOrEqual(0);
    const waits = line.tip || !line.requiresShipping || order.cancelledAt !== null ? null : waitingUnits(shop, order, line.id);
    if (waits !== null) expect(waits, `${order.name}: what is to be shipped waits in a fulfillment order`).toBe(unfulfilledUnits({ shop }, order, line));
  }
}

function expectStockAgrees(shop: Shop): void {
  const claims = new Map<string, number>();
  for (const one of shop.fulfillmentOrders.values()) {
    if (isTerminal(one)) continue;
    for (const line of one.lines) if (line.counted) claims.set(`${line.itemId} ${one.locationId}`, (claims.get(`${line.itemId} ${one.locationId}`) ?? 0) + line.remaining);
  }
  for (const item of shop.items.values()) for (const level of item.levels.values()) expect(level.quantities.committed, `${item.sku} at ${level.locationId}`).toBe(claims.get(`${item.id} ${level.locationId}`) ?? 0);
}

describe("whatever happens", () => {
  test("each order's units wait, have shipped or were refunded; committed is what waits; a saved shop goes on", () => {
    const deed = fc.record({ what: fc.nat({ max: 9_999 }), which: fc.nat({ max: 9_999 }), kind: fc.constantFrom(...ORDER_KINDS) });
    fc.assert(fc.property(fc.integer(), fc.array(deed, { minLength: 30, maxLength: 60 }), (seed, deeds) => {
      let bench = openBench({ seed, store: { products: 8 } });
      bench.people.openThirdParty();
      for (const { what, which, kind } of deeds) {
        bench.clock.now += 60_000;
        const shop = bench.twin.shop();
        const orders = [...shop.orders.keys()];
        const pick = <T>(list: readonly T[]) => list[which % Math.max(1, list.length)];
        // Few orders, so that much happens to each; and more to orders than to the rest.
        if (orders.length < 3) bench.people.placeOrder({ kind });
        else happen(stageOf(bench), OF_ORDERS[what % (2 * OF_ORDERS.length)]?.name ?? HAPPENINGS[what % HAPPENINGS.length]?.name ?? "", { order: pick(orders), item: pick([...shop.items.keys()]), location: pick([...shop.locations.keys()]), scope: "read_returns" });
        bench.deliver();
      }
      if (deeds.length % 5 === 0) bench = openBench({ seed, saved: bench.twin.save() });
      for (const order of bench.twin.shop().orders.values()) expectOrderAgrees(bench.twin.shop(), order);
      expectStockAgrees(bench.twin.shop());
    }), { numRuns: 80 });
  });
});

describe("a choice", () => {
  test("is by name or id, and what is not chosen is the newest order and the first of the others", () => {
    const bench = openBench();
    bench.people.placeOrder({ kind: "custom" });
    const newest = bench.people.placeOrder({ kind: "custom" });
    expect(happen(stageOf(bench), "hold", {})).toMatchObject({ ok: true, words: `${newest?.name}: Another app holds it` });
    expect(happen(stageOf(bench), "hold", { order: "1001" })).toMatchObject({ ok: true, words: "#1001: Another app holds it" });
    expect(happen(stageOf(bench), "hold", { order: "#1001" })).toMatchObject({ ok: false, words: "#1001: Another app holds it: not possible now" });
    expect(happen(stageOf(bench), "receive", { item: "no such" })).toMatchObject({ ok: false, words: expect.stringMatching(/^item:/) as string });
    expect(happen(stageOf(bench), "nonsense", {})).toMatchObject({ ok: false, words: expect.stringMatching(/add-line/) as string });
  });

  test.each(HAPPENINGS.map(({ name }) => name))("%s happens when its time has come", (name) => {
    const before: Record<string, string[]> = {
      release: ["hold"], "refund-returned": ["ship"], track: ["ship"], "cancel-parcel": ["ship"], accept: ["request"], reject: ["request"], "ask-cancel": ["request", "accept"], "accept-cancel": ["request", "accept", "ask-cancel"],
      "reject-cancel": ["request", "accept", "ask-cancel"], fail: ["request", "accept"], open: ["close"], "stock-here": [], "unstock-here": [],
    };
    const kinds: Record<string, (typeof ORDER_KINDS)[number]> = { prepare: "pickup", due: "scheduled", request: "third-party", pay: "unpaid" };
    const bench = openBench({ store: { products: 12 } });
    const { locationId } = bench.people.openThirdParty();
    const byService = name === "request" || before[name]?.includes("request");
    bench.people.placeOrder({ kind: byService ? "third-party" : kinds[name] ?? "plain" });
    const shop = bench.twin.shop();
    const stocked = [...shop.items.values()].find((item) => item.tracked && [...item.levels.values()].some(({ quantities }) => quantities.available > 5 && quantities.committed === 0));
    const level = [...(stocked?.levels.values() ?? [])].find(({ quantities }) => quantities.available > 5 && quantities.committed === 0);
    const choice = { item: stocked?.sku ?? "", location: name === "move" ? destination(bench) : level?.locationId ?? locationId, scope: "write_orders" };
    for (const first of before[name] ?? []) expect(happen(stageOf(bench), first, choice), first).toMatchObject({ ok: true });
    expect(happen(stageOf(bench), name, choice)).toMatchObject({ ok: true });
  });
});

/** A place that stocks all of the newest order and does not have it. */
function destination(bench: Bench): string {
  const shop = bench.twin.shop();
  const order = [...shop.orders.values()].at(-1);
  const from = shop.fulfillmentOrders.get(order?.fulfillmentOrderIds[0] ?? "")?.locationId;
  for (const line of order?.lines ?? []) if (line.itemId) for (const id of shop.locations.keys()) bench.people.stockAt(line.itemId, id);
  return [...shop.locations.keys()].find((id) => id !== from) ?? "";
}
