import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayBeRewritten, mayNamePeople } from "./places";
import { ERASED, jsonWithoutPerson, personWords, speaksOf, withoutPerson } from "./words";

const words = personWords([{ name: "Zoë van der Berg", email: "zoe@berg.example", phone: "+1 (555) 010-0199", address1: "12 Rue  de l'Église", company: "Berg & Daughters" }]);

describe("a person's words", () => {
  test.each([
    "write to ZOE@BERG.EXAMPLE today", "search=zoe%40berg.example", '{"phone":"15550100199"}', "call 1-555-010-0199", "at 12 rue de l'église, 3rd floor", "12  Rue de\nl'Église", '{"a":"12 Rue de l\'\\u00c9glise"}',
  ])("are found wherever they stand: %s", (text) => {
    expect(speaksOf(text, words, "addresses")).toBe(true);
  });

  test.each(["915550100199", "155501001990", "xzoe@berg.example.org", "112 Rue de l'Église"])("are not found within others: %s", (text) => {
    expect(speaksOf(text, words, "addresses")).toBe(false);
  });

  test("names are found where people are spoken of, parts of them only where it is about them", () => {
    const found = (text: string) => (["addresses", "whole-names", "every-name"] as const).map((reach) => speaksOf(text, words, reach));
    expect(found("for zoe\u0308 van der berg")).toEqual([false, true, true]);
    expect(found("Berg & Daughters")).toEqual([false, true, true]);
    expect(found("Ms Berg called")).toEqual([false, false, true]);
    expect(found("Bergen")).toEqual([false, false, false]);
  });

  test("a name that Switchyard's own words are is looked for as a whole alone", () => {
    const place = personWords([{ name: "Jo Place" }]);
    expect(speaksOf('{"kind":"place"}', place, "every-name")).toBe(false);
    expect(speaksOf("jo place called", place, "every-name")).toBe(true);
  });

  test("nothing known, nothing found; what is too short means nobody", () => {
    for (const nobody of [personWords([]), personWords([{ name: " ", email: "", phone: "12", address1: "5" }])]) expect(speaksOf("5 12 Al", nobody, "every-name")).toBe(false);
  });
});

describe("taking them out", () => {
  test("leaves all else as it was, and the form of JSON whole", () => {
    expect(withoutPerson("Ms Berg, zoe@berg.example, waits", words, "every-name")).toBe(`Ms ${ERASED}, ${ERASED}, waits`);
    expect(jsonWithoutPerson({ Berg: ["Berg", 5, null, { a: "x" }] }, words, "every-name")).toEqual({ Berg: [ERASED, 5, null, { a: "x" }] });
  });

  test("whatever stands around them, they are gone afterwards, and doing it twice changes nothing", () => {
    const piece = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom(" Zoë van der Berg ", " zoe@berg.example ", " +1 555 0100199 ", " berg ", " 12 Rue de l'Église "));
    fc.assert(fc.property(fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join("")), (text) => {
      const left = withoutPerson(text, words, "every-name");
      expect(speaksOf(left, words, "every-name")).toBe(false);
      expect(withoutPerson(left, words, "every-name")).toBe(left);
    }));
  });
});

describe("places", () => {
  test("a table that nobody has named is looked through for names, but for what machines make", () => {
    expect([mayNamePeople("newTable", "note"), mayNamePeople("newTable", "storeId"), mayNamePeople("items", "title"), mayNamePeople("orders", "holdReason")]).toEqual([true, false, false, true]);
  });

  test("what points or proves is never rewritten", () => {
    expect([mayBeRewritten("orders", "id"), mayBeRewritten("decisions", "certificate"), mayBeRewritten("stockEntries", "causeKey"), mayBeRewritten("inboxBodies", "body"), mayBeRewritten("events", "detail")]).toEqual([false, false, false, false, true]);
  });
});
