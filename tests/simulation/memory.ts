import { type ItemId, type LocationId, type OrderId, idOf } from "../../app/domain/ids";
import type { StoreId } from "../../app/domain/ids";

/** What a run remembers of what people did, so that the house's words can be held against it. */
export interface Memory {
  /** When a person or another app changed a level by hand outside, by `item@location` in the house's ids. */
  editsByHand: Map<string, number[]>;
  /** Orders that were cancelled when the house knew them as living. */
  cancelledWhileKnown: Set<OrderId>;
  /** How often an order's goods changed, and when it first did so while the house knew that people work on it. */
  goodsChanged: Map<OrderId, { times: number; atWorkAt: number | null }>;
  /** Orders, by the platform's ids, of which a person chose where a part ships from: that stands, as long as the location is open at all. */
  placedByHand: Set<string>;
  /** Bulk acts that were begun, with how many orders each was to be done to. */
  bulkActs: Map<string, number>;
  /** When orders that wait were last looked through at the end. */
  watchedAt: number;
  /** Messages were lost for good: only a comparison tells what they would have told. */
  deaf: boolean;
}

export const openMemory = (): Memory => ({ editsByHand: new Map(), cancelledWhileKnown: new Set(), goodsChanged: new Map(), placedByHand: new Set(), bulkActs: new Map(), watchedAt: 0, deaf: false });

type Remembering = { memory: Memory; storeId: StoreId; clock: { now: number } };

export const rememberEdit = ({ memory, storeId, clock }: Remembering, place: { itemId: string; locationId: string }): void => {
  const key = `${idOf<ItemId>(storeId, place.itemId as never)}@${idOf<LocationId>(storeId, place.locationId as never)}`;
  memory.editsByHand.set(key, [...(memory.editsByHand.get(key) ?? []), clock.now]);
};

export const rememberPlacing = ({ memory }: Pick<Remembering, "memory">, orderId: string): void => void memory.placedByHand.add(orderId);
