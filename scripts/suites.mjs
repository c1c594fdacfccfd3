/**
 * The suites of `npm test`, in the order in which they run. Each is a project of vitest.config.ts. `needs` names the
 * services of services.mjs; a suite that is `whole` cannot run without them, another leaves out the tests that need them.
 */
export const SUITES = [
  { name: "unit", budgetMinutes: 3, needs: [], whole: false },
  { name: "database", budgetMinutes: 2, needs: ["postgresql"], whole: false },
  { name: "queue", budgetMinutes: 1, needs: ["redis"], whole: false },
  { name: "model", budgetMinutes: 2, needs: ["postgresql"], whole: false },
  { name: "simulator", budgetMinutes: 2, needs: [], whole: false },
  { name: "bench", budgetMinutes: 2, needs: ["postgresql"], whole: false },
  { name: "crash", budgetMinutes: 4, needs: ["postgresql", "redis", "strace"], whole: false },
  { name: "resilience", budgetMinutes: 2, needs: [], whole: false },
  { name: "browser", budgetMinutes: 6, needs: ["chromium"], whole: true },
];
