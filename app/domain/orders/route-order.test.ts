import { describe, expect, it } from "vitest";
import { BACKORDER_HANDLE } from "../fulfillment/fulfillment-order-machine";
import { Scene, locationId } from "./scene.fixture";

/** The platform puts it to the east; the cheapest plan for Nevada is west. */
const planned = (stock: readonly number[] = [4, 0, 5]) => {
  const scene = new Scene(stock);
  const id = scene.order([{ item: "mug", units: 2 }]);
  scene.read(id);
  return { scene, id };
};

const statuses = (scene: Scene, id: Parameters<Scene["decisions"]>[0]) => scene.decisions(id).map((one) => `${one.certificate.outcome} ${one.status}`);

describe("a plan", () => {
  it("given units that stand elsewhere, then they are reserved at both places until the platform has moved them", () => {
    const { scene, id } = planned();
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 planned @west"]);
    expect(scene.intents(id)).toEqual(["place waiting"]);
    expect(scene.stockOf("mug")).toBe("east 2+2, mid 0+0, west 3+2");
    scene.carryOut(id);
    expect(scene.allocations(id)).toEqual(["2 placed @west"]);
    expect(statuses(scene, id)).toEqual(["routed confirmed"]);
  });

  it("given that everything stands right, then it is confirmed and nothing is asked for", () => {
    const { scene, id } = planned([0, 0, 5]);
    expect(statuses(scene, id)).toEqual(["routed confirmed"]);
    expect(scene.intents(id)).toEqual([]);
  });

  it("when it is read again and again, then it is not decided anew, and nothing is posted", () => {
    const { scene, id } = planned();
    const before = scene.house.entries.length;
    scene.read(id);
    scene.read(id);
    expect(statuses(scene, id)).toEqual(["routed pending"]);
    expect(scene.intents(id)).toEqual(["place waiting"]);
    expect(scene.entriesSince(before)).toEqual([]);
  });

  it("given a person who moves it on the platform, then their choice stands", () => {
    const { scene, id } = planned([0, 0, 5]);
    scene.platform.stock("mug", "mid", 5);
    const [part] = scene.platform.readOrder(id).fulfillmentOrders;
    scene.platform.move(part!.platformId, [{ location: "mid", lines: [{ orderLinePlatformId: part!.lines[0]!.orderLinePlatformId, quantity: 2 }] }]);
    scene.read(id);
    scene.read(id);
    expect(statuses(scene, id)).toEqual(["routed superseded"]);
    expect(scene.allocations(id)).toEqual(["2 placed @mid"]);
  });

  it("given an answer from before our own call, then nobody is said to have chosen otherwise, and it is planned once more", () => {
    const { scene, id } = planned();
    scene.now += 1_000;
    scene.askOrder(id);
    scene.perform(0);
    scene.hearOrder(scene.orderAnswers.length - 1);
    expect(statuses(scene, id)).toEqual(["routed superseded", "routed pending"]);
    scene.carryOut(id);
    expect(statuses(scene, id)).toEqual(["routed superseded", "routed confirmed"]);
    expect(scene.allocations(id)).toEqual(["2 placed @west"]);
  });

  it("given units added by an edit, then it is decided anew", () => {
    const { scene, id } = planned([0, 0, 5]);
    scene.now += 2_000;
    scene.platform.edit(id, 0, 1);
    scene.read(id);
    expect(statuses(scene, id)).toEqual(["routed superseded", "routed confirmed"]);
  });

  it("given units added while others have shipped, then they are not mistaken for units that somebody moved", () => {
    const { scene, id } = planned([0, 0, 5]);
    const [part] = scene.platform.readOrder(id).fulfillmentOrders;
    scene.platform.ship(part!.platformId, [{ orderLinePlatformId: part!.lines[0]!.orderLinePlatformId, quantity: 1 }], null);
    scene.now += 2_000;
    scene.platform.stock("mug", "east", 4);
    scene.platform.edit(id, 0, 2);
    scene.read(id);
    expect(statuses(scene, id)).toEqual(["routed superseded", "routed pending"]);
    expect(scene.allocations(id)).toEqual(["1 placed @west", "2 placed @east", "2 planned @west"]);
  });

  it("given units taken off by an edit, then it stands", () => {
    const { scene, id } = planned([0, 0, 5]);
    scene.now += 2_000;
    scene.platform.edit(id, 0, -1);
    scene.read(id);
    expect(statuses(scene, id)).toEqual(["routed confirmed"]);
    expect(scene.allocations(id)).toEqual(["1 placed @west"]);
  });

  it("given a refusal, then its units are free again, the location is left out, and the next plan is made", () => {
    const { scene, id } = planned([4, 3, 5]);
    scene.platform.closedToMoves.add("west");
    scene.perform(0);
    scene.hearOutcome(0);
    expect(scene.stockOf("mug")).toBe("east 2+2, mid 3+0, west 5+0");
    expect(scene.known(id).order.excludedLocationIds).toEqual([locationId("west")]);
    scene.read(id);
    expect(statuses(scene, id)).toEqual(["routed refused", "routed pending"]);
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 planned @mid"]);
  });

  it("given a parcel that leaves before the move, then no more is on its way than is left", () => {
    const scene = new Scene([4, 0, 5]);
    const id = scene.order([{ item: "mug", units: 3 }]);
    scene.read(id);
    const [part] = scene.platform.readOrder(id).fulfillmentOrders;
    scene.platform.ship(part!.platformId, [{ orderLinePlatformId: part!.lines[0]!.orderLinePlatformId, quantity: 1 }], null);
    scene.platform.find(part!.platformId)!.fulfillmentOrder.status = "open";
    scene.read(id);
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 planned @west"]);
  });

  it("given that a part has arrived and a part has shipped, then what stands right is not counted as still to come", () => {
    const scene = new Scene([2, 4, 2]);
    scene.house.locations[1]!.fulfillsOnline = false;
    const id = scene.order([{ item: "mug", units: 4 }]);
    scene.read(id);
    expect(scene.allocations(id)).toEqual(["2 planned @east", "2 planned @west", "4 placed @mid"]);
    const [part] = scene.platform.readOrder(id).fulfillmentOrders;
    const line = { orderLinePlatformId: part!.lines[0]!.orderLinePlatformId, quantity: 2 };
    scene.platform.move(part!.platformId, [{ location: "mid", lines: [line] }, { location: "east", lines: [line] }]);
    scene.platform.ship(part!.platformId, [{ ...line, quantity: 1 }], null);
    scene.platform.find(part!.platformId)!.fulfillmentOrder.status = "open";
    scene.read(id);
    expect(scene.allocations(id)).toEqual(["1 placed @mid", "1 planned @west", "2 placed @east"]);
  });

  it("given a store that only observes, then it is shown, and nothing is reserved or asked for", () => {
    const scene = new Scene([4, 0, 5], { live: false });
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.read(id);
    scene.read(id);
    expect(statuses(scene, id)).toEqual(["routed observed"]);
    expect(scene.allocations(id)).toEqual(["2 placed @east"]);
    expect(scene.intents(id)).toEqual([]);
  });

  it("given a hold by somebody else, then routing waits", () => {
    const scene = new Scene([4, 0, 5]);
    const id = scene.order([{ item: "mug", units: 2 }]);
    const [part] = scene.platform.readOrder(id).fulfillmentOrders;
    scene.platform.hold(part!.platformId, "fraud");
    scene.read(id);
    expect(scene.known(id).order.status).toBe("held");
    expect(statuses(scene, id)).toEqual([]);
    scene.platform.releaseHold(part!.platformId, "fraud");
    scene.read(id);
    expect(statuses(scene, id)).toEqual(["routed pending"]);
  });

  it("given untracked goods, then they are routed and nothing is reserved", () => {
    const scene = new Scene([0, 0, 0]);
    const id = scene.order([{ item: "card", units: 2 }]);
    scene.read(id);
    expect(scene.known(id).order.status).toBe("routed");
    expect(scene.allocations(id)).toEqual([]);
  });

  it("given goods that sell on, then they are routed below zero", () => {
    const scene = new Scene([0, 0, 0, 0, 0, 0]);
    const id = scene.order([{ item: "tee", units: 2 }]);
    scene.read(id);
    expect(scene.known(id).order.status).toBe("routed");
    scene.carryOut(id);
    expect(scene.stockOf("tee")).toBe("east 0+0, mid 0+0, west -2+2");
  });
});

