import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readOrderForm } from "./order-forms.server";

const read = (fields: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return readOrderForm(data);
};
const problemsOf = (fields: Record<string, string>) => {
  const reading = read(fields);
  return reading.ok ? {} : reading.problems;
};

const ship = { act: "ship", fulfillmentOrderId: "f1", "lines.l1": "2", "lines.l2": "0", "tracking.company": "", "tracking.number": "", "tracking.url": "" };

describe("the ship form", () => {
  test("leaves out lines of none, and reads empty tracking as none", () => {
    expect(read(ship)).toEqual({
      ok: true,
      form: { act: "ship", fulfillmentOrderId: "f1", lines: [{ orderLineId: "l1", quantity: 2 }], tracking: { company: null, number: null, url: null }, notifyCustomer: false },
    });
  });

  test.each(["-1", "1.5", "two", "1e3", "99999999"])("tells at the line that %s is no quantity", (quantity) => {
    expect(problemsOf({ ...ship, "lines.l1": quantity })).toEqual({ "lines.l1": "Give a whole number, 0 or more." });
  });

  test("wants at least one unit", () => expect(problemsOf({ ...ship, "lines.l1": "" })).toHaveProperty("lines"));

  test("tells every problem at once", () => {
    expect(Object.keys(problemsOf({ ...ship, "lines.l1": "x", "tracking.company": "c".repeat(101), "tracking.url": "ftp://x" })).sort())
      .toEqual(["lines.l1", "tracking.company", "tracking.url"]);
  });

  test("wants the number of a carrier that is named", () => expect(problemsOf({ ...ship, "tracking.company": "UPS" })).toHaveProperty("tracking.number"));

  test.each(["javascript:alert(1)", "ups.com/track", "https://", "https:// x"])("takes no tracking link like %s", (url) => {
    expect(problemsOf({ ...ship, "tracking.number": "1", "tracking.url": url })).toHaveProperty("tracking.url");
  });
});

describe("the other forms", () => {
  test("a hold says why, in few words", () => {
    expect(problemsOf({ act: "hold", reason: "   " })).toHaveProperty("reason");
    expect(problemsOf({ act: "hold", reason: "x".repeat(201) })).toHaveProperty("reason");
    expect(read({ act: "hold", reason: " Fraud check " })).toMatchObject({ ok: true, form: { reason: "Fraud check" } });
  });

  test("a move names where to", () => expect(problemsOf({ act: "change-location", fulfillmentOrderId: "f1" })).toHaveProperty("locationId"));

  test("what was looked at is named, with what was done", () => {
    expect(problemsOf({ act: "resolve-attention", code: "location-closed", note: "" })).toHaveProperty("note");
    expect(problemsOf({ act: "resolve-attention", code: "toString", note: "x" })).toHaveProperty([""]);
    expect(read({ act: "resolve-attention", code: "location-closed", note: "Moved" })).toMatchObject({ ok: true, form: { code: "location-closed", note: "Moved" } });
  });

  test("a cancellation says why, and does only what is ticked", () => {
    expect(problemsOf({ act: "cancel", reason: "boredom" })).toHaveProperty("reason");
    expect(read({ act: "cancel", reason: "fraud", restock: "yes" })).toEqual({ ok: true, form: { act: "cancel", reason: "fraud", note: "", restock: true, refund: false, notifyCustomer: false } });
  });

  test("a request to a third party may go without a note, not with a novel", () => {
    expect(read({ act: "request-fulfillment", fulfillmentOrderId: "f1" })).toMatchObject({ ok: true, form: { note: "" } });
    expect(problemsOf({ act: "request-cancellation", fulfillmentOrderId: "f1", note: "x".repeat(201) })).toHaveProperty("note");
  });

  test("new tracking is a number or a link", () => expect(problemsOf({ act: "track", shipmentId: "s1", "tracking.company": "" })).toHaveProperty("tracking.number"));

  test("nothing that is posted breaks the reading", () => {
    fc.assert(fc.property(fc.dictionary(fc.constantFrom("act", "lines.a", "lines.", "tracking.url", "tracking.number", "reason", "__proto__"), fc.string()), (fields) => {
      const reading = read(fields);
      if (reading.ok && reading.form.act === "ship") expect(reading.form.lines.every((line) => Number.isInteger(line.quantity) && line.quantity > 0)).toBe(true);
    }));
  });
});
