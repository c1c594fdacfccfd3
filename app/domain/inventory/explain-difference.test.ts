import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type OrderId, toId } from "../ids";
import type { StateDeltas } from "./anchor";
import { type Difference, type LevelFact, explainDifference, isOrdersDoing } from "./explain-difference";
import { levelOf } from "./levels.fixture";

const order = (name: string) => toId<OrderId>(name);
const before = levelOf({ available: 10, unattributed: 2 });
const explain = (deltas: StateDeltas, more: Partial<Difference> = {}) =>
  explainDifference({ before, deltas, facts: [], movingUnits: 0, otherwise: "looking", ...more })
    .map(({ state, expected, found, cause, orderId }) => `${state} ${expected}→${found} ${cause}${orderId ? ` ${orderId}` : ""}`);

const restock = (units: number, key = "refund"): LevelFact => ({ key, cause: "restock", orderId: order("returned"), deltas: { onHand: units, available: units } });
const sale = (units: number, key = "parcel"): LevelFact => ({ key, cause: "sold-elsewhere", orderId: order("counter"), deltas: { onHand: -units, available: -units } });

describe("why a reading differs", () => {
  it("goods that a refund put back are a restock of that order", () => {
    expect(explain({ onHand: 2, available: 2 }, { facts: [restock(2)] })).toEqual(["onHand 12→14 restock returned", "available 10→12 restock returned"]);
  });

  it("units that moved from available to committed are held for an order that we have not read", () => {
    expect(explain({ available: -3, unattributed: 3 })).toEqual(["available 10→7 order-not-read", "unattributed 2→5 order-not-read"]);
  });

  it("as far as we asked for a move ourselves, it is our call", () => {
    expect(explain({ available: -3, unattributed: 3 }, { movingUnits: 2 })).toEqual([
      "available 10→8 our-call", "available 8→7 order-not-read", "unattributed 2→4 our-call", "unattributed 4→5 order-not-read",
    ]);
  });

  it("committed units that left the shelf are in a parcel made elsewhere", () => {
    expect(explain({ onHand: -2, unattributed: -2 })).toEqual(["onHand 12→10 sold-elsewhere", "unattributed 2→0 sold-elsewhere"]);
  });

  it("as long as a part is looked for, nothing is told of the whole", () => {
    expect(explain({ onHand: -5, available: -5 }, { facts: [sale(2)] })).toEqual(["onHand 12→7 looking", "available 10→5 looking"]);
    expect(explain({ onHand: -2, available: -1, unattributed: -1 })).toEqual(["onHand 12→10 looking", "available 10→9 looking", "unattributed 2→1 looking"]);
  });

  it("what is known by then is told apart when nothing is looked for any more", () => {
    expect(explain({ onHand: -5, available: -5 }, { facts: [sale(2)], otherwise: "changed-outside" })).toEqual([
      "onHand 12→10 sold-elsewhere counter", "onHand 10→7 changed-outside", "available 10→8 sold-elsewhere counter", "available 8→5 changed-outside",
    ]);
  });

  it("what is still unexplained after looking was changed by somebody", () => {
    expect(explain({ onHand: -1, damaged: -1 }, { otherwise: "changed-outside" })).toEqual(["onHand 12→11 changed-outside", "damaged 0→-1 changed-outside"]);
  });

  it("facts that cancel each other out in part are found together", () => {
    expect(explain({ onHand: -2, available: -2 }, { facts: [sale(3), restock(1)] })).toEqual([
      "onHand 12→9 sold-elsewhere counter", "onHand 9→10 restock returned", "available 10→7 sold-elsewhere counter", "available 7→8 restock returned",
    ]);
  });

  it("one cause is told rather than several that add up to it by chance", () => {
    const back: LevelFact = { key: "back", cause: "restock", orderId: null, deltas: { onHand: 1, available: 1 } };
    const gone: LevelFact = { key: "gone", cause: "written-off", orderId: null, deltas: { onHand: -1, unattributed: -1 } };
    expect(explain({ available: 2, unattributed: -2 }, { facts: [back, gone] })).toEqual(["available 10→12 order-not-read", "unattributed 2→0 order-not-read"]);
  });

  it("a fact is told rather than a guess", () => {
    const refund: LevelFact = { key: "refund", cause: "restock", orderId: null, deltas: { available: 2, unattributed: -2 } };
    expect(explain({ available: 2, unattributed: -2 }, { facts: [refund] })).toEqual(["available 10→12 restock", "unattributed 2→0 restock"]);
  });

  it("a fact that explains nothing is left out", () => {
    expect(explain({ damaged: 1, onHand: 1 }, { facts: [sale(3)] })).toEqual(["damaged 0→1 looking", "onHand 12→13 looking"]);
  });

  it("of many facts those are tried that explain most", () => {
    const others = Array.from({ length: 30 }, (_, index) => restock(7, `other-${index}`));
    expect(explain({ onHand: -2, available: -2 }, { facts: [...others, sale(2)] })).toEqual(["onHand 12→10 sold-elsewhere counter", "available 10→8 sold-elsewhere counter"]);
  });

  it("one parcel explains its units once, whether they were committed or not", () => {
    const parcel = sale(2);
    const facts = [parcel, { ...parcel, deltas: { onHand: -2, unattributed: -2 } }];
    expect(explain({ onHand: -4, available: -2, unattributed: -2 }, { facts })).toContain("available 10→8 sold-elsewhere counter");
    expect(explain({ onHand: -4, available: -4 }, { facts, otherwise: "changed-outside" })).toEqual(expect.arrayContaining(["available 8→6 changed-outside"]));
  });

  it("only a mere shift between available and committed needs no looking", () => {
    expect(isOrdersDoing({ available: -2, unattributed: 2, onHand: 0 })).toBe(true);
    expect(isOrdersDoing({ available: -2, unattributed: 1, onHand: -1 })).toBe(false);
  });

  const units = fc.integer({ min: -6, max: 6 });
  const parts = fc.record({ available: units, unattributed: units, damaged: units, reserved: units });
  const whole = (deltas: { available: number; unattributed: number; damaged: number; reserved: number }): StateDeltas =>
    ({ ...deltas, onHand: deltas.available + deltas.unattributed + deltas.damaged + deltas.reserved });
  const facts = fc.array(fc.tuple(fc.nat({ max: 4 }), parts, fc.constantFrom("restock" as const, "sold-elsewhere" as const, "our-call" as const)), { maxLength: 6 })
    .map((all) => all.map(([key, deltas, cause], index): LevelFact => ({ key: `k${key}`, cause, orderId: order(`o${index}`), deltas: whole(deltas) })));

  it("whatever is found, the parts of a state run from the ledger to the platform without a gap", () => {
    fc.assert(fc.property(parts, facts, fc.nat({ max: 4 }), (said, known, movingUnits) => {
      const deltas = whole(said);
      const explained = explainDifference({ before, deltas, facts: known, movingUnits, otherwise: "looking" });
      for (const state of Object.keys(deltas) as (keyof StateDeltas)[]) {
        const chain = explained.filter((part) => part.state === state);
        let at = before[state];
        for (const part of chain) {
          expect(part.expected).toBe(at);
          expect(part.found).not.toBe(part.expected);
          at = part.found;
        }
        expect(at).toBe(before[state] + (deltas[state] ?? 0));
      }
    }));
  });

  it("whatever happened, when it is all known, nothing is looked for", () => {
    fc.assert(fc.property(facts, (happened) => {
      const once = happened.filter((fact, index) => happened.findIndex((one) => one.key === fact.key) === index);
      const deltas: StateDeltas = { onHand: 0, available: 0, unattributed: 0, damaged: 0, reserved: 0 };
      for (const fact of once) for (const state of Object.keys(deltas) as (keyof StateDeltas)[]) deltas[state] = (deltas[state] ?? 0) + (fact.deltas[state] ?? 0);
      const explained = explainDifference({ before, deltas, facts: once, movingUnits: 0, otherwise: "looking" });
      expect(explained.filter((part) => part.cause === "looking")).toEqual([]);
    }));
  });

  it("no order is named that no fact names", () => {
    fc.assert(fc.property(parts, facts, (said, known) => {
      const explained = explainDifference({ before, deltas: whole(said), facts: known, movingUnits: 1, otherwise: "changed-outside" });
      for (const part of explained) if (part.orderId !== null) expect(known.some((fact) => fact.orderId === part.orderId && fact.cause === part.cause)).toBe(true);
    }));
  });
});
