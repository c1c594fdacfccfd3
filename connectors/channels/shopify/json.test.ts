import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExactJson, quoteLongIntegers } from "./json";

/** Slow reference: a tokenizer by one expression that knows strings first, then whole numbers. */
const quoteByReference = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => (/^-?[1-9]\d{15,}$/.test(token) ? `"${token}"` : token));

const longIntegers = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map((value) => ({ raw: value.toString() }));
const numbers = fc.oneof(fc.integer().map(String), fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)), fc.constantFrom("1234567890123456.75", "0.1234567890123456789", "1e3", "12345678901234567890e2"))
  .map((raw) => ({ raw }));
const strings = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("1234567890123456789", "a\\\"12345678901234567", "\\", "\\\\", "\"9007199254740993\""))
  .map((value) => ({ raw: JSON.stringify(value) }));
const leaves = fc.oneof(longIntegers, numbers, strings, fc.constantFrom({ raw: "null" }, { raw: "true" }));
const documents = fc.letrec<{ node: { raw: string } }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaves,
    fc.array(tie("node"), { maxLength: 5 }).map((items) => ({ raw: `[${items.map((item) => item.raw).join(" , ")}]` })),
    fc.array(fc.tuple(strings, tie("node")), { maxLength: 5 }).map((entries) => ({ raw: `{${entries.map(([key, value]) => `${key.raw}:${value.raw}`).join(",\n")}}` })),
  ),
})).node;

describe("exact JSON", () => {
  it("keeps ids above 2^53 exact", () => {
    expect(parseExactJson("{\"id\":820982911946154508,\"list\":[866550311766439020]}"))
      .toEqual({ ok: true, value: { id: "820982911946154508", list: ["866550311766439020"] } });
  });

  it("leaves digits inside strings, decimals and short numbers alone", () => {
    const text = "{\"note\":\"see 820982911946154508\",\"rate\":0.1234567890123456789,\"big\":1234567890123456.5,\"n\":42}";
    expect(quoteLongIntegers(text)).toBe(text);
  });

  it("agrees with a slow reference on any document", () => {
    fc.assert(fc.property(documents, ({ raw }) => {
      expect(quoteLongIntegers(raw)).toBe(quoteByReference(raw));
      expect(parseExactJson(raw).ok).toBe(true);
    }), { numRuns: 500 });
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
      parseExactJson(text);
    }), { numRuns: 500 });
    expect(parseExactJson("{\"id\":")).toEqual({ ok: false, problem: "The body is not JSON." });
    expect(parseExactJson("")).toEqual({ ok: false, problem: "The body is empty." });
  });
});
