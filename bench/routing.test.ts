import { describe, expect, it } from "vitest";
import { checkCertificate } from "../app/domain/routing/check";
import { route } from "../app/domain/routing/solve";
import { makeOrder, seeded } from "./orders";

describe("bench orders", () => {
  it("are the same for the same seed, and routed as the checker wants them", () => {
    const shape = { locations: 10, lines: 20, stockedShare: 0.8, heavyShare: 0.02 };
    const [first, again] = [seeded(3), seeded(3)];
    for (let order = 0; order < 30; order += 1) {
      const problem = makeOrder(shape, first);
      expect(problem).toEqual(makeOrder(shape, again));
      expect([problem.lines.length, problem.locations.length]).toEqual([20, 10]);
      expect(checkCertificate(route(problem)).faults).toEqual([]);
    }
  });
});
