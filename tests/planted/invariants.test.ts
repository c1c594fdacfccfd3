import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const CHECKED_FROM = 2;

/** Cells of each row of the tables that name a planted bug. */
const rows = readFileSync("docs/invariants.md", "utf8").split("\n").filter((line) => line.startsWith("| ") && line.split("|").length === 7)
  .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim())).filter(([promise]) => promise !== "Promise");

describe("every promise of docs/invariants.md", () => {
  test.each(rows.map((row) => [row[0] as string, row] as const))("%s: is checked, and a planted bug shows that the check can fail", (_promise, row) => {
    expect(row.at(-1)).not.toBe("");
    // A test may be check and planted bug in one.
    if (!row.at(-1)?.includes(".test.ts")) expect(row.slice(CHECKED_FROM, -1).join("")).not.toBe("");
  });

  test("there are promises", () => expect(rows.length).toBeGreaterThan(25));
});
