import { formatMinor } from "../money";
import type { PolicyConflict } from "./conflicts";
import type { ExampleItem, ExampleOrder } from "./example-order";
import { countryName, provinceName } from "./regions";
import type { PolicyRule } from "./types";
import { counted, listed, type PolicyNames } from "./words";

/** A conflict as a manager reads it: what is wrong, and an order for which it is. */
export interface ConflictWords {
  sentence: string;
  example: string;
}

export const conflictWords = (conflict: PolicyConflict, rules: readonly PolicyRule[], names: PolicyNames): ConflictWords =>
  ({ sentence: sentenceOf(conflict, rules), example: exampleWords(conflict.example, names) });

const sentenceOf = ({ ruleIds, certificate }: PolicyConflict, rules: readonly PolicyRule[]): string => {
  if (ruleIds.length === 0) return "No location can ship anything: each is closed, paused, run by somebody else, or sends no parcels a day.";
  const called = ruleIds.map((id) => `“${rules.find((rule) => rule.id === id)?.name ?? id}”`);
  const [obstacle] = certificate.obstacles ?? [];
  const alone = called.length === 1;
  const who = `${alone ? "The rule" : "The rules"} ${listed(called, "and")}`;
  if (obstacle?.kind === "parcels") return `${who} cannot be kept at once: what ${alone ? "it asks" : "they ask"} needs more than ${counted(obstacle.max, "parcel")}.`;
  if (obstacle?.kind === "together") return `${who} cannot be kept at once: no one location may ship all that must leave together.`;
  if (obstacle?.kind === "combined" || hasUnitsLimit(ruleIds, rules)) return `${who} ${alone ? "leaves" : "leave"} room for fewer units than an order may ask for.`;
  return alone ? `${who} lets nothing ship: no location that it leaves can send parcels now.` : `${who} contradict each other: no location is left that may ship it.`;
};

const hasUnitsLimit = (ruleIds: readonly string[], rules: readonly PolicyRule[]): boolean => rules.some(({ id, then }) => ruleIds.includes(id) && then.kind === "units-max");

/** "For example: 1 × Trail cap and 1 × a product tagged “battery”, to California, worth $50.00." */
const exampleWords = (order: ExampleOrder, names: PolicyNames): string => {
  const goods = listed(order.lines.map(({ item, units }) => `${units} × ${itemWords(item, names)}`), "and");
  const parts = [goods, ...placeWords(order), ...tagWords(order), `worth ${formatMinor(order.totalMinor, names.currency)}`];
  return `For example: ${parts.join(", ")}.`;
};

const quoted = (words: readonly string[]): string => listed(words.map((word) => `“${word}”`), "and");

const itemWords = ({ named, productTags, productType }: ExampleItem, names: PolicyNames): string => {
  if (named !== null) return names.item(named);
  const parts = [...(productTags.length === 0 ? [] : [`tagged ${quoted(productTags)}`]), ...(productType === "" ? [] : [`of type “${productType}”`])];
  return parts.length === 0 ? "any product" : `a product ${parts.join(" and ")}`;
};

const placeWords = ({ shipToCountry, shipToProvince, shipToPostal }: ExampleOrder): string[] => {
  const place = shipToProvince !== null ? provinceName(`${shipToCountry ?? ""}-${shipToProvince}`) : shipToCountry !== null ? countryName(shipToCountry) : null;
  return [...(place === null ? [] : [`to ${place}`]), ...(shipToPostal === null ? [] : [`postal code ${shipToPostal}…`])];
};

const tagWords = ({ tags, customerTags, source }: ExampleOrder): string[] => [
  ...(tags.length === 0 ? [] : [`tagged ${quoted(tags)}`]), ...(customerTags.length === 0 ? [] : [`of a customer tagged ${quoted(customerTags)}`]),
  ...(source === "online" ? [] : [{ "point-of-sale": "from the point of sale", draft: "made by hand", other: "from another channel" }[source]]),
];
