import fc from "fast-check";

/** A command of a machine: plays on the model and on the real house, which the machine compares afterwards. */
export interface Move<Model, Real> {
  /** As a person would tell it. */
  words: string;
  /** May it happen now? Without it, always. */
  when?(model: Model): boolean;
  play(model: Model, real: Real): Promise<void>;
}

/** @param compare throws where model and house differ; asked after every command */
export const commandOf = <Model extends object, Real>(move: Move<Model, Real>, compare: (model: Model, real: Real) => Promise<void>): fc.AsyncCommand<Model, Real> => ({
  check: (model) => move.when?.(model) ?? true,
  run: async (model, real) => {
    await move.play(model, real);
    await compare(model, real);
  },
  toString: () => `\n  ${move.words}`,
});

/** One of those that there are, by a number that knows nothing of how many there are. */
export const pick = <T>(all: readonly T[], index: number): T => {
  if (all.length === 0) throw new Error("there is nothing to pick from");
  return all[index % all.length] as T;
};

/** How much time passes before a command: none, a moment, or longer than two clocks may differ. */
export const pause = fc.constantFrom(0, 1, 1_000, 20_000, 40_000, 100_000);
