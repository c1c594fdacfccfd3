import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isSame } from "./same";

const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([name, one]) => [name, turned(one)]));
};

test("data is the same as itself with its fields in another order", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(isSame(value, turned(value))).toBe(true);
  }));
});

test("two pieces of data are the same exactly when a strict comparison finds no difference", () => {
  const small = fc.oneof(fc.constantFrom(null, 0, 1, "a"), fc.array(fc.constantFrom(0, 1), { maxLength: 2 }), fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom(0, null), { maxKeys: 2, noNullPrototype: true }));
  fc.assert(fc.property(fc.array(small, { maxLength: 2 }), fc.array(small, { maxLength: 2 }), (one, other) => {
    const strictly = (() => {
      try {
        expect(one).toStrictEqual(other);
        return true;
      } catch {
        return false;
      }
    })();
    expect(isSame(one, other)).toBe(strictly);
  }), { numRuns: 500 });
});

test("a missing field is not one without a value", () => {
  expect(isSame({ a: undefined }, { b: undefined })).toBe(false);
  expect(isSame([], {})).toBe(false);
});
