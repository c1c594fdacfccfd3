import { DatabaseUnavailable } from "../../app/db/port";
import { CALM, type Rates } from "./faults";
import { type Dice, createDice } from "./random";

export interface Weather {
  dice: Dice;
  rates: Rates;
  /** Steps that left a process so far. */
  steps: number;
  /** At this step the process dies; null: only by chance. */
  crashAt: number | null;
  /** At the next step of this name (`before db.commit`) something happens, once. */
  ambush: { step: string; act(): Promise<void> } | null;
  /** Somebody else acts between two steps. */
  meanwhile(): Promise<void>;
  seen(step: string): void;
}

export const calmWeather = (seed: number, seen: (step: string) => void): Weather =>
  ({ dice: createDice(seed), rates: CALM, steps: 0, crashAt: null, ambush: null, meanwhile: () => Promise.resolve(), seen });

/** One life of a process: its calls to the database and the platform may be its last. */
export interface Life {
  dead: boolean;
  /** Resolves with its death. */
  death: Promise<void>;
  die(): void;
}

export const newLife = (): Life => {
  let end: () => void = () => undefined;
  const death = new Promise<void>((resolve) => {
    end = resolve;
  });
  const life: Life = {
    dead: false, death,
    die: () => {
      life.dead = true;
      end();
    },
  };
  return life;
};

export interface Interfered {
  name: string;
  life: Life;
  weather: Weather;
  /** Calls that leave the process at all. */
  leaves(method: string): boolean;
  /** Calls that a database may refuse because it is busy. */
  writes(method: string): boolean;
}

/** Reads are many: between them others act less often. */
const READ_SHARE = 0.15;

/**
 * Wraps a database or a channel so that the process may die before or after any call, and others may act in between. Whoever
 * waits for an answer in a process that died waits for ever, as with `kill -9`: no handler runs, and nothing can hide it.
 */
export const interfere = <T extends object>(target: T, options: Interfered): T =>
  new Proxy(target, {
    get(subject, property, receiver) {
      const value = Reflect.get(subject, property, receiver) as unknown;
      if (typeof value !== "function" || typeof property !== "string") return value;
      if (!options.leaves(property)) return value.bind(subject) as unknown;
      const isWrite = options.writes(property);
      return async (...args: unknown[]) => {
        const step = `${options.name}.${property}`;
        await mayDie(`before ${step}`, options, isWrite ? 1 : READ_SHARE);
        if (isWrite) refuse(options);
        const result: unknown = await (value as (...all: unknown[]) => unknown).apply(subject, args);
        await mayDie(`after ${step}`, options, isWrite ? 1 : READ_SHARE);
        return result;
      };
    },
  });

const NEVER = new Promise<never>(() => undefined);

/** A step that leaves the process: others may act, or it dies. */
export const mayDie = async (step: string, { life, weather }: Interfered, share = 1): Promise<void> => {
  if (life.dead) return await NEVER;
  const { ambush, dice, rates } = weather;
  if (ambush?.step === step) {
    weather.ambush = null;
    await ambush.act();
  }
  if (dice.chance(rates.interleave * share)) await weather.meanwhile();
  weather.steps += 1;
  if (weather.steps !== weather.crashAt && !dice.chance(rates.crash)) return;
  life.die();
  weather.seen(`crash ${step}`);
  return await NEVER;
};

const refuse = ({ name, weather: { dice, rates } }: Interfered): void => {
  if (name === "db" && dice.chance(rates.busy)) throw new DatabaseUnavailable(dice.chance(0.5) ? "SQLITE_BUSY" : "40001");
};
