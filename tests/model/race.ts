import fc, { type Scheduler } from "fast-check";
import { expect } from "vitest";
import type { Db } from "../../app/db/port";
import type { FlowContext } from "../../app/flows/context";
import type { House } from "./house";

/** One worker's piece of work: what it does to the model at once, and to the house over several calls of the database. Both say how it ended. */
export interface Racer<Model, Real> {
  words: string;
  model(model: Model): string;
  real(real: Real, ctx: FlowContext): Promise<string>;
}

/** A failure tells in words who raced. */
const shownRacers = <One extends { words: string }>(racers: fc.Arbitrary<One[]>): fc.Arbitrary<One[]> =>
  racers.map((all) => Object.assign(all, { [fc.toStringMethod]: () => all.map((one, place) => `${place + 1} ${one.words}`).join("; ") }));

/** Every call of the database waits for its turn: between any two of one worker, all of another's may come. */
const taking = (scheduler: Scheduler, who: string) => (db: Db): Db =>
  new Proxy(db, {
    get: (target, name) => {
      const member = target[name as keyof Db] as unknown;
      if (typeof member !== "function") return member;
      return async (...values: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), `${who}: ${String(name)}`);
        return (member as (...all: unknown[]) => unknown).apply(target, values);
      };
    },
  });

/** Lets all race; gives how each ended. */
const race = async <Model, Real extends { house: House }>(racers: readonly Racer<Model, Real>[], real: Real, scheduler: Scheduler): Promise<string[]> => {
  const all = Promise.all(racers.map((racer, place) => racer.real(real, real.house.colleague(taking(scheduler, `${place + 1} (${racer.words})`)))));
  return scheduler.waitFor(all);
};

const ATTEMPTS_MAX = 6;

/** What meets a conflict is decided anew on what is there then. */
export const persist = async (attempt: () => Promise<string>): Promise<string> => {
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt();
    if (outcome !== "conflict" || tries === ATTEMPTS_MAX) return outcome;
  }
};

export const permutations = <T>(all: readonly T[]): T[][] =>
  all.length <= 1 ? [[...all]] : all.flatMap((first, at) => permutations([...all.slice(0, at), ...all.slice(at + 1)]).map((rest) => [first, ...rest]));

/** The race must have ended as if its workers had come one after the other, in some order. */
const assertSerial = async <Model>(said: {
  racers: readonly Racer<Model, never>[];
  endings: readonly string[];
  copy(): Model;
  compare(model: Model): Promise<void>;
}): Promise<void> => {
  const reasons: string[] = [];
  for (const order of permutations(said.racers.map((_, place) => place))) {
    const model = said.copy();
    const ended = said.endings.map(() => "");
    for (const place of order) ended[place] = (said.racers[place] as Racer<Model, never>).model(model);
    try {
      expect(said.endings).toEqual(ended);
      await said.compare(model);
      return;
    } catch (error) {
      reasons.push(`${order.map((place) => place + 1).join(", ")}: ${error instanceof Error ? error.message.slice(0, 400) : String(error)}`);
    }
  }
  throw new Error(`ended as in no order of ${said.racers.map((one, place) => `${place + 1} ${one.words} (${said.endings[place]})`).join("; ")}\n${reasons.join("\n")}`);
};

interface RaceScene<Model, Real> {
  model: Model;
  real: Real;
}

interface Contest<Model, Real, Scene> {
  /** What may race; it looks at the scene when it runs. */
  racer(scene: () => Scene): fc.Arbitrary<Racer<Model, Real>>;
  sceneOf(): Promise<Scene>;
  compare(model: Model, real: Real): Promise<void>;
}

/** Races of two or three workers, each in a scene of its own, which must end as if they had come one after the other. */
export const assertRaces = <Model extends { copy(): Model }, Real extends { house: House }, Scene extends RaceScene<Model, Real>>(
  contest: Contest<Model, Real, Scene>, parameters: fc.Parameters<[Racer<Model, Real>[], Scheduler]>,
): Promise<void> => {
  let scene: Scene | null = null;
  const racers = fc.uniqueArray(contest.racer(() => scene as Scene), { minLength: 2, maxLength: 3, selector: (one) => one.words });
  return fc.assert(fc.asyncProperty(shownRacers(racers), fc.scheduler(), async (all, scheduler) => {
    scene = await contest.sceneOf();
    const { model, real } = scene;
    const endings = await race(all, real, scheduler);
    await assertSerial({ racers: all, endings, copy: () => model.copy(), compare: (one) => contest.compare(one, real) });
  }), parameters) as Promise<void>;
};
