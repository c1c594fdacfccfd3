import { parcelMinor, takenMinor, topOf, type Case, type Place } from "./check-case";

/** Sets of places that are looked at. */
export const SETS_MAX = 10_000;
/** Steps of weight tried over all sets. */
export const WEIGHT_STEPS_MAX = 400_000;
/** Steps that list the weights which pairs can make, over all pairs. */
export const PAIR_STEPS_MAX = 20_000_000;

/**
 * Looks at every set of places that could be cheaper than claimed: it is not if it cannot hold everything, or if even with goods
 * that could be divided at will its parcels cost as much. For one place the cost is exact, for a pair the weights that can really
 * be made are listed. True: no set is cheaper. False: one may be, or there are too many to look at.
 */
export function noSetIsCheaper(task: Case, claimedMinor: number): boolean {
  const effort = { weightSteps: WEIGHT_STEPS_MAX, pairSteps: PAIR_STEPS_MAX };
  const steps = stepsOf(task);
  const floors = task.places.map((place) => parcelMinor(task, place, 0) + task.policy.splitPenaltyMinor);
  const mayBeCheaper = (set: number[]): boolean => floorOf(set, floors) < claimedMinor - task.handlingMinor + task.policy.splitPenaltyMinor;
  return everySet(task, mayBeCheaper, (set) => {
    const ranges = rangesOf(task, set);
    if (ranges === null) return true;
    const unitsMinor = leastUnitsMinor(task, set, steps);
    const allowed = claimedMinor - task.handlingMinor - (set.length - 1) * task.policy.splitPenaltyMinor;
    if (!divisibleIsCheaper(task, ranges, { allowed: allowed - unitsMinor, effort })) return true;
    return effort.weightSteps > 0 && set.length === 2 && !pairIsCheaper(task, set, { allowed, effort });
  });
}

/** No set of places holds all that is wanted, though goods of a group were parted at will. False: one may, or there are too many to look at. */
export function noSetHoldsAll(task: Case): boolean {
  return everySet(task, () => true, (set) => rangesOf(task, set) === null || (set.length === 1 && !holdsAlone(task, set[0] as Place)));
}

const floorOf = (set: number[], floors: number[]): number => set.reduce((sum, index) => sum + (floors[index] ?? 0), 0);

const holdsAlone = (task: Case, place: Place): boolean =>
  task.wanted.every((wanted, item) => (place.units[item] ?? 0) >= wanted) && task.wanted.reduce((sum, units) => sum + units, 0) <= place.unitsMax;

/** Does the test hold for every set that may be used? A set that is not worth a look has no larger one that is. */
function everySet(task: Case, worth: (set: number[]) => boolean, test: (places: Place[]) => boolean): boolean {
  let left = SETS_MAX;
  const grow = (set: number[]): boolean => {
    for (let index = (set.at(-1) ?? -1) + 1; index < task.places.length; index += 1) {
      const larger = [...set, index];
      if (!worth(larger)) continue;
      left -= 1;
      if (left < 0 || !test(larger.map((at) => task.places[at] as Place))) return false;
      if (larger.length < task.parcelsMax && !grow(larger)) return false;
    }
    return true;
  };
  return grow([]);
}

/** So many units of an item that a place can give at one price each. */
interface Step {
  place: Place;
  units: number;
  minor: number;
}

/** Per item, what all places can give of it, cheapest first. */
const stepsOf = (task: Case): Step[][] => task.wanted.map((_, item) => task.places.flatMap((place) => {
  const units = place.units[item] ?? 0;
  const unkept = Math.min(units, place.unkept[item] ?? 0);
  const minor = place.unitMinor[item] ?? 0;
  return [{ place, units: unkept, minor }, { place, units: units - unkept, minor: minor + (place.keptMinor[item] ?? 0) }].filter((step) => step.units > 0);
}).sort((a, b) => a.minor - b.minor));

/** What the units cost at least, each item by itself from where in a set that holds everything it is cheapest. */
function leastUnitsMinor(task: Case, set: Place[], steps: Step[][]): number {
  let sum = 0;
  for (const [item, wanted] of task.wanted.entries()) {
    let missing = wanted;
    for (const { place, units, minor } of steps[item] ?? []) {
      if (missing === 0) break;
      if (!set.includes(place)) continue;
      const taken = Math.min(units, missing);
      missing -= taken;
      sum += taken * minor;
    }
  }
  return sum;
}

interface Range {
  place: Place;
  least: number;
  most: number;
}

/** Least and most grams of each place, given that the others hold what they can; null: the set cannot hold everything. */
function rangesOf(task: Case, set: Place[]): Range[] | null {
  const all = task.wanted.reduce((sum, units) => sum + units, 0);
  if (set.reduce((sum, place) => sum + place.unitsMax, 0) < all) return null;
  const ranges = set.map((place) => ({ place, least: 0, most: 0 }));
  for (const [item, wanted] of task.wanted.entries()) {
    const held = set.reduce((sum, place) => sum + (place.units[item] ?? 0), 0);
    if (held < wanted) return null;
    for (const range of ranges) {
      const own = range.place.units[item] ?? 0;
      range.least += Math.max(0, wanted - (held - own)) * (task.grams[item] ?? 0);
      range.most += own * (task.grams[item] ?? 0);
    }
  }
  return ranges;
}

