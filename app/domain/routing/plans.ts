import type { Instance } from "./instance";
import { proveByLoads } from "./prove-by-loads";
import { searchSets, type SearchResult } from "./search";
import type { SearchStart } from "./tree";

/** Steps after which another way to prove the best plan is tried, before the search of sets goes on to its limit. */
const FIRST_NODES = 50_000;
/** Orders of more goods have too many loads a location. */
const GOODS_MAX = 60;

/** The cheapest plan over the usable locations: by the search of sets, and by whole loads where that takes long. */
export function searchPlans(instance: Instance, usable: Uint8Array, { best, budget }: SearchStart): SearchResult {
  if (instance.demand.length > GOODS_MAX) return searchSets(instance, usable, { best, budget });
  const first = { nodes: Math.min(FIRST_NODES, budget.nodes) };
  budget.nodes -= first.nodes;
  const soon = searchSets(instance, usable, { best, budget: first });
  budget.nodes += first.nodes;
  const belowMinor = soon.best?.costMinor ?? Infinity;
  if (soon.lowerBoundMinor >= belowMinor) return soon;
  const proof = soon.best === null ? null : proveByLoads(instance, usable, { belowMinor, start: soon.prices[0]?.price ?? null });
  const boundMinor = Math.max(soon.lowerBoundMinor, proof?.lowerBoundMinor ?? 0);
  if (proof?.best) return { ...soon, best: proof.best, lowerBoundMinor: boundMinor, beaten: [...soon.beaten, soon.best!] };
  if (boundMinor >= belowMinor || budget.nodes <= 0) return { ...soon, lowerBoundMinor: boundMinor };
  const late = searchSets(instance, usable, { best: soon.best, budget });
  return { ...late, beaten: [...soon.beaten, ...late.beaten], lowerBoundMinor: Math.max(late.lowerBoundMinor, boundMinor) };
}