describe("an order that stands with a third party", () => {
  const theirs = (stock: readonly number[]) => {
    const { scene, id } = planned(stock);
    scene.carryOut(id);
    scene.house.locations[0]!.isFulfillmentService = true;
    scene.read(id);
    return { scene, id };
  };

  it("stays there, and waits for no stock of ours", () => {
    const scene = new Scene([4, 0, 0]);
    scene.house.locations[0]!.isFulfillmentService = true;
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.read(id);
    expect(scene.intents(id)).toEqual([]);
    expect(statuses(scene, id)).toEqual([]);
  });

  it("given that it was moved there while it waited for stock, then our hold is released", () => {
    const { scene, id } = theirs([1, 0, 0]);
    expect(scene.intents(id)).toEqual([`release-hold ${BACKORDER_HANDLE} waiting`]);
    scene.read(id);
    expect(scene.intents(id)).toEqual([`release-hold ${BACKORDER_HANDLE} waiting`]);
  });
});

describe("goods of a product that was deleted", () => {
  it("stay where they stand, and keep no plan for the others from being confirmed", () => {
    const scene = new Scene([4, 0, 5]);
    const id = scene.order([{ item: "mug", units: 1 }, { item: "tee", units: 1 }]);
    const answer = scene.platform.readOrder(id);
    const told = { ...answer, order: { ...answer.order, lines: answer.order.lines.map((line, index) => (index === 1 ? { ...line, itemPlatformId: null, variantPlatformId: null } : line)) } };
    scene.platform.readOrder = () => told;
    scene.read(id);
    const first = scene.decisions(id).length;
    scene.read(id);
    scene.read(id);
    expect(scene.decisions(id)).toHaveLength(first);
  });
});

