import { startMortalPostgres } from "../postgres";
import { redisBinary, REDIS_INSTALL, startRedis } from "../redis";
import type { Bundle } from "./bundle";
import { hasStrace, STRACE_INSTALL, traceDeliveries } from "./fsync";
import { startHouse, type House, type HouseOptions } from "./house";
import { killUnderLoad, type KillPlan } from "./kill";
import { dieWhileMigrating } from "./migration";
import type { Proof } from "./plants";
import { recordLog } from "./recording";
import { flushing, forgettingTheLast, killing, killingServer, type Strike } from "./strikes";
import { openTorn } from "./torn";

/** Figures, and the promises that were broken. */
export type Verdict = { violations: readonly string[] } & Record<string, unknown>;

export interface ProofOptions {
  bundle: Bundle;
  rounds: number;
  seed: number;
  /** Where web and worker are killed; SQLite where it is absent. */
  databaseUrl?: string;
  /** How long a backlog may stand still. */
  patienceMs?: number;
}

const LOG_BYTES = 1_000_000;
const DELIVERIES_PER_ROUND = 25;
const CUTS_PER_ROUND = 5;
const DEATHS_IN_COMMIT = [1, 2, 40];

/** Each proof in its long form. The tests run the same with figures of their own. */
export const PROOFS: Record<Proof, (options: ProofOptions) => Promise<Verdict>> = {
  kill: (options) => struck({ bundle: options.bundle, ...(options.databaseUrl !== undefined && { databaseUrl: options.databaseUrl }) }, planOf(options), ({ web, worker }) => [killing(web), killing(worker)]),
  postgresql: async (options) => {
    const offer = await startMortalPostgres();
    if (!offer.ok) return { violations: [offer.reason] };
    try {
      const { bundle, rounds } = options;
      const alone = [killingServer(offer.server)];
      const half = { ...planOf(options), rounds: Math.ceil(rounds / 2), busyFirst: true };
      // Alone first: a process that ends with the server would be started again beside it, and nobody would see.
      const first = await struck({ bundle, databaseUrl: await offer.server.createDatabase() }, half, () => alone);
      if (first.violations.length > 0) return first;
      return await struck({ bundle, databaseUrl: await offer.server.createDatabase() }, half, ({ web, worker }) => [...alone, killing(web), killing(worker)]);
    } finally {
      await offer.server.stop();
    }
  },
  redis: async (options) => {
    const binary = redisBinary();
    if (binary === null) return { violations: [REDIS_INSTALL] };
    const redis = await startRedis(binary);
    try {
      return await struck({ bundle: options.bundle, redisUrl: redis.url }, { ...planOf(options), busyFirst: true }, ({ worker }) => [flushing(redis), killing(worker)], ({ worker }) => forgettingTheLast(redis, worker));
    } finally {
      await redis.stop();
    }
  },
  fsync: async ({ bundle, rounds }) => (hasStrace() ? { ...(await traceDeliveries(rounds * DELIVERIES_PER_ROUND, bundle)) } : { violations: [STRACE_INSTALL] }),
  torn: async ({ bundle, rounds, seed }) => ({ ...(await openTorn(await recordLog(LOG_BYTES, { bundle }), { cuts: rounds * CUTS_PER_ROUND, flips: rounds * CUTS_PER_ROUND, seed })) }),
  migration: async ({ bundle, rounds }) => ({ ...(await dieWhileMigrating({ bundle, deaths: Math.max(2, rounds), inCommit: hasStrace() ? DEATHS_IN_COMMIT : [] })) }),
};

const planOf = ({ rounds, seed, patienceMs }: ProofOptions): KillPlan => ({ rounds, seed, ...(patienceMs !== undefined && { patienceMs }) });

type Parts = [strikes: (house: House) => Strike[], closing?: (house: House) => KillPlan["closing"]];

const struck = async (options: HouseOptions, plan: KillPlan, ...parts: Parts): Promise<Verdict> => {
  const [strikes, closing] = parts;
  const house = await startHouse(options);
  try {
    return { ...(await killUnderLoad(house, { ...plan, strikes: strikes(house), ...(closing && { closing: closing(house) }) })) };
  } finally {
    await house.stop();
  }
};
