/** A term of Shopify's search syntax: `updated_at:>='2026-11-01T00:00:00Z'`, `status:open`, `tag:x`. */
interface Term { name: string; operator: ":" | ">" | ">=" | "<" | "<="; value: string }

const TERM = /([a-z_]+):(>=|<=|>|<)?(?:'([^']*)'|"([^"]*)"|(\S+))/g;

function termsOf(query: string | null | undefined): Term[] {
  return [...(query ?? "").matchAll(TERM)].map((match) => ({
    name: match[1] ?? "", operator: (match[2] as Term["operator"] | undefined) ?? ":", value: match[3] ?? match[4] ?? match[5] ?? "",
  }));
}

export type Facet<T> = (entry: T) => number | string | readonly string[];

/** Entries that every known term matches; terms of unknown names are ignored, as Shopify does with a warning. */
export function search<T>(entries: Iterable<T>, query: string | null | undefined, facets: Record<string, Facet<T>>): T[] {
  const terms = termsOf(query).filter((term) => term.name in facets);
  const found: T[] = [];
  for (const entry of entries) if (terms.every((term) => matches(facets[term.name]?.(entry) ?? "", term))) found.push(entry);
  return found;
}

function matches(actual: number | string | readonly string[], term: Term): boolean {
  if (typeof actual === "object") return actual.some((one) => one.toLowerCase() === term.value.toLowerCase());
  if (typeof actual === "string") return actual.toLowerCase() === term.value.toLowerCase().replace(/^#/, actual.startsWith("#") ? "#" : "");
  const wanted = /^\d+$/.test(term.value) ? Number(term.value) : Date.parse(term.value);
  switch (term.operator) {
    case ">": return actual > wanted;
    case ">=": return actual >= wanted;
    case "<": return actual < wanted;
    case "<=": return actual <= wanted;
    case ":": return actual === wanted;
  }
}
