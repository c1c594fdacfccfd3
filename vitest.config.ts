import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** The suites, by path. `scripts/test.mjs` runs them in turn with a time budget each; `vitest run <path>` finds a test in its suite. */
const DATABASE = ["app/db/**/*.test.ts"];
/** It measures its process's memory, which it must not share. */
const ALONE = ["app/http/downloads.test.ts"];
/** They put a page into their process's globals. */
const EXTENSIONS = ["extensions/**/*.test.ts"];
const QUEUE = ["app/jobs/**/*.test.ts"];
/** Each benchmark at a tiny size, with real processes. */
const BENCHMARKS = ["bench/small.test.ts"];

const suite = (name: string, include: string[], exclude: string[] = []) => ({ extends: true as const, test: { name, include, exclude } });

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    environment: "node",
    // Left to itself it leaves one of two cores to others, and nothing else runs beside it.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      // One process for many files: to load the house anew for each took longer than the tests themselves.
      { extends: true, test: { name: "unit", include: ["app/**/*.test.{ts,tsx}", "connectors/**/*.test.ts", "sandbox/**/*.test.ts", "bench/**/*.test.ts"], exclude: [...DATABASE, ...QUEUE, ...ALONE, ...BENCHMARKS], isolate: false } },
      suite("database", [...DATABASE, ...ALONE, ...EXTENSIONS]),
      suite("queue", QUEUE),
      suite("model", ["tests/model/**/*.test.ts", "tests/optimal/**/*.test.ts"]),
      suite("simulator", ["tests/simulation/**/*.test.ts", "tests/planted/**/*.test.ts"]),
      { extends: true, test: { name: "bench", include: BENCHMARKS, fileParallelism: false, testTimeout: 240_000, hookTimeout: 180_000 } },
      { extends: true, test: { name: "browser", include: ["tests/e2e/**/*.test.ts", "tests/pages/**/*.test.ts"], testTimeout: 240_000, hookTimeout: 240_000, fileParallelism: false } },
      { extends: true, test: { name: "crash", include: ["tests/crash/**/*.test.ts"], hookTimeout: 180_000 } },
      suite("resilience", ["tests/resilience/**/*.test.ts"]),
      suite("shape", ["tests/*.test.ts"]),
    ],
  },
});
