import { describe, expect, it } from "vitest";
import type { Outcome, OutboxRow } from "../messages";
import { freedBy, readOrder } from "./decide-outcome";
import { Scene, locationId } from "./scene.fixture";

const planned = () => {
  const scene = new Scene([4, 3, 5]);
  const id = scene.order([{ item: "mug", units: 2 }]);
  scene.read(id);
  const row = scene.house.outbox[0] as OutboxRow;
  const hear = (outcome: Outcome) => {
    const change = scene.house.decideOutcome(row, outcome);
    row.status = outcome.status === "refused" ? "refused" : row.status;
    expect(scene.house.commit(change).status).toBe("committed");
    return change;
  };
  return { scene, id, row, hear };
};
const refused = (code: string, words = "No."): Outcome => ({ status: "refused", code, words });

describe("what became of a placement", () => {
  it("given that it is done, then the plan stays reserved until the order is read, which is asked for", () => {
    const { scene, id, hear } = planned();
    const change = hear({ status: "done", platformId: null });
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 planned @west"]);
    expect(change.wantedReads).toMatchObject([{ kind: "order", target: id }]);
  });

  it("given that nobody knows, then nothing changes, and nothing is asked: the next attempt looks first", () => {
    const { scene, id, hear } = planned();
    const change = hear({ status: "unknown", words: "The line broke." });
    expect(change).toMatchObject({ entries: [], wantedReads: [], decisionStatuses: [] });
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 planned @west"]);
  });

  it("given a refusal, then the plan's units are free, the decision is refused, and the merchant is told why", () => {
    const { scene, id, hear } = planned();
    const change = hear(refused("closed", "The fulfillment order is closed."));
    expect(scene.stockOf("mug")).toBe("east 2+2, mid 3+0, west 5+0");
    expect(freedBy(change)).toEqual(["s-acme-mug"]);
    expect(scene.decisions(id)[0]?.status).toBe("refused");
    expect(scene.known(id).order.problem).toBe("The platform refused to move it: The fulfillment order is closed.");
  });

  it.each([
    ["not-stocked", "No."], ["not-movable", "No."], ["USER_ERROR", "The destination does not stock it."],
  ])("given a refusal about the location (%s), then it is left out of the next plan", (code, words) => {
    const { scene, id, hear } = planned();
    hear(refused(code, words));
    expect(scene.known(id).order.excludedLocationIds).toEqual([locationId("west")]);
  });

  it.each([
    ["changed", "It has other lines than when its location was chosen."], ["on-hold", "It is on hold."], ["no-answer", "No clear answer. Last: location unknown."],
  ])("given a refusal about the moment (%s), then no location is blamed", (code, words) => {
    const { scene, id, hear } = planned();
    hear(refused(code, words));
    expect(scene.known(id).order.excludedLocationIds).toEqual([]);
  });

  it("given a newer plan, when an older placement is refused, then the newer one stands", () => {
    const { scene, id, row, hear } = planned();
    row.status = "leased";
    scene.platform.stock("mug", "west", -5);
    scene.readStock();
    scene.now += 2_000;
    scene.platform.edit(id, 0, 1);
    scene.platform.stock("mug", "east", -9);
    scene.readStock();
    scene.read(id);
    expect(scene.decisions(id).map((one) => one.status)).toEqual(["superseded", "pending"]);
    const before = scene.allocations(id);
    hear(refused("not-stocked"));
    expect(scene.decisions(id).at(-1)?.status).toBe("pending");
    expect(scene.allocations(id)).toEqual(before);
  });
});

