import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createNewId } from "./new-id.server";

test("ids sort in the order in which they were made, even when the clock stands or steps back", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 48 - 1 }), { minLength: 2, maxLength: 200 }), (clock) => {
    let tick = 0;
    const newId = createNewId(() => clock[tick++]!, randomBytes);
    const ids = clock.map(() => newId());
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  }));
});

test("counting up carries over digits at their end", () => {
  const newId = createNewId(() => 5, (size) => new Uint8Array(size).fill(255));
  expect([newId(), newId()]).toEqual(["0000000005FZZZZZZZZZZZZZZZ", "0000000005G000000000000000"]);
});
