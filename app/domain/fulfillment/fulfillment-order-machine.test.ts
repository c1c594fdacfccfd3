import { describe, expect, it } from "vitest";
import type { FulfillmentOrderStatus } from "../platform";
import {
  ACTS_BY_STATUS, BACKORDER_HANDLE, FULFILLMENT_ORDER_TRANSITIONS, type FulfillmentOrderAct, MANUAL_HANDLE, isHeldByOthers, isHeldForBackorder, isLiving,
  isRoutable, isShippable, mayAct,
} from "./fulfillment-order-machine";
import { held, part, partLine } from "./records.fixture";

const STATUSES = Object.keys(FULFILLMENT_ORDER_TRANSITIONS) as FulfillmentOrderStatus[];
const FINISHED: readonly FulfillmentOrderStatus[] = ["incomplete", "closed", "cancelled"];

/** Where an act that the platform accepts leads; `place` may leave it where it is, or empty it. */
const LEADS_TO: Record<FulfillmentOrderAct, readonly FulfillmentOrderStatus[]> = {
  place: ["closed"], hold: ["on-hold"], "release-hold": ["open"], "report-progress": ["in-progress"], ship: ["closed"],
};

describe("the table of a fulfillment order's life", () => {
  it("leads nowhere that is not in it, and never to where it is already", () => {
    for (const from of STATUSES) {
      expect(STATUSES).toEqual(expect.arrayContaining([...FULFILLMENT_ORDER_TRANSITIONS[from]]));
      expect(FULFILLMENT_ORDER_TRANSITIONS[from]).not.toContain(from);
    }
  });

  it("reaches every status from where platforms begin", () => {
    const reached = new Set<FulfillmentOrderStatus>(["open", "scheduled"]);
    for (const from of reached) for (const to of FULFILLMENT_ORDER_TRANSITIONS[from]) reached.add(to);
    expect([...reached].sort()).toEqual([...STATUSES].sort());
  });

  it("allows only acts whose effect it knows", () => {
    for (const from of STATUSES) {
      for (const act of ACTS_BY_STATUS[from]) for (const to of LEADS_TO[act]) expect(`${from} ${act} ${to}: ${FULFILLMENT_ORDER_TRANSITIONS[from].includes(to)}`).toBe(`${from} ${act} ${to}: true`);
    }
  });

  it("allows no act on what is finished, and some on whatever lives", () => {
    for (const status of STATUSES) expect(`${status} ${ACTS_BY_STATUS[status].length > 0}`).toBe(`${status} ${!FINISHED.includes(status)}`);
    expect(mayAct(part("p", "east"), "ship")).toBe(true);
    expect(mayAct(part("p", "east", { status: "closed" }), "ship")).toBe(false);
  });

  it("counts as living what may still be shipped, and only that", () => {
    for (const status of STATUSES) expect(isLiving(part("p", "east", { status }))).toBe(!FINISHED.includes(status));
  });
});

describe("ours to route", () => {
  it("is what is open and shippable", () => {
    expect(isRoutable(part("p", "east"))).toBe(true);
  });

  it.each(["pickup", "local-delivery", "none", "retail", "pickup-point", "unknown"] as const)("is not what is delivered by %s", (deliveryMethod) => {
    expect(isShippable(part("p", "east", { deliveryMethod }))).toBe(false);
  });

  it.each([
    ["unsubmitted", true], ["rejected", true], ["cancellation-accepted", true], ["closed", true],
    ["submitted", false], ["accepted", false], ["cancellation-requested", false], ["cancellation-rejected", false],
  ] as const)("given a request to a third party that is %s: %s", (requestStatus, ours) => {
    expect(isShippable(part("p", "east", { requestStatus }))).toBe(ours);
  });

  it("is not what has nothing left to ship", () => {
    expect(isShippable(part("p", "east", { lines: [partLine(2, { remainingQuantity: 0 })] }))).toBe(false);
    expect(isShippable(part("p", "east", { lines: [partLine(2, { requiresShipping: false })] }))).toBe(false);
  });

  it.each(["in-progress", "scheduled", "closed", "cancelled", "incomplete"] as const)("is not what is %s", (status) => {
    expect(isRoutable(part("p", "east", { status }))).toBe(false);
  });

  it("is what nothing but our own backorder hold keeps back", () => {
    expect(isRoutable(part("p", "east", held(BACKORDER_HANDLE)))).toBe(true);
    expect(isHeldForBackorder(part("p", "east", held(BACKORDER_HANDLE)))).toBe(true);
  });

  it.each([["a person here", MANUAL_HANDLE], ["another app", "fraud"], ["the platform", null]])("is not what is held by %s", (_who, handle) => {
    expect(isRoutable(part("p", "east", held(handle)))).toBe(false);
    expect(isHeldByOthers(part("p", "east", held(handle)))).toBe(true);
  });

  it("is not what a third party has to be asked for, although a person may move it", () => {
    const theirs = part("p", "service", { actions: ["request-fulfillment", "move", "hold"] });
    expect(isRoutable(theirs)).toBe(false);
    expect(isShippable(theirs)).toBe(true);
  });

  it("is not what is held by us and by another too", () => {
    const both = { ...held(BACKORDER_HANDLE), holds: [...held(BACKORDER_HANDLE).holds, ...held("fraud").holds] };
    expect(isRoutable(part("p", "east", both))).toBe(false);
  });

  it("is not what is held for a reason that we may not see", () => {
    expect(isHeldByOthers(part("p", "east", { status: "on-hold", holds: [] }))).toBe(true);
    expect(isRoutable(part("p", "east", { status: "on-hold", holds: [] }))).toBe(false);
  });
});
