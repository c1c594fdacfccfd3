/** What may go wrong, as probabilities from 0 to 1, each drawn from the twin's seed. All are 0 until a person or a test sets them. */
export interface Faults {
  /** A webhook is sent twice with the same X-Shopify-Webhook-Id (Shopify issue threads: duplicate webhooks). */
  duplicate: number;
  /** A webhook is late by up to `delayMs`, and so out of order (shopify.dev: webhook delivery, Shopify issue threads: late webhooks). */
  delay: number;
  delayMs: number;
  /** A webhook is never sent (shopify.dev: webhook delivery: delivery is not guaranteed). */
  loss: number;
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
  /** A read shows orders and stock as they were before their last change. */
  staleRead: number;
  /** The file of a bulk operation ends in its middle. */
  brokenFile: number;
}

export const noFaults = (): Faults => ({
  duplicate: 0, delay: 0, delayMs: 30_000, loss: 0, blackout: 0, throttle: 0, timeoutBefore: 0, timeoutAfter: 0, serverError: 0, staleRead: 0, brokenFile: 0,
});
