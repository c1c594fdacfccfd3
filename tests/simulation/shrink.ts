import { type SimulationOptions, type SimulationResult, simulate } from "./simulate";

export interface Shrunk {
  options: SimulationOptions;
  result: SimulationResult;
  /** Runs that it took. */
  runs: number;
  /** The shortest prefix was found; whether events within it could be left out was tried as long as there was time. */
  done: boolean;
}

/**
 * The shortest story of a failure: first the shortest failing prefix, by halving; then events inside it are left out, in ever smaller
 * parts, as long as the same promise is broken (ddmin) and there is time.
 */
export const shrink = async (failing: { options: SimulationOptions; result: SimulationResult }, limitMs: number): Promise<Shrunk> => {
  const until = Date.now() + limitMs;
  const rule = ruleOf(failing.result);
  const found: Shrunk = { ...failing, runs: 0, done: false };
  const fails = async (options: SimulationOptions): Promise<boolean> => {
    found.runs += 1;
    const result = await simulate({ ...options, proveEvery: 1 });
    if (ruleOf(result) !== rule) return false;
    found.options = { ...options, events: result.events, proveEvery: 1 };
    found.result = result;
    return true;
  };
  await shorten(found, { fails, until });
  await leaveOut(found, { fails, until });
  found.done = Date.now() < until;
  return found;
};

/** The promise that was broken first, without its particulars. */
const ruleOf = ({ violations }: SimulationResult): string => violations[0]?.split(":")[0] ?? "";

interface Hunt {
  fails(options: SimulationOptions): Promise<boolean>;
  /** By the clock on the wall. */
  until: number;
}

/** Whether a prefix fails does not grow with its length; halving finds a short one all the same, and it is sure to fail. */
const shorten = async (found: Shrunk, { fails, until }: Hunt): Promise<void> => {
  let holds = 0;
  // A promise that is looked at all the time broke no later than where it was seen.
  await fails({ ...found.options, events: found.result.events });
  while (found.options.events - holds > 1 && Date.now() < until) {
    const middle = Math.floor((holds + found.options.events) / 2);
    if (!(await fails({ ...found.options, events: middle }))) holds = middle;
  }
};

const leaveOut = async (found: Shrunk, { fails, until }: Hunt): Promise<void> => {
  for (let size = Math.ceil(found.options.events / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    const kept = eventsOf(found.options);
    for (let at = 0; at < kept.length && Date.now() < until; at += size) {
      const without = new Set([...(found.options.without ?? []), ...kept.slice(at, at + size)]);
      await fails({ ...found.options, without });
    }
  }
};

/** The numbers of the events that happen. */
export const eventsOf = ({ events, without }: SimulationOptions): number[] =>
  Array.from({ length: events }, (_, index) => index + 1).filter((event) => !without?.has(event));

/** `1-4,7`: as the command line takes it. */
export const asRanges = (numbers: Iterable<number>): string => {
  const ranges: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] + 1 === number) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(",");
};

export const readRanges = (text: string): Set<number> =>
  new Set(text.split(",").filter(Boolean).flatMap((range) => {
    const [from = 0, to = from] = range.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  }));