describe("what became of a person's move", () => {
  const byHand = () => {
    const { scene, id, row, hear } = planned();
    row.status = "leased";
    const [part] = scene.parts(id);
    scene.try(id, { kind: "change-location", fulfillmentOrderId: part!.id, locationId: locationId("mid") });
    return { scene, id, hear };
  };

  it("given that it is refused, then nothing is decided, and it is decided anew", () => {
    const { scene, id } = byHand();
    const own = scene.house.outbox.at(-1) as OutboxRow;
    own.status = "refused";
    scene.house.commit(scene.house.decideOutcome(own, refused("not-stocked")));
    expect(scene.decisions(id).map((one) => one.status)).toEqual(["withdrawn"]);
    expect(scene.stockOf("mug")).toBe("east 2+2, mid 3+0, west 5+0");
  });

  it("given an order that waits for stock, when the move of a part is refused, then it waits for stock as before", () => {
    const scene = new Scene([0, 0, 0, 0, 3, 0]);
    const id = scene.order([{ item: "mug", units: 1 }, { item: "tee", units: 2 }]);
    scene.read(id);
    expect(scene.known(id).order.status).toBe("backordered");
    const part = scene.parts(id).find((one) => one.locationId === locationId("mid"));
    scene.try(id, { kind: "change-location", fulfillmentOrderId: part!.id, locationId: locationId("west") });
    const own = scene.house.outbox.at(-1) as OutboxRow;
    own.status = "refused";
    scene.house.commit(scene.house.decideOutcome(own, refused("changed")));
    expect(scene.decisions(id).map((one) => one.status)).toEqual(["withdrawn"]);
    expect(scene.known(id).order.status).toBe("backordered");
  });

  it("given that the plan which it replaced is refused meanwhile, then the person's choice stands", () => {
    const { scene, id, hear } = byHand();
    hear(refused("not-stocked"));
    scene.read(id);
    expect(scene.decisions(id).map((one) => one.status)).toEqual(["superseded"]);
    expect(scene.allocations(id)).toEqual(["2 placed @east", "2 planned @mid"]);
    expect(scene.intents(id)).toEqual(["place waiting"]);
  });
});

describe("what became of a parcel", () => {
  const shipping = () => {
    const scene = new Scene([0, 0, 5]);
    const id = scene.order([{ item: "mug", units: 2 }]);
    scene.read(id);
    const [part] = scene.parts(id);
    const lines = [{ orderLineId: part!.lines[0]!.orderLineId, quantity: 2 }];
    scene.try(id, { kind: "ship", fulfillmentOrderId: part!.id, lines, tracking: { company: null, number: null, url: null }, notifyCustomer: false });
    return { scene, id };
  };

  it("given that it is made, then it is confirmed by the reading, not by the answer", () => {
    const { scene, id } = shipping();
    scene.perform(0);
    scene.hearOutcome(0);
    expect(scene.known(id).shipments).toMatchObject([{ status: "requested", platformId: scene.platform.readOrder(id).fulfillments[0]!.platformId }]);
    expect(scene.stockOf("mug")).toBe("east 0+0, mid 0+0, west 3+2");
    scene.read(id);
    expect(scene.known(id).shipments).toMatchObject([{ status: "confirmed" }]);
    expect(scene.stockOf("mug")).toBe("east 0+0, mid 0+0, west 3+0");
  });

  it("given a refusal, then it says so, and its units stay where they are", () => {
    const { scene, id } = shipping();
    const [part] = scene.parts(id);
    scene.platform.hold(part!.platformId, "fraud");
    scene.perform(0);
    scene.hearOutcome(0);
    expect(scene.known(id).shipments).toMatchObject([{ status: "refused", problem: "The platform says on-hold." }]);
    expect(scene.stockOf("mug")).toBe("east 0+0, mid 0+0, west 3+2");
  });

  it("given a reading that confirmed it first, then a late refusal does not undo it", () => {
    const { scene, id } = shipping();
    scene.perform(0);
    scene.read(id);
    const row = scene.house.outbox[0] as OutboxRow;
    scene.house.commit(scene.house.decideOutcome(row, refused("no-answer")));
    expect(scene.known(id).shipments).toMatchObject([{ status: "confirmed" }]);
  });
});

it("an order is wished for by its platform id, at once", () => {
  const { scene, id } = planned();
  expect(readOrder(scene.known(id), 5)).toMatchObject({ kind: "order", target: id, requestedAt: 5, dueAt: 5, attempts: 0 });
});
