import type { Dice } from "./random";

/** Thrown when the simulated process dies. Everything that it still tries afterwards fails too, so no handler can hide it. */
export class Crash extends Error {
  constructor(at: string) {
    super(`The simulated process died at ${at}.`);
    this.name = "Crash";
  }
}

export interface Weather {
  dice: Dice;
  /** Probability of dying before, and again after, each step that leaves the process. */
  crash: number;
  /** Probability that somebody else acts between two steps. */
  interleave: number;
  meanwhile(): Promise<void>;
  seen(step: string): void;
}

/** One life of a process: its calls to the database and the platform may be its last. */
export interface Life {
  dead: boolean;
}

/**
 * Wraps a database or a channel so that the process may die before or after any call, and others may act in between. A
 * dead process answers nothing any more.
 */
export const interfere = <T extends object>(target: T, options: { name: string; life: Life; weather: Weather; only: (method: string) => boolean }): T =>
  new Proxy(target, {
    get(subject, property, receiver) {
      const value = Reflect.get(subject, property, receiver) as unknown;
      if (typeof value !== "function" || typeof property !== "string") return value;
      if (!options.only(property)) return value.bind(subject) as unknown;
      return async (...args: unknown[]) => {
        const step = `${options.name}.${property}`;
        await risk(`before ${step}`, options);
        const result: unknown = await (value as (...all: unknown[]) => unknown).apply(subject, args);
        await risk(`after ${step}`, options);
        return result;
      };
    },
  });

const risk = async (step: string, { life, weather }: { life: Life; weather: Weather }): Promise<void> => {
  if (life.dead) throw new Crash(step);
  if (weather.dice.chance(weather.interleave)) await weather.meanwhile();
  if (weather.dice.chance(weather.crash)) {
    life.dead = true;
    weather.seen(`crash ${step}`);
    throw new Crash(step);
  }
};
