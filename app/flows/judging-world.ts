import type { PlatformOrderReading } from "../domain/platform";
import type { StoreRecord } from "../domain/records";
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

/** What judging orders needs beside orders, goods and locations, one question each; nothing is asked that no location or address needs. */
export const judgingWorld = async (ctx: Pick<FlowContext, "db" | "now">, { merchantId }: StoreRecord, asked: { sites: readonly Site[]; places: readonly Place[] }): Promise<Pick<JudgedWorld, "rooms" | "centroidOf">> => {
  const isLimited = asked.sites.some((site) => site.dailyParcels !== null);
  const unplaced = [...asked.sites, ...asked.places].filter((place) => coordinatesGiven(place) === null).flatMap(centroidKeys);
  const [days, centroids] = await Promise.all([
    isLimited ? ctx.db.parcelDays(merchantId, dayBefore(ctx.now())) : [],
    unplaced.length > 0 ? ctx.db.centroids(merchantId, unplaced) : [],
  ]);
  return { rooms: new RoomBook(days), ...(centroids.length > 0 && { centroidOf: centroidBook(centroids) }) };
};

/** Where the parcels of readings go. */
export const destinationsOf = (readings: readonly PlatformOrderReading[]): Place[] => readings.flatMap(({ order: { shipTo } }) => (shipTo === null ? [] : [shipTo]));
