import { WORK_SHIFT, type Budget, type Split } from "./fit";
import { parcelMinor, stepFor, unitsMinor } from "./instance";

/** Ways to take some of the loose units, and pairs of a way and one within it, up to which trying them all is quicker than a search. */
const WAYS_MAX = 256;
const PAIRS_MAX = 8_192;
/** A top is tried by a search of its own, a pair by a sum. */
const PAIRS_A_TOP = 8;

/** The ways in which some of the loose units can be taken, in mixed radix: the k-th loose good's units count `radix[k]` each. */
interface Ways {
  count: number;
  radix: number[];
  most: number[];
}

/** Are there fewer ways to spread the loose units than tops of weight to choose for the places? Heavy goods have many tops, large orders many ways. */
export function isFewWays({ instance, loose, looseGoods, set, least, most }: Split): boolean {
  let tops = 1;
  for (let place = 1; place < set.length; place += 1) {
    const steps = instance.steps[set[place]!]!;
    tops *= 1 + stepFor(steps, most[place]!) - stepFor(steps, least[place]!);
  }
  let ways = 1;
  let pairs = Math.max(1, set.length - 2);
  const pairsMax = Math.min(PAIRS_MAX, PAIRS_A_TOP * tops);
  for (const good of looseGoods) {
    const units = loose[good]!;
    ways *= units + 1;
    pairs *= ((units + 1) * (units + 2)) / 2;
    if (ways > Math.min(tops, WAYS_MAX) || pairs > pairsMax) return false;
  }
  return true;
}

/**
 * The cheapest way to spread the units over the set, by dynamic programming over what the first places take together: exact,
 * whatever units weigh and cost and however many pieces a place may ship. Null: none costs less than `belowMinor`. Of equals
 * the one in which the first places ship most.
 */
export function combine(split: Split, limit: { belowMinor: number; budget: Budget }): { units: Int32Array; costMinor: number } | null {
  const { set } = split;
  const ways = waysOf(split);
  const last = set.length - 1;
  // taken[place * count + way]: what the place takes itself where it and those before it take that together.
  const taken = new Int32Array(set.length * ways.count);
  for (let way = 0; way < ways.count; way += 1) taken[way] = way;
  let sums = costsAt(split, ways, 0);
  for (let place = 1; place <= last; place += 1) {
    const own = costsAt(split, ways, place);
    const next = new Float64Array(ways.count).fill(Infinity);
    for (let way = place === last ? ways.count - 1 : 0; way < ways.count; way += 1) {
      eachWithin(ways, way, (part) => {
        const minor = sums[way - part]! + own[part]!;
        if (minor >= next[way]!) return;
        next[way] = minor;
        taken[place * ways.count + way] = part;
      });
    }
    sums = next;
    limit.budget.nodes -= ways.count >> WORK_SHIFT;
  }
  const costMinor = sums[ways.count - 1]!;
  return costMinor < limit.belowMinor ? { units: unitsOf(split, ways, taken), costMinor } : null;
}

function waysOf({ loose, looseGoods }: Split): Ways {
  const ways: Ways = { count: 1, radix: [], most: [] };
  for (const good of looseGoods) {
    ways.radix.push(ways.count);
    ways.most.push(loose[good]!);
    ways.count *= loose[good]! + 1;
  }
  return ways;
}

/** Every way that takes no more of any good, from none to the way itself, in rising order. */
function eachWithin({ radix, most }: Ways, way: number, visit: (part: number) => void): void {
  const limits = digitsOf({ radix, most }, way);
  const digits = limits.map(() => 0);
  let part = 0;
  for (let k = 0; k < radix.length || part === 0;) {
    visit(part);
    for (k = 0; k < radix.length && digits[k] === limits[k]; k += 1) {
      part -= digits[k]! * radix[k]!;
      digits[k] = 0;
    }
    if (k === radix.length) return;
    digits[k]! += 1;
    part += radix[k]!;
  }
}

const digitsOf = ({ radix, most }: Pick<Ways, "radix" | "most">, way: number): number[] => radix.map((weight, k) => Math.floor(way / weight) % (most[k]! + 1));

/** What the place costs with its forced units and each way's; `Infinity`: it does not have them or may not ship so many. A place that ships nothing makes no parcel. */
function costsAt({ instance, set, forced, room, looseGoods, least }: Split, ways: Ways, place: number): Float64Array {
  const { grams, goods, piecesMax } = instance;
  const location = set[place]!;
  const first = place * goods.length;
  const shelf = location * goods.length;
  let [minor, pieces] = [0, 0];
  for (let good = 0; good < goods.length; good += 1) {
    pieces += forced[first + good]! * goods[good]!.pieces;
    if (!looseGoods.includes(good)) minor += unitsMinor(instance, shelf + good, forced[first + good]!);
  }
  const piecesOpen = (piecesMax?.[location] ?? Infinity) - pieces;
  return Float64Array.from({ length: ways.count }, (_, way) => {
    let [cost, weight, more] = [minor, least[place]!, 0];
    for (const [k, units] of digitsOf(ways, way).entries()) {
      const good = looseGoods[k]!;
      if (units > room[first + good]!) return Infinity;
      more += units * goods[good]!.pieces;
      weight += units * grams[good]!;
      cost += unitsMinor(instance, shelf + good, forced[first + good]! + units);
    }
    if (more > piecesOpen) return Infinity;
    return pieces + more > 0 || instance.must.includes(location) ? cost + parcelMinor(instance, location, weight) : cost;
  });
}

function unitsOf({ instance, set, forced, looseGoods }: Split, ways: Ways, taken: Int32Array): Int32Array {
  const goods = instance.demand.length;
  const units = forced.slice();
  let way = ways.count - 1;
  for (let place = set.length - 1; place >= 0; place -= 1) {
    const own = taken[place * ways.count + way]!;
    digitsOf(ways, own).forEach((some, k) => (units[place * goods + looseGoods[k]!]! += some));
    way -= own;
  }
  return units;
}
