import { expect, test } from "vitest";
import type { Certificate } from "../../domain/routing/types";
import { observedWords, savedWords } from "./savings";
import { sumSavings } from "./savings.server";

const decision = (fields: { parcels: number; costMinor: number; standing: { parcels: number; costMinor: number } | null; status?: "observed" | "refused"; aloneMinor?: number }) => ({
  status: fields.status ?? ("observed" as const), standing: fields.standing, joint: fields.aloneMinor === undefined ? null : { alone: { parcels: 1, costMinor: fields.aloneMinor }, orders: 2, savedMinor: 1 },
  certificate: { outcome: "routed", plan: { parcels: fields.parcels, costMinor: fields.costMinor } } as Certificate,
});
const unroutable = { status: "observed" as const, standing: null, joint: null, certificate: { outcome: "unroutable" } as Certificate };

test("only what would ship otherwise saves, only plans that stand count, and what could not have shipped is named by itself", () => {
  const savings = sumSavings([
    decision({ parcels: 1, costMinor: 900, standing: { parcels: 2, costMinor: 1400 } }),
    decision({ parcels: 1, costMinor: 900, standing: { parcels: 1, costMinor: 900 }, aloneMinor: 1_150 }),
    decision({ parcels: 1, costMinor: 900, standing: null }),
    decision({ parcels: 1, costMinor: 1, standing: { parcels: 9, costMinor: 9000 }, status: "refused" }),
    unroutable,
  ], "USD");
  expect(savings).toEqual({ compared: 2, different: 1, parcels: 1, money: "$5.00", rescued: 1, together: "$2.50" });
  expect(savedWords(savings)).toBe("1 parcel · $5.00");
  expect(observedWords(savings)).toEqual([
    "Of the 3 orders that it could decide on this week, Switchyard would have shipped 1 order otherwise than your shop.", "That would have saved 1 parcel · $5.00.",
    "1 order could not have shipped from where your shop had put it.",
  ]);
});

test("nothing is said before there is an order", () => {
  expect(observedWords(sumSavings([], "USD"))).toEqual([]);
  expect(savedWords(sumSavings([], "USD"))).toBe("");
});
