import type { RejectedHere } from "../experience";
import type { ItemId, LocationId, OrderLineId } from "../ids";
import type { Narrowing } from "../policy/narrow";
import type { ItemRecord, LevelRecord, LocationRecord } from "../records";
import { coordinatesOf, distanceKm, zoneOf, type Place } from "./geography";
import type { ExclusionReason, ParcelCharges, RoutingLine, RoutingLocation, RoutingPolicy, RoutingProblem, StockRow } from "./types";

export interface ProblemInput {
  policyVersion: number;
  policy: RoutingPolicy;
  currency: string;
  /** What is to be routed; entries of one line are added up, entries without units dropped. */
  lines: readonly { lineId: OrderLineId; itemId: ItemId; units: number }[];
  items: readonly ItemRecord[];
  /** `pausedReason`: why a location takes no new orders now. */
  locations: readonly (LocationRecord & { pausedReason?: string | null })[];
  levels: readonly LevelRecord[];
  /** What stands committed for these very lines already: free for this order, taken for all others. */
  own: readonly { itemId: ItemId; locationId: LocationId; units: number }[];
  /** Null: unknown; every location is then in the farthest zone. */
  destination: Place | null;
  /** Where the platform lets the order go; null: anywhere. */
  allowedLocationIds: readonly LocationId[] | null;
  /** Locations that turned the order down: whole, or (with `itemId`) for more than `units` of an item, whatever their stock says. */
  rejected?: readonly Pick<RejectedHere, "locationId" | "itemId" | "units">[];
  /** What rules forbid; absent: nothing. */
  narrowing?: Narrowing;
  /** Locations of which no day has room for a further parcel. */
  full?: ReadonlySet<LocationId>;
  /** What a location costs beside the tariff, by the zone that it is in. */
  termsOf?(location: ProblemInput["locations"][number], zone: number): LocationTerms;
  /** Price of carbon; 0 or absent: none. */
  microMinorPerKgKm?: number;
  scarcityMinor?(itemId: ItemId, locationId: LocationId): number;
}

