import { expect, test } from "vitest";
import { seeded } from "../routing/testing";
import { BLOCKS_MIN, intervalOf, studentT975 } from "./intervals";

test("Student's t is that of the tables", () => {
  for (const [freedom, t] of [[4, 2.776], [6, 2.447], [9, 2.262], [29, 2.045], [120, 1.98]] as const) expect(studentT975(freedom)).toBeCloseTo(t, 2);
});

test("a period that is too short has no interval", () => {
  expect(intervalOf(Array.from({ length: BLOCKS_MIN - 1 }, () => ({ base: 10, change: 1 })))).toBeNull();
  expect(intervalOf(Array.from({ length: BLOCKS_MIN }, () => ({ base: 10, change: 1 })))).toEqual({ low: 5, high: 5 });
});

const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Days of very different size, each of which saves 4 % with noise of its own. */
test.each([7, 30, 90])("an interval over %i days covers the truth 95 times in a hundred", (days) => {
  const random = seeded(days);
  const rounds = 2_000;
  let covered = 0;
  for (let round = 0; round < rounds; round += 1) {
    const blocks = Array.from({ length: days }, () => {
      const base = 100 + 900 * random();
      return { base, change: base * (-0.04 + 0.03 * normal(random)) };
    });
    const base = blocks.reduce((sum, block) => sum + block.base, 0);
    const { low, high } = intervalOf(blocks)!;
    if (low <= -0.04 * base && -0.04 * base <= high) covered += 1;
  }
  expect(covered / rounds).toBeGreaterThan(0.925);
  expect(covered / rounds).toBeLessThan(0.975);
});

test("what has no base is judged by its mean: orders that only one could ship", () => {
  const interval = intervalOf([3, 0, 1, 2, 0, 4, 1].map((change) => ({ base: 0, change })))!;
  expect(interval.low).toBeLessThan(11);
  expect(interval.high).toBeGreaterThan(11);
  expect((interval.low + interval.high) / 2).toBeCloseTo(11);
});
