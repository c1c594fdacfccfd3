import type { PlatformId } from "../../../app/domain/ids";
import type { PlacementPart } from "../../../app/domain/messages";
import type { PlatformFulfillmentOrder } from "../../../app/domain/platform";
import { isActive, remainingUnits, type Family } from "./family";

/** The arithmetic of moving units between the fulfillment orders of one order. Pure. */

/** Units that shall stand, per order line and location. Order lines that are not in it are left where they are. */
export type Wanted = ReadonlyMap<PlatformId, ReadonlyMap<PlatformId, number>>;

export interface Move {
  source: PlatformFulfillmentOrder;
  locationId: PlatformId;
  /** Lines of the source, by their own ids. */
  lines: { platformId: PlatformId; quantity: number }[];
  /** All that the source has left goes. */
  whole: boolean;
  /** When it is done, everything stands as wanted. */
  last: boolean;
}

function add(units: Map<PlatformId, Map<PlatformId, number>>, line: PlatformId, { at, quantity }: { at: PlatformId; quantity: number }): void {
  const places = units.get(line) ?? new Map<PlatformId, number>();
  places.set(at, (places.get(at) ?? 0) + quantity);
  units.set(line, places);
}

/** Where the units of these order lines stand, over all active fulfillment orders. */
function standing(members: readonly PlatformFulfillmentOrder[], lines: ReadonlySet<PlatformId>): Map<PlatformId, Map<PlatformId, number>> {
  const units = new Map<PlatformId, Map<PlatformId, number>>();
  for (const member of members) {
    if (!isActive(member) || member.locationPlatformId === null) continue;
    for (const [line, quantity] of remainingUnits(member)) if (lines.has(line)) add(units, line, { at: member.locationPlatformId, quantity });
  }
  return units;
}

const total = (places: ReadonlyMap<PlatformId, number> | undefined): number => [...(places?.values() ?? [])].reduce((sum, units) => sum + units, 0);

/**
 * What the siblings have already, plus the parts in place of the fulfillment order itself. Shopify may have merged it into a
 * sibling meanwhile: lines of which the parts are all that is left are then wanted as the parts say, wherever they stand.
 * Null: the parts do not fit what is left.
 */
export function wantedUnits({ self, members }: Family, parts: readonly PlacementPart[]): Wanted | null {
  const parted = new Map<PlatformId, Map<PlatformId, number>>();
  for (const part of parts) {
    for (const line of part.lines) add(parted, line.orderLinePlatformId, { at: part.locationPlatformId, quantity: line.quantity });
  }
  const remaining = isActive(self) ? remainingUnits(self) : new Map<PlatformId, number>();
  const all = standing(members, new Set(parted.keys()));
  const passedOn = new Set([...parted].filter(([line, places]) => total(places) !== (remaining.get(line) ?? 0)).map(([line]) => line));
  for (const line of passedOn) if (total(parted.get(line)) !== total(all.get(line))) return null;
  const lines = new Set([...parted.keys()].filter((line) => !passedOn.has(line)));
  const siblings = standing(members.filter((member) => member !== self), lines);
  for (const [line, places] of siblings) {
    for (const [at, quantity] of places) add(parted, line, { at, quantity });
  }
  return parted;
}

/** Saved as text: `[[line, [[location, units], …]], …]`. */
export const writeWanted = (wanted: Wanted): Record<string, string> => ({ wanted: JSON.stringify([...wanted].map(([line, places]) => [line, [...places]])) });

export function readWanted(progress: Readonly<Record<string, string>>): Wanted | null {
  const text = progress["wanted"];
  if (text === undefined) return null;
  const rows = JSON.parse(text) as [PlatformId, [PlatformId, number][]][];
  return new Map(rows.map(([line, places]) => [line, new Map(places)]));
}

interface Imbalance {
  surplus(line: PlatformId, at: PlatformId): number;
  short: { line: PlatformId; at: PlatformId; units: number }[];
}

function imbalance(units: ReadonlyMap<PlatformId, ReadonlyMap<PlatformId, number>>, wanted: Wanted): Imbalance {
  const of = (map: Wanted, line: PlatformId, at: PlatformId): number => map.get(line)?.get(at) ?? 0;
  const short = [...wanted].flatMap(([line, places]) => [...places.keys()].map((at) => ({ line, at, units: of(wanted, line, at) - of(units, line, at) })));
  return { surplus: (line, at) => of(units, line, at) - of(wanted, line, at), short: short.filter((entry) => entry.units > 0) };
}

/** The locations that lack units, with the order lines that they lack. */
export function targetsOf({ members }: Family, wanted: Wanted): { locationId: PlatformId; orderLineIds: Set<PlatformId> }[] {
  const targets = new Map<PlatformId, Set<PlatformId>>();
  for (const { line, at } of imbalance(standing(members, new Set(wanted.keys())), wanted).short) {
    targets.set(at, (targets.get(at) ?? new Set()).add(line));
  }
  return [...targets].map(([locationId, orderLineIds]) => ({ locationId, orderLineIds }));
}

/** The next move towards what is wanted. `changed`: lines have other quantities than the plan knew, so no move can reach it. */
export function nextMove({ self, members }: Family, wanted: Wanted): Move | "agrees" | "changed" {
  const units = standing(members, new Set(wanted.keys()));
  for (const [line, places] of wanted) if (total(places) !== total(units.get(line))) return "changed";
  const { surplus, short } = imbalance(units, wanted);
  const target = short[0]?.at;
  if (target === undefined) return "agrees";
  const lacking = new Map(short.filter(({ at }) => at === target).map(({ line, units: missing }) => [line, missing]));
  const sources = members.filter((member) => isActive(member) && member.deliveryMethod === self.deliveryMethod && member.locationPlatformId !== target);
  // The fulfillment order that was planned goes first: its siblings move only when Shopify has passed its units to them.
  for (const source of [...sources].sort((a, b) => Number(b === self) - Number(a === self))) {
    const lines = source.lines
      .map((line) => ({ line, quantity: Math.min(line.remainingQuantity, lacking.get(line.orderLinePlatformId) ?? 0, surplus(line.orderLinePlatformId, source.locationPlatformId!)) }))
      .filter(({ quantity }) => quantity > 0);
    if (lines.length === 0) continue;
    const moving = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    return {
      source,
      locationId: target,
      lines: lines.map(({ line, quantity }) => ({ platformId: line.platformId, quantity })),
      whole: moving === total(remainingUnits(source)),
      last: moving === short.reduce((sum, entry) => sum + entry.units, 0),
    };
  }
  return "changed";
}
