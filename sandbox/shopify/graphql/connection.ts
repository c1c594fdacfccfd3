import { GraphQLError } from "graphql";

const PAGE_MAX = 250;

export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
}

export interface ListShape<T, V> {
  /** A value that sorts the list, unique together with the id. */
  keyOf(entry: T): string | number;
  view(entry: T): V;
}

interface Cursor { key: string | number }
const writeCursor = (key: string | number) => Buffer.from(JSON.stringify({ key } satisfies Cursor)).toString("base64");

function readCursor(text: string): string | number {
  try {
    return (JSON.parse(Buffer.from(text, "base64").toString("utf8")) as Cursor).key;
  } catch {
    throw new GraphQLError("Invalid cursor for current pagination sort.", { extensions: { code: "BAD_REQUEST" } });
  }
}

/** A page of a list that is sorted by its key. Cursors are keys, so a page stays right when entries come and go. */
export function connection<T, V>(entries: readonly T[], page: PageArguments, shape: ListShape<T, V>) {
  const size = page.first ?? page.last;
  if (size === null || size === undefined) throw new GraphQLError("you must provide one of first or last", { extensions: { code: "BAD_REQUEST" } });
  if (size < 0 || size > PAGE_MAX) throw new GraphQLError(`first must be between 0 and ${PAGE_MAX}`, { extensions: { code: "BAD_REQUEST" } });
  const sorted = page.reverse ? [...entries].reverse() : entries;
  let from = 0;
  let to = sorted.length;
  const beyond = (key: string | number, other: string | number) => (page.reverse ? key < other : key > other);
  if (page.after) {
    const after = readCursor(page.after);
    from = firstIndex(sorted, (entry) => beyond(shape.keyOf(entry), after));
  }
  if (page.before) {
    const before = readCursor(page.before);
    to = firstIndex(sorted, (entry) => !beyond(before, shape.keyOf(entry)));
  }
  const start = page.first === null || page.first === undefined ? Math.max(from, to - size) : from;
  const end = page.first === null || page.first === undefined ? to : Math.min(to, from + size);
  const shown = sorted.slice(start, end);
  const cursorOf = (entry: T | undefined) => (entry === undefined ? null : writeCursor(shape.keyOf(entry)));
  return {
    nodes: () => shown.map((entry) => shape.view(entry)),
    edges: () => shown.map((entry) => ({ cursor: cursorOf(entry), node: shape.view(entry) })),
    pageInfo: () => ({ hasNextPage: end < sorted.length, hasPreviousPage: start > 0, startCursor: cursorOf(shown[0]), endCursor: cursorOf(shown.at(-1)) }),
  };
}

function firstIndex<T>(entries: readonly T[], test: (entry: T) => boolean): number {
  const index = entries.findIndex(test);
  return index === -1 ? entries.length : index;
}

/** A short list in the order in which it stands. */
export function plainConnection<T, V>(entries: readonly T[], page: PageArguments, view: (entry: T) => V) {
  return connection(entries.map((entry, index) => ({ entry, index })), page, { keyOf: ({ index }) => index, view: ({ entry }) => view(entry) });
}
