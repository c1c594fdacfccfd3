import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ItemId, type LocationId, type OrderLineId, type PlatformId, toId } from "../ids";
import type { Assignment } from "../routing/types";
import {
  currentAssignments, leastMoving, mergeIntents, placedAllocations, placementIntents, plannedMoves, plannedUnits, sameAssignments, sortAssignments, sumAssignments,
} from "./placement";
import { assign, itemNamed, lineRecord, locationNamed, part, partLine } from "./records.fixture";

const LINE_B = { orderLineId: toId<OrderLineId>("line-b") };
const LINES = [lineRecord(), lineRecord({ id: toId<OrderLineId>("line-b"), platformId: toId<PlatformId>("line-b") })];
const locationOf = (id: LocationId) => locationNamed(id);
const words = (assignments: readonly Assignment[]) => assignments.map((one) => `${one.lineId} ${one.units}@${one.locationId}`);

describe("what the platform keeps committed", () => {
  const itemOf = (id: ItemId) => (id === "mug" ? itemNamed("mug") : itemNamed(id, { tracked: false }));

  it("is what remains in living parts, summed per line and location", () => {
    const parts = [part("a", "east"), part("b", "east", { deliveryMethod: "pickup" }), part("c", "west", { lines: [partLine(5, { remainingQuantity: 1 })] })];
    expect(placedAllocations(parts, itemOf).map((one) => [one.locationId, one.quantity, one.status])).toEqual([["east", 4, "placed"], ["west", 1, "placed"]]);
  });

  it.each([
    { name: "a closed part", one: part("a", "east", { status: "closed" }) },
    { name: "a part without a location", one: part("a", null) },
    { name: "an untracked item", one: part("a", "east", { lines: [partLine(2, { itemId: toId<ItemId>("card") })] }) },
    { name: "a custom line", one: part("a", "east", { lines: [partLine(2, { itemId: null })] }) },
    { name: "what was shipped", one: part("a", "east", { lines: [partLine(2, { remainingQuantity: 0 })] }) },
  ])("is nothing of $name", ({ one }) => {
    expect(placedAllocations([one], itemOf)).toEqual([]);
  });
});

describe("where units stand", () => {
  it("is told per line and location, sorted, without custom lines and goods that are not shipped", () => {
    const lines = [partLine(2), partLine(3, LINE_B), partLine(1, { itemId: null }), partLine(1, { requiresShipping: false })];
    expect(words(currentAssignments([part("b", "west", { lines }), part("a", "east")]))).toEqual(["line 2@east", "line 2@west", "line-b 3@west"]);
  });

  it("is the same whatever order it is told in", () => {
    const one = [assign("line", "east", 1), assign("line-b", "west", 2)];
    expect(sameAssignments(one, sortAssignments([...one].reverse()))).toBe(true);
    expect(sameAssignments(one, one.slice(1))).toBe(false);
    expect(sameAssignments(one, [assign("line", "east", 1), assign("line-b", "west", 1)])).toBe(false);
    expect(words(sumAssignments([...one, assign("line", "east", 4)]))).toEqual(["line 5@east", "line-b 2@west"]);
  });

  it("is reserved where a plan wants more than stands there", () => {
    expect(words(plannedMoves([assign("line", "east", 2), assign("line", "west", 2)], [assign("line", "east", 3), assign("line", "mid", 1)]))).toEqual(["line 2@west"]);
  });

  it("counts what is planned at a level, and not what is placed", () => {
    const base = { merchantId: toId("acme"), orderId: toId("order"), orderLineId: toId("line"), itemId: toId("mug"), locationId: toId("east") } as never as { itemId: ItemId; locationId: LocationId };
    const allocations = [{ ...base, status: "planned", quantity: 2 }, { ...base, status: "planned", quantity: 3 }, { ...base, status: "placed", quantity: 9 }] as never;
    expect(plannedUnits(allocations, base)).toBe(5);
  });
});

