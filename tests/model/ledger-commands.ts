import fc from "fast-check";
import { expect } from "vitest";
import type { Budget } from "./budget";
import { commandOf, pause, pick } from "./command";
import { actMoves } from "./ledger-acts";
import { CELLS, type LedgerModel, type Parcel, type Piece, type Said, onHandOf } from "./ledger-model";
import { sortPieces, wait, type LedgerMove, type LedgerRun, type Standing, type Want } from "./ledger-run";

const units = fc.integer({ min: 1, max: 4 });
const index = fc.nat({ max: 11 });
const place = fc.constantFrom("east", "west");
const item = fc.constantFrom("mug", "tee");

/** A body refreshes an order only as long as the platform has not been asked for it. */
const unread = (model: LedgerModel): string[] => ordersIn(model).filter((order) => !model.known.has(order));

const ordersIn = (model: LedgerModel): string[] => [...model.orders.keys()];

/** Says that both did the same. */
const standBoth = async (model: LedgerModel, real: LedgerRun, standing: Standing): Promise<void> => {
  const may = mayStand(model, standing);
  const outcome = await real.stand({ ...standing, change: () => standing });
  expect(outcome).toBe(may ? "committed" : "conflict");
  if (may) model.stand(standing.order, standing.after, standing.movedAt, standing.parcels);
};

/** No plan takes what is not there, but of goods that are sold on below zero. */
export const mayStand = (model: LedgerModel, { order, after, movedAt, parcels }: Standing): boolean => {
  const trial = model.copy();
  trial.stand(order, after, movedAt, parcels);
  const planned = (pieces: readonly Piece[], at: Piece): number =>
    pieces.filter((one) => one.status === "planned" && one.item === at.item && one.place === at.place).reduce((sum, one) => sum + one.units, 0);
  return after.every((one) => one.status === "placed" || one.item === "tee" || planned(after, one) <= planned(model.pieces(order), one) || trial.shelf(one.item, one.place).available >= 0);
};

const capture = fc.record({ again: fc.boolean(), at: index, mugs: fc.nat({ max: 4 }), tees: fc.nat({ max: 3 }), ms: pause }).map(({ again, at, mugs, tees, ms }): LedgerMove => ({
  words: `${again ? `order ${at} is told again, of` : "an order is placed for"} ${mugs} mugs and ${tees} tees, after ${ms} ms`,
  when: () => mugs + tees > 0,
  play: async (model, real) => {
    // A body is news only when it is younger than what is known.
    wait(model, real, ms + 1);
    const order = again && unread(model).length > 0 ? pick(unread(model), at) : `o${model.orders.size + 1}`;
    const wants: Want[] = [{ line: `${order}-mugs`, item: "mug", units: mugs }, { line: `${order}-tees`, item: "tee", units: tees }].filter((want) => want.units > 0);
    expect(await real.capture(order, wants)).toBe("committed");
    model.capture(order, wants);
  },
}));

const placeUnits = fc.record({ at: index, item, east: fc.nat({ max: 3 }), west: fc.nat({ max: 3 }), keep: fc.boolean(), ago: pause, ms: pause }).map(({ at, item: of, east, west, keep, ago, ms }): LedgerMove => ({
  words: `the platform has of order ${at} ${east} ${of}s at east and ${west} at west, since ${ago} ms${keep ? "; plans stay" : ""}, after ${ms} ms`,
  when: (model) => model.orders.size > 0,
  play: async (model, real) => {
    wait(model, real, ms);
    const order = pick(ordersIn(model), at);
    const line = `${order}-${of}s`;
    const rest = model.pieces(order).filter((piece) => piece.line !== line || (keep && piece.status === "planned"));
    const placed = [{ place: "east", units: east }, { place: "west", units: west }].filter((one) => one.units > 0).map((one): Piece => ({ line, item: of, status: "placed", ...one }));
    model.known.add(order);
    await standBoth(model, real, { order, after: [...rest, ...placed], movedAt: model.now - ago, parcels: [] });
  },
}));

const plan = fc.record({ at: index, item, place, units, ms: pause }).map(({ at, item: of, place: to, units: count, ms }): LedgerMove => ({
  words: `${count} ${of}s of order ${at} are planned at ${to}, after ${ms} ms`,
  when: (model) => model.orders.size > 0,
  play: async (model, real) => {
    wait(model, real, ms);
    const order = pick(ordersIn(model), at);
    const line = `${order}-${of}s`;
    const rest = model.pieces(order).filter((piece) => !(piece.line === line && piece.status === "planned"));
    await standBoth(model, real, { order, after: [...rest, { line, item: of, place: to, status: "planned", units: count }], movedAt: model.now, parcels: [] });
  },
}));

