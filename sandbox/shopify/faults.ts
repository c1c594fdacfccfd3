/** What may go wrong, as probabilities from 0 to 1, each drawn from the twin's seed. All are 0 until a person or a test sets them. */
export interface Faults {
  /** A webhook is sent twice with the same X-Shopify-Webhook-Id (Shopify issue threads: duplicate webhooks). */
  duplicate: number;
  /** A webhook is late by up to `delayMs`, and so out of order (shopify.dev: webhook delivery, Shopify issue threads: late webhooks). */
  delay: number;
  delayMs: number;
  /** A webhook is never sent (shopify.dev: webhook delivery: delivery is not guaranteed). */
  loss: number;
  /** A webhook is up to `overtakenMs` late, so that those made after it come before it: order is not guaranteed (shopify.dev: webhook delivery). */
  overtaken: number;
  overtakenMs: number;
  /** A webhook is signed with a secret that the app does not know; the next try draws anew. */
  badSignature: number;
  /** A try does not reach the app, which counts as a failed one: the next comes as the retries have it. */
  unreachable: number;
  /** Above 0 nothing at all is sent, and what was to be sent then never comes. */
  blackout: number;
  /** The API answers THROTTLED as HTTP 200 (shopify.dev: API rate limits). */
  throttle: number;
  /** The connection dies before the call has an effect. */
  timeoutBefore: number;
  /** The call has its effect, and the caller never learns of it. */
  timeoutAfter: number;
  /** 500, 502 or 503 without an effect. */
  serverError: number;
  /** A call has its effect, and its answer takes up to `slowMs`. The caller may have given up by then. */
  slow: number;
  slowMs: number;
  /** 401 to a token that is good otherwise, as after a revocation. */
  tokenRefused: number;
  /** A read shows orders and stock as they were before their last change. */
  staleRead: number;
  /** The file of a bulk operation ends in its middle. */
  brokenFile: number;
}

export const noFaults = (): Faults => ({
  duplicate: 0, delay: 0, delayMs: 30_000, loss: 0, overtaken: 0, overtakenMs: 3_000, badSignature: 0, unreachable: 0, blackout: 0,
  throttle: 0, timeoutBefore: 0, timeoutAfter: 0, serverError: 0, slow: 0, slowMs: 5_000, tokenRefused: 0, staleRead: 0, brokenFile: 0,
});

/** How far a time may be set; everything else is a probability. */
export const TIMES_MOST: Partial<Record<keyof Faults, number>> = { delayMs: 86_400_000, overtakenMs: 60_000, slowMs: 60_000 };
/** What each time belongs to. */
const TIMED: readonly (readonly [rate: keyof Faults, time: keyof Faults])[] = [["delay", "delayMs"], ["overtaken", "overtakenMs"], ["slow", "slowMs"]];

/** Two sets of faults at once: either may strike, and of two times the longer counts. */
export function bothFaults(one: Faults, other: Faults): Faults {
  const both = { ...one };
  for (const name of Object.keys(one) as (keyof Faults)[]) both[name] = 1 - (1 - one[name]) * (1 - other[name]);
  for (const [rate, time] of TIMED) {
    const striking = [one, other].filter((faults) => faults[rate] > 0).map((faults) => faults[time]);
    both[time] = striking.length > 0 ? Math.max(...striking) : one[time];
  }
  return both;
}
