import { describe, expect, it } from "vitest";
import { emptyChangeSet } from "../domain/change-set";
import { DEFAULT_MERCHANT_POLICY } from "../domain/policy/defaults";
import type { MerchantPolicy } from "../domain/policy/types";
import { applyDeliveries } from "./apply-deliveries";
import { type Bench, buy, NEWARK, openStore, orderOf, RENO, settle, settledOrder, standing, takeIn } from "./flows.fixtures";
import { performReads } from "./perform-reads";

/** Monday, as the bench's clock stands. */
const MONDAY = "2026-11-02";
const acme = "acme" as never;

/** Limits what a location can send a day, as its settings do. */
const limit = async (bench: Bench, index: number, dailyParcels: number): Promise<void> => {
  const { id } = (await bench.db.locations(acme)).find((one) => one.platformId === bench.location(index))!;
  const [known] = (await bench.db.locationSettings(acme)).filter((one) => one.locationId === id);
  await bench.db.commit([{ ...emptyChangeSet(acme), locationSettings: [{
    merchantId: acme, locationId: id, version: (known?.version ?? 0) + 1, pausedReason: null, dailyParcels, cutOff: null, timeZone: "America/New_York", workdays: [1, 2, 3, 4, 5], holidays: [], latitude: null, longitude: null, updatedAt: bench.clock.now,
  }] }]);
};
const publish = async (bench: Bench, fields: Partial<MerchantPolicy>): Promise<void> => {
  const version = ((await bench.db.latestPolicy(acme))?.version ?? 0) + 1;
  await bench.db.commit([{ ...emptyChangeSet(acme), policies: [{ merchantId: acme, version, name: "Test", policy: { ...DEFAULT_MERCHANT_POLICY, ...fields }, publishedAt: 0, actor: "person:1", note: null, basedOn: null }] }]);
};
const taken = async (bench: Bench) => (await bench.db.parcelDays(acme, MONDAY)).filter((one) => one.taken !== 0).map((one) => [one.day, one.taken]);
const places = (bench: Bench, ids: readonly string[]) => ids.map((id) => standing(bench, id).map((one) => one.at));
const sound = async (bench: Bench): Promise<void> => expect(await bench.db.ledgerFaults(acme, 5)).toEqual([]);

