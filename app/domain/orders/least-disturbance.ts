import type { ItemId, LocationId, OrderLineId } from "../ids";
import type { DecisionRecord } from "../records";
import { breaksRule, priceOf } from "../routing/pricing";
import { route } from "../routing/solve";
import type { Assignment, Certificate, Plan, RoutingLine, RoutingLocation, RoutingProblem, StockRow } from "../routing/types";

type RoutedCertificate = Extract<Certificate, { outcome: "routed" }>;

export interface Calmed {
  certificate: RoutedCertificate;
  /** Units that stay although the cheapest plan moves them, and what that plan would save; null: it was taken. */
  kept: { units: number; savingMinor: number } | null;
}

/**
 * An order that is decided on again leaves what stands somewhere where it is, unless moving it is needed or saves more than `savingAboveMinor`.
 * Two plans are compared: the cheapest, and the cheapest of those that move nothing which may stay. The certificate stays that of the whole
 * question: its lower bound is the cheapest plan's cost, and its gap says what the calm costs.
 */
export const calmed = (certificate: RoutedCertificate, { standing, savingAboveMinor }: { standing: readonly Assignment[]; savingAboveMinor: number }): Calmed => {
  const { problem, plan } = certificate;
  const pins = pinsOf(problem, standing);
  const units = movedUnits(problem, { standing: pins, plan: plan.assignments });
  if (units === 0) return { certificate, kept: null };
  const calm = calmPlan(problem, pins);
  if (calm === null) return { certificate, kept: null };
  const savingMinor = calm.costMinor - plan.costMinor;
  return savingMinor > savingAboveMinor ? { certificate, kept: null } : { certificate: withPlan(certificate, calm), kept: { units, savingMinor } };
};

/** What a decision or a person had put somewhere, and stands there still: what the platform has just placed is nobody's choice. */
export const stoodBefore = (current: readonly Assignment[], { then, latest }: { then: readonly Assignment[]; latest: DecisionRecord | null }): Assignment[] => {
  if (latest?.status !== "superseded" && (latest?.status !== "confirmed" || latest.certificate.outcome !== "routed")) return [];
  const before = new Map(then.map((one) => [`${one.lineId}@${one.locationId}`, one.units]));
  return current.flatMap((one) => {
    const units = Math.min(one.units, before.get(`${one.lineId}@${one.locationId}`) ?? 0);
    return units > 0 ? [{ ...one, units }] : [];
  });
};

const shelfOf = (itemId: ItemId, locationId: LocationId): string => `${itemId}@${locationId}`;

/** Units that leave where they stand. Those of one item are alike, whichever line they are counted to. */
export const movedUnits = (problem: RoutingProblem, { standing, plan }: { standing: readonly Assignment[]; plan: readonly Assignment[] }): number => {
  const itemOf = new Map(problem.lines.map((line) => [line.lineId, line.itemId]));
  const left = new Map<string, number>();
  const add = (sign: number) => ({ lineId, locationId, units }: Assignment): void => {
    const itemId = itemOf.get(lineId);
    if (itemId !== undefined) left.set(shelfOf(itemId, locationId), (left.get(shelfOf(itemId, locationId)) ?? 0) + sign * units);
  };
  standing.forEach(add(1));
  plan.forEach(add(-1));
  return [...left.values()].reduce((sum, units) => sum + Math.max(0, units), 0);
};

/** What stands where it may stay: at an open location, and no more than the shelf has and the line wants. */
const pinsOf = (problem: RoutingProblem, standing: readonly Assignment[]): Assignment[] => {
  const wanted = new Map(problem.lines.map((line) => [line.lineId, line]));
  const open = new Map<LocationId, RoutingLocation>(problem.locations.filter((one) => one.excluded === null).map((one) => [one.locationId, one]));
  const room = new Map<string, number>();
  const left = new Map(problem.lines.map((line) => [line.lineId, line.units]));
  return standing.flatMap(({ lineId, locationId, units }) => {
    const line = wanted.get(lineId);
    const row = open.get(locationId)?.stock.find((one) => one.itemId === line?.itemId);
    if (line === undefined || row === undefined) return [];
    const shelf = shelfOf(line.itemId, locationId);
    const there = room.get(shelf) ?? row.units ?? Infinity;
    const stays = Math.min(units, there, left.get(lineId) ?? 0);
    room.set(shelf, there - stays);
    left.set(lineId, (left.get(lineId) ?? 0) - stays);
    return stays > 0 ? [{ lineId, locationId, units: stays }] : [];
  });
};

