import { describe, expect, test } from "vitest";
import { crashEverywhere } from "./crash-everywhere";
import { STORIES, type StoryName } from "./stories";

/** Of each story: a full run dies at every one of hundreds of steps (`npm run simulate -- --story all --crash-everywhere`). */
const PLACES = 6;

describe("a process that dies between any two steps", () => {
  test.each(Object.entries(STORIES).map(([name, { about }]) => [name as StoryName, about] as const))("%s: %s", async (story) => {
    const { broken, tried, steps } = await crashEverywhere({ story, seed: 1 }, PLACES);
    expect(broken?.told.violations ?? [], `npm run simulate -- --story ${story} --seed 1 --crash-at ${broken?.at}\n${broken?.told.trace.join("\n")}`).toEqual([]);
    expect(tried).toBeGreaterThanOrEqual(PLACES - 1);
    expect(steps).toBeGreaterThan(100);
  }, 120_000);
});
