import type { ItemId, LocationId } from "../ids";
import type { Certificate } from "./types";

export interface ExplanationNames {
  location(id: LocationId): string;
  item(id: ItemId): string;
}

/** A decision in words and numbers, made from its certificate alone. Money is formatted in the problem's currency. */
export interface Explanation {
  outcome: Certificate["outcome"];
  /** In reading order: the choice, why not fewer parcels, the next best plan, what was left out or is missing. */
  sentences: string[];
  /** The chosen plan's cost by term, largest first, without empty terms; for a small chart. Empty when unroutable. */
  terms: { name: "shipping" | "handling" | "split"; label: string; minor: number; text: string }[];
  /** Rejected plans, cheapest first. */
  alternatives: { locationIds: LocationId[]; locations: string; parcels: number; costMinor: number; cost: string; extraMinor: number; extra: string; reason: string }[];
  leftOut: { locationId: LocationId; location: string; reason: string }[];
  shortages: { itemId: ItemId; item: string; wantedUnits: number; offeredUnits: number; sentence: string }[];
}
