import { describe, expect, it } from "vitest";
import { BACKORDER_HANDLE, MANUAL_HANDLE } from "../fulfillment/fulfillment-order-machine";
import type { PlatformId } from "../ids";
import { REASON_LENGTH_MAX, TRACKING_LENGTH_MAX } from "./act-change";
import type { Act } from "./decide-act";
import { Scene, locationId } from "./scene.fixture";

const HOLD: Act = { kind: "hold", reason: "A customer called." };
const NO_TRACKING = { company: null, number: null, url: null };

const routed = (stock: readonly number[] = [4, 3, 5], units = 2) => {
  const scene = new Scene(stock);
  const id = scene.order([{ item: "mug", units }]);
  scene.read(id);
  return { scene, id };
};
const move = (scene: Scene, id: PlatformId, to: string): Act => ({ kind: "change-location", fulfillmentOrderId: scene.parts(id)[0]!.id, locationId: locationId(to) });
const ship = (scene: Scene, id: PlatformId, quantities: number[], tracking = NO_TRACKING): Act => {
  const [part] = scene.parts(id);
  return { kind: "ship", fulfillmentOrderId: part!.id, lines: quantities.map((quantity) => ({ orderLineId: part!.lines[0]!.orderLineId, quantity })), tracking, notifyCustomer: false };
};

describe("who may act when", () => {
  it.each(["observe", "paused", "leaving"] as const)("given a store that is in %s, then nothing is written to it", (status) => {
    const { scene, id } = routed();
    scene.house.store.status = status;
    expect(scene.try(id, HOLD)).toMatch(/nothing is written to it/);
  });

  it("given an order that has not been read, or was cancelled, then it is left alone", () => {
    const { scene, id } = routed();
    const unread = scene.order([{ item: "mug", units: 1 }]);
    scene.capture(unread);
    expect(scene.try(unread, HOLD)).toMatch(/not been read/);
    scene.platform.cancel(id);
    scene.read(id);
    expect(scene.try(id, HOLD)).toMatch(/cancelled/);
  });

  it("given an order from before the store was live, then it must be taken over first, and then is routed", () => {
    const scene = new Scene([4, 3, 5], { live: false });
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.read(id);
    scene.house.store.status = "live";
    expect(scene.try(id, HOLD)).toMatch(/Take it over first/);
    expect(scene.try(id, { kind: "take-over" })).toBe("done");
    expect(scene.try(id, { kind: "take-over" })).toMatch(/already/);
    scene.read(id);
    expect(scene.intents(id)).toEqual(["place waiting"]);
  });
});

describe("a hold by a person", () => {
  it("gives up a plan that has not reached the platform, and its reservation", () => {
    const { scene, id } = routed();
    expect(scene.try(id, HOLD)).toBe("done");
    expect(scene.known(id).order).toMatchObject({ status: "held", holdReason: "A customer called." });
    expect(scene.stockOf("mug")).toBe("east 2+2, mid 3+0, west 5+0");
    expect(scene.intents(id)).toEqual([`hold ${MANUAL_HANDLE} waiting`]);
    expect(scene.decisions(id).at(-1)?.status).toBe("withdrawn");
  });

  it("keeps routing away while it lasts, and a plan is made anew when it ends", () => {
    const { scene, id } = routed();
    scene.try(id, HOLD);
    scene.carryOut(id);
    expect(scene.decisions(id)).toHaveLength(1);
    expect(scene.try(id, { kind: "release" })).toBe("done");
    scene.carryOut(id);
    expect(scene.known(id).order).toMatchObject({ status: "routed", holdReason: null });
    expect(scene.allocations(id)).toEqual(["2 placed @west"]);
  });

  it.each([[" ", /Say why/], ["x".repeat(REASON_LENGTH_MAX + 1), /under 200/]])("wants a reason of some length", (reason, words) => {
    const { scene, id } = routed();
    expect(scene.try(id, { kind: "hold", reason })).toMatch(words);
  });

  it("is not repeated, and not released where there is none", () => {
    const { scene, id } = routed();
    expect(scene.try(id, { kind: "release" })).toMatch(/does not hold/);
    scene.try(id, HOLD);
    expect(scene.try(id, HOLD)).toMatch(/already held/);
  });

  it("keeps back every act on the goods, even before the platform knows of it", () => {
    const { scene, id } = routed([0, 3, 5]);
    scene.try(id, HOLD);
    expect(scene.try(id, ship(scene, id, [1]))).toMatch(/held/);
    expect(scene.try(id, move(scene, id, "mid"))).toMatch(/held/);
    expect(scene.try(id, { kind: "start-work", fulfillmentOrderId: scene.parts(id)[0]!.id })).toMatch(/held/);
  });
});

