import type { PlatformOrderReading } from "../domain/platform";
import type { ItemId } from "../domain/ids";
import { cellKey } from "../domain/joint/cells";
import type { ScarcityPrice } from "../domain/joint/learn";
import type { PolicyRecord, StoreRecord } from "../domain/records";
import { centroidBook, centroidKeys } from "../domain/policy/centroids";
import type { JudgedWorld } from "../domain/policy/judge";
import { RoomBook } from "../domain/policy/room";
import { coordinatesGiven } from "../domain/routing/geography";
import type { Site } from "../domain/sites";
import type { FlowContext } from "./context";

const DAY_MS = 86_400_000;
/** A location's own day may be the day before, or after, the one of the clock here. */
const dayBefore = (now: number): string => new Date(now - DAY_MS).toISOString().slice(0, "2026-01-01".length);

interface Place {
  countryCode: string | null;
  postalCode: string | null;
  latitude: number | null;
  longitude: number | null;
}

interface Asked {
  policy: Pick<PolicyRecord, "policy">;
  sites: readonly Site[];
  places: readonly Place[];
  itemIds: readonly ItemId[];
}

/** What judging orders needs beside orders, goods and locations, one question each; nothing is asked that no location or address needs. */
export const judgingWorld = async (ctx: Pick<FlowContext, "db" | "now">, { merchantId }: StoreRecord, asked: Asked): Promise<Pick<JudgedWorld, "rooms" | "centroidOf" | "scarcityMinor">> => {
  const isLimited = asked.sites.some((site) => site.dailyParcels !== null);
  const unplaced = [...asked.sites, ...asked.places].filter((place) => coordinatesGiven(place) === null).flatMap(centroidKeys);
  const [days, centroids, prices] = await Promise.all([
    isLimited ? ctx.db.parcelDays(merchantId, dayBefore(ctx.now())) : [],
    unplaced.length > 0 ? ctx.db.centroids(merchantId, unplaced) : [],
    asked.policy.policy.joint.scarcity ? ctx.db.scarcityPrices(merchantId, asked.itemIds) : [],
  ]);
  return { rooms: new RoomBook(days), ...(centroids.length > 0 && { centroidOf: centroidBook(centroids) }), ...(prices.length > 0 && { scarcityMinor: priceBook(prices) }) };
};

const priceBook = (prices: readonly ScarcityPrice[]): NonNullable<JudgedWorld["scarcityMinor"]> => {
  const minorOf = new Map(prices.map((one) => [cellKey(one.itemId, one.locationId), one.minorPerUnit]));
  return (itemId, locationId) => minorOf.get(cellKey(itemId, locationId)) ?? 0;
};

/** Where the parcels of readings go. */
export const destinationsOf = (readings: readonly PlatformOrderReading[]): Place[] => readings.flatMap(({ order: { shipTo } }) => (shipTo === null ? [] : [shipTo]));
