import { afterEach, beforeEach, describe, it } from "vitest";
import { CONFORMANCE_CASES } from "./conformance-cases";
import type { ChannelHarness } from "./conformance-harness";

/** The battery that every connector must pass. Each case gets a fresh harness. */
export function channelConformance(name: string, makeHarness: () => Promise<ChannelHarness>): void {
  describe(`conformance of ${name}`, () => {
    let harness: ChannelHarness;
    beforeEach(async () => {
      harness = await makeHarness();
    });
    afterEach(() => harness.close());

    it.each(CONFORMANCE_CASES.map((entry) => [entry.name, entry] as const))("%s", (_name, entry) => entry.run(harness));
  });
}
