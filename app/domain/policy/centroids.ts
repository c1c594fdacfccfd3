import type { PostalCentroidRecord } from "../records";
import type { Coordinates } from "../routing/geography";
import { bareCode } from "./condition";
import { POSTAL_CHARACTERS_KEPT } from "./faults";

type CentroidKey = Pick<PostalCentroidRecord, "countryCode" | "prefix">;

interface Place {
  countryCode: string | null;
  postalCode: string | null;
}

/** What a place may be found by: the beginning of its postal code that is kept, and the shorter ones, longest first. */
export const centroidKeys = ({ countryCode, postalCode }: Place): CentroidKey[] => {
  const code = bareCode(postalCode ?? "").slice(0, POSTAL_CHARACTERS_KEPT);
  if (countryCode === null || code === "") return [];
  return Array.from({ length: code.length }, (_, cut) => ({ countryCode: countryCode.trim().toUpperCase(), prefix: code.slice(0, code.length - cut) }));
};

/** Where a postal code lies: by the longest beginning of it that is known. */
export const centroidBook = (rows: readonly PostalCentroidRecord[]): ((countryCode: string, postalCode: string) => Coordinates | null) => {
  const known = new Map(rows.map((row) => [`${row.countryCode} ${row.prefix}`, { latitude: row.latitude, longitude: row.longitude }]));
  return (countryCode, postalCode) => {
    for (const { countryCode: country, prefix } of centroidKeys({ countryCode, postalCode })) {
      const found = known.get(`${country} ${prefix}`);
      if (found) return found;
    }
    return null;
  };
};
