import { unitsMinor, type Instance, type Steps } from "./instance";

/**
 * For each location those that are at least as good: no dearer at any weight, with at least as many units of every good, none
 * of them dearer, and allowed to ship as many pieces. Of twins the first counts as better. A plan that uses a location, but not
 * one that is better, can be changed to use the better one instead at no higher cost; as betterness has no cycles, some
 * cheapest plan uses no location without all that are better. Other plans need not be looked at.
 */
export function betterLocations(instance: Instance): number[][] {
  const { locations } = instance;
  const noDearer = comparisons(instance.steps);
  const asGood = (k: number, l: number): boolean => noDearer(k, l) && mayShipAsMuch(instance, k, l) && hasAll(instance, k, l);
  return locations.map((_, l) => {
    const better: number[] = [];
    for (let k = 0; k < locations.length; k += 1) {
      if (k === l || !asGood(k, l)) continue;
      const twins = k > l && asGood(l, k);
      if (!twins) better.push(k);
    }
    return better;
  });
}

/** Locations share their steps where these are the same, so that few pairs are looked at. */
function comparisons(steps: Steps[]): (k: number, l: number) => boolean {
  const kinds = [...new Set(steps)];
  const kindOf = steps.map((one) => kinds.indexOf(one));
  const known = new Map<number, boolean>();
  return (k, l) => {
    if (kindOf[k] === kindOf[l]) return true;
    const key = kindOf[k]! * kinds.length + kindOf[l]!;
    const found = known.get(key) ?? noDearerAnywhere(steps[k]!, steps[l]!);
    known.set(key, found);
    return found;
  };
}

/** Costs change at tops only: above each top of either the next step begins. */
function noDearerAnywhere(a: Steps, b: Steps): boolean {
  let at = 0;
  for (let step = 0; step < b.topGrams.length; step += 1) {
    while (at < a.topGrams.length - 1 && a.topGrams[at]! < b.topGrams[step]!) at += 1;
    if (a.minor[at]! > b.minor[step]!) return false;
  }
  return true;
}

function mayShipAsMuch({ piecesMax }: Instance, k: number, l: number): boolean {
  return piecesMax === null || piecesMax[k]! >= piecesMax[l]!;
}

function hasAll(instance: Instance, k: number, l: number): boolean {
  const { caps, demand } = instance;
  const goods = demand.length;
  for (let good = 0; good < goods; good += 1) {
    const cap = caps[l * goods + good]!;
    if (caps[k * goods + good]! < cap) return false;
    if (instance.unitCosts !== null && cap > 0 && !unitsNoDearer(instance, { k: k * goods + good, l: l * goods + good, cap })) return false;
  }
  return true;
}

/** Any number of units up to `cap` costs no more at k than at l. Such sums are straight between the ends of the cheap units. */
function unitsNoDearer(instance: Instance, at: { k: number; l: number; cap: number }): boolean {
  const { cheap } = instance.unitCosts!;
  const noDearer = (units: number): boolean => unitsMinor(instance, at.k, units) <= unitsMinor(instance, at.l, units);
  return noDearer(Math.min(cheap[at.k]!, at.cap)) && noDearer(Math.min(cheap[at.l]!, at.cap)) && noDearer(at.cap);
}
