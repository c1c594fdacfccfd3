import { beforeAll, describe, expect, test } from "vitest";
import { ensureBuild } from "../../scripts/prepare.mjs";
import { hasStrace, STRACE_INSTALL, traceDeliveries } from "./fsync";

const there = hasStrace();

describe.skipIf(!there)(`the system calls of the web process${there ? "" : ` (skipped: ${STRACE_INSTALL})`}`, () => {
  beforeAll(ensureBuild);

  test("1,000 deliveries over 32 connections: each is synced to the log before its answer is written", async () => {
    const { violations, ...counts } = await traceDeliveries(1_000);
    expect(violations.slice(0, 5), JSON.stringify(counts)).toEqual([]);
    expect(counts).toMatchObject({ acknowledged: 1_000, answered: 1_000 });
    // Many at once share a sync, or the proof would be of a house that nobody uses.
    expect(counts.syncs).toBeLessThan(1_000);
  }, 900_000);
});

test.runIf(process.env.CI === "true")("the machine of the continuous integration has strace, so that nothing is skipped there", () => {
  expect(there, STRACE_INSTALL).toBe(true);
});
