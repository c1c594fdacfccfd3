import type { Db } from "../db/port";
import type { MerchantId } from "../domain/ids";
import { centroidBook, centroidKeys } from "../domain/policy/centroids";
import type { ReplayOrder } from "../domain/replay/types";
import { coordinatesGiven, type Coordinates } from "../domain/routing/geography";

interface Place {
  countryCode: string | null;
  postalCode: string | null;
  latitude: number | null;
  longitude: number | null;
}

/** Where the postal codes of places without coordinates lie, by the merchant's file as it is today. */
export const centroidsOf = async (db: Pick<Db, "centroids">, merchantId: MerchantId, places: readonly Place[]): Promise<(place: Place) => Coordinates | null> => {
  const unplaced = places.filter((place) => coordinatesGiven(place) === null).flatMap(centroidKeys);
  const placeOf = centroidBook(unplaced.length === 0 ? [] : await db.centroids(merchantId, unplaced));
  return (place) => (coordinatesGiven(place) === null && place.countryCode !== null && place.postalCode !== null ? placeOf(place.countryCode, place.postalCode) : null);
};

const destinationOf = (order: ReplayOrder): Place => ({ countryCode: order.shipToCountry, postalCode: order.shipToPostal, latitude: order.shipToLatitude, longitude: order.shipToLongitude });

/** Orders without coordinates lie where their postal code does, and say so. */
export const withPlaces = async (db: Pick<Db, "centroids">, merchantId: MerchantId, orders: ReplayOrder[]): Promise<ReplayOrder[]> => {
  const placeOf = await centroidsOf(db, merchantId, orders.map(destinationOf));
  return orders.map((order) => {
    const found = placeOf(destinationOf(order));
    return found === null ? order : { ...order, shipToLatitude: found.latitude, shipToLongitude: found.longitude, byPostalCode: true };
  });
};
