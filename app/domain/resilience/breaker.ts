import type { Instant } from "../ids";

/**
 * The breaker of one dependency of one store: closed while it answers, open while it does not, half-open while one call finds out.
 * A call that is not made costs nobody its time-out, and what waits for it waits in its row.
 */
export type Breaker =
  | { state: "closed"; /** Failures since the last answer, and since when. */ inRow: number; since: Instant; /** The last calls, true where one failed. */ recent: readonly boolean[]; trips: number; answers: number }
  | { state: "open"; since: Instant; retryAt: Instant; trips: number }
  | { state: "half-open"; since: Instant; /** Whoever asks after this asks anew: the call's outcome was lost. */ probeUntil: Instant; trips: number };

/** So many failures without an answer between them open it. */
export const FAILURES_IN_ROW_MAX = 5;
/** So many failures among the last calls open it too: a platform that answers now and then is down as well. */
export const RECENT_CALLS = 20;
export const RECENT_FAILURES_MAX = 15;
/** The rest after the first trip; it doubles with each trip in a row. */
export const REST_FIRST_MS = 5_000;
export const REST_MAX_MS = 5 * 60_000;
/** Longer than any one call takes. */
export const PROBE_MS = 60_000;
/** So many answers in a row, and the trips before them are forgotten: one that flaps keeps its long rests. */
export const ANSWERS_UNTIL_CALM = 10;

export const CLOSED: Breaker = { state: "closed", inRow: 0, since: 0, recent: [], trips: 0, answers: 0 };

export const mayCall = (breaker: Breaker): boolean => breaker.state === "closed";

/** One call may find out whether it answers again. */
export const mayProbe = (breaker: Breaker, now: Instant): boolean =>
  (breaker.state === "open" && now >= breaker.retryAt) || (breaker.state === "half-open" && now >= breaker.probeUntil);

/** The call that finds out begins. Only where `mayProbe`. */
export const beginProbe = (breaker: Breaker, now: Instant): Breaker =>
  mayProbe(breaker, now) && breaker.state !== "closed" ? { state: "half-open", since: breaker.since, probeUntil: now + PROBE_MS, trips: breaker.trips } : breaker;

/** What answers late, to a call from before it opened, says nothing about now. */
export const afterAnswer = (breaker: Breaker): Breaker => {
  if (breaker.state === "open") return breaker;
  if (breaker.state === "half-open") return { ...CLOSED, trips: breaker.trips, answers: 1 };
  const answers = breaker.answers + 1;
  return { ...breaker, inRow: 0, recent: lastOf(breaker.recent, false), answers, trips: answers >= ANSWERS_UNTIL_CALM ? 0 : breaker.trips };
};

/** `random` in [0, 1) spreads the rests of many stores. */
export const afterFailure = (breaker: Breaker, at: { now: Instant; random: number }): Breaker => {
  if (breaker.state === "open") return breaker;
  if (breaker.state === "half-open") return opened(breaker.since, breaker.trips + 1, at);
  const since = breaker.inRow === 0 ? at.now : breaker.since;
  const next = { ...breaker, inRow: breaker.inRow + 1, since, recent: lastOf(breaker.recent, true), answers: 0 };
  const failed = next.recent.filter(Boolean).length;
  return next.inRow >= FAILURES_IN_ROW_MAX || failed >= RECENT_FAILURES_MAX ? opened(since, breaker.trips + 1, at) : next;
};

const lastOf = (recent: readonly boolean[], failed: boolean): boolean[] => [...recent, failed].slice(-RECENT_CALLS);

const opened = (since: Instant, trips: number, { now, random }: { now: Instant; random: number }): Breaker => ({ state: "open", since, trips, retryAt: now + restMs(trips, random) });

/** Between half of the rest and the whole of it, so that nobody asks at once and nobody asks together. */
export const restMs = (trips: number, random: number): number => {
  const whole = Math.min(REST_MAX_MS, REST_FIRST_MS * 2 ** Math.min(trips - 1, 20));
  return Math.ceil(whole / 2 + (whole / 2) * random);
};
