/** How many pages back an address remembers. */
const TRAIL_MAX = 20;
const VALUE_CHARACTERS_MAX = 200;
const VALUES_MAX = 20;

/** What the address of a list says: all that it shows stands in there, so that it can be kept, shared and gone back to. */
export interface ListAddress {
  /** By the names that the list knows; absent where nothing is chosen. */
  chosen: Record<string, string[]>;
  cursor: string | null;
  /** The cursors of the pages before this one; "" is the first page. */
  trail: string[];
}

/** Reads the parameters that the list knows; all others are dropped. */
export function readListAddress(url: URL, names: readonly string[]): ListAddress {
  const chosen: Record<string, string[]> = {};
  for (const name of names) {
    const values = url.searchParams.getAll(name).map((value) => value.trim().slice(0, VALUE_CHARACTERS_MAX)).filter((value) => value !== "");
    if (values.length > 0) chosen[name] = [...new Set(values)].slice(0, VALUES_MAX);
  }
  return { chosen, cursor: url.searchParams.get("cursor"), trail: url.searchParams.getAll("back").slice(-TRAIL_MAX) };
}

export const firstChosen = ({ chosen }: Pick<ListAddress, "chosen">, name: string): string => chosen[name]?.[0] ?? "";

/** The query of an address, without cursor: what is kept as a view. */
export function listQuery(chosen: ListAddress["chosen"]): string {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(chosen)) for (const value of values) if (value !== "") parameters.append(name, value);
  return parameters.toString();
}

export function listPath(base: string, chosen: ListAddress["chosen"], page: { cursor: string | null; trail: readonly string[] } = { cursor: null, trail: [] }): string {
  const parameters = new URLSearchParams(listQuery(chosen));
  if (page.cursor !== null && page.cursor !== "") parameters.set("cursor", page.cursor);
  for (const back of page.trail) parameters.append("back", back);
  const query = parameters.toString();
  return query === "" ? base : `${base}?${query}`;
}

/** The same list with one of its choices changed, from its first page on. */
export function choosing(base: string, { chosen }: Pick<ListAddress, "chosen">, ...choice: [name: string, values: readonly string[]]): string {
  const [name, values] = choice;
  return listPath(base, { ...chosen, [name]: [...values] });
}

export const nextPagePath = (base: string, address: ListAddress, nextCursor: string | null): string | null =>
  nextCursor === null ? null : listPath(base, address.chosen, { cursor: nextCursor, trail: [...address.trail, address.cursor ?? ""] });

export function previousPagePath(base: string, address: ListAddress): string | null {
  if (address.cursor === null) return null;
  return listPath(base, address.chosen, { cursor: address.trail.at(-1) ?? "", trail: address.trail.slice(0, -1) });
}

/** "51–100", or how many where the address no longer remembers all pages before. */
export function rangeWords({ cursor, trail }: ListAddress, rows: number, perPage: number): string {
  if (cursor === null) return rows === 0 ? "None" : `1–${rows}`;
  if (trail.length === 0 || trail.length === TRAIL_MAX) return `${rows} shown`;
  const first = trail.length * perPage + 1;
  return `${first}–${first - 1 + rows}`;
}
