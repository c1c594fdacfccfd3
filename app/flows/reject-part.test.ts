import { describe, expect, it } from "vitest";
import type { RejectAct } from "../domain/orders/decide-rejection";
import { type Bench, DALLAS, NEWARK, act, expectDone, findOrder, knownLevels, openStore, orderOf, platformLevels, settle, settledOrder, standing } from "./flows.fixtures";
import { rejectPart } from "./reject-part";

const merchant = "acme" as never;

/** The location where the order's first open part stands turns it down; `found`: units found of each product, by place. */
const turnDown = async (bench: Bench, id: string, said: Partial<Omit<RejectAct, "found">> & { found?: number[] } = {}) => {
  const aggregate = await orderOf(bench, id);
  const part = aggregate.fulfillmentOrders.find((one) => one.status !== "closed")!;
  const found = (said.found ?? []).flatMap((units, place) => {
    const line = part.lines.find((one) => one.itemId?.endsWith(`-${bench.good(place).itemId}`));
    return line ? [{ orderLineId: line.orderLineId, units }] : [];
  });
  const wish: RejectAct = { kind: "reject", fulfillmentOrderId: part.id, reason: "too-busy", note: "", remedy: "none", ...said, found };
  return rejectPart(bench.ctx, { store: await bench.store(), actor: "person:7", orderId: aggregate.order.id, act: wish });
};

const latestOf = async (bench: Bench, id: string) => (await bench.db.latestDecisions(merchant, [(await orderOf(bench, id)).order.id]))[0]!;
const healthy = async (bench: Bench, goods = [0]) => {
  for (const place of goods) expect(await knownLevels(bench, place)).toEqual(platformLevels(bench, place));
  expect(await bench.db.ledgerFaults(merchant, 5)).toEqual([]);
};

