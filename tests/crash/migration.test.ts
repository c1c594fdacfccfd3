import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureBuild } from "../../scripts/prepare.mjs";
import { startPostgres } from "../postgres";
import { bundleProcesses, type Bundle } from "./bundle";
import { hasStrace, STRACE_INSTALL } from "./fsync";
import { dieWhileMigrating } from "./migration";

let bundle: Bundle;
beforeAll(async () => {
  await ensureBuild();
  bundle = await bundleProcesses();
});
afterAll(() => bundle?.remove());

test("a start that is killed in the middle of a migration leaves the database as it was, and the next one completes it", async () => {
  expect(await dieWhileMigrating({ bundle, deaths: 4 })).toEqual({ deaths: 4, violations: [] });
}, 900_000);

const traced = hasStrace();
test.skipIf(!traced)(`and so does one that is killed while it writes the commit${traced ? "" : ` (skipped: ${STRACE_INSTALL})`}`, async () => {
  expect(await dieWhileMigrating({ bundle, deaths: 0, inCommit: [1, 2, 40] })).toEqual({ deaths: 3, violations: [] });
}, 900_000);

const offer = await startPostgres();
afterAll(async () => {
  if (offer.ok) await offer.server.stop();
});
test.skipIf(!offer.ok)(`and on PostgreSQL${offer.ok ? "" : ` (skipped: ${offer.reason})`}`, async () => {
  if (!offer.ok) return;
  expect(await dieWhileMigrating({ bundle, deaths: 3, newDatabase: () => offer.server.createDatabase() })).toEqual({ deaths: 3, violations: [] });
}, 900_000);
