import { describe, expect, it } from "vitest";
import { ORDER_STATUSES, ORDER_TRANSITIONS, canGo } from "./order-machine";

/** That real histories move only along the table is tried in random-histories.test.ts. */
describe("the table of an order's life", () => {
  it("leads nowhere that is not in it, and never to where it is already", () => {
    for (const from of ORDER_STATUSES) {
      expect(ORDER_STATUSES).toEqual(expect.arrayContaining([...ORDER_TRANSITIONS[from]]));
      expect(ORDER_TRANSITIONS[from]).not.toContain(from);
    }
  });

  it("reaches every status from captured", () => {
    const reached = new Set(["captured" as (typeof ORDER_STATUSES)[number]]);
    for (const from of reached) for (const to of ORDER_TRANSITIONS[from]) reached.add(to);
    expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
  });

  it("lets every order be cancelled, and none that is cancelled live on", () => {
    for (const from of ORDER_STATUSES) {
      expect(canGo(from, "cancelled")).toBe(true);
      expect(canGo("cancelled", from)).toBe(from === "cancelled");
    }
  });

  it("forgets no order that has been read: back to captured leads only what nobody has read yet", () => {
    expect(ORDER_STATUSES.filter((from) => canGo(from, "captured"))).toEqual(["captured", "allocated", "left"]);
  });
});
