import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ensureBuild } from "../../scripts/prepare.mjs";
import { startMortalPostgres, type MortalPostgres } from "../postgres";
import { REDIS_INSTALL, redisBinary, startRedis, type RunningRedis } from "../redis";
import { bundleProcesses, type Bundle } from "./bundle";
import { startHouse, type House, type HouseOptions } from "./house";
import { killUnderLoad, type KillPlan, type KillResult } from "./kill";
import { flushing, forgettingTheLast, killing, killingServer, type Strike } from "./strikes";

/** The servers that a house leans on die or forget under load, while its own processes die as well. */
let bundle: Bundle;
beforeAll(async () => {
  await ensureBuild();
  bundle = await bundleProcesses();
});
afterAll(() => bundle?.remove());

let house: House | undefined;
afterEach(async () => {
  await house?.stop();
  house = undefined;
});

const strike = async (options: HouseOptions, plan: { rounds: number; seed: number; strikes(house: House): Strike[]; closing?(house: House): KillPlan["closing"] }): Promise<KillResult> => {
  house = await startHouse({ ...options, bundle });
  const { strikes, closing, ...rounds } = plan;
  const result = await killUnderLoad(house, { ...rounds, busyFirst: true, strikes: strikes(house), ...(closing && { closing: closing(house) }) });
  expect(result.violations, JSON.stringify(result)).toEqual([]);
  expect(result.acknowledged).toBeGreaterThan(20);
  return result;
};

describe("PostgreSQL", async () => {
  const offer = await startMortalPostgres();
  const server = offer.ok ? offer.server : (null as unknown as MortalPostgres);
  afterAll(async () => {
    if (offer.ok) await offer.server.stop();
  });
  const skipped = offer.ok ? "" : ` (skipped: ${offer.reason})`;

  test.skipIf(!offer.ok)(`is killed 4 times: web and worker live on, come back to it by themselves, and lose nothing${skipped}`, async () => {
    const { hits } = await strike({ databaseUrl: await server.createDatabase() }, { rounds: 4, seed: 2, strikes: () => [killingServer(server)] });
    expect(hits).toEqual({ postgresql: 4 });
  }, 900_000);

  test.skipIf(!offer.ok)(`and the processes of the house die in 8 rounds, each without asking the other${skipped}`, async () => {
    const strikes = ({ web, worker }: House) => [killing(web), killing(worker), killingServer(server)];
    await strike({ databaseUrl: await server.createDatabase() }, { rounds: 8, seed: 3, strikes });
  }, 900_000);
});

describe("Redis", () => {
  const binary = redisBinary();
  let redis: RunningRedis | undefined;
  afterAll(() => redis?.stop());

  test.skipIf(binary === null)(`forgets everything in 24 rounds, in which the worker dies too: the rows are the truth${binary ? "" : ` (skipped: ${REDIS_INSTALL})`}`, async () => {
    redis = await startRedis(binary as string);
    const forgetful = redis;
    await strike({ redisUrl: forgetful.url }, {
      rounds: 24, seed: 4, strikes: ({ worker }) => [flushing(forgetful), killing(worker)], closing: ({ worker }) => forgettingTheLast(forgetful, worker),
    });
  }, 900_000);
});
