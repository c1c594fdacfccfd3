import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EAST, MERCHANT, MUG, NOON, ORDER, WEST, bookOf, levelOf } from "./levels.fixture";
import { ON_HAND_PARTS, StockBook, itemsWithMoreAvailable } from "./stock-book";

const because = { cause: "place" as const, causeKey: "k", orderId: ORDER, at: NOON };
const here = { itemId: MUG, locationId: EAST };

describe("a stock book", () => {
  it("given a level, when deltas are posted, then the level moves at once and every delta but zero is an entry", () => {
    const book = bookOf(levelOf({ available: 5, revision: 3 }));
    book.post(because, here, { available: -2, committed: 2, reserved: 0 });
    expect(book.level(MUG, EAST)).toMatchObject({ available: 3, committed: 2, onHand: 5, revision: 4, changedAt: NOON });
    expect(book.takeEntries().map(({ state, delta }) => [state, delta])).toEqual([["available", -2], ["committed", 2]]);
  });

  it("given entries that were taken, when they are asked for again, then they are not given twice", () => {
    const book = bookOf(levelOf());
    book.post(because, here, { available: 1 });
    book.takeEntries();
    expect(book.takeEntries()).toEqual([]);
  });

  it("when nothing but zeros is posted, then nothing has changed", () => {
    const book = bookOf(levelOf({ available: 5 }));
    book.post(because, here, { available: 0 });
    expect(book.level(MUG, EAST)).toEqual(levelOf({ available: 5 }));
    expect(book.takeEntries()).toEqual([]);
  });

  it("when a reading is posted, then it is no change of ours: later readings are not too old for it", () => {
    const book = bookOf(levelOf({ changedAt: 7 }));
    book.post({ ...because, cause: "reading" }, here, { available: 1 });
    expect(book.level(MUG, EAST).changedAt).toBe(7);
  });

  it("given an item never seen at a location, when one looks, then there are zeros, and looking has not made it known", () => {
    const book = bookOf();
    expect(book.level(MUG, WEST)).toMatchObject({ available: 0, active: false, readAt: 0 });
    expect(book.levelsOf(MUG)).toEqual([]);
    expect(book.all()).toEqual([]);
  });

  it("given a fork, when something is tried on it, then the book itself stays as it is", () => {
    const book = bookOf(levelOf({ available: 5 }));
    const trial = book.fork([MUG]);
    trial.post(because, here, { available: -5, committed: 5 });
    expect(book.level(MUG, EAST).available).toBe(5);
    expect(book.takeEntries()).toEqual([]);
  });

  it("given a level record, when entries are posted, then the record that it was made from stays as it is", () => {
    const record = levelOf({ available: 5 });
    bookOf(record).post(because, here, { available: -5, committed: 5 });
    expect(record.available).toBe(5);
  });

  it("whatever is posted, the entries folded from zero are the level", () => {
    const delta = fc.integer({ min: -9, max: 9 });
    const posting = fc.record({ locationId: fc.constantFrom(EAST, WEST), deltas: fc.record(Object.fromEntries(["onHand", ...ON_HAND_PARTS].map((state) => [state, delta]))) });
    fc.assert(fc.property(fc.array(posting, { maxLength: 20 }), (postings) => {
      const book = new StockBook(MERCHANT, []);
      for (const { locationId, deltas } of postings) book.post(because, { itemId: MUG, locationId }, deltas);
      const folded = new StockBook(MERCHANT, []);
      for (const entry of book.takeEntries()) folded.post(because, entry, { [entry.state]: entry.delta });
      for (const locationId of [EAST, WEST]) {
        for (const state of ["onHand", ...ON_HAND_PARTS] as const) expect(folded.level(MUG, locationId)[state]).toBe(book.level(MUG, locationId)[state]);
      }
    }));
  });
});

describe("items of which there is more", () => {
  const entry = (state: "available" | "committed", delta: number, locationId = EAST) => ({ ...because, merchantId: MERCHANT, itemId: MUG, locationId, state, delta });

  it("are those whose available units grew at a location, taken together", () => {
    expect(itemsWithMoreAvailable([entry("available", -2), entry("available", 3)])).toEqual([MUG]);
    expect(itemsWithMoreAvailable([entry("available", -3), entry("available", 3)])).toEqual([]);
    expect(itemsWithMoreAvailable([entry("committed", 3)])).toEqual([]);
  });

  it("count where it grew at one location and shrank at another: it may be the one that can ship", () => {
    expect(itemsWithMoreAvailable([entry("available", -3, WEST), entry("available", 3)])).toEqual([MUG]);
  });
});
