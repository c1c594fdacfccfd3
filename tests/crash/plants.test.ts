import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PLANTED_BUGS } from "./plants";

test.each(PLANTED_BUGS)("there is still a place for the bug in which $what", ({ plants }) => {
  for (const { file, from } of plants) expect(readFileSync(file, "utf8"), file).toContain(from);
});