const KEPT = " kept";
const keptItem = (itemId: ItemId): ItemId => `${itemId}${KEPT}` as ItemId;
const keptLine = (lineId: OrderLineId): OrderLineId => `${lineId}${KEPT}` as OrderLineId;
const withoutMark = (lineId: OrderLineId): OrderLineId => (lineId.endsWith(KEPT) ? (lineId.slice(0, -KEPT.length) as OrderLineId) : lineId);

/**
 * The cheapest plan in which every pinned unit stays: pinned units are goods of their own, of which each location has exactly what stands
 * there. Null: with them there is no plan.
 */
const calmPlan = (problem: RoutingProblem, pins: readonly Assignment[]): Plan | null => {
  const pinned = route({ ...problem, lines: pinnedLines(problem, pins), locations: problem.locations.map((location) => pinnedLocation(problem, { location, pins })) });
  if (pinned.outcome !== "routed") return null;
  const units = new Map<string, Assignment>();
  for (const one of pinned.plan.assignments) {
    const lineId = withoutMark(one.lineId);
    const key = `${lineId}\u0000${one.locationId}`;
    units.set(key, { ...one, lineId, units: one.units + (units.get(key)?.units ?? 0) });
  }
  const assignments = [...units].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return breaksRule(problem, assignments) ? null : { assignments, ...priceOf(problem, assignments) };
};

const sum = (pins: readonly Assignment[]): number => pins.reduce((total, one) => total + one.units, 0);

const pinnedLines = ({ lines }: RoutingProblem, pins: readonly Assignment[]): RoutingLine[] =>
  lines.flatMap((line) => {
    const kept = sum(pins.filter((one) => one.lineId === line.lineId));
    return [
      ...(kept > 0 ? [{ ...line, lineId: keptLine(line.lineId), itemId: keptItem(line.itemId), units: kept }] : []),
      ...(kept < line.units ? [{ ...line, units: line.units - kept }] : []),
    ];
  }).sort((a, b) => (a.lineId < b.lineId ? -1 : 1));

const pinnedLocation = ({ lines }: RoutingProblem, { location, pins }: { location: RoutingLocation; pins: readonly Assignment[] }): RoutingLocation => {
  const stock = location.stock.flatMap((row): StockRow[] => {
    const ofItem = new Set(lines.filter((line) => line.itemId === row.itemId).map((line) => line.lineId));
    const kept = sum(pins.filter((one) => one.locationId === location.locationId && ofItem.has(one.lineId)));
    return kept === 0 ? [row] : pinnedRows(row, kept);
  });
  return { ...location, stock: stock.sort((a, b) => (a.itemId < b.itemId ? -1 : 1)) };
};

/** A shelf as two: of what stands there first, and of the rest. The units that the shop keeps are the last of both together. */
const pinnedRows = (row: StockRow, kept: number): StockRow[] => {
  const { keep, barred, ...plain } = row;
  if (row.units === null) return [row, { ...plain, itemId: keptItem(row.itemId), units: kept }];
  const free = Math.max(0, row.units - (keep?.units ?? 0));
  const rest = row.units - kept;
  return [
    { ...plain, units: rest, ...(barred && { barred }), ...(keep && rest > 0 && { keep: { ...keep, units: Math.min(keep.units, rest) } }) },
    { ...plain, itemId: keptItem(row.itemId), units: kept, ...(keep && kept > free && { keep: { ...keep, units: kept - free } }) },
  ];
};

const setOf = (plan: Plan): LocationId[] => [...new Set(plan.assignments.map((one) => one.locationId))].sort();

/** The same question with another answer. Plans that are cheaper than it are no alternatives that were rejected: the bound tells of them. */
const withPlan = (certificate: RoutedCertificate, plan: Plan): RoutedCertificate => {
  const others = [{ plan: certificate.plan, locationIds: setOf(certificate.plan), extraMinor: 0 }, ...certificate.rejected];
  const rejected = others.filter((one) => one.plan.costMinor >= plan.costMinor && one.locationIds.join(" ") !== setOf(plan).join(" "))
    .map((one) => ({ ...one, extraMinor: one.plan.costMinor - plan.costMinor }));
  return { ...certificate, plan, gapMinor: plan.costMinor - certificate.lowerBoundMinor, rejected };
};
