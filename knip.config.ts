import type { KnipConfig } from "knip";

/** Dead files, exports and dependencies. Entries are what is started by name rather than imported. */
const config: KnipConfig = {
  entry: [
    "app/{server,worker,cli}.ts",
    "app/root.tsx",
    "app/entry.{client,server}.tsx",
    "app/routes.ts",
    "app/routes/**/*.{ts,tsx}",
    "app/screens/**/*.tsx",
    "connectors/channels/verify-live.ts",
    "sandbox/main.ts",
    "bench/{main,load,worker,ingest-floor}.ts",
    "app/db/{drizzle-*.config,schema-sqlite,schema-postgresql}.ts",
    "app/ui/index.tsx",
    "tests/simulation/main.ts",
    "tests/pages/pictures.ts",
    "tests/crash/{main.ts,die-at.mjs}",
    "app/compute/{thread,thread.fixture}.mjs",
    "scripts/*.mjs",
    "extensions/*/src/block.tsx",
    "{app,connectors,sandbox,tests,bench,extensions}/**/*.test.{ts,tsx}",
  ],
  project: ["{app,connectors,sandbox,tests,bench,extensions,scripts}/**/*.{ts,tsx,mjs}", "*.{ts,js,mjs}"],
  // Types of a contract are named for the reader even where nobody imports them one by one.
  exclude: ["types", "duplicates"],
  ignoreExportsUsedInFile: true,
};

export default config;
