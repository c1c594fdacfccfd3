import { describe, expect, it } from "vitest";
import { type OrderId, idOf } from "../ids";
import type { OutboxRow } from "../messages";
import { mayChangePlans, type Waiting } from "./decide-exchange";
import { STORE } from "./house-model.fixture";
import { Scene } from "./scene.fixture";

/** Planned to the west, and not written to the platform yet. */
const waiting = (): Waiting => {
  const scene = new Scene([4, 0, 5]);
  const id = scene.order([{ item: "mug", units: 2 }]);
  scene.read(id);
  return structuredClone({ aggregate: scene.known(id), latest: scene.decisions(id).at(-1)!, openIntents: scene.house.openIntents(idOf<OrderId>(STORE, id)) });
};

const changed = (change: (one: Waiting) => void): boolean => {
  const one = waiting();
  change(one);
  return mayChangePlans(one);
};

describe("an order's plan may still change", () => {
  it("while nobody has begun anything", () => {
    expect(mayChangePlans(waiting())).toBe(true);
  });

  it.each<[string, (one: Waiting) => void]>([
    ["a person put it where it is", (one) => { one.aggregate.order.byHandSince = 5; }],
    ["it is held", (one) => { one.aggregate.order.holdReason = "asked by phone"; }],
    ["it was cancelled", (one) => { one.aggregate.order.cancelledAt = 5; }],
    ["it is not ours to write", (one) => { one.aggregate.order.adopted = false; }],
    ["it was never read", (one) => { one.aggregate.order.readAt = null; }],
    ["a person chose otherwise", (one) => { one.latest.status = "superseded"; }],
    ["its plan was refused", (one) => { one.latest.status = "refused"; }],
    ["a call about it was tried", (one) => { (one.openIntents[0] as OutboxRow).attempts = 1; }],
    ["a call about it is under way", (one) => { (one.openIntents[0] as OutboxRow).status = "leased"; }],
    ["the call that its plan needs is gone", (one) => { (one.openIntents as OutboxRow[]).length = 0; }],
    ["somebody works on it", (one) => { one.aggregate.fulfillmentOrders[0]!.status = "in-progress"; }],
  ])("but not where %s", (_, change) => {
    expect(changed(change)).toBe(false);
  });
});
