import type { Ranges } from "./fit";
import { stepFor, type Steps } from "./instance";

const FEW = 3;
const TOPS_MAX = 1_024;

/** So few parcels are looked at step by step, cheapest first, unless heavy goods give them too many steps. */
export function hasFewTops({ steps }: Ranges["instance"], set: readonly number[]): boolean {
  if (set.length < 2 || set.length > FEW) return false;
  return set.reduce((tops, location) => tops * steps[location]!.minor.length, 1) <= TOPS_MAX;
}

/** The weight steps that two or three parcels are given: the most grams of each, and what they cost. */
export interface Tops {
  grams: number[];
  minor: number;
  /** Of equally dear tops the lighter first parcel comes first. */
  rank: number;
}

export const beforeAll = (parcels: number): Tops => ({ grams: new Array<number>(parcels).fill(0), minor: -1, rank: -1 });

const NO_STEPS: Steps = { topGrams: [0], minor: [0], lastBandGrams: 0, perKgMinor: 0 };

/**
 * Moves `tops` on to the next dearer ones (or as dear ones) that cost less than `belowMinor` and would hold everything, if goods could be
 * divided at will; false: there are none. Exact: such goods fit if, and only if, each place can hold what no other can, each pair what
 * the third cannot, and all of them everything (the cuts of a flow from goods to places).
 */
export function moveOn(tops: Tops, ranges: Ranges, belowMinor: number): boolean {
  const { instance: { totalGrams, steps }, set, least, most } = ranges;
  const isPair = set.length === 2;
  const first = steps[set[0]!]!;
  const second = steps[set[1]!]!;
  const third = isPair ? NO_STEPS : steps[set[2]!]!;
  const firstMost = most[0]!;
  const secondMost = most[1]!;
  const thirdMost = isPair ? 0 : most[2]!;
  const thirdLeast = isPair ? 0 : least[2]!;
  const from = stepFor(second, least[1]!);
  const end = stepFor(second, secondMost);
  const thirdFrom = stepFor(third, thirdLeast);
  const thirdEnd = stepFor(third, thirdMost);
  const { minor: lastMinor, rank: lastRank } = tops;
  const isPast = (minor: number, rank: number): boolean => minor < lastMinor || (minor === lastMinor && rank <= lastRank);
  let best = belowMinor;
  const firstEnd = stepFor(first, firstMost);
  for (let a = stepFor(first, Math.max(least[0]!, totalGrams - secondMost - thirdMost)); a <= firstEnd; a += 1) {
    const aTop = Math.min(firstMost, first.topGrams[a]!);
    const aMinor = first.minor[a]! + third.minor[thirdFrom]!;
    if (aMinor + second.minor[from]! >= best) break;
    for (let b = from; b <= end && aMinor + second.minor[b]! < best; b += 1) {
      const bTop = Math.min(secondMost, second.topGrams[b]!);
      if (totalGrams - aTop - bTop > thirdMost) continue;
      const needed = Math.max(thirdLeast, totalGrams - aTop - bTop, totalGrams - aTop - secondMost, totalGrams - firstMost - bTop);
      const pairMinor = first.minor[a]! + second.minor[b]!;
      const rank = (a * second.minor.length + b) * third.minor.length;
      let c = stepFor(third, needed);
      while (c <= thirdEnd && isPast(pairMinor + third.minor[c]!, rank + c)) c += 1;
      if (c > thirdEnd || pairMinor + third.minor[c]! >= best) continue;
      best = pairMinor + third.minor[c]!;
      tops.rank = rank + c;
      tops.grams[0] = aTop;
      tops.grams[1] = bTop;
      if (!isPair) tops.grams[2] = Math.min(thirdMost, third.topGrams[c]!);
    }
  }
  if (best === belowMinor) return false;
  tops.minor = best;
  return true;
}
