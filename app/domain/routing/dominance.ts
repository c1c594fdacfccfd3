import type { Instance } from "./instance";

/**
 * For each location those that are at least as good: no dearer at any weight, and with at least as many units of every item.
 * Of twins the first counts as better. A plan that uses a location, but not one that is better, can be changed to use the
 * better one instead at no higher cost; as betterness has no cycles, some cheapest plan uses no location without all that
 * are better. Other plans need not be looked at.
 */
export function betterLocations(instance: Instance): number[][] {
  const { locations } = instance;
  const zones = instance.policy.ratesMinor.length;
  const noDearer = Array.from({ length: zones }, (_, a) => Array.from({ length: zones }, (_unused, b) => zoneNoDearer(instance, a, b)));
  return locations.map((worse, l) => {
    const better: number[] = [];
    for (let k = 0; k < locations.length; k += 1) {
      if (k === l || !noDearer[locations[k]!.zone]![worse.zone]! || !hasAll(instance, k, l)) continue;
      const twins = k > l && noDearer[worse.zone]![locations[k]!.zone]! && hasAll(instance, l, k);
      if (!twins) better.push(k);
    }
    return better;
  });
}

function zoneNoDearer({ policy }: Instance, a: number, b: number): boolean {
  const other = policy.ratesMinor[b]!;
  return policy.perExtraKgMinor[a]! <= policy.perExtraKgMinor[b]! && policy.ratesMinor[a]!.every((rate, band) => rate <= other[band]!);
}

function hasAll(instance: Instance, k: number, l: number): boolean {
  const items = instance.demand.length;
  for (let item = 0; item < items; item += 1) if (instance.caps[k * items + item]! < instance.caps[l * items + item]!) return false;
  return true;
}