const gramsOf = (task: Case): number => task.wanted.reduce((sum, units, item) => sum + units * (task.grams[item] ?? 0), 0);

/** Could the places of these ranges hold all grams for less than allowed? Tries the tops of bands and kilograms. True as well when the effort ends. */
function divisibleIsCheaper(task: Case, ranges: Range[], limit: { allowed: number; effort: { weightSteps: number } }): boolean {
  const floors = ranges.map((range) => parcelMinor(task, range.place, range.least));
  const after = (values: number[], index: number): number => values.slice(index + 1).reduce((sum, value) => sum + value, 0);
  const mosts = ranges.map((range) => range.most);
  const raise = (index: number, cost: number, missing: number): boolean => {
    limit.effort.weightSteps -= 1;
    if (limit.effort.weightSteps <= 0) return true;
    const range = ranges[index];
    if (range === undefined) return missing <= 0 && cost < limit.allowed;
    const restCost = after(floors, index);
    const restMost = after(mosts, index);
    for (let top = topOf(task.policy, Math.max(range.least, missing - restMost)); ; top = topOf(task.policy, top + 1)) {
      const held = Math.min(top, range.most);
      const here = cost + parcelMinor(task, range.place, held);
      if (here + restCost >= limit.allowed || (missing - held > restMost && held === range.most)) return false;
      if (raise(index + 1, here, missing - held)) return true;
      if (top >= range.most) return false;
    }
  };
  return raise(0, 0, gramsOf(task));
}

/**
 * What the first of two places can ship: for every weight the least that the units of both cost. By dynamic programming over grams, a group of
 * lines in one piece where its items stand in no other line. True as well beyond the limit. `unitsMax` is left aside: what holds without it holds with it.
 */
function pairIsCheaper(task: Case, set: Place[], limit: { allowed: number; effort: { pairSteps: number } }): boolean {
  const [first, second] = set as [Place, Place];
  const total = gramsOf(task);
  const choicesOfEach = choicesOf(task, first, second);
  limit.effort.pairSteps -= total * choicesOfEach.reduce((sum, choices) => sum + choices.length, 0);
  if (limit.effort.pairSteps < 0) return true;
  let least = new Array<number>(total + 1).fill(Infinity);
  least[0] = 0;
  for (const choices of choicesOfEach) {
    const next = new Array<number>(total + 1).fill(Infinity);
    for (const { grams, minor } of choices) {
      for (let weight = 0; weight + grams <= total; weight += 1) next[weight + grams] = Math.min(next[weight + grams] ?? Infinity, (least[weight] ?? Infinity) + minor);
    }
    least = next;
  }
  return least.some((minor, weight) => minor + parcelMinor(task, first, weight) + parcelMinor(task, second, total - weight) < limit.allowed);
}

/** For each piece that is decided on by itself: how much of it the first place can ship, and what the units then cost at both. */
function choicesOf(task: Case, first: Place, second: Place): { grams: number; minor: number }[][] {
  const shared = (item: number): boolean => task.groups.filter((group) => (group[item] ?? 0) > 0).length + ((task.free[item] ?? 0) > 0 ? 1 : 0) > 1;
  const shareOf = (item: number, units: number): { grams: number; minor: number } =>
    ({ grams: units * (task.grams[item] ?? 0), minor: takenMinor(first, item, units) + takenMinor(second, item, (task.wanted[item] ?? 0) - units) });
  const inOneGroup = (item: number): boolean => !shared(item) && (task.free[item] ?? 0) === 0;
  const alone = task.wanted.flatMap((wanted, item) => {
    if (inOneGroup(item)) return [];
    const most = Math.min(wanted, first.units[item] ?? 0);
    const choices = [];
    for (let units = Math.max(0, wanted - (second.units[item] ?? 0)); units <= most; units += 1) choices.push(shareOf(item, units));
    return [choices];
  });
  const whole = task.groups.map((group) => {
    const own = [...group.keys()].filter((item) => (group[item] ?? 0) > 0 && inOneGroup(item));
    const all = (place: Place): boolean => own.every((item) => (place.units[item] ?? 0) >= (group[item] ?? 0));
    const sum = (units: (item: number) => number): { grams: number; minor: number } => own.map((item) => shareOf(item, units(item)))
      .reduce((one, other) => ({ grams: one.grams + other.grams, minor: one.minor + other.minor }), { grams: 0, minor: 0 });
    return [...(all(second) ? [sum(() => 0)] : []), ...(all(first) ? [sum((item) => group[item] ?? 0)] : [])];
  });
  return [...alone, ...whole];
}
