import { z } from "zod";
import type { OrderSource } from "../../domain/platform";

/** A whole routing policy as it is sent and answered: one shape for both, so that what was read can be changed and sent back. */

const SOURCES = ["online", "point-of-sale", "draft", "other"] as const satisfies readonly OrderSource[];

const whole = z.number("it must be a whole number").int("it must be a whole number").min(0, "it must be 0 or more");
const wholeOrNull = whole.nullable();
const text = z.string("it must be a text");
const texts = z.array(text, "send a list of texts").optional();
const flag = z.boolean("it must be true or false");
const byLocation = <T extends z.ZodType>(terms: T) => z.record(text, terms).describe("By the location's id");

const Tariff = z.strictObject({
  zonesKm: z.array(whole).describe("Upper bounds of the distance zones, rising; beyond the last there is one zone more"),
  bandsGrams: z.array(whole).describe("Upper bounds of the weights, rising"),
  ratesMinor: z.array(z.array(whole)).describe("One row for each zone, one rate for each weight"),
  perExtraKgMinor: z.array(whole).describe("For each zone: each kg begun beyond the last weight"),
  handlingPerParcelMinor: whole, handlingPerUnitMinor: whole, splitPenaltyMinor: whole, defaultUnitGrams: whole,
});

const When = z.strictObject({
  productTags: texts, productTypes: texts, itemIds: texts, hazard: flag.optional(), orderTags: texts, countries: texts, provinces: texts.describe("`US-CA`"), postalPrefixes: texts.describe("`US 941`"), storeIds: texts,
  sources: z.array(z.enum(SOURCES, `it must be one of ${SOURCES.join(", ")}`)).optional(), customerTags: texts, valueFromMinor: whole.optional(), valueBelowMinor: whole.optional(),
}).describe("All that is given must hold; empty: every order");

const locationIds = z.array(text, "send a list of locations");
const Then = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("only-from"), locationIds }), z.strictObject({ kind: z.literal("never-from"), locationIds }), z.strictObject({ kind: z.literal("parcels-max"), parcels: whole }),
  z.strictObject({ kind: z.literal("together") }), z.strictObject({ kind: z.literal("units-max"), locationIds, units: whole }),
]);

export const PolicyBody = z.strictObject({
  tariff: Tariff,
  labour: byLocation(z.strictObject({ perParcelMinor: whole, perUnitMinor: whole })),
  lateness: z.strictObject({ perDayMinor: whole, promiseDays: wholeOrNull, transitDays: z.array(whole).describe("One for each zone"), leadDays: byLocation(whole) }),
  carbon: z.strictObject({ minorPerTonne: whole, gramsPerTonneKm: whole }),
  keepLast: byLocation(z.strictObject({ units: whole, minorPerUnit: whole })),
  rules: z.array(z.strictObject({ id: text.min(1, "it must be an id"), name: text, on: flag, when: When, then: Then })),
  waiting: z.strictObject({ afterDays: wholeOrNull, then: z.enum(["notify", "cancel"], "it must be notify or cancel"), refund: flag.default(true), restock: flag.default(true), notifyCustomer: flag.default(true) }),
  joint: z.strictObject({ on: flag, settleMinutes: whole, savingAboveMinor: whole, scarcity: flag }),
  learning: z.strictObject({ acceptance: flag, pickDelay: flag, countError: flag, rejectionMinor: whole }),
}).describe("Tariff, labour, lateness, carbon, kept units, rules, waiting, joint planning and learning; all money in whole minor units of the merchant's currency");
