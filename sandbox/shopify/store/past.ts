import { type Random, createRandom, seedFrom } from "../random";

/** A made-up past: what was ordered, from where, and what stock came, day by day. Plain numbers: places and goods are named by position. */
export interface PastShape {
  seed: number;
  /** Midnight UTC before the first order. */
  startsAt: number;
  days: number;
  /** On an average day of the year. */
  ordersADay: number;
  goods: number;
  /** Coordinates of the locations that hold stock. */
  places: readonly { latitude: number; longitude: number }[];
  /** Towns that order, with how much of the demand comes from each. */
  towns: readonly { latitude: number; longitude: number; weight: number }[];
  /** Days between two receipts of a good, and for how many days' demand one is. */
  receiptEveryDays: number;
  coverDays: number;
}

export type PastHappening =
  | { kind: "order"; at: number; town: number; lines: { good: number; units: number }[]; cancelledAfterMs: number | null }
  | { kind: "receipt"; at: number; good: number; place: number; units: number };

export interface Past {
  /** Units by good and place at the start; null: not stocked there. */
  opening: (number | null)[][];
  /** In the order of time. */
  happenings(): Generator<PastHappening>;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** How much of a week's demand falls on each day, Monday first; of a day's on each hour (UTC, shops of the Americas). */
const WEEKDAYS = [1.12, 1.02, 0.98, 0.96, 0.94, 0.92, 1.06];
const HOURS = [7, 5, 4, 2, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7, 6, 6, 7];
/** Demand by month against the mean, January first: a quiet start, a loud November and December. */
const MONTHS = [0.86, 0.84, 0.88, 0.9, 0.96, 0.92, 0.88, 0.9, 0.94, 1.0, 1.46, 1.46];
/** Some goods are stocked where few of their buyers live, some receipts come late or small: what a policy has to make good. */
const STOCKED_SHARE = 0.6;
const MISPLACED_SHARE = 0.25;
const LATE_SHARE = 0.15;
const CANCELLED_SHARE = 0.015;
const ZIPF = 0.85;

interface Good {
  /** Share of all lines. */
  weight: number;
  /** How much more it is liked in the west (positive) or the east. */
  leaning: number;
  /** Share of its stock at each place; null: not stocked there. */
  shares: (number | null)[];
}

/** The same shape makes the same past, whatever else is drawn elsewhere. */
export function createPast(shape: PastShape): Past {
  const random = createRandom(seedFrom(shape.seed, "past"));
  const goods = makeGoods(shape, random);
  const linesADay = shape.ordersADay * 1.8;
  const demandOf = (good: Good, days: number): number => linesADay * 1.25 * good.weight * days;
  const opening = goods.map((good) => good.shares.map((share) => (share === null ? null : Math.round(share * demandOf(good, shape.coverDays) * (0.4 + random.next())))));
  const seed = random.between(0, 0x7fffffff);
  return {
    opening,
    *happenings() {
      const dice = createRandom(seed);
      const draw = { towns: drawer(shape.towns.map((one) => one.weight)), goods: drawer(goods.map((one) => one.weight)), hours: drawer(HOURS) };
      for (let day = 0; day < shape.days; day += 1) {
        const startsAt = shape.startsAt + day * DAY_MS;
        const season = seasonOf(startsAt);
        const receipts = receiptsOf({ shape, goods, day, season, demandOf }, dice);
        const orders = Array.from({ length: poisson(dice, shape.ordersADay * season) }, () => orderOf({ shape, goods, draw, startsAt }, dice));
        yield* [...receipts, ...orders].sort((a, b) => a.at - b.at);
      }
    },
  };
}

/** Demand of a day against the mean, with the days around Black Friday on top. */
function seasonOf(startsAt: number): number {
  const date = new Date(startsAt);
  const weekday = (date.getUTCDay() + 6) % 7;
  const isPeak = date.getUTCMonth() === 10 && date.getUTCDate() >= 24 && date.getUTCDate() <= 30;
  return (WEEKDAYS[weekday] ?? 1) * (MONTHS[date.getUTCMonth()] ?? 1) * (isPeak ? 1.9 : 1);
}

function makeGoods(shape: PastShape, random: Random): Good[] {
  const weights = Array.from({ length: shape.goods }, (_, rank) => 1 / (rank + 1) ** ZIPF);
  const total = weights.reduce((sum, one) => sum + one, 0);
  return weights.map((weight) => {
    const leaning = random.next() * 1.6 - 0.8;
    const home = random.between(0, shape.places.length - 1);
    const isMisplaced = random.chance(MISPLACED_SHARE);
    const wanted = shape.places.map((place, index) => {
      if (index !== home && !random.chance(STOCKED_SHARE)) return null;
      const liked = Math.exp(leaning * westness(place.longitude) * (isMisplaced ? -1.5 : 1));
      return liked * (0.5 + random.next());
    });
    const sum = wanted.reduce<number>((all, one) => all + (one ?? 0), 0);
    return { weight: weight / total, leaning, shares: wanted.map((one) => (one === null ? null : one / sum)) };
  });
}

/** From −1 (east) to 1 (west) over North America. */
const westness = (longitude: number): number => Math.max(-1, Math.min(1, (-96 - longitude) / 25));

interface Day {
  shape: PastShape;
  goods: readonly Good[];
}

function receiptsOf({ shape, goods, day, season, demandOf }: Day & { day: number; season: number; demandOf(good: Good, days: number): number }, dice: Random): PastHappening[] {
  return goods.flatMap((good, index) => {
    if ((day + index) % shape.receiptEveryDays !== 0 || day === 0) return [];
    const late = dice.chance(LATE_SHARE) ? 0.35 : 1;
    const units = demandOf(good, shape.receiptEveryDays) * season * late * (0.85 + dice.next() * 0.35);
    return good.shares.flatMap((share, place): PastHappening[] => {
      const whole = share === null ? 0 : Math.floor(share * units + dice.next());
      return whole === 0 ? [] : [{ kind: "receipt", at: shape.startsAt + day * DAY_MS + 12 * 60 * MINUTE_MS + place * MINUTE_MS, good: index, place, units: whole }];
    });
  });
}

interface Draws {
  towns: Drawer;
  goods: Drawer;
  hours: Drawer;
}

function orderOf({ shape, goods, draw, startsAt }: Day & { draw: Draws; startsAt: number }, dice: Random): PastHappening {
  const at = startsAt + draw.hours(dice) * 60 * MINUTE_MS + dice.between(0, 3_599_999);
  const town = draw.towns(dice);
  const west = westness(shape.towns[town]?.longitude ?? -96);
  const lines = new Map<number, number>();
  const count = 1 + Number(dice.chance(0.45)) + Number(dice.chance(0.22)) + Number(dice.chance(0.1));
  while (lines.size < count) {
    const good = draw.goods(dice);
    // Who does not like it looks on.
    if (dice.next() > 1 / (1 + Math.exp(-2 * (goods[good]?.leaning ?? 0) * west - 1))) continue;
    lines.set(good, dice.chance(0.82) ? 1 : dice.between(2, 4));
  }
  return {
    kind: "order", at, town, lines: [...lines].map(([good, units]) => ({ good, units })),
    cancelledAfterMs: dice.chance(CANCELLED_SHARE) ? dice.between(5, 600) * MINUTE_MS : null,
  };
}

type Drawer = (dice: Random) => number;

/** Draws positions by weight, by a search in the running sums. */
function drawer(weights: readonly number[]): Drawer {
  let total = 0;
  const sums = weights.map((weight) => (total += weight));
  return (dice) => {
    const drawn = dice.next() * total;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** How many of many rare things happen: Knuth's way for few, a rounded normal for many. */
function poisson(dice: Random, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(dice)));
  let count = 0;
  for (let product = dice.next(); product > Math.exp(-mean); product *= dice.next()) count += 1;
  return count;
}

const normal = (dice: Random): number => Math.sqrt(-2 * Math.log(1 - dice.next())) * Math.cos(2 * Math.PI * dice.next());
