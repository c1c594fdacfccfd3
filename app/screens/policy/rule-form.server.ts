import type { Db } from "../../db/port";
import { toId, type ItemId, type LocationId, type StoreId } from "../../domain/ids";
import type { OrderSource } from "../../domain/platform";
import { countryName, PROVINCE_NAMES } from "../../domain/policy/regions";
import type { Condition, Effect, PolicyRule } from "../../domain/policy/types";
import type { StoreRecord } from "../../domain/records";
import { wholeOrNull } from "../settings/settings-page.server";
import { readMoney } from "./section-form.server";

export type RuleReading = { ok: true; rule: Omit<PolicyRule, "id"> } | { ok: false; problems: Record<string, string> };

const NAME_CHARACTERS_MAX = 80;
const LIST_MAX = 50;
const WORD_CHARACTERS_MAX = 255;
const PARCELS_MAX = 99;
const UNITS_MAX = 1_000_000;

export const SOURCES: readonly OrderSource[] = ["online", "point-of-sale", "draft", "other"];
const POSTAL = /^[A-Z]{2} [A-Z0-9][A-Z0-9 -]{0,9}$/;

interface Ground {
  store: StoreRecord;
  locationIds: readonly LocationId[];
  storeIds: readonly StoreId[];
}

/** Reads the form of a rule whole: either all of it is good, or every problem is told at its field. */
export async function readRuleForm(db: Db, form: FormData, ground: Ground): Promise<RuleReading> {
  const problems: Record<string, string> = {};
  const name = String(form.get("name") ?? "").trim();
  if (name === "" || name.length > NAME_CHARACTERS_MAX) problems["name"] = name === "" ? "Give it a name: it stands in explanations of orders." : `Keep the name under ${NAME_CHARACTERS_MAX + 1} characters.`;
  const when: Condition = { ...readWords(form, problems), ...readPlaces(form, problems), ...(await readItems(db, form, { ...ground, problems })), ...readChoices(form, ground), ...readWorth(form, ground.store.currency, problems) };
  const then = readEffect(form, ground, problems);
  if (Object.keys(problems).length > 0 || then === null) return { ok: false, problems };
  return { ok: true, rule: { name, on: form.get("on") === "yes", when, then } };
}

/** What is written with commas or on lines of its own, each once. */
const listOf = (form: FormData, field: string): string[] => [...new Set(String(form.get(field) ?? "").split(/[,;\n]/).map((word) => word.trim()).filter((word) => word !== ""))];

const WORDS = ["productTags", "productTypes", "orderTags", "customerTags"] as const;

function readWords(form: FormData, problems: Record<string, string>): Condition {
  return Object.fromEntries(WORDS.flatMap((field) => {
    const words = listOf(form, field);
    if (words.length > LIST_MAX) problems[field] = `Give at most ${LIST_MAX}.`;
    if (words.some((word) => word.length > WORD_CHARACTERS_MAX)) problems[field] = `Keep each under ${WORD_CHARACTERS_MAX + 1} characters.`;
    return words.length === 0 ? [] : [[field, words]];
  }));
}

/** By code or by name: "DE", "Germany", "US-CA", "California", "US 941". */
function readPlaces(form: FormData, problems: Record<string, string>): Condition {
  const find = (field: string, codeOf: (word: string) => string | null, example: string): string[] => listOf(form, field).flatMap((word) => {
    const code = codeOf(word);
    if (code === null) problems[field] = `“${word.slice(0, 40)}” is not known. Write ${example}.`;
    return code === null ? [] : [code];
  });
  const countries = find("countries", countryCode, "a country such as US or Germany");
  const provinces = find("provinces", provinceCode, "a state or province such as California or US-CA");
  const postalPrefixes = find("postalPrefixes", (word) => (POSTAL.test(word.toUpperCase()) ? word.toUpperCase() : null), "the country and how the code begins, such as US 941");
  return { ...(countries.length > 0 && { countries }), ...(provinces.length > 0 && { provinces }), ...(postalPrefixes.length > 0 && { postalPrefixes }) };
}

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const COUNTRY_CODES: ReadonlyMap<string, string> = new Map(LETTERS.flatMap((first) => LETTERS.flatMap((second) => {
  const code = first + second;
  const name = countryName(code);
  return name === code ? [] : [[code.toLowerCase(), code], [name.toLowerCase(), code]] as [string, string][];
})));
const PROVINCE_CODES: ReadonlyMap<string, string> = new Map([...PROVINCE_NAMES].map(([code, name]) => [name.toLowerCase(), code]));

