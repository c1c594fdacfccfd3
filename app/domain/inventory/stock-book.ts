import type { Instant, ItemId, LocationId, MerchantId, OrderId } from "../ids";
import type { LevelRecord, StockCause, StockEntry, StockState } from "../records";

/** Who posts, why and when: the cause of every entry of one posting. */
export interface Posting {
  cause: StockCause;
  causeKey: string;
  orderId: OrderId | null;
  at: Instant;
}

interface Place {
  itemId: ItemId;
  locationId: LocationId;
}

/** The states that add up to on hand; `incoming` stands beside them. */
export const ON_HAND_PARTS = ["available", "committed", "unattributed", "reserved", "damaged", "safetyStock", "qualityControl"] as const;

const STATES: readonly StockState[] = ["onHand", ...ON_HAND_PARTS, "incoming"];

/**
 * The levels that one decision works on, and the entries that it posts. Entries change the levels at once, so that later
 * decisions of the same batch see what earlier ones took.
 */
export class StockBook {
  readonly #items = new Map<ItemId, Map<LocationId, LevelRecord>>();
  #entries: StockEntry[] = [];

  constructor(
    readonly merchantId: MerchantId,
    levels: readonly LevelRecord[],
  ) {
    for (const level of levels) this.#locationsOf(level.itemId).set(level.locationId, { ...level });
  }

  #locationsOf(itemId: ItemId): Map<LocationId, LevelRecord> {
    const known = this.#items.get(itemId);
    if (known) return known;
    const none = new Map<LocationId, LevelRecord>();
    this.#items.set(itemId, none);
    return none;
  }

  /** The level as it stands now; zeros where the item was never seen at the location. Looking does not make a level known. */
  level(itemId: ItemId, locationId: LocationId): Readonly<LevelRecord> {
    return this.#items.get(itemId)?.get(locationId) ?? emptyLevel(this.merchantId, itemId, locationId);
  }

  #levelToChange({ itemId, locationId }: Place): LevelRecord {
    const locations = this.#locationsOf(itemId);
    const known = locations.get(locationId);
    if (known) return known;
    const empty = emptyLevel(this.merchantId, itemId, locationId);
    locations.set(locationId, empty);
    return empty;
  }

  levelsOf(itemId: ItemId): LevelRecord[] {
    return [...(this.#items.get(itemId)?.values() ?? [])];
  }

  all(): LevelRecord[] {
    return [...this.#items.values()].flatMap((locations) => [...locations.values()]);
  }

  /** Posts deltas in units to one level; zeros are left out. On hand moves only with a physical cause. */
  post(posting: Posting, place: Place, deltas: Partial<Record<StockState, number>>): void {
    const { merchantId } = this;
    const { itemId, locationId } = place;
    const { cause, causeKey, orderId, at } = posting;
    let level: LevelRecord | null = null;
    for (const state of STATES) {
      const delta = deltas[state] ?? 0;
      if (delta === 0) continue;
      level ??= this.#levelToChange(place);
      level[state] += delta;
      this.#entries.push({ merchantId, itemId, locationId, state, delta, cause, causeKey, orderId, at });
    }
    if (level === null) return;
    if (posting.cause !== "reading") level.changedAt = Math.max(level.changedAt, posting.at);
    level.revision += 1;
  }

  /** What a reading says of a level beside its quantities. */
  touch(place: Place, said: Pick<LevelRecord, "active" | "readAt">): void {
    Object.assign(this.#levelToChange(place), said);
  }

  /** What has been posted since the last call. */
  takeEntries(): StockEntry[] {
    const entries = this.#entries;
    this.#entries = [];
    return entries;
  }

  /** A copy of some items' levels to try a decision on; the book itself stays as it is. */
  fork(itemIds: Iterable<ItemId>): StockBook {
    return new StockBook(this.merchantId, [...new Set(itemIds)].flatMap((itemId) => this.levelsOf(itemId)));
  }
}

export const keyOf = (itemId: ItemId, locationId: LocationId): string => `${itemId}@${locationId}`;

const emptyLevel = (merchantId: MerchantId, itemId: ItemId, locationId: LocationId): LevelRecord => ({
  merchantId, itemId, locationId, onHand: 0, available: 0, committed: 0, unattributed: 0, reserved: 0, damaged: 0, safetyStock: 0,
  qualityControl: 0, incoming: 0, active: false, readAt: 0, changedAt: 0, revision: 0,
});

/** Items whose available units grew, summed per item and location: what may let waiting orders go on. */
export const itemsWithMoreAvailable = (entries: readonly StockEntry[]): ItemId[] => {
  const grown = new Map<string, { itemId: ItemId; units: number }>();
  for (const entry of entries) {
    if (entry.state !== "available") continue;
    const key = keyOf(entry.itemId, entry.locationId);
    const sum = grown.get(key) ?? { itemId: entry.itemId, units: 0 };
    sum.units += entry.delta;
    grown.set(key, sum);
  }
  return [...new Set([...grown.values()].filter((sum) => sum.units > 0).map((sum) => sum.itemId))].sort();
};
