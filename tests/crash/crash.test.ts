import { afterEach, beforeAll, expect, test } from "vitest";
import { ensureBuild } from "../../scripts/prepare.mjs";
import { startHouse, type House } from "./house";
import { killUnderLoad } from "./kill";

beforeAll(ensureBuild);
let house: House | undefined;
afterEach(async () => {
  await house?.stop();
  house = undefined;
});

test("web and worker are killed 40 times under load: no acknowledged message is lost, and nothing happens twice", async () => {
  house = await startHouse();
  const { violations, ...counts } = await killUnderLoad(house, { rounds: 40, seed: 1 });
  expect(violations, JSON.stringify(counts)).toEqual([]);
  // The test would say nothing of a house that was never busy.
  expect(counts.acknowledged).toBeGreaterThan(200);
  expect(counts.failedAttempts).toBeGreaterThan(0);
  expect(counts.parcels).toBeGreaterThan(3);
}, 900_000);
