import type { RoutingLocation, RoutingPolicy, RoutingProblem } from "./types";

/** A problem as the proofs of the checker read it: items and places by number, lines only where they must travel together. */
export interface Case {
  policy: RoutingPolicy;
  microMinorPerKgKm: number;
  /** Per item, all lines together. */
  wanted: number[];
  grams: number[];
  /** Per item, units of lines that may go alone. */
  free: number[];
  /** Units per item of each group of lines that travels together. */
  groups: number[][];
  places: Place[];
  /** Of all units; the same for every plan. */
  handlingMinor: number;
  parcelsMax: number;
}

/** A location that may ship, and has something of it. */
export interface Place {
  zone: number;
  km: number;
  chargesMinor: number;
  unitsMax: number;
  /** What it can give of each item, at most what is wanted. */
  units: number[];
  /** What a unit costs here beside the tariff. */
  unitMinor: number[];
  /** Units that can be taken before the kept ones, and what each kept one costs. */
  unkept: number[];
  keptMinor: number[];
}

export function caseOf(problem: RoutingProblem): Case {
  const items = [...new Set(problem.lines.map((line) => line.itemId))];
  const names = [...new Set(problem.lines.flatMap((line) => (line.together === undefined ? [] : [line.together])))];
  const unitsOf = (chosen: RoutingProblem["lines"]): number[] =>
    items.map((itemId) => chosen.filter((line) => line.itemId === itemId).reduce((sum, line) => sum + line.units, 0));
  const wanted = unitsOf(problem.lines);
  const read = (location: RoutingLocation): Place => placeOf(location, { items, wanted, policy: problem.policy });
  return {
    policy: problem.policy,
    microMinorPerKgKm: problem.carbon?.microMinorPerKgKm ?? 0,
    wanted,
    grams: items.map((itemId) => problem.lines.find((line) => line.itemId === itemId)?.gramsPerUnit ?? 0),
    free: unitsOf(problem.lines.filter((line) => line.together === undefined)),
    groups: names.map((name) => unitsOf(problem.lines.filter((line) => line.together === name))),
    places: problem.locations.filter((location) => location.excluded === null).map(read).filter((place) => place.unitsMax > 0 && place.units.some((units) => units > 0)),
    handlingMinor: problem.policy.handlingPerUnitMinor * wanted.reduce((sum, units) => sum + units, 0),
    parcelsMax: problem.parcels?.max ?? Infinity,
  };
}

function placeOf(location: RoutingLocation, order: { items: string[]; wanted: number[]; policy: RoutingPolicy }): Place {
  const { labourMinor = 0, latenessMinor = 0, riskMinor = 0 } = location.charges ?? {};
  const rows = new Map(location.stock.map((row) => [row.itemId as string, row]));
  const found = order.items.map((itemId) => rows.get(itemId));
  return {
    zone: location.zone,
    km: location.distanceKm ?? order.policy.zonesKm.at(-1) ?? 0,
    chargesMinor: labourMinor + latenessMinor + riskMinor,
    unitsMax: location.unitsMax?.units ?? Infinity,
    units: found.map((row, item) => (row === undefined ? 0 : Math.min(row.units ?? Infinity, order.wanted[item] ?? 0))),
    unitMinor: found.map((row) => (row?.labourMinor ?? 0) + (row?.scarcityMinor ?? 0)),
    unkept: found.map((row) => (row?.keep === undefined || row.units === null ? Infinity : Math.max(0, row.units - row.keep.units))),
    keptMinor: found.map((row) => row?.keep?.minor ?? 0),
  };
}

/** What a parcel of this weight costs from here, all that depends on its units left aside. */
export function parcelMinor(task: Pick<Case, "policy" | "microMinorPerKgKm">, place: Place, grams: number): number {
  const { policy } = task;
  const rates = policy.ratesMinor[place.zone] ?? [];
  const top = topOf(policy, grams);
  const last = policy.bandsGrams.at(-1) ?? 0;
  const rate = rates[policy.bandsGrams.indexOf(Math.min(top, last))] ?? 0;
  const extra = ((top - Math.min(top, last)) / 1000) * (policy.perExtraKgMinor[place.zone] ?? 0);
  return rate + extra + carbonMinor(task.microMinorPerKgKm, place.km, top) + policy.handlingPerParcelMinor + place.chargesMinor;
}

/** In whole numbers of any size: a product of three may be more than a double holds. */
export function carbonMinor(microMinorPerKgKm: number, km: number, grams: number): number {
  return microMinorPerKgKm === 0 ? 0 : Number((BigInt(km) * BigInt(grams) * BigInt(microMinorPerKgKm)) / 1_000_000_000n);
}

/** The weight up to which a parcel of these grams costs the same. */
export function topOf(policy: RoutingPolicy, grams: number): number {
  const last = policy.bandsGrams.at(-1) ?? 0;
  return policy.bandsGrams.find((top) => top >= grams) ?? last + Math.ceil((grams - last) / 1000) * 1000;
}

/** What taking so many units of an item costs here. */
export function takenMinor(place: Place, item: number, units: number): number {
  const kept = Math.max(0, units - (place.unkept[item] ?? 0));
  return units * (place.unitMinor[item] ?? 0) + kept * (place.keptMinor[item] ?? 0);
}