describe("a location that turns an order down", () => {
  it("is left out of its next plan, and the order ships from elsewhere, with who and why in its history", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [2]);
    expect(standing(bench, id)).toMatchObject([{ at: NEWARK, units: 2 }]);
    expectDone(await turnDown(bench, id, { reason: "too-busy", note: "Christmas" }));
    await settle(bench);
    expect(standing(bench, id)).toMatchObject([{ at: DALLAS, units: 2, status: "OPEN" }]);
    const { order } = await orderOf(bench, id);
    const latest = await latestOf(bench, id);
    expect(latest.certificate.problem.locations.filter((one) => one.excluded === "rejected")).toHaveLength(1);
    expect((await bench.db.history(merchant, order.id)).filter((event) => event.type === "rejected")).toMatchObject([{ actor: "person:7", detail: { reason: "too-busy", note: "Christmas", lines: [{ wanted: 2, found: 0 }] } }]);
    expect(await bench.db.rejectionsOf(merchant, order.id)).toMatchObject([{ unitsWanted: 2, unitsFound: 0, reason: "too-busy", remedy: "none" }]);
    await healthy(bench);
  });

  it("where work was reported, takes the report back first, so that the platform lets it move", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    expectDone(await act(bench, id, (known) => ({ kind: "start-work", fulfillmentOrderId: known.fulfillmentOrders[0]!.id })));
    await settle(bench);
    expect(standing(bench, id)).toMatchObject([{ at: NEWARK, status: "IN_PROGRESS" }]);
    expectDone(await turnDown(bench, id, { reason: "closed" }));
    await settle(bench);
    expect(standing(bench, id)).toMatchObject([{ at: DALLAS, status: "OPEN" }]);
    expect((await orderOf(bench, id)).order.status).toBe("routed");
  });

  it("that has found some ships what it found; the rest leaves from elsewhere", async () => {
    const bench = await openStore({ stock: [[5, 5, 9]] });
    const id = await settledOrder(bench, [4]);
    expectDone(await turnDown(bench, id, { reason: "not-found", found: [3], remedy: "none" }));
    await settle(bench);
    // One parcel of all four from Dallas is cheaper than a split: either way Newark sends three at most.
    const there = standing(bench, id).filter((one) => one.at === NEWARK).reduce((sum, one) => sum + one.units, 0);
    expect(there).toBeLessThanOrEqual(3);
    expect(standing(bench, id).reduce((sum, one) => sum + one.units, 0)).toBe(4);
    const latest = await latestOf(bench, id);
    const newark = latest.certificate.problem.locations.find((one) => one.locationId.endsWith(`-${bench.location(NEWARK)}`))!;
    expect(newark).toMatchObject({ excluded: null, stock: [{ units: 3 }] });
    await healthy(bench);
  });

  it("whose shelf is set to what was found has no phantom units when the order has left", async () => {
    const bench = await openStore({ stock: [[5, 5, 9]] });
    const id = await settledOrder(bench, [4]);
    expectDone(await turnDown(bench, id, { reason: "not-found", found: [0], remedy: "set" }));
    await settle(bench);
    expect(standing(bench, id)).toMatchObject([{ at: DALLAS, units: 4 }]);
    expect(platformLevels(bench, 0)[NEWARK]).toEqual({ available: 0, committed: 0 });
    await healthy(bench);
  });

  it("whose goods are damaged has them booked so, free ones or not", async () => {
    for (const units of [9, 4]) {
      const bench = await openStore({ stock: [[5, 5, units]] });
      const id = await settledOrder(bench, [4]);
      expectDone(await turnDown(bench, id, { reason: "damaged", found: [0], remedy: "damaged" }));
      await settle(bench);
      expect(standing(bench, id)).toMatchObject([{ at: DALLAS, units: 4 }]);
      expect(platformLevels(bench, 0)[NEWARK]).toEqual({ available: units - 4, committed: 0 });
      const level = (await bench.db.levels(merchant, [(await orderOf(bench, id)).lines[0]!.itemId!])).find((one) => one.locationId.endsWith(`-${bench.location(NEWARK)}`))!;
      expect(level.damaged).toBe(4);
      await healthy(bench);
    }
  });

  it("that is the last one with the goods leaves the order waiting there, and is not asked again", async () => {
    const bench = await openStore({ stock: [[0, 0, 5]] });
    const id = await settledOrder(bench, [1]);
    expectDone(await turnDown(bench, id, { reason: "other", note: "The roof leaks." }));
    await settle(bench);
    const { order } = await orderOf(bench, id);
    expect(order).toMatchObject({ status: "backordered" });
    expect(order.waitingSince).not.toBeNull();
    expect(standing(bench, id)).toMatchObject([{ at: NEWARK, holds: ["switchyard-backorder"] }]);
    const latest = await latestOf(bench, id);
    expect(latest.certificate).toMatchObject({ outcome: "unroutable", shortages: [{ elsewhere: [{ units: 5, reason: "rejected" }] }] });
  });

  it("asks for a count where that is wished, once for a shelf", async () => {
    const bench = await openStore();
    for (let time = 0; time < 2; time += 1) {
      const id = await settledOrder(bench, [1]);
      expectDone(await turnDown(bench, id, { reason: "not-found", found: [0], remedy: "count" }));
      await settle(bench);
    }
    const store = await bench.store();
    expect((await bench.db.openNotices(merchant, store.id, 10)).filter((one) => one.kind === "count-asked")).toHaveLength(1);
    await healthy(bench);
  });

  it("is refused in words, and then nothing has changed", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [2]);
    const problem = async (said: Parameters<typeof turnDown>[2]) => {
      const result = await turnDown(bench, id, said);
      return result.ok ? "accepted" : `${result.field}: ${result.problem}`;
    };
    expect(await problem({ reason: "other" })).toBe("note: Say why it cannot ship from here.");
    expect(await problem({ reason: "not-found", found: [2] })).toBe("found: All of it was found. Lower the units of what is missing.");
    expect(await problem({ reason: "not-found", found: [3] })).toMatch(/^found\..+: Give a whole number from 0 to 2\.$/);
    expect(await problem({ reason: "too-busy", remedy: "set" })).toBe("remedy: Choose what fits the reason.");
    expectDone(await act(bench, id, { kind: "hold", reason: "wait" }));
    expect(await problem({})).toBe("null: It is held. Release the hold first.");
    expect((await findOrder(bench, id))!.order.rejected).toEqual([]);
  });
});
