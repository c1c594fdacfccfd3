import { type ItemId, type LocationId, idOf } from "../domain/ids";
import { compareLevel } from "../domain/inventory/compare-level";
import { StockBook, keyOf } from "../domain/inventory/stock-book";
import { isNewItem } from "../domain/orders/facts";
import type { PlatformItemReading, PlatformLevel } from "../domain/platform";
import type { Chunk, ChunkResult } from "./bulk-chunk";
import type { FlowContext } from "./context";
import { wantedRead } from "./wanted";

/** What a comparison has found so far; `byLocation` is keyed by location id. */
export interface Compared {
  levels: number;
  differing: number;
  /** Sum over levels of the units that their furthest state is off. */
  unitsOff: number;
  /** Changed while the platform wrote down its side: read by itself where it matters. */
  skipped: number;
  byLocation: Record<string, LocationCompared>;
}

export type LocationCompared = Pick<Compared, "levels" | "differing" | "unitsOff">;

export const NOTHING_COMPARED: Compared = { levels: 0, differing: 0, unitsOff: 0, skipped: 0, byLocation: {} };

/**
 * Compares some items, and the levels of those that are tracked, with ours. A file is never believed: items that differ, or that we do not
 * know, are asked for freshly, one by one, and what that reading finds is explained like any other difference.
 */
export const compareChunk = async (ctx: FlowContext, { store, run, readings, readAt }: Chunk): Promise<ChunkResult> => {
  const ids = readings.map(({ item }) => idOf<ItemId>(store.id, item.platformId));
  const known = new Map((await ctx.db.itemsById(store.merchantId, ids)).map((item) => [item.id, item]));
  const book = new StockBook(store.merchantId, await ctx.db.levels(store.merchantId, ids));
  const units = new Map((await ctx.db.placedUnits(store.merchantId, ids)).map((one) => [keyOf(one.itemId, one.locationId), one]));
  const compared = copyOf(run.detail);
  const asked = readings.filter((reading) => {
    const itemId = idOf<ItemId>(store.id, reading.item.platformId);
    let ask = isNewItem(known.get(itemId), reading.item);
    // What an untracked item's quantities say means nothing.
    if (!reading.item.tracked) return ask;
    for (const [locationId, said] of sidesOf(reading, { book, itemId, idAt: (platformId) => idOf<LocationId>(store.id, platformId) })) {
      const { placed = 0, planned = 0 } = units.get(keyOf(itemId, locationId)) ?? {};
      const result = compareLevel(book.level(itemId, locationId), said, { askedAt: readAt, placed, planned });
      count(compared, locationId, result);
      ask ||= result.status === "differs" || (result.status === "unknown" && said !== null);
    }
    return ask;
  });
  const now = ctx.now();
  return { sets: [], wantedReads: asked.map(({ item }) => wantedRead(store, { kind: "item", target: item.platformId }, { now, by: { asker: `comparison:${run.id}` } })), detail: { ...compared } };
};

const copyOf = (detail: Record<string, unknown>): Compared => structuredClone({ ...NOTHING_COMPARED, ...detail } as Compared);

type Sides = { book: StockBook; itemId: ItemId; idAt(platformId: PlatformLevel["locationPlatformId"]): LocationId };

/** Each level that either side knows: with what the platform says, or null where it is not connected. */
const sidesOf = (reading: PlatformItemReading, { book, itemId, idAt }: Sides): [LocationId, PlatformLevel | null][] => {
  const said = new Map(reading.levels.filter((level) => level.active).map((level) => [idAt(level.locationPlatformId), level]));
  const lost = book.levelsOf(itemId).filter((level) => level.active && !said.has(level.locationId)).map((level): [LocationId, null] => [level.locationId, null]);
  return [...said, ...lost];
};

const count = (compared: Compared, locationId: LocationId, result: ReturnType<typeof compareLevel>): void => {
  if (result.status === "newer") {
    compared.skipped += 1;
    return;
  }
  const here = (compared.byLocation[locationId] ??= { levels: 0, differing: 0, unitsOff: 0 });
  for (const sum of [compared, here]) {
    sum.levels += 1;
    if (result.status !== "agrees") sum.differing += 1;
    if (result.status === "differs") sum.unitsOff += result.unitsOff;
  }
};
