import type { DriftCause, DriftEvent, DriftFinder, DriftGap, DriftMend, DriftRecord } from "../../domain/drift/drift";
import type { Tone } from "../../ui/contract";
import { actorWords } from "../activity-words";
import { STATE_WORDS, isState } from "../inventory/stock-words";

/** Whose doing it was, what it means, and what a person can do about it. */
export const DRIFT_CAUSE_WORDS: Record<DriftCause, { label: string; tone: Tone; whose: string; means: string; todo: string }> = {
  "lost-message": {
    label: "Lost message", tone: "critical", whose: "Your shop's platform", means: "Your shop should have told of the change and never did. A comparison found it.",
    todo: "Nothing for a single one: it was read. If many are lost, see in your shop's settings whether its messages to Switchyard are switched on.",
  },
  "late-message": {
    label: "Late message", tone: "attention", whose: "Your shop's platform", means: "Your shop told of the change long after it was made.",
    todo: "Nothing: it was read when it came. If it happens often, keep some safety stock: what is sold in the meantime is not known here.",
  },
  "repeated-message": {
    label: "Repeated message", tone: "critical", whose: "Switchyard", means: "One message came more than once and was counted more than once.",
    todo: "The numbers are right again. Please report it: a repeated message must never count twice.",
  },
  "overtaken-message": {
    label: "Overtaken message", tone: "attention", whose: "Nobody: messages travel on their own ways", means: "News came in another order than things had happened.",
    todo: "Nothing: it came right with the next message.",
  },
  "edited-outside": {
    label: "Changed outside", tone: "info", whose: "A person or another app", means: "Somebody changed it in your shop, and it was taken over.",
    todo: "Nothing, if you know who changes it. Two apps that both set stock work against each other.",
  },
  "own-fault": {
    label: "Our own fault", tone: "critical", whose: "Switchyard", means: "What Switchyard believed contradicts its own books, or what it had been told in time.",
    todo: "The number of your shop was taken over. Please report it with the evidence below.",
  },
  "platform-answer": {
    label: "Old or missing answer", tone: "attention", whose: "Your shop's platform", means: "Your shop was asked and answered with an older state, or not at all.",
    todo: "Nothing, once it is mended. If it stays open, see whether your shop's admin answers, then read it again.",
  },
  looking: {
    label: "Not known yet", tone: "neutral", whose: "Being looked into", means: "A message may still come: it is waited for, and no longer than that.",
    todo: "Nothing: the cause is settled by the time that stands there.",
  },
};

const FOUND_WORDS: Record<DriftFinder, string> = { message: "by a message", reading: "by a reading", comparison: "by a comparison", reconciliation: "by the walk over changed orders" };
const MENDED_WORDS: Record<DriftMend, string> = {
  "reading-posted": "the number of your shop was taken over", "order-read": "the order was read again", "answer-caught-up": "your shop's answer came right",
  person: "a person had it read again",
};

export const mendedWords = (by: DriftMend | null): string => (by === null ? "Not mended yet" : MENDED_WORDS[by]);
export const foundWords = (by: DriftFinder): string => FOUND_WORDS[by];

const status = (value: DriftGap["found"]): string => (value === null ? "nothing" : String(value).replaceAll("-", " "));

/** What was believed and what the shop had, as a phrase. */
export function gapWords(gap: DriftGap, nameOf: (id: string) => string): string {
  const { what, believed, found } = gap;
  if (isState(what)) return `${STATE_WORDS[what]} ${believed ?? 0} here, ${found ?? 0} in your shop`;
  switch (what) {
    case "unknown": return "Not known here";
    case "version": return "Known here in an older state";
    case "unread": return "Could not be read";
    case "location": return `Stood at ${nameOf(String(believed))} here, at ${nameOf(String(found))} in your shop`;
    case "status": return `Part was ${status(believed)} here, ${status(found)} in your shop`;
    case "fulfillment-order": return "A part of it was not known here";
    case "parcel": return believed === null ? "A parcel was not known here" : `A parcel was ${status(believed)} here, ${status(found)} in your shop`;
    default: return `${what}: ${status(believed)} here, ${status(found)} in your shop`;
  }
}

type Words = { text: string; tone: Tone };

/** One line of the evidence. */
export function eventWords({ kind, detail, ref }: DriftEvent, { beganExactly }: Pick<DriftRecord, "beganExactly">): Words {
  switch (kind) {
    case "right": return { text: "It was right here", tone: "positive" };
    case "changed": return { text: beganExactly ? "It changed in your shop" : "It had changed in your shop", tone: "info" };
    case "message": return { text: `A message told of it (${String(detail["topic"])})`, tone: "info" };
    case "message-again": return { text: `The same message came again (${String(detail["topic"])})`, tone: "attention" };
    case "answer-older": return { text: "Your shop answered with an older state", tone: "attention" };
    case "answer-refused": return { text: "Your shop was asked and did not answer", tone: "attention" };
    case "act": return { text: `Our own change of this level: ${String(detail["outcome"])}${detail["counted"] === 1 ? ", counted" : ", not counted"}`, tone: "info" };
    case "counted": return { text: "It was counted here", tone: "info" };
    case "found": return { text: `The difference was found ${FOUND_WORDS[detail["by"] as DriftFinder] ?? ""}`, tone: "critical" };
    case "looked-for": return { text: "An order explains it", tone: "info" };
    case "mended": return { text: `Mended: ${MENDED_WORDS[detail["by"] as DriftMend] ?? "it was put right"}`, tone: "positive" };
    case "asked-by-person": return { text: `${actorWords(ref ?? "")} asked for it to be read again`, tone: "info" };
    case "silence": return { text: "The last message of your shop before it was found", tone: "neutral" };
  }
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** "4 s", "12 min", "3 h 20 min". */
export function lastedWords(ms: number, spanWords: (ms: number) => string): string {
  if (ms < SECOND_MS) return "under 1 s";
  return ms < MINUTE_MS ? `${Math.round(ms / SECOND_MS)} s` : spanWords(ms);
}
