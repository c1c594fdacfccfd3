import type { DifferenceRecord, LocationSettingsRecord, NoticeRecord } from "../../domain/desk";
import { availableToPromise } from "../../domain/inventory/promise";
import type { ItemRecord, LevelRecord, LocationRecord } from "../../domain/records";
import { DIFFERENCE_WORDS } from "./stock-words";

/** One item at one location, in units. */
export interface LevelRow {
  id: string;
  itemId: string;
  locationId: string;
  sku: string;
  title: string;
  location: string;
  /** Not counted: always enough where it is stocked. */
  untracked: boolean;
  onHand: number;
  available: number;
  /** What a new online order could be promised from here now. */
  promise: number;
  committed: number;
  /** Committed in the shop for orders that are not known here; negative for what it let go already. */
  unattributed: number;
  reserved: number;
  safetyStock: number;
  damaged: number;
  qualityControl: number;
  incoming: number;
  /** Told of as low. */
  low: boolean;
  /** Differs from the platform, not explained yet; null: it does not. */
  differs: { state: string; expected: number; found: number; foundAt: number; knownRightAt: number | null; cause: string } | null;
  /** When the platform was last asked; null: never. */
  readAt: number | null;
}

export interface LevelSurroundings {
  locations: readonly LocationRecord[];
  settings: readonly LocationSettingsRecord[];
  notices: readonly NoticeRecord[];
  /** Not explained yet. */
  looking: readonly DifferenceRecord[];
}

/** Makes rows of levels, with what stands around them. */
export function levelRows({ locations, settings, notices, looking }: LevelSurroundings): (item: ItemRecord, level: LevelRecord) => LevelRow {
  const locationOf = new Map(locations.map((location) => [location.id, location]));
  const paused = new Set(settings.filter((each) => each.pausedReason !== null).map((each) => each.locationId));
  const low = new Set(notices.filter(({ kind }) => kind === "low-stock").map(({ itemId, locationId }) => `${itemId}@${locationId}`));
  const differing = new Map(looking.map((each) => [`${each.itemId}@${each.locationId}`, each]));
  return (item, level) => {
    const id = `${level.itemId}@${level.locationId}`;
    const location = locationOf.get(level.locationId);
    const difference = differing.get(id);
    return {
      id, itemId: level.itemId, locationId: level.locationId, sku: item.sku, title: item.title, untracked: !item.tracked, location: location?.name ?? "A removed location",
      onHand: level.onHand, available: level.available, promise: location === undefined ? 0 : availableToPromise(level, { ...location, paused: paused.has(location.id) }),
      committed: level.committed, unattributed: level.unattributed, reserved: level.reserved, safetyStock: level.safetyStock, damaged: level.damaged,
      qualityControl: level.qualityControl, incoming: level.incoming, low: low.has(id), differs: difference === undefined ? null : differs(difference),
      readAt: level.readAt === 0 ? null : level.readAt,
    };
  };
}

const differs = ({ state, expected, found, foundAt, knownRightAt, cause }: DifferenceRecord): LevelRow["differs"] =>
  ({ state, expected, found, foundAt, knownRightAt: knownRightAt === 0 ? null : knownRightAt, cause: DIFFERENCE_WORDS[cause] });