describe("the same plan with the fewest moves", () => {
  it("given two lines of one item standing crosswise, then nothing moves: its units are alike", () => {
    const current = [assign("line", "west", 2), assign("line-b", "east", 2)];
    expect(words(leastMoving([assign("line", "east", 2), assign("line-b", "west", 2)], current, LINES))).toEqual(["line 2@west", "line-b 2@east"]);
  });

  it("given lines of different items, then each goes where the plan says", () => {
    const lines = [LINES[0] as never, { ...LINES[1], itemId: toId<ItemId>("tee") } as never];
    const plan = [assign("line", "east", 2), assign("line-b", "west", 2)];
    expect(leastMoving(plan, [assign("line", "west", 2), assign("line-b", "east", 2)], lines)).toEqual(plan);
  });

  it("sends as many units of each item to each location as the plan, keeps each line whole, and leaves what may stay", () => {
    const cell = fc.nat({ max: 3 });
    const grid = fc.array(cell, { minLength: 6, maxLength: 6 });
    const place = (index: number) => ["east", "mid", "west"][index % 3] as string;
    const spread = (units: readonly number[]) => units.flatMap((one, index) => (one === 0 ? [] : [assign(index < 3 ? "line" : "line-b", place(index), one)]));
    fc.assert(fc.property(grid, fc.array(fc.nat({ max: 2 }), { minLength: 12, maxLength: 12 }), (standing, shuffles) => {
      const wanted = [...standing];
      // Each line keeps its total; its units are passed around at random.
      shuffles.forEach((to, step) => {
        const row = step % 2 === 0 ? 0 : 3;
        const from = row + (step % 3);
        if ((wanted[from] ?? 0) > 0) { wanted[from]! -= 1; wanted[row + to]! += 1; }
      });
      const [current, plan] = [spread(standing), spread(wanted)];
      const result = leastMoving(plan, current, LINES);
      const at = (among: readonly Assignment[], match: (one: Assignment) => boolean) => among.reduce((sum, one) => sum + (match(one) ? one.units : 0), 0);
      let stays = 0;
      for (const location of ["east", "mid", "west"]) {
        const here = (one: Assignment) => one.locationId === location;
        expect(at(result, here)).toBe(at(plan, here));
        stays += Math.min(at(plan, here), at(current, here));
      }
      for (const line of ["line", "line-b"]) expect(at(result, (one) => one.lineId === line)).toBe(at(plan, (one) => one.lineId === line));
      const moved = plannedMoves(result, current).reduce((sum, one) => sum + one.units, 0);
      expect(moved).toBe(at(plan, () => true) - stays);
    }));
  });
});

describe("placements asked for", () => {
  const ask = (plan: Assignment[], fulfillmentOrders: ReturnType<typeof part>[]) =>
    placementIntents(sortAssignments(plan), { fulfillmentOrders, lines: LINES, locationOf }).map((intent) => `${intent.fulfillmentOrderId}: ${intent.parts.map((one) => `${one.lines.map((line) => `${line.orderLinePlatformId} ${line.quantity}`).join(" + ")} → ${one.locationId}`).join(", ")}`);

  it("are none where everything stands as planned", () => {
    expect(ask([assign("line", "east", 2)], [part("a", "east")])).toEqual([]);
  });

  it("move a whole part, or split it; what may stay stays", () => {
    expect(ask([assign("line", "west", 2)], [part("a", "east")])).toEqual(["a: line 2 → west"]);
    expect(ask([assign("line", "west", 1), assign("line", "east", 1)], [part("a", "east")])).toEqual(["a: line 1 → east, line 1 → west"]);
  });

  it("cover all remaining units of the part, those outside the plan included", () => {
    const lines = [partLine(2), partLine(1, { ...LINE_B, requiresShipping: false })];
    expect(ask([assign("line", "west", 2)], [part("a", "east", { lines })])).toEqual(["a: line-b 1 → east, line 2 → west"]);
  });

  it("leave alone a part that stands right beside one that does not", () => {
    const parts = [part("a", "east"), part("b", "mid", { lines: [partLine(2, LINE_B)] })];
    expect(ask([assign("line", "east", 2), assign("line-b", "west", 2)], parts)).toEqual(["b: line-b 2 → west"]);
  });

  it("given one line in two parts at two locations, when all of it goes to one, then only the other part moves", () => {
    expect(ask([assign("line", "east", 4)], [part("a", "east"), part("b", "west")])).toEqual(["b: line 2 → east"]);
  });
});

describe("what came to stand at one location", () => {
  const mergeable = { actions: ["move" as const, "merge" as const] };

  it("is joined to one part, and so to one parcel", () => {
    const parts = [part("a", "east", mergeable), part("b", "west", mergeable), part("c", "east", mergeable)];
    expect(mergeIntents(parts)).toEqual([{ kind: "merge", fulfillmentOrderPlatformId: "a", others: ["c"] }]);
  });

  it.each([
    { name: "of another delivery method", other: part("c", "east", { ...mergeable, deliveryMethod: "pickup" }) },
    { name: "that the platform does not join", other: part("c", "east", { actions: ["move"] }) },
    { name: "on hold", other: part("c", "east", { ...mergeable, status: "on-hold" }) },
  ])("leaves a part $name alone", ({ other }) => {
    expect(mergeIntents([part("a", "east", mergeable), other])).toEqual([]);
  });
});
