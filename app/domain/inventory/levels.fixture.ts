import { type ItemId, type LocationId, type MerchantId, type OrderId, type OrderLineId, toId } from "../ids";
import type { PlatformLevel } from "../platform";
import type { AllocationRecord, LevelRecord, StockState } from "../records";
import { ON_HAND_PARTS, StockBook } from "./stock-book";

/** Stock of one mug at two locations, for tests. */

export const MERCHANT = toId<MerchantId>("acme");
export const MUG = toId<ItemId>("mug");
export const EAST = toId<LocationId>("east");
export const WEST = toId<LocationId>("west");
export const ORDER = toId<OrderId>("order");
/** Noon of some day; readings and changes are told relative to it. */
export const NOON = 1_800_000_000_000;

/** On hand follows from the parts. */
export const levelOf = (more: Partial<LevelRecord> = {}): LevelRecord => {
  const level: LevelRecord = {
    merchantId: MERCHANT, itemId: MUG, locationId: EAST, onHand: 0, available: 0, committed: 0, unattributed: 0, reserved: 0, damaged: 0, safetyStock: 0,
    qualityControl: 0, incoming: 0, active: true, readAt: 1, changedAt: 0, revision: 0, ...more,
  };
  return { ...level, onHand: ON_HAND_PARTS.reduce((sum, state) => sum + level[state], 0) };
};

export const bookOf = (...levels: LevelRecord[]): StockBook => new StockBook(MERCHANT, levels);

/** What the platform says of a level; on hand follows from the parts. */
export const platformLevel = (more: Partial<PlatformLevel> = {}): PlatformLevel => {
  const said = {
    locationPlatformId: toId("east"), active: true, onHand: 0, available: 0, committed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0, ...more,
  } as PlatformLevel;
  return { ...said, onHand: said.available + said.committed + said.reserved + said.damaged + said.safetyStock + said.qualityControl };
};

export const allocation = (status: AllocationRecord["status"], quantity: number, more: Partial<AllocationRecord> = {}): AllocationRecord => ({
  merchantId: MERCHANT, orderId: ORDER, orderLineId: toId<OrderLineId>("line"), itemId: MUG, locationId: EAST, status, quantity, ...more,
});

/** A level's quantities that are not zero. */
export const quantities = (book: StockBook, locationId: LocationId = EAST): Partial<Record<StockState, number>> => {
  const level = book.level(MUG, locationId);
  return Object.fromEntries((["onHand", ...ON_HAND_PARTS, "incoming"] as const).filter((state) => level[state] !== 0).map((state) => [state, level[state]]));
};