/** What a location costs beside the tariff; absent: nothing. */
export interface LocationTerms {
  charges?: ParcelCharges;
  lateDays?: number;
  /** For each unit that is picked. */
  unitLabourMinor?: number;
  keep?: { units: number; minor: number };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The canonical question of one order. Lines, locations and stock rows are sorted by id, and nothing of the customer but
 * whole kilometres goes in.
 *
 * Stock that this order may take, per item and location, where the location stocks the item:
 * - untracked: unlimited (`null`); an untracked item without any level row is unlimited at every location;
 * - tracked: available plus own commitment, never below 0;
 * - sold on below zero: real stock as long as the locations that may ship have enough of it for this order. Where they have
 *   not, those that have some may go below zero, so that the units stay together; where none has any, each may that stocks it.
 * What a rule bars stands in its row, and nothing of it may be taken.
 */
export function makeProblem(input: ProblemInput): RoutingProblem {
  const wanted = wantedUnits(input.lines);
  const grams = new Map(input.items.map((item) => [item.id, item.weightGrams]));
  const locations = makeLocations(input, wanted);
  return {
    policyVersion: input.policyVersion,
    policy: input.policy,
    currency: input.currency,
    lines: makeLines(input, grams),
    locations,
    ...(input.narrowing?.parcels && { parcels: input.narrowing.parcels }),
    ...(input.microMinorPerKgKm !== undefined && input.microMinorPerKgKm > 0 && { carbon: { microMinorPerKgKm: input.microMinorPerKgKm } }),
  };
}

function wantedUnits(lines: ProblemInput["lines"]): Map<ItemId, number> {
  const wanted = new Map<ItemId, number>();
  for (const line of lines) {
    if (line.units > 0) wanted.set(line.itemId, (wanted.get(line.itemId) ?? 0) + line.units);
  }
  return wanted;
}

function makeLines(input: ProblemInput, grams: Map<ItemId, number>): RoutingLine[] {
  const lines = new Map<string, RoutingLine>();
  for (const { lineId, itemId, units } of input.lines) {
    if (units <= 0) continue;
    const weight = Math.round(grams.get(itemId) ?? 0);
    const line = lines.get(lineId) ?? { lineId, itemId, units: 0, gramsPerUnit: weight > 0 ? weight : input.policy.defaultUnitGrams, ...groupOf(input, lineId) };
    line.units += units;
    lines.set(lineId, line);
  }
  return [...lines.values()].sort((a, b) => byText(a.lineId, b.lineId));
}

function groupOf({ narrowing }: ProblemInput, lineId: OrderLineId): Pick<RoutingLine, "together"> {
  const together = narrowing?.together.get(lineId);
  return together === undefined ? {} : { together };
}

type StockRows = Map<LocationId, Map<ItemId, number | null>>;

function makeLocations(input: ProblemInput, wanted: Map<ItemId, number>): RoutingLocation[] {
  const allowed = input.allowedLocationIds === null ? null : new Set(input.allowedLocationIds);
  const refusing = new Set(input.rejected?.flatMap((one) => (one.itemId === null ? [one.locationId] : [])));
  const reasons = new Map(input.locations.map((location) => [location.id, exclusionOf(location, { allowed, refusing, input })]));
  const rows = stockRows(input, wanted, reasons);
  capAtFound(rows, input.rejected ?? []);
  const destination = input.destination === null ? null : coordinatesOf(input.destination);
  return input.locations
    .map((location) => {
      const from = coordinatesOf(location);
      const km = from === null || destination === null ? null : distanceKm(from, destination);
      const zone = zoneOf(km, input.policy);
      const terms = input.termsOf?.(location, zone) ?? {};
      const stock = [...(rows.get(location.id) ?? [])].map(([itemId, units]) => stockRow(input, { locationId: location.id, itemId, units, terms }));
      const unitsMax = input.narrowing?.unitsMax.get(location.id);
      return {
        locationId: location.id,
        distanceKm: km,
        zone,
        ...exclusion(reasons.get(location.id) ?? null, stock.length),
        ...(terms.charges && { charges: terms.charges }),
        ...(terms.lateDays !== undefined && { lateDays: terms.lateDays }),
        ...(unitsMax && { unitsMax }),
        stock: stock.sort((a, b) => byText(a.itemId, b.itemId)),
      };
    })
    .sort((a, b) => byText(a.locationId, b.locationId));
}

interface Exclusion {
  reason: ExclusionReason;
  ruleId?: string;
}

/** Of a location that has none of the goods, it matters little what else would keep it from shipping them. */
function exclusion(why: Exclusion | null, rows: number): Pick<RoutingLocation, "excluded" | "ruleId"> {
  const isChosen = why?.reason === "rule" || why?.reason === "at-capacity";
  if (rows === 0 && (why === null || isChosen)) return { excluded: "stocks-nothing-of-it" };
  return { excluded: why?.reason ?? null, ...(why?.ruleId !== undefined && { ruleId: why.ruleId }) };
}

interface Row {
  locationId: LocationId;
  itemId: ItemId;
  units: number | null;
  terms: LocationTerms;
}

function stockRow(input: ProblemInput, { locationId, itemId, units, terms }: Row): StockRow {
  const ruleId = input.narrowing?.barred.get(itemId)?.get(locationId);
  if (ruleId !== undefined) return { itemId, units: 0, barred: { units, ruleId } };
  const scarcityMinor = input.scarcityMinor?.(itemId, locationId) ?? 0;
  return {
    itemId, units,
    ...(terms.unitLabourMinor !== undefined && { labourMinor: terms.unitLabourMinor }),
    ...(scarcityMinor > 0 && { scarcityMinor }),
    ...(terms.keep && units !== null && units > 0 && { keep: terms.keep }),
  };
}

interface Doors {
  allowed: Set<LocationId> | null;
  refusing: Set<LocationId>;
  input: ProblemInput;
}

function exclusionOf(location: ProblemInput["locations"][number], { allowed, refusing, input }: Doors): Exclusion | null {
  if (!location.active) return { reason: "inactive" };
  if (location.pausedReason) return { reason: "paused" };
  if (location.isFulfillmentService) return { reason: "fulfillment-service" };
  if (!location.fulfillsOnline) return { reason: "does-not-fulfil-online" };
  if (!location.shipsInventory) return { reason: "does-not-ship" };
  if (refusing.has(location.id)) return { reason: "rejected" };
  if (allowed !== null && !allowed.has(location.id)) return { reason: "excluded-by-platform" };
  const ruleId = input.narrowing?.excluded.get(location.id);
  if (ruleId !== undefined) return { reason: "rule", ruleId };
  return input.full?.has(location.id) ? { reason: "at-capacity" } : null;
}

function stockRows(input: ProblemInput, wanted: Map<ItemId, number>, reasons: Map<LocationId, Exclusion | null>): StockRows {
  const rows: StockRows = new Map(input.locations.map((location) => [location.id, new Map()]));
  const own = new Map<string, number>();
  for (const { itemId, locationId, units } of input.own) {
    const key = `${itemId} ${locationId}`;
    own.set(key, (own.get(key) ?? 0) + units);
  }
  const itemsWithLevels = new Set<ItemId>();
  for (const level of input.levels) {
    itemsWithLevels.add(level.itemId);
    if (!level.active || !wanted.has(level.itemId)) continue;
    rows.get(level.locationId)?.set(level.itemId, Math.max(0, level.available + (own.get(`${level.itemId} ${level.locationId}`) ?? 0)));
  }
  for (const item of input.items) {
    if (!wanted.has(item.id)) continue;
    if (!item.tracked) openEverywhere(rows, item.id, itemsWithLevels.has(item.id));
    else if (item.continueSelling) openBelowZero(rows, item.id, { input, wantedUnits: wanted.get(item.id) ?? 0, reasons });
  }
  return rows;
}

/** What was looked for and not found is not there for this order, whatever is booked, and however the item is sold. */
function capAtFound(rows: StockRows, rejected: NonNullable<ProblemInput["rejected"]>): void {
  for (const { locationId, itemId, units } of rejected) {
    const stock = rows.get(locationId);
    if (itemId === null || !stock?.has(itemId)) continue;
    stock.set(itemId, Math.min(stock.get(itemId) ?? units, Math.max(0, units)));
  }
}

function openEverywhere(rows: StockRows, itemId: ItemId, onlyWhereConnected: boolean): void {
  for (const stock of rows.values()) {
    if (!onlyWhereConnected || stock.has(itemId)) stock.set(itemId, null);
  }
}

/** Where its rules want the units in one place, it is one place that must have enough. */
function openBelowZero(rows: StockRows, itemId: ItemId, order: { input: ProblemInput; wantedUnits: number; reasons: Map<LocationId, Exclusion | null> }): void {
  const { narrowing, lines } = order.input;
  const barred = narrowing?.barred.get(itemId);
  const connected = [...rows].filter(([locationId, stock]) => order.reasons.get(locationId) === null && stock.has(itemId) && !barred?.has(locationId));
  const stays = narrowing !== undefined && (narrowing.parcels !== null || lines.some((line) => line.itemId === itemId && narrowing.together.has(line.lineId)));
  const units = connected.map(([, stock]) => stock.get(itemId) ?? 0);
  const real = stays ? Math.max(0, ...units) : units.reduce((sum, one) => sum + one, 0);
  if (real >= order.wantedUnits) return;
  for (const [, stock] of connected) {
    if (real === 0 || (stock.get(itemId) ?? 0) > 0) stock.set(itemId, null);
  }
}

/**
 * A problem as stable text: equal problems have equal text, whatever the order of keys that a database gave back. Its
 * SHA-256 is a decision's `inputsHash`. Optional fields that are absent are not written (JSON leaves out what is undefined), so
 * that problems of before the field was there keep their hash. The order of keys is a public promise: docs/certificates.md.
 */
export function canonicalBytes(problem: RoutingProblem): string {
  const { policy } = problem;
  return JSON.stringify({
    policyVersion: problem.policyVersion,
    policy: {
      zonesKm: policy.zonesKm,
      bandsGrams: policy.bandsGrams,
      ratesMinor: policy.ratesMinor,
      perExtraKgMinor: policy.perExtraKgMinor,
      handlingPerParcelMinor: policy.handlingPerParcelMinor,
      handlingPerUnitMinor: policy.handlingPerUnitMinor,
      splitPenaltyMinor: policy.splitPenaltyMinor,
      defaultUnitGrams: policy.defaultUnitGrams,
    },
    currency: problem.currency,
    lines: problem.lines.map(({ lineId, itemId, units, gramsPerUnit, together }) => ({ lineId, itemId, units, gramsPerUnit, together })),
    locations: problem.locations.map((location) => ({
      locationId: location.locationId,
      distanceKm: location.distanceKm,
      zone: location.zone,
      excluded: location.excluded,
      ruleId: location.ruleId,
      charges: location.charges && canonicalCharges(location.charges),
      lateDays: location.lateDays,
      unitsMax: location.unitsMax && { units: location.unitsMax.units, ruleId: location.unitsMax.ruleId },
      stock: location.stock.map(canonicalRow),
    })),
    parcels: problem.parcels && { max: problem.parcels.max, ruleId: problem.parcels.ruleId },
    carbon: problem.carbon && { microMinorPerKgKm: problem.carbon.microMinorPerKgKm },
  });
}

const canonicalCharges = ({ labourMinor, latenessMinor, riskMinor }: ParcelCharges): unknown => ({ labourMinor, latenessMinor, riskMinor });

const canonicalRow = ({ itemId, units, barred, labourMinor, scarcityMinor, keep }: StockRow): unknown => ({
  itemId, units, barred: barred && { units: barred.units, ruleId: barred.ruleId }, labourMinor, scarcityMinor, keep: keep && { units: keep.units, minor: keep.minor },
});
