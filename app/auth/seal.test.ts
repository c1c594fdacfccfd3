import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSeal, MasterKeysMalformed, newDataKey, openWithDataKey, SealBroken, sealWithDataKey } from "./seal";

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;

describe("sealing", () => {
  test("what is sealed opens in its own context, and no two seals of it are equal", () => {
    const seal = createSeal(key("a", 1));
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), fc.string(), (plain, context) => {
      const sealed = seal.seal(plain, context);
      expect(seal.open(sealed, context)).toBe(plain);
      expect(seal.seal(plain, context)).not.toBe(sealed);
    }));
  });

  test("another context does not open it", () => {
    const seal = createSeal(key("a", 1));
    expect(() => seal.open(seal.seal("token", "session:acme"), "session:other")).toThrow(SealBroken);
  });

  test("changed anywhere, it does not open", () => {
    const seal = createSeal(key("a", 1));
    const sealed = seal.seal("token", "context");
    fc.assert(fc.property(fc.nat(sealed.length - 1), fc.constantFrom(..."AZaz09-_."), (place, letter) => {
      fc.pre(sealed[place] !== letter);
      const changed = sealed.slice(0, place) + letter + sealed.slice(place + 1);
      // The last letter of base64url carries unused bits: text that decodes to the same bytes is the same text.
      fc.pre(decoded(changed) !== decoded(sealed));
      expect(() => seal.open(changed, "context")).toThrow(SealBroken);
    }), { numRuns: 300 });
    for (const other of ["", "v1", "v1.a.b.c", `${sealed}.x`, sealed.slice(0, -3)]) expect(() => seal.open(other, "context")).toThrow(SealBroken);
  });

  test("the first key seals, all open, and a key that is gone is named as the reason", () => {
    const old = createSeal(key("old", 1));
    const both = createSeal(`${key("new", 2)}, ${key("old", 1)}`);
    expect(both.open(old.seal("token", "c"), "c")).toBe("token");
    expect(both.seal("token", "c")).toMatch(/^v1\.new\./);
    expect(() => old.open(both.seal("token", "c"), "c")).toThrow("unknown-key");
  });

  test("derived keys differ by purpose and by master key, and stay the same", () => {
    const seal = createSeal(`${key("new", 2)},${key("old", 1)}`);
    const [first, second] = seal.derive("search").map((bytes) => bytes.toString("hex"));
    expect(new Set([first, second, ...seal.derive("other").map((bytes) => bytes.toString("hex"))]).size).toBe(4);
    expect(createSeal(key("old", 1)).derive("search")[0]?.toString("hex")).toBe(second);
  });

  test("master keys that cannot be used are refused without being repeated", () => {
    const short = Buffer.alloc(16, 5).toString("base64");
    for (const keys of ["", "nokey", ":AAAA", `a:${short}`, `bad id:${short}`, `${key("a", 1)},${key("a", 2)}`, `${key("a", 1)},`]) {
      expect(() => createSeal(keys)).toThrow(MasterKeysMalformed);
    }
    expect(() => createSeal(`a:${short}`)).not.toThrow(short);
  });

  test("a data key opens only what it sealed", () => {
    const [mine, other] = [newDataKey(), newDataKey()];
    const sealed = sealWithDataKey(mine, "Grace", "contact:1");
    expect(openWithDataKey(mine, sealed, "contact:1")).toBe("Grace");
    expect(() => openWithDataKey(other, sealed, "contact:1")).toThrow(SealBroken);
    expect(() => openWithDataKey(mine, sealed, "contact:2")).toThrow(SealBroken);
  });
});

const decoded = (sealed: string) => {
  const [version, id, ...parts] = sealed.split(".");
  return JSON.stringify([version, id, ...parts.map((part) => Buffer.from(part, "base64url").toString("hex"))]);
};
