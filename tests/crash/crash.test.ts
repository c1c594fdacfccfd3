import { afterEach, expect, test } from "vitest";
import { ensureBuild } from "../../scripts/prepare.mjs";
import { startHouse, type House } from "./house";
import { killUnderLoad } from "./kill";

let house: House | undefined;
afterEach(async () => {
  await house?.stop();
  house = undefined;
});

test("web and worker are killed 40 times under load: no acknowledged message is lost, and nothing happens twice", async () => {
  await ensureBuild();
  house = await startHouse();
  const result = await killUnderLoad(house, { rounds: 40, seed: 1 });
  expect(result.violations).toEqual([]);
  // The test would say nothing of a house that was never busy.
  expect(result.acknowledged).toBeGreaterThan(200);
  expect(result.failedAttempts).toBeGreaterThan(0);
  expect(result.parcels).toBeGreaterThan(3);
}, 420_000);
