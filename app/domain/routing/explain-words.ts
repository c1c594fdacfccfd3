import type { ItemId, LocationId } from "../ids";
import type { ExclusionReason } from "./types";

export interface ExplanationNames {
  location(id: LocationId): string;
  item(id: ItemId): string;
  /** A rule in the merchant's words; without this, rules are called by their ids. */
  rule?(id: string): string;
}

/** How sentences call things. Money is formatted in the problem's currency. */
export interface Wording {
  names: ExplanationNames;
  money(minor: number): string;
}

const REASONS: Record<Exclude<ExclusionReason, "rule">, string> = {
  inactive: "is not active",
  paused: "is paused",
  "does-not-fulfil-online": "does not fulfil online orders",
  "does-not-ship": "does not ship",
  "fulfillment-service": "is run by a fulfillment service",
  "excluded-by-platform": "may not take this order",
  "stocks-nothing-of-it": "stocks nothing of it",
  "at-capacity": "has as many parcels as it can send",
  rejected: "turned the order down, or could not find the goods",
};

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
export const inWords = (count: number): string => NUMBERS[count] ?? String(count);
export const counted = (count: number, noun: string): string => `${inWords(count)} ${noun}${count === 1 ? "" : "s"}`;
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const units = (count: number): string => `${count} ${count === 1 ? "unit" : "units"}`;

export function listed(names: string[]): string {
  if (names.length <= 2) return names.join(" and ");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** rule “Batteries only from Newark” */
export const ruleOf = (names: ExplanationNames, ruleId: string | undefined): string => (ruleId === undefined ? "a rule" : `rule “${names.rule?.(ruleId) ?? ruleId}”`);

/** Why a location ships nothing of an order: "is paused", "may not ship it: rule “Shops stay shops”". */
export const excludedBecause = (names: ExplanationNames, reason: ExclusionReason, ruleId?: string): string =>
  (reason === "rule" ? `may not ship it: ${ruleOf(names, ruleId)}` : REASONS[reason]);
