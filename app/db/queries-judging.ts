import { and, asc, eq, gte, sql } from "drizzle-orm";
import type { PostalCentroidRecord } from "../domain/records";
import { $, list } from "./phrases";
import type { JudgingQueries } from "./port-judging";
import { countOf, rowsOf, type Engine } from "./statement";

const selectParcelDays = rowsOf("select_parcel_days", ({ db, t: { parcelDays: d } }) =>
  db.select().from(d).where(and(eq(d.merchantId, $("merchantId")), gte(d.day, $("fromDay")))).orderBy(asc(d.locationId), asc(d.day)));

/** Prefixes are asked for together, and those of other countries left out here: a code of one country is rarely one of another. */
const selectCentroids = rowsOf("select_centroids", ({ db, t: { postalCentroids: p }, among }) =>
  db.select().from(p).where(and(eq(p.merchantId, $("merchantId")), among(p.countryCode, "countries"), among(p.prefix, "prefixes"))));

const countCentroids = rowsOf("count_centroids", ({ db, t: { postalCentroids: p } }) =>
  db.select({ countryCode: p.countryCode, count: sql<number>`count(*)`.mapWith(Number) }).from(p)
    .where(eq(p.merchantId, $("merchantId"))).groupBy(p.countryCode).orderBy(asc(p.countryCode)));

const deleteCentroids = countOf("delete_centroids", ({ db, t: { postalCentroids: p } }) =>
  db.delete(p).where(and(eq(p.merchantId, $("merchantId")), eq(p.countryCode, $("countryCode")))));

export const judgingQueries = (engine: Engine): JudgingQueries => ({
  parcelDays: (merchantId, fromDay) => engine.ask(selectParcelDays, { merchantId, fromDay }),
  centroids: async (merchantId, places) => {
    if (places.length === 0) return [];
    const keyOf = (one: Pick<PostalCentroidRecord, "countryCode" | "prefix">): string => `${one.countryCode} ${one.prefix}`;
    const wanted = new Set(places.map(keyOf));
    const found = await engine.ask(selectCentroids, { merchantId, countries: list([...new Set(places.map((one) => one.countryCode))]), prefixes: list([...new Set(places.map((one) => one.prefix))]) });
    return found.filter((one) => wanted.has(keyOf(one)));
  },
  centroidCounts: (merchantId) => engine.ask(countCentroids, { merchantId }),
  removeCentroids: async (merchantId, countryCode) => {
    await engine.ask(deleteCentroids, { merchantId, countryCode });
  },
});
