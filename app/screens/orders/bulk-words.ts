import type { BulkOrderAct } from "../acts-desk";

export type BulkKind = BulkOrderAct["kind"];

/** What a person may do to many orders: the button, the question before it, and what will happen. */
export const BULK_WORDS: Record<BulkKind, { label: string; consequence: string; asks?: { field: "reason" | "note"; label: string; hint: string } }> = {
  hold: { label: "Hold", consequence: "They are neither routed nor shipped until somebody releases them. Orders that have been shipped stay as they are.", asks: { field: "reason", label: "Reason", hint: "Shown on each order and in your shop." } },
  release: { label: "Release", consequence: "Holds that were placed here end, and the orders go on. Holds placed by others stay." },
  "re-route": { label: "Re-route", consequence: "Where they ship from is decided anew with today's stock, for what nobody has begun to work on." },
  "take-over": { label: "Take over", consequence: "Switchyard routes and ships orders from before it went live from now on." },
  "resolve-attention": { label: "Mark looked at", consequence: "They leave the list of orders that need a look.", asks: { field: "note", label: "Note", hint: "What you found or did. Kept on each order." } },
};

export const BULK_KINDS = Object.keys(BULK_WORDS) as BulkKind[];
