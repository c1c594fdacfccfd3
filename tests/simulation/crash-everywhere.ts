import { checkAlways } from "./checks";
import { CALM, type Rates, setRates } from "./faults";
import { checkEnd } from "./simulate";
import { STORIES, type StoryName } from "./stories";
import { openWorld } from "./settle-down";

/** A few goods, enough of each: a story ends quickly. */
const SMALL_STORE = { products: 3, unitsLow: 3, unitsHigh: 6, untrackedShare: 0, continueSellingShare: 0, digitalShare: 0, locations: 2 };

export interface Telling {
  story: StoryName;
  seed: number;
  /** The process dies at this step out of it, counted from 1; null: at none. */
  crashAt?: number | null;
  /** Faults beside it. */
  rates?: Partial<Rates>;
  databaseUrl?: string;
}

export interface Told {
  /** How often a process was left or entered: each may be its last. */
  steps: number;
  violations: string[];
  trace: string[];
  traceHash: string;
}

const TRACE_LINES = 60;

/** Plays one story, and then all promises must hold. */
export const tellStory = async ({ story, seed, crashAt, rates, databaseUrl }: Telling): Promise<Told> => {
  const world = await openWorld({ seed, databaseUrl: databaseUrl ?? ":memory:", store: SMALL_STORE });
  try {
    setRates(world, { ...CALM, ...rates });
    Object.assign(world.weather, { steps: 0, crashAt: crashAt ?? null });
    await STORIES[story].play(world);
    const { steps } = world.weather;
    const violations = [...(await checkAlways(world)), ...(await checkEnd(world))];
    return { steps, violations, trace: world.trace.last(TRACE_LINES), traceHash: world.trace.hash() };
  } finally {
    await world.ground.db.close();
  }
};

export interface CrashedEverywhere {
  steps: number;
  tried: number;
  /** The first step at which a crash broke a promise. */
  broken: { at: number; told: Told } | null;
}

/**
 * Plays a story once to count where a process may die, and then again for each of these places, or for `most` of them, dying there. The
 * places of a sample move with the seed.
 */
export const crashEverywhere = async (telling: Omit<Telling, "crashAt">, most = Infinity): Promise<CrashedEverywhere> => {
  const whole = await tellStory(telling);
  if (whole.violations.length > 0) return { steps: whole.steps, tried: 0, broken: { at: 0, told: whole } };
  const stride = Math.max(1, whole.steps / most);
  const offset = ((telling.seed * 7) % 10) / 10;
  let tried = 0;
  for (let place = 0; Math.floor((place + offset) * stride) < whole.steps; place += 1) {
    const at = Math.floor((place + offset) * stride) + 1;
    tried += 1;
    const told = await tellStory({ ...telling, crashAt: at });
    if (told.violations.length > 0) return { steps: whole.steps, tried, broken: { at, told } };
  }
  return { steps: whole.steps, tried, broken: null };
};
