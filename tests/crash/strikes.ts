import { setTimeout as sleep } from "node:timers/promises";
import type { MortalPostgres } from "../postgres";
import { signalIfThere } from "../process-tree";
import type { RunningRedis } from "../redis";
import { createDice } from "../simulation/random";
import { type Mortal, startUntilUp } from "./processes";

/** Something bad that happens to a part of the house, and is over when it resolves. */
export interface Strike {
  name: string;
  hit(): Promise<void>;
}

export interface StrikePlan {
  /** How many strikes there are, of all parts together. */
  rounds: number;
  /** Chooses who is hit and when; what the processes do meanwhile is not repeatable. */
  seed: number;
}

/** How long a part lives before it is hit again. */
const LIFE_MS = { least: 60, most: 500 };
/** What a process needs may be down as well: a supervisor goes on starting it. */
const REVIVED_WITHIN_MS = 60_000;

/** kill -9, and a supervisor that starts it again at once. */
export const killing = (victim: Mortal): Strike => ({
  name: victim.name,
  async hit() {
    await victim.kill();
    await startUntilUp(victim, REVIVED_WITHIN_MS);
  },
});

/** The server of the database, all of its processes; the house has to find its way back by itself. */
export const killingServer = (server: MortalPostgres): Strike => ({
  name: "postgresql",
  async hit() {
    await server.kill();
    await server.start();
  },
});

/** Everything that waits in the queue is forgotten, and so is who waited for it. */
export const flushing = (redis: RunningRedis): Strike => ({ name: "redis", hit: () => redis.flushAll() });

/** The last messages come while the worker stands still, and what woke it is forgotten: nobody tells it of them any more. */
export const forgettingTheLast = (redis: RunningRedis, worker: Mortal) => ({
  begin: () => signalled(worker, "SIGSTOP"),
  async end() {
    await redis.flushAll();
    signalled(worker, "SIGCONT");
  },
});

const signalled = (mortal: Mortal, signal: NodeJS.Signals): void => {
  const pid = mortal.pid();
  if (pid !== null) signalIfThere(pid, signal);
};

/**
 * Each part is hit in a lane of its own, so that one dies while another is starting. Answers how often each was hit.
 */
export const strikeAll = async (strikes: readonly Strike[], { rounds, seed }: StrikePlan): Promise<Record<string, number>> => {
  const dice = createDice(seed);
  const times = new Map(strikes.map((strike) => [strike.name, 0]));
  for (let round = 0; round < rounds; round += 1) {
    // Everybody is hit once before chance decides.
    const { name } = strikes[round] ?? dice.pick(strikes);
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  await Promise.all(strikes.map(async (strike, lane) => {
    const own = createDice(seed * 31 + lane);
    for (let hits = times.get(strike.name) ?? 0; hits > 0; hits -= 1) {
      await sleep(own.between(LIFE_MS.least, LIFE_MS.most));
      await strike.hit();
    }
  }));
  return Object.fromEntries(times);
};
