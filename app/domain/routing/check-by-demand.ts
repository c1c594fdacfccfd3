import { parcelMinor, takenMinor, type Case, type Place } from "./check-case";

/** How many steps `leastByDemand` takes, at most. */
export function demandSteps(task: Case): number {
  const shares = task.free.reduce((product, units) => product * ((units + 1) * (units + 2)) / 2, 3 ** task.groups.length);
  return shares * task.places.length * layersOf(task);
}

/** A layer for each number of parcels, where their number is limited; else one. */
const layersOf = (task: Case): number => (task.parcelsMax < task.places.length ? task.parcelsMax + 1 : 1);

/**
 * Dynamic programming over what is still wanted: `least[layer][rest]` is the least cost to ship all but `rest` from the places
 * seen so far, with `rest` a number in mixed radix (a digit of 0 or 1 a group, then one digit an item). Infinity: there is no plan.
 */
export function leastByDemand(task: Case): number {
  const radix = [...task.groups.map(() => 2), ...task.free.map((units) => units + 1)];
  const size = radix.reduce((product, base) => product * base, 1);
  if (size === 1) return 0;
  const layers = layersOf(task);
  const split = task.policy.splitPenaltyMinor;
  let least = new Array<number>(size * layers).fill(Infinity);
  least[size - 1] = -split;
  for (const place of task.places) {
    const next = least.slice();
    for (let at = 0; at < (layers === 1 ? size : size * (layers - 1)); at += 1) {
      const before = least[at] ?? Infinity;
      if (before === Infinity) continue;
      const later = layers === 1 ? at : at + size;
      eachShare({ task, place, radix }, at % size, (taken, minor) => {
        if (before + minor + split < (next[later - taken] ?? Infinity)) next[later - taken] = before + minor + split;
      });
    }
    least = next;
  }
  const ends = Array.from({ length: layers }, (_, layer) => least[layer * size] ?? Infinity);
  return Math.min(...ends) + task.handlingMinor;
}

interface Share {
  /** Number in the radix of all that the place ships. */
  taken: number;
  /** Number of what is not yet decided on. */
  left: number;
  scale: number;
  grams: number;
  units: number;
}

/** Every non-empty share of `rest` that a place can ship, as a number in the same radix, with its cost. */
function eachShare(from: { task: Case; place: Place; radix: number[] }, rest: number, visit: (taken: number, minor: number) => void): void {
  const { task, place, radix } = from;
  const used = task.wanted.map(() => 0);
  const room = (item: number): number => (place.units[item] ?? 0) - (used[item] ?? 0);
  const add = (units: number[], sign: 1 | -1): void => units.forEach((count, item) => { used[item] = (used[item] ?? 0) + sign * count; });
  const end = ({ taken, grams, units }: Share): void => {
    if (taken === 0 || units > place.unitsMax) return;
    visit(taken, used.reduce((sum, count, item) => sum + takenMinor(place, item, count), parcelMinor(task, place, grams)));
  };
  const choose = (digit: number, share: Share): void => {
    const base = radix[digit];
    if (base === undefined) return end(share);
    const here = share.left % base;
    const group = task.groups[digit];
    const item = digit - task.groups.length;
    const piece = group ?? task.free.map((_, index) => (index === item ? 1 : 0));
    const pieceGrams = piece.reduce((sum, count, index) => sum + count * (task.grams[index] ?? 0), 0);
    const pieceUnits = piece.reduce((sum, count) => sum + count, 0);
    const most = group === undefined ? Math.min(here, room(item)) : here === 1 && group.every((count, index) => count <= room(index)) ? 1 : 0;
    for (let count = 0; count <= most; count += 1) {
      if (count > 0) add(piece, 1);
      choose(digit + 1, {
        taken: share.taken + count * share.scale, left: Math.floor(share.left / base), scale: share.scale * base,
        grams: share.grams + count * pieceGrams, units: share.units + count * pieceUnits,
      });
    }
    for (let count = 0; count < most; count += 1) add(piece, -1);
  };
  choose(0, { taken: 0, left: rest, scale: 1, grams: 0, units: 0 });
}