const countryCode = (word: string): string | null => COUNTRY_CODES.get(word.toLowerCase()) ?? null;

function provinceCode(word: string): string | null {
  const code = word.toUpperCase();
  const isCode = /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(code) && COUNTRY_CODES.has(code.slice(0, 2).toLowerCase());
  return isCode ? code : (PROVINCE_CODES.get(word.toLowerCase()) ?? null);
}

async function readItems(db: Db, form: FormData, { store, problems }: Ground & { problems: Record<string, string> }): Promise<Condition> {
  const skus = listOf(form, "skus");
  if (skus.length === 0) return {};
  const items = await db.itemsBySku(store.merchantId, store.id, skus);
  const missing = skus.filter((sku) => !items.some((item) => item.sku === sku));
  if (missing.length > 0) problems["skus"] = `No product has the SKU ${missing[0]?.slice(0, 40)}.`;
  return { itemIds: items.map(({ id }): ItemId => id).sort() };
}

function readChoices(form: FormData, { storeIds }: Ground): Condition {
  const sources = SOURCES.filter((source) => form.get(`source.${source}`) === "yes");
  const stores = storeIds.filter((id) => form.get(`store.${id}`) === "yes");
  const hazard = form.get("hazard");
  return { ...(sources.length > 0 && { sources }), ...(stores.length > 0 && { storeIds: stores }), ...((hazard === "yes" || hazard === "no") && { hazard: hazard === "yes" }) };
}

function readWorth(form: FormData, currency: string, problems: Record<string, string>): Condition {
  const read = (field: "valueFrom" | "valueBelow"): number | undefined => {
    const text = String(form.get(field) ?? "").trim();
    if (text === "") return undefined;
    const minor = readMoney(text, currency);
    if (minor === null) problems[field] = "Give an amount such as 30, or leave it empty.";
    return minor ?? undefined;
  };
  const [from, below] = [read("valueFrom"), read("valueBelow")];
  if (from !== undefined && below !== undefined && below <= from) problems["valueBelow"] = "It must be more than the amount from which the rule holds.";
  return { ...(from !== undefined && { valueFromMinor: from }), ...(below !== undefined && { valueBelowMinor: below }) };
}

function readEffect(form: FormData, { locationIds }: Ground, problems: Record<string, string>): Effect | null {
  const kind = form.get("effect");
  const chosen = locationIds.filter((id) => form.get(`location.${id}`) === "yes");
  const whole = (field: string, max: number): number => {
    const value = wholeOrNull(form.get(field));
    if (value !== null && value >= 1 && value <= max) return value;
    problems[field] = `Give a whole number from 1 to ${max.toLocaleString("en-US")}.`;
    return 1;
  };
  const places = (): LocationId[] => {
    if (chosen.length === 0) problems["locationIds"] = "Choose at least one location.";
    return chosen.map((id) => toId<LocationId>(id));
  };
  switch (kind) {
    case "only-from": case "never-from": return { kind, locationIds: places() };
    case "parcels-max": return { kind, parcels: whole("parcels", PARCELS_MAX) };
    case "together": return { kind };
    case "units-max": return { kind, locationIds: places(), units: whole("units", UNITS_MAX) };
    default: {
      problems["effect"] = "Choose what the rule does.";
      return null;
    }
  }
}
