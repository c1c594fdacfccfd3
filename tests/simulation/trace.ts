import { createHash } from "node:crypto";

/** What happened, in order. Its hash names a run: the same seed must give the same. */
export interface Trace {
  note(line: string): void;
  hash(): string;
  last(lines: number): string[];
}

const KEPT_LINES = 400;

export const createTrace = (): Trace => {
  const hash = createHash("sha256");
  const kept: string[] = [];
  return {
    note: (line) => {
      hash.update(line).update("\n");
      kept.push(line);
      if (kept.length > KEPT_LINES * 2) kept.splice(0, KEPT_LINES);
    },
    hash: () => hash.copy().digest("hex"),
    last: (lines) => kept.slice(-lines),
  };
};
