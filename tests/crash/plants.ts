import type { Plant } from "./bundle";

/** What a planted bug must be found by. */
export type Proof = "kill" | "postgresql" | "redis" | "fsync" | "torn" | "migration";

interface PlantedBug {
  what: string;
  plants: readonly Plant[];
  proof: Proof;
  /** Some violation must match. */
  caughtBy: RegExp;
}

const SQLITE = "app/db/open-sqlite.ts";
const POSTGRESQL = "app/db/open-postgresql.ts";

/** Bugs that a careless hand might bring into the house; `npm run soak -- --planted` shows that each is found. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    what: "a delivery is answered before it is stored", proof: "fsync", caughtBy: /was not written|not committed|not synced/,
    plants: [{
      file: "app/http/ingest.ts", from: "const [outcome] = await world.db.storeDeliveries([delivery]);",
      to: 'void world.db.storeDeliveries([delivery]).catch(() => undefined); const outcome = "stored" as string;',
    }],
  },
  {
    what: "SQLite runs at synchronous=NORMAL", proof: "fsync", caughtBy: /not synced/,
    plants: [{ file: SQLITE, from: "synchronous = FULL", to: "synchronous = NORMAL" }, { file: SQLITE, from: "const SYNCHRONOUS_FULL = 2", to: "const SYNCHRONOUS_FULL = 1" }],
  },
  {
    what: "a delivery and its body are written apart", proof: "torn", caughtBy: /half a change set/,
    plants: [{ file: "app/db/sqlite-engine.ts", from: 'write: (work) => whenFree(() => transaction("BEGIN IMMEDIATE", work))', to: "write: (work) => whenFree(() => run.work(work()))" }],
  },
  {
    what: "a delivery that comes again is stored again", proof: "kill", caughtBy: /acknowledged-is-durable/,
    plants: [{ file: "app/db/inbox.ts", from: "leaseUntil: 0, ...delivery });", to: "leaseUntil: 0, ...delivery, deliveryKey: `${delivery.deliveryKey}:${delivery.id}` });" }],
  },
  {
    what: "what a dead worker had taken up is never taken up again", proof: "kill", caughtBy: /nothing-waits/,
    plants: [{ file: "app/db/inbox.ts", from: "leaseUntil: now + leaseMs", to: "leaseUntil: now + leaseMs * 1_000" }],
  },
  {
    what: "PostgreSQL answers before it has written", proof: "postgresql", caughtBy: /acknowledged-is-durable/,
    plants: [
      { file: POSTGRESQL, from: "connectionString: url, max", to: 'options: "-c synchronous_commit=off", connectionString: url, max' },
      { file: POSTGRESQL, from: "await assertDurable(pool);", to: "void assertDurable;" },
    ],
  },
  {
    what: "a connection that PostgreSQL ends takes the process with it", proof: "postgresql", caughtBy: /lives-until-killed/,
    plants: [{ file: POSTGRESQL, from: 'pool.on("error", () => undefined);', to: "" }],
  },
  {
    what: "the worker trusts the queue and does not look for rows", proof: "redis", caughtBy: /nothing-waits/,
    plants: [{ file: "app/jobs/sweep.ts", from: "turn.bell.heard(job.restMs)", to: "turn.bell.heard(3_600_000)" }],
  },
  {
    what: "a migration is no transaction", proof: "migration", caughtBy: /left something behind|does not complete it/,
    plants: [
      { file: SQLITE, from: 'client.exec("BEGIN IMMEDIATE"));', to: 'client.exec("BEGIN IMMEDIATE").exec("COMMIT"));' },
      { file: SQLITE, from: '    client.exec("COMMIT");\n  } catch', to: "  } catch" },
    ],
  },
];
