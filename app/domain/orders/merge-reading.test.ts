import { describe, expect, it } from "vitest";
import type { PlatformId } from "../ids";
import type { OrderAggregate, ShipmentRecord } from "../records";
import { MERCHANT, STORE } from "./house-model.fixture";
import { mergeReading } from "./merge-reading";
import { Scene } from "./scene.fixture";

/** An order of three mugs at west that has been read, with a parcel of two asked for here. */
const asked = (number: string | null) => {
  const scene = new Scene([0, 0, 5]);
  const id = scene.order([{ item: "mug", units: 3 }]);
  scene.read(id);
  const [part] = scene.parts(id);
  const lines = [{ orderLineId: part!.lines[0]!.orderLineId, quantity: 2 }];
  scene.try(id, { kind: "ship", fulfillmentOrderId: part!.id, lines, tracking: { company: null, number, url: null }, notifyCustomer: false });
  const shipLine = { orderLinePlatformId: scene.known(id).lines[0]!.platformId, quantity: 2 };
  return { scene, id, ship: (as: string | null, quantity = 2) => void scene.platform.ship(part!.platformId, [{ ...shipLine, quantity }], as) };
};

const merge = (scene: Scene, id: PlatformId, existing: OrderAggregate | null = scene.known(id)) =>
  mergeReading(existing, scene.platform.readOrder(id), { owner: { merchantId: MERCHANT, storeId: STORE }, readAt: scene.now, now: scene.now, adopted: true });
const told = (shipments: readonly ShipmentRecord[]) => shipments.map((one) => `${one.madeHere ? "ours" : "theirs"} ${one.status} ${one.number}`);

describe("a parcel in a reading", () => {
  it("is the one asked for here, when it holds the same goods under the same number", () => {
    const { scene, id, ship } = asked("1Z");
    ship("1Z");
    expect(told(merge(scene, id).confirmed)).toEqual(["ours confirmed 1Z"]);
    expect(merge(scene, id).aggregate.shipments).toHaveLength(1);
  });

  it.each([[" 1Z ", "1Z"], ["", null]])("is the one asked for here, when the platform has trimmed its number (%j)", (here, there) => {
    const { scene, id, ship } = asked(here);
    ship(there);
    expect(merge(scene, id).aggregate.shipments).toHaveLength(1);
  });

  it.each([{ name: "another number", number: "9X", units: 2 }, { name: "other goods", number: "1Z", units: 1 }])("with $name is somebody else's", ({ number, units }) => {
    const { scene, id, ship } = asked("1Z");
    ship(number, units);
    expect(told(merge(scene, id).aggregate.shipments)).toEqual(["ours requested 1Z", `theirs confirmed ${number}`]);
  });

  it("is confirmed once, and says what left from where and when", () => {
    const { scene, id, ship } = asked("1Z");
    ship("1Z");
    const first = merge(scene, id);
    expect(first.shipped).toMatchObject([{ itemId: "s-acme-mug", locationId: "s-acme-west", units: 2, shippedAt: Math.floor(scene.now / 1000) * 1000 }]);
    expect(merge(scene, id, first.aggregate)).toMatchObject({ shipped: [], confirmed: [] });
  });

  it("given that the answer to our call names a parcel which was taken for somebody else's, then it is not shipped again", () => {
    const { scene, id, ship } = asked("1Z");
    ship("renumbered");
    const first = merge(scene, id).aggregate;
    const platformId = first.shipments[1]!.platformId;
    const known = { ...first, shipments: first.shipments.map((one) => (one.madeHere ? { ...one, platformId } : one)) };
    expect(merge(scene, id, known)).toMatchObject({ shipped: [], confirmed: [] });
  });

  it("that is cancelled is told, once", () => {
    const { scene, id, ship } = asked("1Z");
    ship("1Z");
    const first = merge(scene, id).aggregate;
    scene.platform.cancelParcel(first.shipments[0]!.platformId!);
    const second = merge(scene, id, first);
    expect(told(second.cancelled)).toEqual(["ours cancelled 1Z"]);
    expect(merge(scene, id, second.aggregate).cancelled).toEqual([]);
  });

  it("leaves the records that it was merged with as they were", () => {
    const { scene, id, ship } = asked("1Z");
    ship("1Z");
    const known = scene.known(id);
    const before = structuredClone(known);
    merge(scene, id, known);
    expect(known).toEqual(before);
  });
});

describe("an order in a reading", () => {
  it("keeps what is ours: who adopted it, who holds it, what it left out", () => {
    const { scene, id } = asked(null);
    const known = scene.known(id);
    const order = { ...known.order, holdReason: "A customer called.", adopted: false, excludedLocationIds: [known.allocations[0]!.locationId] };
    const merged = merge(scene, id, { ...known, order }).aggregate.order;
    expect(merged).toMatchObject({ holdReason: "A customer called.", adopted: false, excludedLocationIds: order.excludedLocationIds, version: order.version + 1 });
  });

  it("keeps the item of a line whose product is gone", () => {
    const { scene, id } = asked(null);
    const reading = scene.platform.readOrder(id);
    reading.order.lines[0]!.itemPlatformId = null;
    const merged = mergeReading(scene.known(id), reading, { owner: { merchantId: MERCHANT, storeId: STORE }, readAt: 1, now: 1, adopted: true });
    expect(merged.aggregate.lines[0]!.itemId).toBe("s-acme-mug");
  });
});
