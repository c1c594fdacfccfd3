import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../app/db/open-database";
import type { Bundle } from "./bundle";
import { environmentOf } from "./house";
import { lookAt, makeOldDatabase } from "./old-database";
import { createMortal } from "./processes";

export interface MigrationResult {
  /** Starts that died in the middle of a migration. */
  deaths: number;
  violations: string[];
}

interface MigrationPlan {
  bundle: Bundle;
  /** An empty database; SQLite in a folder of its own where it is absent. */
  newDatabase?: () => Promise<string>;
  /** In front of how many statements, spread over all, the process dies. */
  deaths: number;
  /** Also dies while the commit writes its pages; needs strace. SQLite alone. */
  inCommit?: readonly number[];
}

/**
 * Starts the web process on a database of the first version and lets it die in the middle of bringing it up to date, again and again, then
 * lets it start. The database must be as a new one is, with all that was in it before.
 */
export const dieWhileMigrating = async ({ bundle, newDatabase, deaths, inCommit = [] }: MigrationPlan): Promise<MigrationResult> => {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-migration-"));
  let files = 0;
  const next = newDatabase ?? (async () => join(folder, `${(files += 1)}.db`));
  const masterKeys = `k1:${randomBytes(32).toString("base64")}`;
  const result: MigrationResult = { deaths: 0, violations: [] };
  try {
    const fresh = await next();
    await (await openDatabase({ url: fresh, masterKeys })).close();
    const wanted = await lookAt(fresh);
    const databaseUrl = await next();
    const statements = await makeOldDatabase(databaseUrl);
    const before = await lookAt(databaseUrl);
    const program = { bundle, masterKeys, databaseUrl };
    const places = Array.from({ length: deaths }, (_, death) => 1 + Math.round((death * (statements - 1)) / Math.max(1, deaths - 1)));
    for (const place of places) await dieOnce(result, `statement ${place} of ${statements}`, startOf(program, { preload: ["./tests/crash/die-at.mjs"], env: { DIE_AT_STATEMENT: String(place) } }));
    for (const write of inCommit) await dieOnce(result, `write ${write} of the commit`, startOf(program, { under: killedInCommit(databaseUrl, write) }));
    const left = await lookAt(databaseUrl);
    if (JSON.stringify(left) !== JSON.stringify(before)) result.violations.push(`a migration that died left something behind: ${left.shape.length} shapes instead of ${before.shape.length}, ${left.deliveries} deliveries`);
    const web = startOf(program, {});
    await web.start().catch((error: unknown) => result.violations.push(`the next start does not complete it: ${String(error)}`));
    await web.stop();
    const after = await lookAt(databaseUrl);
    if (JSON.stringify(after.shape) !== JSON.stringify(wanted.shape)) result.violations.push(`the shape is not a new database's: ${after.shape.filter((line) => !wanted.shape.includes(line)).slice(0, 3).join(" | ")}`);
    if (after.deliveries !== before.deliveries) result.violations.push(`${before.deliveries} deliveries were acknowledged before, and ${after.deliveries} are left`);
    if (!after.sound) result.violations.push("the database is not sound");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return result;
};

/** The tracer kills the process in its system call of that number on the log. */
const killedInCommit = (path: string, write: number): string[] =>
  ["strace", "-f", "-qqq", "-o", "/dev/null", "-P", `${path}-wal`, "-e", "trace=pwrite64", "-e", `inject=pwrite64:signal=SIGKILL:when=${write}`];

const startOf = (program: { bundle: Bundle; masterKeys: string; databaseUrl: string }, more: { preload?: string[]; env?: Record<string, string>; under?: string[] }) => {
  const { bundle, masterKeys, databaseUrl } = program;
  const env = { ...environmentOf({ appUrl: "http://localhost:0", databaseUrl, masterKeys, sandboxUrl: "http://127.0.0.1:9", apiKey: "key", apiSecret: "secret" }), PORT: "0", WORKER: "none", ...more.env };
  return createMortal({ name: "web", file: bundle.web, ready: /Switchyard listens/, ...more, env });
};

const dieOnce = async (result: MigrationResult, where: string, web: ReturnType<typeof startOf>): Promise<void> => {
  const died = await web.start().then(() => false, (error: unknown) => /SIGKILL|\b137\b/.test(String(error)));
  await web.stop();
  if (died) result.deaths += 1;
  else result.violations.push(`the process should have died at ${where}, and did not`);
};
