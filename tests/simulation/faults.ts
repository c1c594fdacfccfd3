import { noFaults } from "../../sandbox/shopify/faults";
import { type Dice, createDice } from "./random";
import type { Memory } from "./memory";
import type { Twin } from "../../sandbox/shopify/twin";

const DAY_MS = 86_400_000;

/** Everything that may go wrong, as probabilities from 0 to 1 unless it is said otherwise. */
export interface Rates {
  /** A webhook comes twice. */
  duplicate: number;
  /** A webhook that is due changes its place with a later one. */
  reorder: number;
  /** A webhook is late by up to `delayMs`. */
  delay: number;
  delayMs: number;
  /** A webhook never comes. */
  loss: number;
  /** The platform answers THROTTLED inside HTTP 200. */
  throttle: number;
  /** The platform answers 429. */
  tooMany: number;
  /** 500, 502 or 503, and nothing was done. */
  serverError: number;
  /** The connection dies before the call has an effect… */
  lostBefore: number;
  /** …or after it had. */
  lostAfter: number;
  /** A read answers an older state. */
  staleRead: number;
  /** The database refuses a write, because another one holds it or serializes against it: nothing was written. */
  busy: number;
  /** The process dies before, and again after, a step that leaves it. */
  crash: number;
  /** The other worker acts between two steps. */
  interleave: number;
  /** How often people change stock by hand outside, as a factor: 1 is their usual zeal. */
  edits: number;
}

export type Profile = "gentle" | "usual" | "wild";

/** The most of each that a run of the profile may have; each seed has weather of its own below it. */
export const PROFILES: Readonly<Record<Profile, Rates>> = {
  gentle: {
    duplicate: 0.05, reorder: 0.1, delay: 0.2, delayMs: 60_000, loss: 0, throttle: 0.02, tooMany: 0.01, serverError: 0.01, lostBefore: 0.01, lostAfter: 0.01, staleRead: 0.02,
    busy: 0.005, crash: 0.001, interleave: 0.2, edits: 0.5,
  },
  usual: {
    duplicate: 0.1, reorder: 0.2, delay: 0.5, delayMs: DAY_MS, loss: 0.05, throttle: 0.05, tooMany: 0.03, serverError: 0.05, lostBefore: 0.05, lostAfter: 0.08, staleRead: 0.1,
    busy: 0.02, crash: 0.006, interleave: 0.5, edits: 1,
  },
  wild: {
    duplicate: 0.3, reorder: 0.5, delay: 0.7, delayMs: DAY_MS, loss: 0.1, throttle: 0.12, tooMany: 0.06, serverError: 0.12, lostBefore: 0.12, lostAfter: 0.15, staleRead: 0.25,
    busy: 0.06, crash: 0.015, interleave: 0.8, edits: 3,
  },
};

export const CALM: Rates = {
  duplicate: 0, reorder: 0, delay: 0, delayMs: 60_000, loss: 0, throttle: 0, tooMany: 0, serverError: 0, lostBefore: 0, lostAfter: 0, staleRead: 0, busy: 0, crash: 0, interleave: 0, edits: 1,
};

/** Two workers after the same few units, and little else going on: races that other weather rarely shows. */
export const CONTENDED: Rates = { ...CALM, interleave: 0.9 };

export const isRate = (name: string): name is keyof Rates => name in CALM;

const DELAYS_MS = [5_000, 60_000, 600_000, DAY_MS];

/** The weather of a seed: some faults are missing, the others are anything up to the most that the profile allows. */
export const weatherOf = (seed: number, most: Rates, fixed: Partial<Rates> = {}): Rates => {
  const dice: Dice = createDice(seed ^ 0xfa17);
  const drawn = Object.fromEntries(Object.entries(most).map(([name, rate]) => [name, dice.chance(0.7) ? dice.next() * rate : 0])) as unknown as Rates;
  return { ...drawn, delayMs: dice.pick(DELAYS_MS.filter((ms) => ms <= most.delayMs)), edits: most.edits * (0.5 + dice.next()), ...fixed };
};

/** Switches the weather of a world. */
export const setRates = ({ twin, weather, memory }: { twin: Twin; weather: { rates: Rates }; memory: Memory }, rates: Rates): void => {
  const { duplicate, delay, delayMs, loss, throttle, serverError, staleRead, lostBefore, lostAfter } = rates;
  Object.assign(twin.faults, { ...noFaults(), duplicate, delay, delayMs, loss, throttle, serverError, staleRead, timeoutBefore: lostBefore, timeoutAfter: lostAfter });
  weather.rates = rates;
  memory.deaf ||= loss > 0;
};
