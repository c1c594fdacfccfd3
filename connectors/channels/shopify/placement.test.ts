import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toId, type PlatformId } from "../../../app/domain/ids";
import type { PlacementPart } from "../../../app/domain/messages";
import type { PlatformFulfillmentOrder } from "../../../app/domain/platform";
import type { Family } from "./family";
import { nextMove, readWanted, wantedUnits, writeWanted, type Move } from "./placement";

const id = (text: string | number) => toId<PlatformId>(String(text));
let made = 0;
const fulfillmentOrder = (location: string, units: Record<string, number>, own = `fo${(made += 1)}`): PlatformFulfillmentOrder => ({
  platformId: id(own), locationPlatformId: id(location), status: "open", requestStatus: "unsubmitted", deliveryMethod: "shipping", holds: [], actions: ["move"], fulfillAt: null, fulfillBy: null, updatedAt: 0,
  lines: Object.entries(units).map(([line, quantity]) => ({
    platformId: id(`${own}-${line}`), orderLinePlatformId: id(line), itemPlatformId: null, totalQuantity: quantity, remainingQuantity: quantity, requiresShipping: true,
  })),
});
const part = (location: string, units: Record<string, number>): PlacementPart => ({
  locationId: toId(location), locationPlatformId: id(location), lines: Object.entries(units).map(([line, quantity]) => ({ orderLinePlatformId: id(line), quantity })),
});
const unitsOf = (members: readonly PlatformFulfillmentOrder[]): string[] => {
  const totals = new Map<string, number>();
  for (const member of members.filter(({ status }) => status === "open")) {
    for (const line of member.lines) {
      const key = `${line.orderLinePlatformId}@${member.locationPlatformId}`;
      totals.set(key, (totals.get(key) ?? 0) + line.remainingQuantity);
    }
  }
  return [...totals].filter(([, units]) => units > 0).map(([key, units]) => `${key}=${units}`).sort();
};

/** What Shopify does to a family of fulfillment orders: whole moves keep the id; others make new ones; a target's own may be merged in. */
function apply({ self, members }: Family, move: Move, merges: boolean): Family {
  const moved = Object.fromEntries(move.lines.map(({ platformId, quantity }) => [move.source.lines.find((line) => line.platformId === platformId)!.orderLinePlatformId, quantity]));
  const host = merges ? members.find((member) => member.status === "open" && member !== move.source && member.locationPlatformId === move.locationId) : undefined;
  if (move.whole && host === undefined) {
    const there = { ...move.source, locationPlatformId: move.locationId };
    return { self: self === move.source ? there : self, members: members.map((member) => (member === move.source ? there : member)) };
  }
  const units: Record<string, number> = { ...moved };
  for (const line of host?.lines ?? []) units[line.orderLinePlatformId] = (units[line.orderLinePlatformId] ?? 0) + line.remainingQuantity;
  const rest: PlatformFulfillmentOrder = {
    ...move.source, status: move.whole ? "closed" : "open",
    lines: move.source.lines.map((line) => ({ ...line, remainingQuantity: line.remainingQuantity - (moved[line.orderLinePlatformId] ?? 0) })).filter((line) => line.remainingQuantity > 0),
  };
  const closed = host === undefined ? undefined : { ...host, status: "closed" as const, lines: host.lines.map((line) => ({ ...line, remainingQuantity: 0 })) };
  const next = members.map((member) => (member === move.source ? rest : member === host ? closed! : member));
  return { self: self === move.source ? rest : self === host ? closed! : self, members: [...next, fulfillmentOrder(move.locationId, units)] };
}

const LOCATIONS = ["A", "B", "C", "D"];
const quantities = fc.record({ one: fc.integer({ min: 1, max: 5 }), two: fc.integer({ min: 0, max: 5 }), three: fc.integer({ min: 0, max: 3 }) });
const situation = fc.record({
  units: quantities, home: fc.constantFrom(...LOCATIONS), merges: fc.boolean(), picks: fc.infiniteStream(fc.constantFrom(...LOCATIONS)),
  siblings: fc.array(fc.record({ at: fc.constantFrom(...LOCATIONS), units: quantities }), { maxLength: 3 }),
});

describe("a placement", () => {
  it("reaches its parts from any start, however Shopify merges, and leaves the siblings' units where they were", () => {
    fc.assert(fc.property(situation, ({ units, home, merges, picks, siblings }) => {
      const positive = (given: Record<string, number>) => Object.fromEntries(Object.entries(given).filter(([, quantity]) => quantity > 0));
      const self = fulfillmentOrder(home, positive(units));
      const others = siblings.map((sibling) => fulfillmentOrder(sibling.at, positive(sibling.units)));
      const parts = new Map<string, Record<string, number>>();
      for (const [line, quantity] of Object.entries(positive(units))) {
        for (let unit = 0; unit < quantity; unit += 1) {
          const at = picks.next().value;
          const chosen = parts.get(at) ?? {};
          parts.set(at, { ...chosen, [line]: (chosen[line] ?? 0) + 1 });
        }
      }
      const goal = unitsOf([...others, ...[...parts].map(([at, chosen]) => fulfillmentOrder(at, chosen))]);
      let family: Family = { self, members: [...others, self] };
      const wanted = wantedUnits(family, [...parts].map(([at, chosen]) => part(at, chosen)))!;
      expect(readWanted(writeWanted(wanted))).toEqual(wanted);
      for (let moves = 0; moves <= 12; moves += 1) {
        const move = nextMove(family, wanted);
        if (move === "agrees") break;
        if (move === "changed") throw new Error("lost its way");
        family = apply(family, move, merges);
        if (move.last) expect(nextMove(family, wanted)).toBe("agrees");
      }
      expect(unitsOf(family.members)).toEqual(goal);
    }), { numRuns: 500 });
  });

  it("moves whole where everything goes to one place", () => {
    const self = fulfillmentOrder("A", { one: 2, two: 1 });
    const move = nextMove({ self, members: [self] }, wantedUnits({ self, members: [self] }, [part("B", { one: 2, two: 1 })])!);
    expect(move).toMatchObject({ locationId: "B", whole: true, last: true });
  });

  it("does not fit a fulfillment order that has changed", () => {
    const self = fulfillmentOrder("A", { one: 2 });
    expect(wantedUnits({ self, members: [self] }, [part("B", { one: 3 })])).toBeNull();
    const wanted = wantedUnits({ self, members: [self] }, [part("B", { one: 2 })])!;
    const edited = fulfillmentOrder("A", { one: 1 });
    expect(nextMove({ self: edited, members: [edited] }, wanted)).toBe("changed");
  });
});
