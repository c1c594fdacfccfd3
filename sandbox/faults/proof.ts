/** What one side knows of an order, as far as both can tell it. */
export interface OrderEntry { name: string; cancelled: boolean; units: number; parcels: number; shippedUnits: number }
export interface LevelEntry { onHand: number; available: number; committed: number }

/** The books of one side: orders by the platform's id, levels of tracked goods by `item@location`. */
export interface Books { orders: ReadonlyMap<string, OrderEntry>; levels: ReadonlyMap<string, LevelEntry> }
/** The platform's also say when something was changed last. */
export interface PlatformBooks extends Books { orderChangedAt(id: string): number; levelChangedAt(key: string): number }

export interface Sum { platform: number; app: number }
export interface Proof {
  equal: boolean;
  orders: Sum & { missing: number; differing: number; examples: string[] };
  units: Sum & { levels: number };
  parcels: Sum;
}

/** One order or level that differs, and when the platform changed it last. */
export interface Difference { key: string; changedAt: number }

const EXAMPLES = 5;

const sameOrder = (one: OrderEntry, other: OrderEntry): boolean =>
  one.cancelled === other.cancelled && one.units === other.units && one.parcels === other.parcels && one.shippedUnits === other.shippedUnits;
const sameLevel = (one: LevelEntry, other: LevelEntry | undefined): boolean =>
  other !== undefined && one.onHand === other.onHand && one.available === other.available && one.committed === other.committed;

const total = <T>(entries: ReadonlyMap<string, T>, of: (entry: T) => number): number => {
  let sum = 0;
  for (const entry of entries.values()) sum += of(entry);
  return sum;
};

/** Holds one side's books against the other's. Equal means: no order and no level differs, not only their sums. */
export function compareBooks(platform: PlatformBooks, app: Books): { proof: Proof; differences: Difference[] } {
  const differences: Difference[] = [];
  const missing: string[] = [];
  const differing: string[] = [];
  for (const [id, order] of platform.orders) {
    const known = app.orders.get(id);
    if (known && sameOrder(order, known)) continue;
    (known ? differing : missing).push(order.name);
    differences.push({ key: id, changedAt: platform.orderChangedAt(id) });
  }
  let levels = 0;
  for (const [key, level] of platform.levels) {
    if (sameLevel(level, app.levels.get(key))) continue;
    levels += 1;
    differences.push({ key, changedAt: platform.levelChangedAt(key) });
  }
  const extra = [...app.orders.keys()].filter((id) => !platform.orders.has(id)).length + [...app.levels].filter(([key, level]) => !platform.levels.has(key) && level.onHand !== 0).length;
  const units = ({ onHand }: LevelEntry) => onHand;
  const parcels = (order: OrderEntry) => order.parcels;
  const proof: Proof = {
    equal: missing.length === 0 && differing.length === 0 && levels === 0 && extra === 0,
    orders: { platform: platform.orders.size, app: app.orders.size, missing: missing.length, differing: differing.length, examples: [...missing, ...differing].slice(0, EXAMPLES) },
    units: { platform: total(platform.levels, units), app: total(app.levels, units), levels },
    parcels: { platform: total(platform.orders, parcels), app: total(app.orders, parcels) },
  };
  return { proof, differences };
}

/**
 * Since when the oldest difference stands, look by look; null when nothing differs. It began when the platform changed it, or,
 * where that was before the last look that found it equal, when it was first seen: then the app is ahead.
 */
export function createStopwatch() {
  let [since, lookedAt] = [new Map<string, number>(), -Infinity];
  return (differences: readonly Difference[], at: number): number | null => {
    since = new Map(differences.map(({ key, changedAt }) => [key, since.get(key) ?? (changedAt > lookedAt ? Math.min(changedAt, at) : at)]));
    lookedAt = at;
    let oldest: number | null = null;
    for (const began of since.values()) oldest = Math.min(oldest ?? began, began);
    return oldest;
  };
}
