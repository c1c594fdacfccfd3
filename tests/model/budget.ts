/**
 * How long the models play, read from the environment here alone: `MODEL_RUNS` histories a machine, of about `MODEL_COMMANDS` commands each,
 * from `MODEL_SEED` on. A failure prints seed, path and replayPath; `MODEL_PATH` and `MODEL_REPLAY` play exactly that one again.
 */
const whole = (name: string, otherwise: number): number => {
  const text = process.env[name];
  if (text === undefined || text === "") return otherwise;
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`${name} takes a whole number above 0; "${text}" is none.`);
};

const RUNS = whole("MODEL_RUNS", 500);
const SEED = whole("MODEL_SEED", 20_261_122);
const PATH = process.env["MODEL_PATH"];

/** Both databases play a part of the histories: a commit takes ten times as long over a socket, and proves the same rules. */
const SHARE_OF_BOTH = 16;
/** A race is short, and there are not many different ones. */
const SHARE_OF_RACES = 4;
/** Only against a history that never ends: a busy machine takes its time. */
const TEST_MS_MAX = 600_000 * Math.ceil(RUNS / 500);

export const budget = {
  /** On average; a history is empty or twice as long at the most. */
  commands: whole("MODEL_COMMANDS", 30),
  testMsMax: TEST_MS_MAX,
  replayPath: process.env["MODEL_REPLAY"],
  /** @param share of the runs that this test plays: 1 is all */
  runs: (share = 1) => ({ numRuns: Math.ceil(RUNS / share), seed: SEED, ...(PATH ? { path: PATH, endOnFailure: true } : {}) }),
  /** For bugs that must be seen; most are in the first history. */
  hunt: { numRuns: 300, seed: SEED },
  shareOfBoth: SHARE_OF_BOTH,
  shareOfRaces: SHARE_OF_RACES,
} as const;

export type Budget = typeof budget;
