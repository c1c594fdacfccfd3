import { expect, test } from "vitest";
import { comparer } from "./compare";
import { instanceOf } from "./instances";

/** `npm run bench -- optimal` compares ten thousand. The last ones once went wrong. */
const INSTANCES = [...Array.from({ length: 66 }, (_, number) => number), 94];

test("routes as cheaply as HiGHS on the raw model, and finds impossible what HiGHS finds impossible", async () => {
  const compare = await comparer();
  const seen = { routed: 0, impossible: 0, short: 0 };
  for (const number of INSTANCES) {
    const { certificate, difference } = compare(instanceOf(number));
    expect(difference, `instance ${number}`).toBeNull();
    if (certificate.outcome === "routed") seen.routed += 1;
    else if (certificate.shortages.length > 0) seen.short += 1;
    else seen.impossible += 1;
  }
  expect(seen.routed).toBeGreaterThan(INSTANCES.length / 3);
  expect(seen.impossible).toBeGreaterThan(3);
  expect(seen.short).toBeGreaterThan(3);
}, 120_000);
