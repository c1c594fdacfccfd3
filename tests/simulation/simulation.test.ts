import { afterAll, describe, expect, test } from "vitest";
import { startPostgres } from "../postgres";
import { sidesMissing } from "./coins";
import type { Profile } from "./faults";
import { type SimulationResult, simulate } from "./simulate";

/** Seeds that once broke something stay in the list; the others are fresh ground, the same on every machine. */
const RUNS: readonly { seed: number; events: number; faults: Profile; contended?: boolean }[] = [
  { seed: 6, events: 300, faults: "usual" }, { seed: 11, events: 300, faults: "usual" }, { seed: 22, events: 300, faults: "usual" }, { seed: 58, events: 400, faults: "usual" },
  { seed: 119, events: 300, faults: "usual" }, { seed: 156, events: 300, faults: "usual" }, { seed: 7, events: 300, faults: "usual" }, { seed: 504, events: 300, faults: "usual" }, { seed: 37, events: 300, faults: "wild" },
  { seed: 66, events: 300, faults: "wild" }, { seed: 133, events: 300, faults: "wild" }, { seed: 29, events: 300, faults: "gentle" },
  { seed: 16, events: 120, faults: "usual", contended: true },
];
const ORDERS_AT_LEAST = 5;

const told = (result: SimulationResult, options: string): string => `npm run simulate -- --seed ${result.seed} ${options}\n${result.story.join("\n")}`;

describe("the whole house in bad weather", () => {
  const flipped: SimulationResult["coins"][] = [];

  test.each(RUNS)("seed $seed, $faults faults: every promise holds, and house and platform agree at the end", async ({ contended = false, ...options }) => {
    const result = await simulate({ ...options, contended, proveEvery: 5 });
    flipped.push(result.coins);
    expect(result.violations, told(result, `--events ${options.events} --faults ${options.faults}${contended ? " --contended" : ""}`)).toEqual([]);
    expect(result.orders).toBeGreaterThan(ORDERS_AT_LEAST);
  }, 120_000);

  test("of everything that nobody has confirmed about the platform, both sides came up", () => {
    expect(flipped).toHaveLength(RUNS.length);
    expect(sidesMissing(flipped)).toEqual([]);
  });

  test("the same seed makes the same trace, another seed another", async () => {
    const run = { events: 120, proveEvery: 20, faults: "wild" } as const;
    const [one, again, other] = [await simulate({ seed: 7, ...run }), await simulate({ seed: 7, ...run }), await simulate({ seed: 8, ...run })];
    expect(again.traceHash).toBe(one.traceHash);
    expect(other.traceHash).not.toBe(one.traceHash);
  }, 120_000);
});

const offer = await startPostgres();

if (offer.ok) {
  describe("on PostgreSQL", () => {
    afterAll(() => offer.server.stop());

    test.each([1, 2])("seed %i: every promise holds there too", async (seed) => {
      const result = await simulate({ seed, events: 150, proveEvery: 20, databaseUrl: await offer.server.createDatabase() });
      expect(result.violations, told(result, "--events 150 --database …")).toEqual([]);
    }, 120_000);
  });
} else if (process.env.CI === "true") {
  test("on PostgreSQL", () => expect.fail(offer.reason));
} else {
  describe.skip(`on PostgreSQL (${offer.reason})`, () => {
    test("two seeds", () => undefined);
  });
}