describe("a backorder", () => {
  const short = () => planned([1, 0, 0]);
  const arrives = (scene: Scene) => {
    scene.platform.stock("mug", "east", 1);
    scene.readStock();
  };

  it("is held under our own handle, and released by itself when stock arrives", () => {
    const { scene, id } = short();
    expect(scene.intents(id)).toEqual([`hold ${BACKORDER_HANDLE} waiting`]);
    scene.carryOut(id);
    expect(scene.known(id).order.status).toBe("backordered");
    arrives(scene);
    scene.read(id);
    expect(scene.intents(id)).toEqual([`release-hold ${BACKORDER_HANDLE} waiting`]);
    scene.carryOut(id);
    expect(scene.parts(id).map((one) => one.status)).toEqual(["open"]);
    expect(scene.known(id).order.status).toBe("routed");
  });

  it("given a hold that still waits when stock arrives, then it is withdrawn", () => {
    const { scene, id } = short();
    arrives(scene);
    scene.read(id);
    expect(scene.intents(id)).toEqual([]);
    expect(scene.known(id).order.status).toBe("routed");
  });

  it("given a hold that was on its way when stock arrived, then it is released after all, and once", () => {
    const { scene, id } = short();
    scene.lease(0);
    arrives(scene);
    scene.read(id);
    expect(scene.intents(id)).toEqual([`hold ${BACKORDER_HANDLE} leased`]);
    scene.carryOut(id);
    expect(scene.parts(id).map((one) => one.status)).toEqual(["open"]);
    expect(scene.house.outbox.map((row) => row.intent.kind)).toEqual(["hold", "release-hold"]);
  });

  it("given a release that still waits when it falls short again, then it is withdrawn, and the hold stays", () => {
    const { scene, id } = short();
    scene.carryOut(id);
    arrives(scene);
    scene.read(id);
    scene.now += 2_000;
    scene.platform.edit(id, 0, 3);
    scene.read(id);
    expect(scene.intents(id).filter((one) => one.startsWith("release"))).toEqual([]);
    expect(scene.known(id).order.status).toBe("backordered");
  });

  it("is not decided anew while the same is missing", () => {
    const { scene, id } = short();
    scene.carryOut(id);
    scene.read(id);
    scene.read(id);
    expect(statuses(scene, id)).toEqual(["unroutable confirmed"]);
    expect(scene.house.outbox).toHaveLength(1);
  });
});
