import type { PlatformContact } from "../platform";

/** What a person is found by in plain text. Kept in memory while they are erased, and nowhere else. */
export interface PersonWords {
  /** E-mail addresses, telephone numbers and streets: they mean this person wherever they stand. */
  addresses: RegExp[];
  /** Names of more than one word, and companies: they mean this person where people are spoken of at all. */
  wholeNames: RegExp[];
  /** Their parts: they mean this person where the text is about one of their orders, or about no order. There are many Smiths. */
  nameParts: RegExp[];
}

/** How far a text is looked through. */
export type Reach = "addresses" | "whole-names" | "every-name";

/** Shorter parts of names, and shorter streets and numbers, are found everywhere and mean nobody. */
const NAME_PART_LENGTH_MIN = 3;
const STREET_LENGTH_MIN = 6;
const PHONE_DIGITS_MIN = 7;

/** Single words that Switchyard itself writes into its rows; a person called so is found by the whole name. */
const HOUSE_WORDS = new Set((
  "hold place merge ship track open closed cancel cancelled move split paid other staff fraud customer inventory reading reserve plan release adjust online draft left held routed captured "
  + "live paused shirt order orders item items location store read write note reason platform person switchyard stock shop true false null none plain done failed running waiting will may"
).split(" "));

export const ERASED = "[erased]";

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
/** The same word however much white space stands in it, as a word of its own. */
const alone = (text: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])${text.split(/\s+/).map(escaped).join("\\s+")}(?![\\p{L}\\p{N}])`, "giu");
/** Its digits, whatever people put between them. */
const digitsOf = (phone: string): RegExp => new RegExp(`(?<!\\d)${[...phone.replace(/\D/g, "")].join("[\\s().\\/-]{0,3}")}(?!\\d)`, "gu");

const folded = (text: string | null): string => (text ?? "").normalize("NFKC").trim();

/** The words of everything that is known of a person. The same word twice is looked for once. */
export const personWords = (contacts: readonly Partial<PlatformContact>[]): PersonWords => {
  const of = (field: keyof PlatformContact): string[] => [...new Set(contacts.map((one) => folded(one[field] ?? null)).filter((text) => text !== ""))];
  const streets = [...of("address1"), ...of("address2")].filter((text) => text.length >= STREET_LENGTH_MIN && /\p{L}/u.test(text) && /\s/.test(text));
  const phones = [...new Set(of("phone").map((text) => text.replace(/\D/g, "")))].filter((digits) => digits.length >= PHONE_DIGITS_MIN);
  const whole = [...of("name"), ...of("company")];
  const parts = of("name").flatMap((text) => text.split(/\s+/)).map((part) => part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""));
  const single = [...parts, ...whole].filter((part) => part.length >= NAME_PART_LENGTH_MIN && !/\s/.test(part) && !HOUSE_WORDS.has(part.toLowerCase()));
  return {
    addresses: [...of("email").flatMap((email) => [email, encodeURIComponent(email)]), ...streets].map(alone).concat(phones.map(digitsOf)),
    wholeNames: distinct(whole.filter((text) => /\s/.test(text))).map(alone),
    nameParts: distinct(single).map(alone),
  };
};

const distinct = (words: readonly string[]): string[] => [...new Set(words.map((text) => text.toLowerCase()))].sort((a, b) => b.length - a.length);

/** JSON may spell letters as escapes; so that they are found, they are read as letters. */
const readable = (text: string): string =>
  (text.includes("\\u") ? text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))) : text).normalize("NFKC");

const wordsFor = ({ addresses, wholeNames, nameParts }: PersonWords, reach: Reach): readonly RegExp[] => {
  switch (reach) {
    case "addresses": return addresses;
    case "whole-names": return [...addresses, ...wholeNames];
    case "every-name": return [...addresses, ...wholeNames, ...nameParts];
  }
};

/** Does the text speak of the person? */
export const speaksOf = (text: string, words: PersonWords, reach: Reach): boolean => {
  const plain = readable(text);
  return wordsFor(words, reach).some((word) => plain.search(word) >= 0);
};

/** The text with each such word taken out. */
export const withoutPerson = (text: string, words: PersonWords, reach: Reach): string =>
  (speaksOf(text, words, reach) ? wordsFor(words, reach).reduce((left, word) => left.replace(word, ERASED), readable(text)) : text);

/** The same for every text within a JSON value; names of fields stay. */
export const jsonWithoutPerson = (value: unknown, words: PersonWords, reach: Reach): unknown => {
  if (typeof value === "string") return withoutPerson(value, words, reach);
  if (Array.isArray(value)) return value.map((one) => jsonWithoutPerson(one, words, reach));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonWithoutPerson(inner, words, reach)]));
};
