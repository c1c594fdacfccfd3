import { describe, expect, test } from "vitest";
import type { OverrideRecord, RejectionRecord } from "../../domain/experience";
import { toId, type ItemId, type LocationId } from "../../domain/ids";
import { formatMoney } from "../money";
import { byHandView, turnedDownViews } from "./decided-otherwise.server";
import { readRejection } from "./reject-form.server";

const reno = toId<LocationId>("reno");
const mug = toId<ItemId>("mug");
const naming = { nameOf: () => "Reno", titleOf: () => "Mug", money: (minor: number) => formatMoney(minor, "USD"), whenOf: () => "5 minutes ago" };
const override = (fields: Partial<OverrideRecord>) => ({ actor: "person:7", toLocationId: reno, reason: null, extraMinor: 320, endedAt: null, at: 1, ...fields }) as OverrideRecord;
const rejection = (fields: Partial<RejectionRecord>) => ({ locationId: reno, itemId: mug, reason: "not-found", note: null, remedy: "none", at: 1, actor: "person:7", settledAt: null, ...fields }) as RejectionRecord;

describe("what was decided otherwise", () => {
  test("is told with who, why and what it costs beside the plan", () => {
    expect(byHandView({ byHandSince: null }, [override({})], naming)).toBeNull();
    expect(byHandView({ byHandSince: 1 }, [override({ reason: "Near" })], naming)).toEqual({
      title: "Moved by hand to Reno: $3.20 more than the plan", text: "Person 7, 5 minutes ago. “Near” It stays there, whatever the plan says: only what is added to it is routed.",
    });
    expect(byHandView({ byHandSince: 1 }, [override({ extraMinor: -50 })], naming)?.title).toBe("Moved by hand to Reno: $0.50 less than the plan");
    expect(byHandView({ byHandSince: 1 }, [override({ extraMinor: null })], naming)?.title).toBe("Moved by hand to Reno");
    expect(byHandView({ byHandSince: 1 }, [override({ endedAt: 5 })], naming)?.title).toBe("Moved in your shop");
  });

  test("locations that turned it down stand with reason, and what they have all the same", () => {
    const here = { locationId: reno, itemId: mug, units: 1, at: 1 };
    expect(turnedDownViews({ rejected: [here] }, [rejection({ note: "Empty box", remedy: "count" })], naming)).toEqual([{
      locationId: "reno", location: "Reno", whole: false,
      text: "Person 7, 5 minutes ago: not found. “Empty box” It has only 1 of Mug. A count was asked for: when somebody has counted, the order may be sent from there again.",
    }]);
    expect(turnedDownViews({ rejected: [{ ...here, itemId: null, units: 0 }] }, [rejection({ reason: "closed" })], naming)[0]).toMatchObject({ whole: true, text: "Person 7, 5 minutes ago: closed." });
  });
});

describe("the form that says a location cannot ship something", () => {
  const form = (fields: Record<string, string>): FormData => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ act: "reject", fulfillmentOrderId: "f1", reason: "not-found", remedy: "set", ...fields })) data.set(name, value);
    return data;
  };

  test("is read whole", () => {
    expect(readRejection(form({ "found.l1": "2", note: " Empty " }))).toEqual({
      ok: true, form: { act: "reject", fulfillmentOrderId: "f1", reason: "not-found", note: "Empty", found: [{ orderLineId: "l1", units: 2 }], remedy: "set" },
    });
  });

  test.each([
    [{ reason: "bored" }, "reason"], [{ remedy: "" }, "remedy"], [{ reason: "other" }, "note"], [{ note: "x".repeat(201) }, "note"], [{ "found.l1": "-1" }, "found.l1"], [{ "found.l1": "" }, "found.l1"],
  ])("%o is refused at its field", (fields, field) => {
    const reading = readRejection(form(fields));
    expect(reading.ok ? [] : Object.keys(reading.problems)).toEqual([field]);
  });
});