describe("a location that can send so many parcels a day", () => {
  it("gets no more, and the rest goes elsewhere", async () => {
    const bench = await openStore();
    await limit(bench, NEWARK, 2);
    const ids = [await settledOrder(bench, [1]), await settledOrder(bench, [1]), await settledOrder(bench, [1])];
    expect(places(bench, ids.slice(0, 2))).toEqual([[NEWARK], [NEWARK]]);
    expect(places(bench, ids.slice(2))[0]).not.toContain(NEWARK);
    expect(await taken(bench)).toEqual([[MONDAY, 2]]);
    expect((await orderOf(bench, ids[0]!)).order.rooms.map((room) => room.day)).toEqual([MONDAY]);
    expect((await bench.db.latestDecisions(acme, [(await orderOf(bench, ids[2]!)).order.id]))[0]?.certificate.problem.locations.map((one) => one.excluded)).toContain("at-capacity");
    await sound(bench);
  });

  it("is not overfilled by orders that are decided in one batch, nor by two workers at once", async () => {
    const bench = await openStore();
    await limit(bench, NEWARK, 1);
    const ids = [buy(bench, [1]), buy(bench, [1]), buy(bench, [1])];
    await takeIn(bench);
    await applyDeliveries(bench.ctx);
    await Promise.all([performReads(bench.ctx), performReads(bench.ctx)]);
    await settle(bench);
    expect(places(bench, ids).filter((at) => at.includes(NEWARK))).toHaveLength(1);
    expect(await taken(bench)).toEqual([[MONDAY, 1]]);
    await sound(bench);
  });

  it("has its room back when an order is cancelled", async () => {
    const bench = await openStore();
    await limit(bench, NEWARK, 1);
    const [first] = [await settledOrder(bench, [1])];
    bench.twin.people().cancelOrder(first!, { restock: true });
    await settle(bench);
    expect([await taken(bench), (await orderOf(bench, first!)).order.rooms]).toEqual([[], []]);
    expect(places(bench, [await settledOrder(bench, [1])])).toEqual([[NEWARK]]);
    await sound(bench);
  });

  it("puts a parcel off to the next day where there is nowhere else, and where a day late costs less than another place", async () => {
    const only = await openStore({ stock: [[null, null, 9]] });
    await limit(only, NEWARK, 1);
    await settledOrder(only, [1]);
    const late = await settledOrder(only, [1]);
    expect([places(only, [late]), await taken(only)]).toEqual([[[NEWARK]], [[MONDAY, 1], ["2026-11-03", 1]]]);
    await sound(only);

    const cheap = await openStore();
    await limit(cheap, NEWARK, 1);
    await publish(cheap, { lateness: { ...DEFAULT_MERCHANT_POLICY.lateness, promiseDays: 1, perDayMinor: 1 } });
    await settledOrder(cheap, [1]);
    const second = await settledOrder(cheap, [1]);
    expect([places(cheap, [second]), await taken(cheap)]).toEqual([[[NEWARK]], [[MONDAY, 1], ["2026-11-03", 1]]]);
    const [decision] = await cheap.db.latestDecisions(acme, [(await orderOf(cheap, second)).order.id]);
    expect(decision?.certificate.outcome === "routed" && decision.certificate.plan.terms.latenessMinor).toBe(1);
    await sound(cheap);
  });

  it("keeps the room of what has left on its day, and gives back that of a later day", async () => {
    const bench = await openStore({ stock: [[null, null, 9]] });
    await limit(bench, NEWARK, 1);
    const [today, tomorrow] = [await settledOrder(bench, [1]), await settledOrder(bench, [1])];
    for (const id of [today, tomorrow]) for (const part of (await orderOf(bench, id)).fulfillmentOrders) bench.twin.people().shipElsewhere(part.platformId);
    await settle(bench);
    expect(await taken(bench)).toEqual([[MONDAY, 1]]);
    await sound(bench);
  });

  it("takes nothing for orders that are only observed, nor where there is no limit", async () => {
    const observed = await openStore({ status: "observe" });
    await limit(observed, NEWARK, 1);
    await settledOrder(observed, [1]);
    const free = await openStore();
    await settledOrder(free, [1]);
    expect([await taken(observed), await taken(free)]).toEqual([[], []]);
  });
});

describe("a rule of the policy", () => {
  it("is obeyed by the next orders, and by none any more when it is rolled back", async () => {
    const bench = await openStore();
    const reno = (await bench.db.locations(acme)).find((one) => one.platformId === bench.location(RENO))!.id;
    await publish(bench, { rules: [{ id: "r", name: "Gifts", on: true, when: { provinces: ["US-NJ"] }, then: { kind: "only-from", locationIds: [reno] } }] });
    const obeys = await settledOrder(bench, [1]);
    await publish(bench, {});
    expect(places(bench, [obeys, await settledOrder(bench, [1])])).toEqual([[RENO], [NEWARK]]);
  });

  it("knows a product by its tags, as the platform gives them", async () => {
    const bench = await openStore();
    const product = [...bench.twin.shop().products.values()].find((one) => one.variantIds.includes(bench.good(0).variantId))!;
    product.tags = ["dangerous-goods"];
    const reno = (await bench.db.locations(acme)).find((one) => one.platformId === bench.location(RENO))!.id;
    await publish(bench, { rules: [{ id: "r", name: "Hazard", on: true, when: { hazard: true }, then: { kind: "only-from", locationIds: [reno] } }] });
    expect(places(bench, [await settledOrder(bench, [1])])).toEqual([[RENO]]);
  });
});

