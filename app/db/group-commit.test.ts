import { expect, test } from "vitest";
import { delivery } from "./battery-fixtures";
import { groupCommit } from "./group-commit";

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** A write that ends when the test lets it. */
const slowWrites = () => {
  const sizes: number[] = [];
  let finish: () => void = () => undefined;
  const write = (deliveries: readonly unknown[]) => new Promise<boolean[]>((resolve) => {
    sizes.push(deliveries.length);
    finish = () => resolve(deliveries.map(() => true));
  });
  return { sizes, write, finish: () => finish() };
};

test("callers of one turn share a write, and those who come while it runs share the next", async () => {
  const { sizes, write, finish } = slowWrites();
  const store = groupCommit(write);
  const first = Promise.all([store([delivery("a")]), store([delivery("b"), delivery("c")])]);
  await tick();
  const second = Promise.all([store([delivery("d")]), store([delivery("e")])]);
  await tick();
  expect(sizes).toEqual([3]);
  finish();
  expect(await first).toEqual([["stored"], ["stored", "stored"]]);
  await tick();
  finish();
  expect(await second).toEqual([["stored"], ["stored"]]);
  expect(sizes).toEqual([3, 2]);
});

test("nobody is answered before the write has ended", async () => {
  const { write, finish } = slowWrites();
  let answered = false;
  const stored = groupCommit(write)([delivery("a")]).then(() => (answered = true));
  await tick();
  await tick();
  expect(answered).toBe(false);
  finish();
  await stored;
});

test("a large crowd is written in pieces", async () => {
  const sizes: number[] = [];
  const store = groupCommit(async (deliveries) => {
    sizes.push(deliveries.length);
    return deliveries.map(() => true);
  });
  await Promise.all(Array.from({ length: 1_200 }, (_, place) => store([delivery(String(place))])));
  expect(sizes).toEqual([500, 500, 200]);
});
