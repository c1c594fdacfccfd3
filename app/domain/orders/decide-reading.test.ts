import { describe, expect, it } from "vitest";
import { Scene } from "./scene.fixture";

const captured = (stock: readonly number[], units = 2) => {
  const scene = new Scene(stock);
  const id = scene.order([{ item: "mug", units }]);
  scene.capture(id);
  return { scene, id };
};

describe("a reading of an order", () => {
  it("given a provisional reservation, when the platform has the units elsewhere, then the reservation moves there", () => {
    const { scene, id } = captured([4, 0, 5]);
    scene.house.store.status = "observe";
    scene.read(id);
    expect(scene.allocations(id)).toEqual(["2 placed @east"]);
    expect(scene.stockOf("mug")).toBe("east 2+2, mid 0+0, west 5+0");
  });

  it("given an order never heard of, then it is captured by the reading", () => {
    const scene = new Scene([0, 0, 5]);
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.read(id);
    expect(scene.known(id).order).toMatchObject({ status: "routed", version: 1 });
    expect(scene.committed.at(-1)?.events?.map((event) => event.type)).toContain("captured");
    scene.read(id);
    expect(scene.committed.at(-1)?.events).toEqual([]);
  });

  it("given units that the platform had committed before the order was known, then no other order may take the same ones", () => {
    const scene = new Scene([0, 0, 5]);
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.now += 60_000;
    scene.readStock();
    expect(scene.stockOf("mug")).toContain("west 3+0(2)");
    scene.read(id);
    expect(scene.stockOf("mug")).toContain("west 3+2");
    expect(scene.committed.at(-1)?.floors).toContainEqual(expect.objectContaining({ of: "unattributed", floor: 0 }));
  });

  it("given work at a location that closes and opens again, then its history says when a person had to look and when it was over by itself", () => {
    const { scene, id } = captured([0, 0, 5]);
    scene.read(id);
    scene.platform.reportProgress(id);
    scene.read(id);
    const west = scene.house.locations.find((one) => one.id === scene.known(id).fulfillmentOrders[0]?.locationId)!;
    const toldWhile = (active: boolean) => {
      Object.assign(west, { active });
      scene.read(id);
      return scene.committed.at(-1)?.events?.filter(({ type }) => type.startsWith("attention")).map(({ type, detail }) => [type, detail["code"]]);
    };
    expect(toldWhile(false)).toEqual([["attention-raised", "location-closed"]]);
    expect(toldWhile(false)).toEqual([]);
    expect(toldWhile(true)).toEqual([["attention-over", "location-closed"]]);
  });

  it("given a newer state by the platform's clock, then an older one is stale", () => {
    const { scene, id } = captured([0, 0, 5]);
    const old = scene.platform.readOrder(id);
    scene.now += 5_000;
    scene.platform.edit(id, 0, 1);
    scene.read(id);
    expect(scene.house.decideReading(old, scene.now)).toBeNull();
  });

  it("given a later answer, then one asked for earlier is stale even where the platform's clock has not moved", () => {
    const { scene, id } = captured([4, 0, 5]);
    scene.askOrder(id);
    scene.read(id);
    const version = scene.known(id).order.version;
    scene.hearOrder(0);
    expect(scene.known(id).order.version).toBe(version);
  });

  it("given a cancellation, then a state of the same second in which it still lives is the one before", () => {
    const { scene, id } = captured([0, 0, 5]);
    const before = scene.platform.readOrder(id);
    scene.platform.cancel(id);
    before.order.updatedAt = scene.platform.readOrder(id).order.updatedAt;
    scene.read(id);
    expect(scene.known(id).order.status).toBe("cancelled");
    expect(scene.house.decideReading(before, scene.now + 1)).toBeNull();
  });

  it("given a parcel, then its units leave the shelf once, however often it is read", () => {
    const { scene, id } = captured([0, 0, 5]);
    scene.read(id);
    const [part] = scene.platform.readOrder(id).fulfillmentOrders;
    scene.platform.ship(part!.platformId, [{ orderLinePlatformId: part!.lines[0]!.orderLinePlatformId, quantity: 2 }], "1Z");
    scene.read(id);
    scene.read(id);
    expect(scene.known(id).order.status).toBe("shipped");
    expect(scene.stockOf("mug")).toBe("east 0+0, mid 0+0, west 3+0");
    expect(scene.level("mug", "west").onHand).toBe(3);
    expect(scene.house.entries.filter((entry) => entry.cause === "ship" && entry.state === "onHand")).toHaveLength(1);
  });

  it("given a parcel of which the platform does not say where it left, then it left from where its units stood", () => {
    const { scene, id } = captured([0, 0, 5]);
    scene.read(id);
    const [part] = scene.platform.readOrder(id).fulfillmentOrders;
    scene.platform.ship(part!.platformId, [{ orderLinePlatformId: part!.lines[0]!.orderLinePlatformId, quantity: 2 }], null);
    scene.now += 1_000;
    const reading = scene.platform.readOrder(id);
    reading.fulfillments[0]!.locationPlatformId = null;
    const change = scene.house.decideReading(reading, scene.now);
    expect(change?.entries?.filter((entry) => entry.state === "onHand").map((entry) => entry.delta)).toEqual([-2]);
    expect(change?.entries?.some((entry) => entry.state === "available")).toBe(false);
  });

  it("given missing stock, then the order says what it waits for, and is found by it", () => {
    const { scene, id } = captured([0, 0, 1]);
    scene.read(id);
    expect(scene.known(id).order).toMatchObject({ status: "backordered", problem: "Waiting for stock. mug: 2 wanted, 1 in stock." });
    expect(scene.committed.at(-1)?.orders?.[0]?.waitsFor).toEqual(["s-acme-mug"]);
    scene.read(id);
    expect(scene.committed.at(-1)?.orders?.[0]?.waitsFor).toEqual(["s-acme-mug"]);
  });

  it("given a pending plan whose goods are adjusted away, then it is planned anew instead of meeting its own floor for ever", () => {
    const { scene, id } = captured([4, 0, 5]);
    scene.read(id);
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 planned @west"]);
    scene.platform.stock("mug", "west", -5);
    scene.readStock();
    expect(scene.level("mug", "west").available).toBe(-2);
    scene.read(id);
    expect(scene.allocations(id)).toEqual(["2 placed @east"]);
    expect(scene.stockOf("mug")).toBe("east 2+2, mid 0+0, west 0+0");
  });

  it("given two plans for the same goods, decided at the same time, then only one of them can be committed", () => {
    const scene = new Scene([4, 0, 2]);
    const ids = [scene.order([{ item: "mug", units: 2 }]), scene.order([{ item: "mug", units: 2 }])];
    scene.now += 1_000;
    const [one, other] = ids.map((id) => scene.house.decideReading(scene.platform.readOrder(id), scene.now));
    expect(scene.house.commit(one!).status).toBe("committed");
    expect(scene.house.commit(other!)).toEqual({ status: "conflict", guard: "floor s-acme-mug@s-acme-west" });
  });

  it("given a move of which the stock tells before the order does, then the plan stays reserved, and meets no floor", () => {
    const scene = new Scene([4, 0, 2]);
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.read(id);
    scene.now += 1_000;
    scene.askOrder(id);
    scene.perform(0);
    scene.house.outbox[0]!.status = "leased";
    scene.readStock();
    expect(scene.stockOf("mug")).toBe("east 4+2(-2), mid 0+0, west -2+2(2)");
    scene.hearOrder(0);
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 planned @west"]);
    expect(scene.decisions(id).map((one) => one.status)).toEqual(["pending"]);
  });

  it("given two lines of one item standing crosswise to the plan, then nothing is moved and no floor is met", () => {
    const scene = new Scene([2, 0, 2]);
    const id = scene.order([{ item: "mug", units: 2 }, { item: "mug", units: 2 }]);
    scene.read(id);
    expect(scene.known(id).order.status).toBe("routed");
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 placed @west"]);
    expect(scene.intents(id)).toEqual([]);
  });

  it("asks again for the stock of what left in parcels, and of levels where it and the platform disagree", () => {
    const { scene, id } = captured([0, 0, 5]);
    scene.readStock();
    expect(scene.stockOf("mug")).toBe("east 0+0, mid 0+0, west 1+2(2)");
    scene.now += 120_000;
    scene.readStock();
    scene.read(id);
    expect(scene.stockOf("mug")).toBe("east 0+0, mid 0+0, west 3+2");
  });
});
