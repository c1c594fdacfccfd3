import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalBytes } from "./problem";
import { fullProblemArbitrary } from "./testing-terms";
import type { RoutingProblem } from "./types";

type Holder = Record<string, unknown>;

/** The same value with all keys the other way round, as a database may give them back. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, turned(inner)])) : value;
}

/** Where every value of it stands that is not a list or an object. */
function leaves(value: unknown, at: string[] = []): string[][] {
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...at, key])) : [at];
}

const problems = fullProblemArbitrary({ locations: 3, lines: 3, units: 3 });

describe("canonicalBytes", () => {
  it("does not mind the order of keys", () => {
    fc.assert(fc.property(problems, (problem) => {
      expect(canonicalBytes(turned(problem) as RoutingProblem)).toBe(canonicalBytes(problem));
    }), { numRuns: 300 });
  });

  it("is the JSON of the problem itself: nothing is left out, nothing added", () => {
    fc.assert(fc.property(problems, (problem) => {
      expect(JSON.parse(canonicalBytes(problem))).toEqual(problem);
    }), { numRuns: 300 });
  });

  it("changes with every value that is changed or taken away", () => {
    fc.assert(fc.property(problems, fc.nat(), fc.boolean(), (problem, pick, remove) => {
      const paths = leaves(problem);
      const path = paths[pick % paths.length]!;
      const changed = structuredClone(problem);
      const holder = path.slice(0, -1).reduce((value, key) => value[key] as Holder, changed as unknown as Holder);
      const last = path.at(-1)!;
      if (remove && !Array.isArray(holder)) delete holder[last];
      else holder[last] = `${String(holder[last])}x`;
      expect(canonicalBytes(changed), path.join(".")).not.toBe(canonicalBytes(problem));
    }), { numRuns: 1_000 });
  });
});
