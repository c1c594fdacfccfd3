import type { RunKind } from "../../domain/desk";
import type { ReadKind } from "../../domain/messages";

export const EXCEPTION_TABS = [
  { id: "all", title: "All" }, { id: "calls", title: "Refused calls" }, { id: "messages", title: "Unread messages" }, { id: "runs", title: "Stopped work" },
] as const;

export type ExceptionTab = (typeof EXCEPTION_TABS)[number]["id"];

export const READ_WORDS: Record<ReadKind, string> = {
  shop: "Read your shop's settings",
  locations: "Read your locations",
  items: "Read your items and stock",
  item: "Read an item and its stock",
  product: "Read a product",
  orders: "Read your orders",
  bulk: "Compare all items and stock",
  order: "Read an order",
  "fulfillment-order": "Read a part of an order",
};

/** What stopped, what that means, and how a person takes it further; `again` says whether it can be begun again from here. */
export const STOPPED_RUNS: Record<RunKind, { means: string; todo: string; again: boolean }> = {
  "import-locations": { means: "Locations may be missing.", todo: "Retry: it goes on where it stopped.", again: true },
  "import-items": { means: "Items and stock may be missing, so orders for them cannot be routed.", todo: "Retry: it goes on where it stopped.", again: true },
  "import-orders": { means: "Recent orders may be missing from the lists.", todo: "Retry: it goes on where it stopped.", again: true },
  "compare-stock": { means: "Differences in stock may not have been found.", todo: "Retry: all stock is compared anew.", again: true },
  "compare-orders": { means: "Orders that no message told of may be missing.", todo: "Retry: recent orders are compared anew.", again: true },
  "bulk-act": { means: "Some of the chosen orders were not changed.", todo: "Look at the list of orders, choose those that are left, and act on them again.", again: false },
  replay: { means: "Nothing of your orders or your stock is touched: it only looks back.", todo: "Begin the replay again.", again: false },
  "export-customer": { means: "Nobody got the customer's data yet.", todo: "Ask for the export again on the customer's page.", again: false },
  "erase-customer": { means: "The customer's data may still be there, in part.", todo: "Retry: what was erased stays erased. The law sets a deadline for it.", again: true },
  "erase-store": { means: "The store's data may still be there, in part.", todo: "Retry: what was erased stays erased. The law sets a deadline for it.", again: true },
};
