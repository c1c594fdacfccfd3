import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anchor } from "./anchor";
import { EAST, MUG, NOON, bookOf, levelOf, platformLevel, quantities } from "./levels.fixture";
import { ON_HAND_PARTS } from "./stock-book";

const reading = (more: Parameters<typeof platformLevel>[0]) => ({ itemId: MUG, locationId: EAST, quantities: platformLevel(more) });
const asked = { readAt: NOON, placed: 0, planned: 0, at: NOON + 5 };

describe("a reading of a level", () => {
  it("given a level never seen, when it is read, then it becomes what the platform says", () => {
    const book = bookOf();
    const result = anchor(book, reading({ available: 7, committed: 2, damaged: 1, incoming: 4 }), asked);
    expect(result).toMatchObject({ status: "anchored", revision: 0, touch: { active: true, readAt: NOON } });
    expect(quantities(book)).toEqual({ onHand: 10, available: 7, unattributed: 2, damaged: 1, incoming: 4 });
    expect(book.takeEntries().every((entry) => entry.cause === "reading")).toBe(true);
  });

  it("given our placed units, when the platform holds just these committed, then nothing is unattributed", () => {
    const book = bookOf(levelOf({ available: 8, committed: 2 }));
    expect(anchor(book, reading({ available: 8, committed: 2 }), { ...asked, placed: 2 }).status).toBe("unchanged");
    expect(quantities(book)).toEqual({ onHand: 10, available: 8, committed: 2 });
  });

  it("given units that we only plan, when the platform still offers them, then they stay taken", () => {
    const book = bookOf(levelOf({ available: 8, committed: 2 }));
    anchor(book, reading({ available: 10 }), { ...asked, planned: 2 });
    expect(quantities(book)).toEqual({ onHand: 10, available: 8, committed: 2 });
  });

  it("given placed units, when the platform holds fewer committed, then the shortfall is unattributed below zero", () => {
    const book = bookOf(levelOf({ available: 8, committed: 2 }));
    anchor(book, reading({ available: 8 }), { ...asked, placed: 2 });
    expect(quantities(book)).toEqual({ onHand: 8, available: 8, committed: 2, unattributed: -2 });
  });

  it("given an answer that disagrees with itself, when it is read, then on hand is the sum of its parts", () => {
    const book = bookOf();
    anchor(book, { itemId: MUG, locationId: EAST, quantities: { ...platformLevel({ available: 7 }), onHand: 99 } }, asked);
    expect(quantities(book)).toEqual({ onHand: 7, available: 7 });
  });

  it("given an item that is no longer connected, when it is read, then nothing is there, and the level is not active", () => {
    const book = bookOf(levelOf({ available: 7 }));
    const result = anchor(book, { itemId: MUG, locationId: EAST, quantities: null }, asked);
    expect(result).toMatchObject({ touch: { active: false } });
    expect(quantities(book)).toEqual({});
    expect(book.level(MUG, EAST)).toMatchObject({ active: false, readAt: NOON });
  });

  it.each([
    { name: "a change in the same millisecond", level: { changedAt: NOON } },
    { name: "a later change", level: { changedAt: NOON + 1 } },
    { name: "a later reading", level: { readAt: NOON + 1 } },
  ])("given $name, when an answer comes that was asked for before, then it is too old and changes nothing", ({ level }) => {
    const book = bookOf(levelOf({ available: 5, ...level }));
    expect(anchor(book, reading({ available: 9 }), asked)).toEqual({ status: "too-old" });
    expect(quantities(book)).toEqual({ onHand: 5, available: 5 });
    expect(book.takeEntries()).toEqual([]);
  });

  it("when the same is read again, then nothing is posted, but it is known to be fresh", () => {
    const book = bookOf(levelOf({ available: 5 }));
    expect(anchor(book, reading({ available: 5 }), asked).status).toBe("unchanged");
    expect(book.takeEntries()).toEqual([]);
    expect(book.level(MUG, EAST).readAt).toBe(NOON);
  });

  it("tells the revision that it was compared with, so that it is committed against no other", () => {
    const book = bookOf(levelOf({ available: 5, revision: 8 }));
    expect(anchor(book, reading({ available: 9 }), asked)).toMatchObject({ revision: 8 });
  });

  it("whatever the platform says, the level adds up and no state but committed is ours", () => {
    const units = fc.integer({ min: -5, max: 20 });
    const said = fc.record({ available: units, committed: units, reserved: units, damaged: units, safetyStock: units, qualityControl: units });
    fc.assert(fc.property(said, fc.nat({ max: 5 }), fc.nat({ max: 5 }), (parts, placed, planned) => {
      const book = bookOf(levelOf({ available: 3, committed: placed + planned, reserved: 1 }));
      anchor(book, reading(parts), { ...asked, placed, planned });
      const level = book.level(MUG, EAST);
      expect(level.onHand).toBe(ON_HAND_PARTS.reduce((sum, state) => sum + level[state], 0));
      expect(level.committed).toBe(placed + planned);
      expect(level.available + planned).toBe(parts.available);
      expect(level.unattributed + placed).toBe(parts.committed);
    }));
  });
});
