/**
 * Which of the house's texts can speak of people. Everything is looked through for e-mail addresses, telephone numbers and
 * streets; names are left alone where the words are a shop's own: goods, places, settings, and the ids and keys that machines make.
 * A table or column that is not named here is looked through for names too, so that a new one is never forgotten.
 */
const NOT_ABOUT_PEOPLE: Record<string, readonly string[] | "whole"> = {
  stores: "whole", locations: "whole", items: "whole", policies: ["name", "policy"], policyDrafts: ["policy"], storeSettings: "whole", stockRules: "whole", levels: "whole", replays: "whole", replayOrders: "whole", parcelDays: "whole", postalCentroids: "whole", stockEntries: "whole",
  storePulses: "whole", decisions: "whole", sessions: "whole", differences: "whole", drifts: "whole", heardMessages: "whole",
  orderLines: ["sku", "title", "bundle"],
  orders: ["name", "currency", "presentmentCurrency", "shipToCountry", "shipToProvince", "rooms"],
  shipments: ["company"], overrides: ["currency"], shelfCounts: "whole", locationFacts: "whole",
  wantedReads: ["told"],
};

/** Made by machines: an id carries the shop's name, which may be a person's. */
const MADE_BY_MACHINES = /^(id|key|term|lane|actor|domain|target|topic|kind|status|state|source|platform|type|verb|cause)$|(Id|Ids|Key|Hash|By|Kind)$/;
/** Columns that other rows point to, or that prove something. */
const POINTING = /^(id|key|term|lane)$|(Id|Ids|Key|Hash)$/;

export const mayNamePeople = (table: string, column: string): boolean => isAboutPeople(table, column) && !MADE_BY_MACHINES.test(column);

const isAboutPeople = (table: string, column: string): boolean => {
  const exempt = NOT_ABOUT_PEOPLE[table];
  return exempt !== "whole" && !(exempt?.includes(column) ?? false);
};

/** Rewriting these would break what they prove or point to; a person's words in them are told instead. */
export const mayBeRewritten = (table: string, column: string): boolean => isAboutPeople(table, column) && !POINTING.test(column) && table !== "inboxBodies";
