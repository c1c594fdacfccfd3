import { beforeAll, expect, test } from "vitest";
import { ensureBuild } from "../../scripts/prepare.mjs";
import { recordLog } from "./recording";
import { openTorn } from "./torn";

beforeAll(ensureBuild);

/** Some dozens of transactions: each of their frames is cut. */
const LOG_BYTES = 1_000_000;

test("the log of a frozen house, cut and flipped in hundreds of places, opens to a beginning of what was acknowledged", async () => {
  const recording = await recordLog(LOG_BYTES);
  const { violations, ...counts } = await openTorn(recording, { cuts: 200, flips: 100, seed: 1 });
  expect(violations.slice(0, 5), JSON.stringify(counts)).toEqual([]);
  expect(counts.opened).toBeGreaterThan(500);
  expect(counts.commits).toBeGreaterThan(10);
  expect(recording.numbered).toBeGreaterThanOrEqual(10);
}, 900_000);