const release = fc.record({ at: index, all: fc.boolean(), ms: pause }).map(({ at, all, ms }): LedgerMove => ({
  words: `order ${at} gives back ${all ? "all that it holds" : "what is planned for it"}, after ${ms} ms`,
  when: (model) => model.orders.size > 0,
  play: async (model, real) => {
    wait(model, real, ms);
    const order = pick(ordersIn(model), at);
    const after = all ? [] : model.pieces(order).filter((piece) => piece.status === "placed");
    await standBoth(model, real, { order, after, movedAt: model.now, parcels: [] });
  },
}));

const ship = fc.record({ at: index, which: index, units, ago: pause, ms: pause }).map(({ at, which, units: count, ago, ms }): LedgerMove => ({
  words: `a parcel with ${count} of piece ${which} of order ${at} left ${ago} ms ago, after ${ms} ms`,
  when: (model) => model.orders.size > 0 && model.pieces(pick(ordersIn(model), at)).length > 0,
  play: async (model, real) => {
    wait(model, real, ms);
    const order = pick(ordersIn(model), at);
    const piece = pick(sortPieces(model.pieces(order)), which);
    const parcel: Parcel = { name: `${order}-p${real.house.newId()}`, item: piece.item, place: piece.place, units: count, leftAt: model.now - ago };
    await standBoth(model, real, { order, after: without(model.pieces(order), piece, count), movedAt: model.now - ago, parcels: [parcel] });
  },
}));

/** Placed units leave first, then planned ones of the same line and place. */
const without = (pieces: readonly Piece[], from: Piece, count: number): Piece[] => {
  let left = count;
  const isThere = (one: Piece): boolean => one.line === from.line && one.place === from.place;
  const first = pieces.filter(isThere).sort((a, b) => (a.status === b.status ? 0 : a.status === "placed" ? -1 : 1));
  const remaining = first.map((one) => {
    const taken = Math.min(left, one.units);
    left -= taken;
    return { ...one, units: one.units - taken };
  });
  return [...pieces.filter((one) => !isThere(one)), ...remaining].filter((one) => one.units > 0);
};

const quantities: fc.Arbitrary<Said> = fc.oneof(
  { weight: 9, arbitrary: fc.record({
    available: fc.integer({ min: -2, max: 8 }), committed: fc.nat({ max: 4 }), reserved: fc.nat({ max: 1 }), damaged: fc.nat({ max: 2 }), safetyStock: fc.nat({ max: 2 }),
    qualityControl: fc.nat({ max: 1 }), incoming: fc.nat({ max: 1 }),
  }) },
  { weight: 1, arbitrary: fc.constant(null) },
);

export const tell = (said: Said): string => (said === null ? "nothing" : Object.entries(said).filter(([, count]) => count !== 0).map(([cell, count]) => `${count} ${cell}`).join(", ") || "zeros");

const read = fc.record({ item, east: quantities, west: quantities, silent: fc.boolean(), ago: pause, ms: pause }).map(({ item: of, east, west, silent, ago, ms }): LedgerMove => ({
  words: `the platform, asked ${ago} ms before, says of ${of}s: east ${tell(east)}${silent ? "" : `; west ${tell(west)}`}; after ${ms} ms`,
  play: async (model, real) => {
    wait(model, real, ms);
    const said: Record<string, Said> = silent ? { east } : { east, west };
    const askedAt = model.now - ago;
    const outcome = await real.read(of, said, askedAt);
    expect(outcome).toBe(model.read(of, said, askedAt) ? "committed" : "not-now");
  },
}));

const repeat: LedgerMove = {
  words: "the last change set is written once more",
  play: async (_model, { house, last }) => {
    if (last) expect((await house.db.commit([last])).map((one) => one.status)).toEqual(["conflict"]);
  },
};

/** Shelves and pieces are the same numbers on both sides. */
export const compareLedgers = async (model: LedgerModel, real: LedgerRun): Promise<void> => {
  const { db, world } = real.house;
  const levels = await db.levels(world.merchantId, model.items.map((name) => world.itemId(name)));
  const known = Object.fromEntries(levels.map((level) => [
    `${world.nameOf(level.itemId)} at ${world.nameOf(level.locationId)}`,
    { onHand: level.onHand, ...Object.fromEntries(CELLS.map((cell) => [cell, level[cell]])), stocked: level.active, readAt: level.readAt, changedAt: level.changedAt },
  ]));
  const expected = Object.fromEntries([...model.shelves].map(([name, shelf]) => [name, { onHand: onHandOf(shelf), ...shelf }]));
  expect(known).toEqual(expected);
  expect(await real.pieces(ordersIn(model))).toEqual(Object.fromEntries([...model.orders].map(([order, pieces]) => [order, sortPieces(pieces)])));
};

export const ledgerCommands = ({ commands, replayPath }: Pick<Budget, "commands" | "replayPath">) =>
  fc.commands([capture, capture, placeUnits, placeUnits, plan, release, ship, ship, read, read, read, fc.constant(repeat), ...actMoves].map((move) => move.map((one) => commandOf(one, compareLedgers))),
    { maxCommands: 2 * commands, size: "max", replayPath });
