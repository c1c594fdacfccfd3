import { comparer } from "../tests/optimal/compare";
import { instanceOf } from "../tests/optimal/instances";
import type { BenchOptions } from "./options";
import type { BenchRow } from "./row";

const INSTANCES = 10_000;
/** Differences that are shown; all are counted. */
const SHOWN_MAX = 20;

/** Asks the search and HiGHS (on the raw model of the same problem) for the cheapest plan of seeded instances, and counts where they differ. */
export async function benchOptimal(options: Pick<BenchOptions, "instances" | "show">): Promise<BenchRow[]> {
  const instances = options.instances ?? INSTANCES;
  const compare = await comparer();
  const seen = { routed: 0, unroutable: 0, same: 0, shown: 0 };
  let routeMs = 0;
  let highsMs = 0;
  for (let number = 0; number < instances; number += 1) {
    const comparison = compare(instanceOf(number));
    routeMs += comparison.routeMs;
    highsMs += comparison.highsMs;
    seen[comparison.certificate.outcome] += 1;
    if (comparison.difference === null) seen.same += 1;
    else if ((seen.shown += 1) <= SHOWN_MAX) options.show(`Instance ${number}: ${comparison.difference}`);
    // Other work of the process gets its turn.
    if (number % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
  }
  return [
    {
      name: `optimal: as cheap as HiGHS and proved, or impossible for both (${seen.routed} routed, ${seen.unroutable} impossible)`,
      value: (100 * seen.same) / instances, unit: "% of instances", target: "100 %", met: seen.same === instances,
    },
    { name: "optimal: one instance, mean", value: routeMs / instances, unit: "ms", ratio: routeMs / highsMs, against: "HiGHS (WASM) on the raw model" },
  ];
}
