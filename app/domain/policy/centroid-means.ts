import { POSTAL_CHARACTERS_KEPT } from "./faults";

/** Where one postal code lies, in degrees; the code upper case, without blanks. */
export interface PostalPlace {
  countryCode: string;
  code: string;
  latitude: number;
  longitude: number;
}

interface Sum {
  countryCode: string;
  prefix: string;
  x: number;
  y: number;
  z: number;
  only: PostalPlace | null;
}

const RADIANS = Math.PI / 180;
/** A ten-thousandth of a degree is eleven metres: more would say that more is known. */
const PARTS = 10_000;

/** One place for each beginning that is kept of a postal code: the middle of its codes on the globe, so that the date line is no wall. */
export const meanPlaces = (places: readonly PostalPlace[]): { countryCode: string; prefix: string; latitude: number; longitude: number }[] => {
  const sums = new Map<string, Sum>();
  for (const place of places) {
    const prefix = place.code.slice(0, POSTAL_CHARACTERS_KEPT);
    const key = `${place.countryCode} ${prefix}`;
    const sum = sums.get(key) ?? { countryCode: place.countryCode, prefix, x: 0, y: 0, z: 0, only: place };
    const [latitude, longitude] = [place.latitude * RADIANS, place.longitude * RADIANS];
    sum.x += Math.cos(latitude) * Math.cos(longitude);
    sum.y += Math.cos(latitude) * Math.sin(longitude);
    sum.z += Math.sin(latitude);
    if (sums.has(key)) sum.only = null;
    sums.set(key, sum);
  }
  return [...sums.values()].map(({ countryCode, prefix, x, y, z, only }) => ({
    countryCode, prefix, latitude: only?.latitude ?? rounded(Math.atan2(z, Math.hypot(x, y)) / RADIANS), longitude: only?.longitude ?? rounded(Math.atan2(y, x) / RADIANS),
  }));
};

const rounded = (degrees: number): number => Math.round(degrees * PARTS) / PARTS;
