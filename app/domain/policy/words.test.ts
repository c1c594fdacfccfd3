import { describe, expect, test } from "vitest";
import { toId, type ItemId, type LocationId } from "../ids";
import { NAMES } from "./policies.testing";
import type { Condition, Effect } from "./types";
import { ruleSentence, zoneWords } from "./words";

const [NEWARK, SOHO] = ["newark", "soho"].map((id) => toId<LocationId>(id)) as [LocationId, LocationId];
const only: Effect = { kind: "only-from", locationIds: [NEWARK] };
const cases: [Condition, Effect, string][] = [
  [{}, only, "All orders ship only from Newark."],
  [{ provinces: ["US-CA"], productTags: ["battery"] }, only, "Products tagged “battery” in orders to California ship only from Newark."],
  [{ hazard: true }, { kind: "never-from", locationIds: [SOHO, NEWARK] }, "Products marked as dangerous never ship from SoHo or Newark."],
  [{ valueBelowMinor: 3_000 }, { kind: "parcels-max", parcels: 1 }, "Orders worth less than $30.00 ship complete, in one parcel."],
  [{ valueFromMinor: 3_000, valueBelowMinor: 9_000, countries: ["DE", "FR"] }, { kind: "parcels-max", parcels: 2 }, "Orders to Germany or France worth $30.00 or more but less than $90.00 leave in at most 2 parcels."],
  [{ productTypes: ["Furniture"] }, { kind: "together" }, "Products of type “Furniture” leave together from one location."],
  [{ customerTags: ["vip"], orderTags: ["rush", "gift"] }, { kind: "together" }, "Orders tagged “rush” or “gift” of customers tagged “vip” leave whole from one location."],
  [{ sources: ["online"] }, { kind: "units-max", locationIds: [SOHO], units: 1 }, "Orders from the online store ship at most 1 unit an order from SoHo."],
  [{ itemIds: [toId<ItemId>("i1")], productTags: ["new"] }, only, "Item i1 where tagged “new” ship only from Newark."],
  [{ productTags: ["glass"], postalPrefixes: ["US 941"] }, { kind: "parcels-max", parcels: 1 }, "Orders to postal codes beginning with US 941 with products tagged “glass” ship complete, in one parcel."],
];

describe("a rule in a sentence", () => {
  test.each(cases)("%j %j", (when, then, sentence) => expect(ruleSentence({ when, then }, NAMES)).toBe(sentence));
});

test("zones in words", () => {
  expect([0, 1, 2].map((zone) => zoneWords([80, 1_240], zone))).toEqual(["up to 80 km", "80 to 1,240 km", "beyond 1,240 km"]);
  expect(zoneWords([], 0)).toBe("everywhere");
});
