import { describe, expect, it } from "vitest";
import { Scene } from "./scene.fixture";

describe("an order told by a webhook", () => {
  it("given stock, when it is captured, then its goods are reserved at once", () => {
    const scene = new Scene([0, 1, 5]);
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.capture(id);
    expect(scene.known(id).order).toMatchObject({ status: "allocated", version: 1, adopted: true, readAt: null });
    expect(scene.allocations(id)).toEqual(["2 planned @west"]);
    expect(scene.stockOf("mug")).toBe("east 0+0, mid 1+0, west 3+2");
    expect(scene.committed.at(-1)?.floors).toEqual([{ itemId: "s-acme-mug", locationId: "s-acme-west", floor: 0 }]);
  });

  it("given the same message again, or an older one, then nothing is taken twice", () => {
    const scene = new Scene([0, 0, 5]);
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.capture(id);
    const count = scene.committed.length;
    scene.capture(id);
    const older = { ...scene.platform.readOrder(id).order, updatedAt: 1 };
    expect(scene.house.decideCapture(older)).toBeNull();
    expect(scene.committed).toHaveLength(count);
  });

  it("given a newer message before it was ever read, then the reservation follows it", () => {
    const scene = new Scene([0, 0, 5]);
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.capture(id);
    scene.now += 2_000;
    scene.platform.edit(id, 0, 1);
    scene.capture(id);
    expect(scene.known(id).order.version).toBe(2);
    expect(scene.stockOf("mug")).toBe("east 0+0, mid 0+0, west 2+3");
  });

  it("given a cancellation before it was ever read, then everything is given back", () => {
    const scene = new Scene([0, 0, 5]);
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.capture(id);
    scene.now += 2_000;
    scene.platform.cancel(id);
    scene.capture(id);
    expect(scene.known(id).order.status).toBe("cancelled");
    expect(scene.stockOf("mug")).toBe("east 0+0, mid 0+0, west 5+0");
  });

  it("given an order that has been read, then a newer message only tells that an older answer is stale: the reading is the authority", () => {
    const scene = new Scene([0, 0, 5]);
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.read(id);
    scene.now += 2_000;
    const before = scene.platform.readOrder(id);
    scene.platform.edit(id, 0, 1);
    const newer = scene.platform.readOrder(id).order;
    const change = scene.house.decideCapture(newer);
    expect(change).toEqual({
      merchantId: change?.merchantId, guards: [expect.objectContaining({ kind: "order" })],
      orders: [{ order: expect.objectContaining({ platformUpdatedAt: newer.updatedAt }) }],
    });
    scene.house.commit(change);
    expect(scene.house.decideReading(before, scene.now)).toBeNull();
    expect(scene.house.decideCapture(newer)).toBeNull();
  });

  it("given too little stock, then what is there is taken and no more", () => {
    const scene = new Scene([0, 0, 1]);
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.capture(id);
    expect(scene.stockOf("mug")).toBe("east 0+0, mid 0+0, west 0+1");
    const none = scene.order([{ item: "mug", units: 1 }]);
    scene.capture(none);
    expect(scene.known(none).order.status).toBe("captured");
  });

  it("given goods sold over the counter, then nothing is reserved: they are gone", () => {
    const scene = new Scene([0, 0, 5]);
    const id = scene.order([{ item: "mug", units: 2 }], { source: "point-of-sale" });
    scene.capture(id);
    expect(scene.known(id).order.status).toBe("left");
    expect(scene.allocations(id)).toEqual([]);
  });

  it("given a store that only observes, then it reserves, but the order is not ours to write to", () => {
    const scene = new Scene([0, 0, 5], { live: false });
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.capture(id);
    expect(scene.known(id).order.adopted).toBe(false);
    expect(scene.allocations(id)).toEqual(["2 planned @west"]);
  });

  it("keeps the customer apart from the order", () => {
    const scene = new Scene([0, 0, 5]);
    const contact = { name: "Zuzanna", email: "zuzanna@example.com", phone: null, company: null, address1: null, address2: null, city: null, provinceCode: null, postalCode: null, countryCode: null };
    const id = scene.order([{ item: "mug", units: 2 }], { contact });
    scene.capture(id);
    expect(scene.committed.at(-1)?.contacts).toMatchObject([{ contact }]);
    expect(JSON.stringify([scene.known(id), scene.committed.at(-1)?.events, scene.house.entries])).not.toMatch(/zuzanna/i);
  });
});
