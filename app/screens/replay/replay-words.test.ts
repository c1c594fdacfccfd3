import { expect, test } from "vitest";
import type { ContenderReport, Difference } from "../../domain/replay/types";
import { MEASURES } from "../../domain/replay/types";
import { headline, intervalText, savingText } from "./replay-words";

const none: Difference = { base: 0, change: 0, interval: null };
const contender = (name: string, differences: Partial<ContenderReport["differences"]> = {}): ContenderReport => ({
  id: name, name, source: null, shipped: 0, split: 0, waited: 0, givenUp: 0, totals: {} as ContenderReport["totals"],
  differences: { ...Object.fromEntries(MEASURES.map((measure) => [measure, none])) as ContenderReport["differences"], ...differences },
});
const said = (differences: Partial<ContenderReport["differences"]>): string => headline({ contenders: [contender("Version 2"), contender("The draft", differences)] }, "USD");

test("a result is one sentence, with how sure it is", () => {
  expect(said({ parcels: { base: 5_200, change: -212, interval: { low: -260, high: -166.4 } }, costMinor: { base: 10_000_000, change: -124_000, interval: null } }))
    .toBe("The draft would have sent 212 fewer parcels (−4.1 %, 95 % between −5.0 % and −3.2 %) and cost $1,240.00 less (−1.2 %, too few days to say how sure).");
  expect(said({ parcels: { base: 10, change: 1, interval: null }, notShipped: { base: 0, change: 1, interval: null } }))
    .toBe("The draft would have sent 1 more parcel (+10.0 %, too few days to say how sure) and cost the same. 1 more order could not have shipped.");
  expect(said({})).toBe("The draft would have sent as many parcels and cost the same.");
});

test("where there is nothing to take a share of, numbers are said", () => {
  expect(intervalText("notShipped", { base: 0, change: 12, interval: { low: 3.2, high: 20.8 } }, "USD")).toBe("95 % between +3 and +21");
  expect([savingText(250, "USD"), savingText(-250, "USD"), savingText(0, "USD")]).toEqual(["$2.50 less", "$2.50 more", "Same cost"]);
});
