import type { Instant } from "../ids";
import { type DriftCause, type DriftFinder, ON_TIME_MS } from "./drift";

/** A message about the fact, as often as it came. */
export interface MessageSeen {
  id: string;
  /** The platform's time of the event; null: it did not say. */
  triggeredAt: Instant | null;
  /** When it came first. */
  receivedAt: Instant;
  copies: number;
}

/** Something that Switchyard counted between the last right moment and the finding. */
export interface Belief {
  from: { kind: "message" | "act"; id: string } | { kind: "answer" };
  at: Instant;
  /** The platform has exactly this not (or not twice): the difference takes it back. */
  undone: boolean;
}

/** An act of ours that would have made the difference. */
export interface ActSeen {
  id: string;
  outcome: "done" | "refused" | "unknown" | "open";
  /** When the outcome was known; null while it is not. */
  at: Instant | null;
  /** The ledger has it. */
  counted: boolean;
}

/** An answer of the platform about the fact before the difference was found. */
export interface AnswerSeen {
  at: Instant;
  said: "older" | "refused";
}

/** All that is known about one drift. Times of the platform and ours may differ by `CLOCK_SKEW_MS`. */
export interface DriftEvidence {
  foundBy: DriftFinder;
  foundAt: Instant;
  decideBy: Instant;
  now: Instant;
  /** The fact was right then, as far as anybody knows. */
  rightAt: Instant;
  /** The platform's time of the change; null: it does not tell. */
  changedAt: Instant | null;
  /** Does the platform send messages about such changes? */
  announced: boolean;
  /** Who made the change. Null: still looked for. */
  mover: "order" | "us" | "outside" | null;
  messages: readonly MessageSeen[];
  answers: readonly AnswerSeen[];
  acts: readonly ActSeen[];
  beliefs: readonly Belief[];
  /** Does the level equal the fold of its entries? */
  folds: boolean;
  /** The platform itself took the difference back moments later. */
  takenBack: boolean;
}

/** The platform's and our clock may differ by this much. */
const CLOCK_SKEW_MS = 30_000;
/** The platform tells some times by the second. */
const SECOND_MS = 1_000;
/** A message is triggered within this time of the change that it tells of. */
const TOLD_WITHIN_MS = 10_000;

/**
 * Names the one link that broke between a change on the platform and our knowing it: change → message → its arrival → our question → the
 * answer → what we believe. What contradicts our own books is ours before anybody else's; what was counted wrongly explains a
 * difference better than what was heard late; and a message is called lost only when nobody can wait for it any longer.
 */
export const attribute = (evidence: DriftEvidence): DriftCause =>
  ofOurBooks(evidence) ?? ofBeliefs(evidence) ?? ofActs(evidence) ?? ofAnswers(evidence) ?? ofMessages(evidence) ?? ofSilence(evidence);

const ofOurBooks = ({ folds }: DriftEvidence): DriftCause | null => (folds ? null : "own-fault");

/**
 * Something was counted that the platform does not have: because it came twice, because it was old, or because we invented it. That the
 * platform takes back what one message told proves nothing by itself: an order may have been cancelled since.
 */
const ofBeliefs = ({ beliefs, messages, acts }: DriftEvidence): DriftCause | null => {
  const undone = beliefs.find((one) => one.undone);
  if (!undone || undone.from.kind === "answer") return null;
  const { kind, id } = undone.from;
  if (kind === "act") return acts.some((act) => act.id === id && act.outcome === "done") ? "platform-answer" : "own-fault";
  const source = messages.find((one) => one.id === id);
  const isDoubled = beliefs.some((one) => one !== undone && one.from.kind === "message" && one.from.id === id);
  if (isDoubled) return source && source.copies > 1 ? "repeated-message" : "own-fault";
  const overtook = source && messages.some((one) => one.id !== id && toldAt(one) > toldAt(source) && one.receivedAt < source.receivedAt);
  return overtook ? "overtaken-message" : null;
};

/** Our own call made the change: either we know so and did not count it, or the platform left us without an answer. */
const ofActs = ({ acts, foundAt }: DriftEvidence): DriftCause | null => {
  const forgotten = acts.some((act) => act.outcome === "done" && !act.counted && act.at !== null && act.at + ON_TIME_MS < foundAt);
  if (forgotten) return "own-fault";
  return acts.some((act) => act.outcome === "unknown" && !act.counted) ? "platform-answer" : null;
};

/** We had reason to ask, asked, and were not told the truth. */
const ofAnswers = (evidence: DriftEvidence): DriftCause | null => {
  if (evidence.takenBack) return "platform-answer";
  const told = aboutChange(evidence);
  const knewToAsk = (at: Instant): boolean =>
    told.some((one) => one.receivedAt <= at && isOnTime(one, evidence)) || (evidence.changedAt !== null && evidence.changedAt + CLOCK_SKEW_MS < at);
  return evidence.answers.some(({ at }) => at < evidence.foundAt && knewToAsk(at)) ? "platform-answer" : null;
};

const ofMessages = (evidence: DriftEvidence): DriftCause | null => {
  const told = aboutChange(evidence);
  const first = told.reduce<MessageSeen | null>((best, one) => (best === null || one.receivedAt < best.receivedAt ? one : best), null);
  if (first === null) return null;
  if (!isOnTime(first, evidence)) return "late-message";
  if (first.receivedAt + ON_TIME_MS < evidence.foundAt) return "own-fault";
  if (evidence.mover === null) return evidence.now < evidence.decideBy ? "looking" : "edited-outside";
  return evidence.mover === "outside" ? "edited-outside" : "overtaken-message";
};

/** Nothing came. What is never announced cannot be lost. */
const ofSilence = ({ now, decideBy, announced, mover }: DriftEvidence): DriftCause => {
  if (now < decideBy && (announced || mover === null)) return "looking";
  return announced || mover === "order" ? "lost-message" : "edited-outside";
};

const toldAt = (message: MessageSeen): Instant => message.triggeredAt ?? message.receivedAt;

/**
 * Messages of the change itself, where its time is known, or else of what happened between the last right moment and the finding. Others tell of
 * other changes: of our own writing, for one, which follows the finding.
 */
const aboutChange = ({ messages, changedAt, rightAt, foundAt }: DriftEvidence): MessageSeen[] => {
  const [from, until] = changedAt === null ? [rightAt - CLOCK_SKEW_MS, foundAt + CLOCK_SKEW_MS] : [changedAt - SECOND_MS, changedAt + TOLD_WITHIN_MS];
  return messages.filter((one) => toldAt(one) >= from && (toldAt(one) <= until || (one.triggeredAt === null && one.receivedAt <= foundAt + CLOCK_SKEW_MS)));
};

const isOnTime = (message: MessageSeen, { changedAt }: Pick<DriftEvidence, "changedAt">): boolean =>
  message.receivedAt - (message.triggeredAt ?? changedAt ?? message.receivedAt) <= ON_TIME_MS;
