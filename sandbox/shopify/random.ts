/** A seeded source of chance. The same seed gives the same numbers in the same order, so that a run can be repeated. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
  chance(probability: number): boolean;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  uuid(): string;
  /** For saving and continuing. */
  state(): number;
}

/** The mulberry32 generator: 32 bits of state, good enough for a sandbox and fast. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const hex = (digits: number) => {
    let text = "";
    while (text.length < digits) text += between(0, 0xffff).toString(16).padStart(4, "0");
    return text.slice(0, digits);
  };
  return {
    next, between, hex,
    pick: <T>(from: readonly T[]) => from[between(0, from.length - 1)] as T,
    chance: (probability) => probability > 0 && next() < probability,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${"89ab"[between(0, 3)]}${hex(3)}-${hex(12)}`,
    state: () => state,
  };
}

/** A number from text, for streams of chance that must not disturb each other. */
export function seedFrom(seed: number, stream: string): number {
  let hash = (2_166_136_261 ^ seed) >>> 0;
  for (let index = 0; index < stream.length; index += 1) hash = Math.imul(hash ^ stream.charCodeAt(index), 16_777_619) >>> 0;
  return hash;
}
