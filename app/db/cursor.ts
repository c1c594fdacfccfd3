/** A cursor that we did not write, or that belongs to another list. A caller's mistake: answer 400. */
export class BadCursor extends Error {
  constructor() {
    super("the cursor is not one of this list's");
    this.name = "BadCursor";
  }
}

type Kinds = readonly ("string" | "number")[];
type Place<K extends Kinds> = { -readonly [I in keyof K]: K[I] extends "number" ? number : string };

/** The place of a list's last row, opaque: base64url of its sort key. */
export const writeCursor = (place: readonly (string | number)[]): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** Throws BadCursor unless the cursor has exactly these kinds of values. */
export const readCursor = <const K extends Kinds>(cursor: string, kinds: K): Place<K> => {
  const place = parse(cursor);
  const fits = Array.isArray(place) && place.length === kinds.length && place.every((value, at) => fitsKind(value, kinds[at]));
  if (!fits) throw new BadCursor();
  return place as Place<K>;
};

const fitsKind = (value: unknown, kind: Kinds[number] | undefined) =>
  kind === "number" ? Number.isSafeInteger(value) : typeof value === "string" && !value.includes("\0");

const parse = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return null;
  }
};
