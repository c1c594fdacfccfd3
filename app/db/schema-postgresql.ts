import { makeSchema } from "./schema";

/** The tables by name, for drizzle-kit, which generates migrations from a file's exports. */
export const {
  stores, policies, policyDrafts, contacts, contactKeys, apiKeys, registrations, sessions, writeProbes, locations, items, parcelDays, postalCentroids, levels, stockEntries, orders,
  orderLines, allocations, orderWaits, orderTerms, fulfillmentOrders, shipments, decisions, tariffs, events, inbox, inboxBodies, wantedReads, outbox,
  storeSettings, locationSettings, stockRules, savedViews, customers, activity, apiRequests, erasures, differences, runs, notices, storePulses,
  silences, drifts, heardMessages, replays, replayOrders, rejections, overrides, shelfCounts, locationFacts, scarcityPrices,
} = makeSchema("postgresql");
