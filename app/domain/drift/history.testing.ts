import fc from "fast-check";
import type { AnswerSeen, Belief, DriftEvidence, MessageSeen } from "./attribute";
import { type DriftCause, ON_TIME_MS, WAIT_FOR_MESSAGE_MS } from "./drift";

/**
 * Histories of one fact with a planted cause: a platform that changes it, tells of it (or fails to, in one known way), answers questions,
 * and a house that believes what it is told. What the house would have written down is the evidence. Around it there is noise that
 * must not mislead: messages of changes before and after, harmless repetitions.
 */

export interface Planted {
  cause: DriftCause;
  evidence: DriftEvidence;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** Clocks differ by up to this; noise keeps off the edges by as much. */
const SKEW_MS = 30_000;

const numbers = fc.record({
  /** The fact was right, then changed, then was found to differ. */
  rightAt: fc.integer({ min: 1_000 * HOUR_MS, max: 1_001 * HOUR_MS }),
  untilChange: fc.integer({ min: 2 * SKEW_MS, max: 30 * HOUR_MS }),
  untilFound: fc.integer({ min: 4 * ON_TIME_MS, max: 30 * HOUR_MS }),
  /** A message in time, and one that is late. */
  promptMs: fc.integer({ min: 0, max: ON_TIME_MS }),
  lateMs: fc.integer({ min: ON_TIME_MS + SECOND_MS, max: 24 * HOUR_MS }),
  tellsChange: fc.boolean(),
  mover: fc.constantFrom("order" as const, "outside" as const),
  share: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  before: fc.array(fc.record({ ago: fc.integer({ min: 2 * SKEW_MS, max: 40 * HOUR_MS }), delay: fc.integer({ min: 0, max: 20 * HOUR_MS }), copies: fc.integer({ min: 1, max: 3 }) }), { maxLength: 4 }),
  after: fc.array(fc.record({ later: fc.integer({ min: 2 * SKEW_MS, max: 40 * HOUR_MS }), delay: fc.integer({ min: 0, max: 9 * HOUR_MS }), copies: fc.integer({ min: 1, max: 3 }) }), { maxLength: 4 }),
  copies: fc.integer({ min: 1, max: 3 }),
  echoes: fc.boolean(),
});

type Numbers = typeof numbers extends fc.Arbitrary<infer T> ? T : never;

interface Times {
  changedAt: number;
  foundAt: number;
  /** Somewhere between the change and the finding. */
  between: number;
}

const timesOf = ({ rightAt, untilChange, untilFound, share }: Numbers): Times => {
  const changedAt = rightAt + untilChange;
  const foundAt = changedAt + untilFound;
  return { changedAt, foundAt, between: Math.round(changedAt + untilFound * share) };
};

const noiseOf = ({ rightAt, before, after, echoes, tellsChange }: Numbers, { foundAt }: Times): MessageSeen[] => [
  ...before.map(({ ago, delay, copies }, index) => ({ id: `before-${index}`, triggeredAt: rightAt - ago, receivedAt: rightAt - ago + delay, copies })),
  // Our own writing makes messages, too, once the difference was found.
  ...(echoes && tellsChange ? [{ id: "echo", triggeredAt: foundAt + SECOND_MS, receivedAt: foundAt + 2 * SECOND_MS, copies: 1 }] : []),
  ...after.map(({ later, delay, copies }, index) => ({ id: `after-${index}`, triggeredAt: foundAt + later, receivedAt: foundAt + later + delay, copies })),
];

type Telling = { messages?: MessageSeen[]; answers?: AnswerSeen[]; beliefs?: Belief[] } & Partial<DriftEvidence>;

const evidenceOf = (numbersOf: Numbers, times: Times, telling: Telling): DriftEvidence => {
  const decideBy = times.foundAt + WAIT_FOR_MESSAGE_MS;
  return {
    foundBy: "comparison", foundAt: times.foundAt, decideBy, now: decideBy, rightAt: numbersOf.rightAt, changedAt: numbersOf.tellsChange ? times.changedAt : null, announced: true,
    mover: numbersOf.mover, answers: [], acts: [], beliefs: [], folds: true, takenBack: false, ...telling, messages: [...noiseOf(numbersOf, times), ...(telling.messages ?? [])],
  };
};

const message = (triggeredAt: number, delayMs: number, more: Partial<MessageSeen> = {}): MessageSeen => ({ id: "m", triggeredAt, receivedAt: triggeredAt + delayMs, copies: 1, ...more });

/** What each cause leaves behind. */
const PLANTS: Record<Exclude<DriftCause, "looking">, (of: Numbers, times: Times) => Telling> = {
  "lost-message": () => ({}),
  "late-message": (of, { changedAt }) => ({ messages: [message(changedAt, of.lateMs, { copies: of.copies })] }),
  "edited-outside": (of, times) => of.share < 0.5
    // Nobody tells of such changes, or it was told in time and read at once.
    ? { announced: false, mover: "outside" }
    : { mover: "outside", foundBy: "message", foundAt: times.changedAt + of.promptMs + 1, messages: [message(times.changedAt, of.promptMs, { copies: of.copies })] },
  "repeated-message": (of, { changedAt, between }) => ({
    messages: [message(changedAt, of.promptMs, { copies: of.copies + 1 })],
    beliefs: [{ from: { kind: "message", id: "m" }, at: changedAt + of.promptMs, undone: false }, { from: { kind: "message", id: "m" }, at: between, undone: true }],
  }),
  "overtaken-message": (of, { changedAt, foundAt, between }) => ({
    messages: [
      message(changedAt, between - changedAt, { id: "old" }), message(changedAt + SECOND_MS, 0, { id: "new", receivedAt: Math.max(changedAt + SECOND_MS, Math.min(between - 1, foundAt - 1)) }),
    ],
    beliefs: [{ from: { kind: "message", id: "new" }, at: changedAt + SECOND_MS, undone: false }, { from: { kind: "message", id: "old" }, at: between, undone: true }],
  }),
  "platform-answer": (of, { changedAt, between, foundAt }) => {
    const told = [message(changedAt, Math.min(of.promptMs, Math.round((between - changedAt) / 2)))];
    if (of.share < 0.4) return { messages: told, answers: [{ at: between, said: of.copies === 1 ? "older" : "refused" }] };
    return of.share < 0.7 ? { takenBack: true, messages: told } : { mover: "us", acts: [{ id: "a", outcome: "unknown", at: null, counted: false }], messages: [message(foundAt, 0)] };
  },
  "own-fault": (of, times) => {
    if (of.share < 0.3) return { folds: false, messages: [message(times.changedAt, of.lateMs)] };
    if (of.share < 0.6) return { mover: "us", acts: [{ id: "a", outcome: "done", at: times.changedAt, counted: false }] };
    // Told in time, and not taken over for longer than a minute.
    return { messages: [message(times.changedAt, of.promptMs, { copies: of.copies })] };
  },
};

export const planted: fc.Arbitrary<Planted> = fc.tuple(numbers, fc.constantFrom(...(Object.keys(PLANTS) as (keyof typeof PLANTS)[]))).map(([of, cause]) => {
  const times = timesOf(of);
  return { cause, evidence: evidenceOf(of, times, PLANTS[cause](of, times)) };
});
