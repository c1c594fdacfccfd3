import { expect, test } from "vitest";
import { steadyRows } from "./steady-rows";

const row = (id: string, state = "to ship") => ({ id, state });

test("a new row waits, and a changed one changes where it stands", () => {
  const { rows, newCount, goneIds } = steadyRows([row("b"), row("a")], [row("c"), row("b"), row("a", "held")]);
  expect(rows).toEqual([row("b"), row("a", "held")]);
  expect(newCount).toBe(1);
  expect([...goneIds]).toEqual([]);
});

test("a row that left the list stays in its place, and is named", () => {
  const { rows, goneIds, newCount } = steadyRows([row("b"), row("a")], [row("a")]);
  expect(rows.map(({ id }) => id)).toEqual(["b", "a"]);
  expect([...goneIds]).toEqual(["b"]);
  expect(newCount).toBe(0);
});

test("an empty list takes in what comes", () => {
  expect(steadyRows([], [row("a")]).rows).toEqual([row("a")]);
});
