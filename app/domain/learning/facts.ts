/** What is measured of a location over a window of time. Estimates lean on a prior, so that few observations say little. */
export interface LearnedFacts {
  windowDays: number;
  acceptance: {
    /** Parts of orders that it shipped, and that it turned down. */
    shipped: number;
    rejected: number;
    /** Share that it will ship, 0 to 1. */
    share: number;
  };
  pickDelay: {
    /** Parcels of which it is known when they were asked for. */
    parcels: number;
    /** From then until they left, in hours of days on which the location ships. Null: no parcel. */
    medianHours: number | null;
    p90Hours: number | null;
    /** What to expect of the next parcel. */
    hours: number;
  };
  countError: {
    counts: number;
    /** Units by which a count differs from what was expected. */
    units: number;
    /** Share of counts that find less than expected, 0 to 1. */
    shortShare: number;
  };
}
