import { describe, expect, it } from "vitest";
import type { LocationForm } from "../domain/location-settings";
import { type LocationId, type PlatformId, idOf } from "../domain/ids";
import { type Bench, DALLAS, NEWARK, RENO, act, expectDone, openStore, orderOf, put, settle, settledOrder, standing } from "./flows.fixtures";
import { saveLocationSettings } from "./location-settings";

const OPEN: LocationForm = { pausedReason: null, dailyParcels: null, cutOff: null, timeZone: null, workdays: [1, 2, 3, 4, 5], holidays: [], latitude: null, longitude: null };

const idAt = async (bench: Bench, place: number): Promise<LocationId> => idOf<LocationId>((await bench.store()).id, bench.location(place) as PlatformId);

const save = async (bench: Bench, place: number, fields: Partial<LocationForm>, version = 0) =>
  saveLocationSettings(bench.ctx, { store: await bench.store(), actor: "person:7", locationId: await idAt(bench, place), version, settings: { ...OPEN, ...fields } });

const recordAt = async (bench: Bench, place: number) => {
  const id = await idAt(bench, place);
  return (await bench.db.locationSettings((await bench.store()).merchantId)).find((one) => one.locationId === id);
};

describe("a location that is paused", () => {
  it("loses the orders that nobody works on yet, takes no new ones, and has them back when it opens", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    expect(standing(bench, id)[0]?.at).toBe(NEWARK);
    expectDone(await save(bench, NEWARK, { pausedReason: "A storm" }));
    await settle(bench);
    expect(standing(bench, id)[0]?.at).toBe(DALLAS);
    expect(standing(bench, await settledOrder(bench, [1]))[0]?.at).toBe(DALLAS);
    expectDone(await save(bench, NEWARK, {}, 1));
    await settle(bench);
    expect(standing(bench, await settledOrder(bench, [1]))[0]?.at).toBe(NEWARK);
    const rows = (await bench.db.activityPage((await bench.store()).merchantId, { subject: { subjectKind: "location", subjectId: await idAt(bench, NEWARK) }, limit: 9 })).rows;
    expect(rows.map((row) => [row.verb, row.actor, row.reason])).toEqual([["location-opened", "person:7", null], ["location-paused", "person:7", "A storm"]]);
  });

  it("keeps those on which work has begun, and a person is told", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    expectDone(await act(bench, id, ({ fulfillmentOrders }) => ({ kind: "start-work", fulfillmentOrderId: fulfillmentOrders.find((one) => one.status === "open")!.id })));
    await settle(bench);
    expectDone(await save(bench, NEWARK, { pausedReason: "Stocktaking" }));
    await settle(bench);
    expect(standing(bench, id)[0]?.at).toBe(NEWARK);
    expect((await orderOf(bench, id)).order.attention.map((one) => one.code)).toEqual(["location-closed"]);
    expectDone(await save(bench, NEWARK, {}, 1));
    await settle(bench);
    expect((await orderOf(bench, id)).order).toMatchObject({ attention: [], attentionSince: null });
  });
});

describe("the calendar of a location", () => {
  it("moves the time by which the orders there should leave", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    const before = (await orderOf(bench, id)).order.shipBy;
    expectDone(await save(bench, NEWARK, { cutOff: "09:30", timeZone: "Europe/Berlin" }));
    await settle(bench);
    const { shipBy } = (await orderOf(bench, id)).order;
    expect(shipBy).not.toBe(before);
    expect(new Date(shipBy as number).toISOString()).toMatch(/T08:30:00.000Z$/);
  });
});

describe("settings of a location", () => {
  it("are saved once on top of the version that was shown, and name what is wrong", async () => {
    const bench = await openStore();
    expectDone(await save(bench, RENO, { dailyParcels: 40 }));
    expectDone(await save(bench, RENO, { dailyParcels: 40 }));
    expect(await save(bench, RENO, { dailyParcels: 50 })).toMatchObject({ ok: false, field: null, problem: expect.stringMatching(/meanwhile/) });
    expect(await save(bench, RENO, { cutOff: "noon" }, 1)).toMatchObject({ ok: false, field: "cutOff" });
    expect(await recordAt(bench, RENO)).toMatchObject({ version: 1, dailyParcels: 40, cutOff: null });
    const foreign = await saveLocationSettings(bench.ctx, { store: await bench.store(), actor: "person:7", locationId: "elsewhere" as LocationId, version: 0, settings: OPEN });
    expect(foreign).toMatchObject({ ok: false, field: null });
  });

  it("put it elsewhere on the map than the platform does", async () => {
    const bench = await openStore();
    expectDone(await save(bench, DALLAS, { latitude: 40.22, longitude: -74.76 }));
    expect(standing(bench, await settledOrder(bench, [1]))[0]?.at).toBe(DALLAS);
  });
});

describe("a location that closes on the platform", () => {
  it("loses its orders to those that are open", async () => {
    const bench = await openStore();
    const id = await settledOrder(bench, [1]);
    const closed = bench.twin.shop().locations.get(bench.location(NEWARK));
    if (closed) closed.fulfillsOnlineOrders = false;
    await put(bench, { topic: "locations/update", body: JSON.stringify({ id: Number(bench.location(NEWARK)) }) });
    await settle(bench);
    expect(standing(bench, id)[0]?.at).toBe(DALLAS);
  });
});
