import { defineConfig } from "vitest/config";

/** Suites are chosen by path; `scripts/test.mjs` runs them in turn with a time budget each. */
export default defineConfig({
  test: {
    include: ["app/**/*.test.{ts,tsx}", "connectors/**/*.test.ts", "sandbox/**/*.test.ts", "tests/**/*.test.ts", "bench/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    environment: "node",
  },
});
