/** Marks a decimal text that must be written as a bare JSON number, digit by digit, also above 2^53. */
const MARK = "\u0001";
const MARKED = /"\\u0001(\d+)"/g;

/** An id as a JSON number. Shopify's ids exceed 2^53 (shopify.dev: webhook payloads). */
export const exactNumber = (digits: string): string => MARK + digits;
export const exactNumberOrNull = (digits: string | null): string | null => (digits === null ? null : MARK + digits);

/** JSON text in which marked ids are bare numbers. */
export const writeExactJson = (value: unknown): string => JSON.stringify(value).replace(MARKED, "$1");

/** JSON text of a value with Maps in it, for saving a sandbox's state. */
export const writeState = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (inner instanceof Map ? { $map: [...inner] } : inner));

export const readState = (text: string): unknown =>
  JSON.parse(text, (_key, inner: unknown) => {
    const pairs = typeof inner === "object" && inner !== null ? (inner as { $map?: [unknown, unknown][] }).$map : undefined;
    return pairs ? new Map(pairs) : inner;
  });
