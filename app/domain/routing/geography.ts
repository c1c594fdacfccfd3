import { AU_STATE_CENTRES, CA_PROVINCE_CENTRES, COUNTRY_CENTRES, US_STATE_CENTRES } from "./centres";
import type { RoutingPolicy } from "./types";

export interface Coordinates {
  /** Degrees, north positive. */
  latitude: number;
  /** Degrees, east positive. */
  longitude: number;
}

/** A place as far as a platform tells; location records and orders fit as they are. */
export interface Place {
  countryCode: string | null;
  provinceCode: string | null;
  latitude: number | null;
  longitude: number | null;
}

/** Mean radius of the earth (IUGG). */
const EARTH_RADIUS_KM = 6371.0088;
const RADIANS_PER_DEGREE = Math.PI / 180;

/** Great-circle distance in whole km. */
export function distanceKm(from: Coordinates, to: Coordinates): number {
  const latitude = (to.latitude - from.latitude) * RADIANS_PER_DEGREE;
  const longitude = (to.longitude - from.longitude) * RADIANS_PER_DEGREE;
  const chord = Math.sin(latitude / 2) ** 2
    + Math.cos(from.latitude * RADIANS_PER_DEGREE) * Math.cos(to.latitude * RADIANS_PER_DEGREE) * Math.sin(longitude / 2) ** 2;
  return Math.round(2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord))));
}

function parseCentres(table: string, prefix: string): [string, Coordinates][] {
  return table.trim().split(/\s*,\s*/).map((row) => {
    const [code = "", latitude, longitude] = row.split(/\s+/);
    return [prefix + code, { latitude: Number(latitude), longitude: Number(longitude) }];
  });
}

const CENTRES = new Map<string, Coordinates>([
  ...parseCentres(US_STATE_CENTRES, "US-"),
  ...parseCentres(CA_PROVINCE_CENTRES, "CA-"),
  ...parseCentres(AU_STATE_CENTRES, "AU-"),
  ...parseCentres(COUNTRY_CENTRES, ""),
]);

const within = (degrees: number | null, most: number): degrees is number => degrees !== null && Number.isFinite(degrees) && Math.abs(degrees) <= most;

/** The place's own coordinates; null: none are given. */
export function coordinatesGiven({ latitude, longitude }: Pick<Place, "latitude" | "longitude">): Coordinates | null {
  return within(latitude, 90) && within(longitude, 180) && (latitude !== 0 || longitude !== 0) ? { latitude, longitude } : null;
}

/**
 * The place's own coordinates, else the centre of its state or province, else that of its country, else null. A province
 * code may carry its country ("US-NV"). 0/0 lies in the open sea and stands for "not given" where a platform sends it.
 */
export function coordinatesOf(place: Place): Coordinates | null {
  const given = coordinatesGiven(place);
  if (given !== null) return given;
  const country = place.countryCode?.trim().toUpperCase() ?? "";
  const province = place.provinceCode?.trim().toUpperCase() ?? "";
  return CENTRES.get(`${country}-${province.slice(province.indexOf("-") + 1)}`) ?? CENTRES.get(country) ?? null;
}

/** The policy's zone for a distance, from 0; an unknown distance is in the farthest. */
export function zoneOf(km: number | null, policy: RoutingPolicy): number {
  if (km === null) return policy.zonesKm.length;
  const zone = policy.zonesKm.findIndex((limit) => km <= limit);
  return zone < 0 ? policy.zonesKm.length : zone;
}