describe("a location chosen by a person", () => {
  it("takes the plan's place, and stays reserved and chosen however often the order is read", () => {
    const { scene, id } = routed();
    expect(scene.try(id, move(scene, id, "mid"))).toBe("done");
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 planned @mid"]);
    scene.read(id);
    scene.read(id);
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 planned @mid"]);
    expect(scene.intents(id)).toEqual(["place waiting"]);
    scene.carryOut(id);
    expect(scene.allocations(id)).toEqual(["2 placed @mid"]);
    expect(scene.decisions(id).map((one) => one.status)).toEqual(["superseded"]);
  });

  it("may be where the plan wanted it: what is reserved there for the order is free for it", () => {
    const { scene, id } = routed([4, 0, 2]);
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 planned @west"]);
    expect(scene.try(id, move(scene, id, "west"))).toBe("done");
    expect(scene.stockOf("mug")).toBe("east 2+2, mid 0+0, west 0+2");
  });

  it("must have enough of each item for all of its lines together", () => {
    const scene = new Scene([6, 5, 9]);
    const id = scene.order([{ item: "mug", units: 3 }, { item: "mug", units: 3 }]);
    scene.read(id);
    expect(scene.try(id, move(scene, id, "mid"))).toBe("locationId: mid does not have enough of mug, mug.");
  });

  it("may have too little of what sells on", () => {
    const scene = new Scene([0, 0, 0, 5, 0, 0]);
    const id = scene.order([{ item: "tee", units: 2 }]);
    scene.read(id);
    expect(scene.try(id, move(scene, id, "mid"))).toBe("done");
  });

  it("must be one of the store's, open, and another than it ships from", () => {
    const { scene, id } = routed();
    expect(scene.try(id, move(scene, id, "moon"))).toMatch(/one of the store's/);
    expect(scene.try(id, move(scene, id, "east"))).toMatch(/already ships from east/);
    scene.house.locations[1]!.active = false;
    expect(scene.try(id, move(scene, id, "mid"))).toMatch(/closed/);
  });

  it("given a backorder hold that still waits, then it is withdrawn: the person does not wait", () => {
    const scene = new Scene([1, 3, 0]);
    scene.house.locations[1]!.fulfillsOnline = false;
    const id = scene.order([{ item: "mug", units: 3 }]);
    scene.platform.move(scene.platform.readOrder(id).fulfillmentOrders[0]!.platformId, [{ location: "east", lines: [{ orderLinePlatformId: scene.platform.readOrder(id).order.lines[0]!.platformId, quantity: 3 }] }]);
    scene.readStock();
    scene.read(id);
    expect(scene.intents(id)).toEqual([`hold ${BACKORDER_HANDLE} waiting`]);
    expect(scene.try(id, move(scene, id, "mid"))).toBe("done");
    scene.carryOut(id);
    expect(scene.parts(id).map((one) => [one.status, one.locationId])).toEqual([["open", locationId("mid")]]);
    expect(scene.decisions(id).map((one) => one.status)).toEqual(["superseded"]);
  });
});

describe("a parcel", () => {
  it("is asked for once: its units are not there for another", () => {
    const { scene, id } = routed([0, 0, 5]);
    expect(scene.try(id, ship(scene, id, [2]))).toBe("done");
    expect(scene.try(id, ship(scene, id, [1]))).toMatch(/Only 0 of mug/);
  });

  it.each([
    { name: "nothing", units: [0], words: /at least one/ },
    { name: "too much", units: [3], words: /Only 2 of mug/ },
    { name: "too much in two entries", units: [2, 1], words: /Only 2 of mug/ },
    { name: "half a unit", units: [0.5], words: /whole number/ },
    { name: "less than nothing", units: [1, -1], words: /whole number/ },
  ])("does not hold $name", ({ units, words }) => {
    const { scene, id } = routed([0, 0, 5]);
    expect(scene.try(id, ship(scene, id, units))).toMatch(words);
  });

  it("waits for a move that is on its way", () => {
    const { scene, id } = routed();
    expect(scene.try(id, ship(scene, id, [2]))).toMatch(/being moved/);
  });

  it.each([
    { tracking: { ...NO_TRACKING, number: "1".repeat(TRACKING_LENGTH_MAX + 1) }, words: /^tracking.number/ },
    { tracking: { ...NO_TRACKING, url: "javascript:alert(1)" }, words: /^tracking.url/ },
  ])("wants tracking that can be followed", ({ tracking, words }) => {
    const { scene, id } = routed([0, 0, 5]);
    expect(scene.try(id, ship(scene, id, [2], tracking as never))).toMatch(words);
  });

  it("can be given a number later, once the platform knows it", () => {
    const { scene, id } = routed([0, 0, 5]);
    scene.try(id, ship(scene, id, [2]));
    const track: Act = { kind: "track", shipmentId: scene.known(id).shipments[0]!.id, tracking: { ...NO_TRACKING, number: "1Z" }, notifyCustomer: false };
    expect(scene.try(id, track)).toMatch(/not confirmed/);
    scene.carryOut(id);
    expect(scene.try(id, { ...track, tracking: NO_TRACKING })).toMatch(/^tracking.number/);
    expect(scene.try(id, track)).toBe("done");
    expect(new Set(scene.house.outbox.map((row) => row.lane)).size).toBe(1);
  });
});

describe("work begun", () => {
  it("does not begin where the goods are about to leave for another location", () => {
    const { scene, id } = routed();
    expect(scene.try(id, { kind: "start-work", fulfillmentOrderId: scene.parts(id)[0]!.id })).toMatch(/being moved/);
  });

  it("is reported, and keeps the order from being moved", () => {
    const { scene, id } = routed([0, 0, 5]);
    expect(scene.try(id, { kind: "start-work", fulfillmentOrderId: scene.parts(id)[0]!.id })).toBe("done");
    scene.carryOut(id);
    expect(scene.known(id).order.status).toBe("released");
    expect(scene.try(id, move(scene, id, "mid"))).toMatch(/Work on it has begun/);
  });
});
