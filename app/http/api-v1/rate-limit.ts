/** Requests that a key may send at once, and how many a second it gets back: a program that polls each second and writes in bursts never meets it. */
export const REQUESTS_AT_ONCE_MAX = 120;
export const REQUESTS_A_SECOND = 20;
/** Keys that are remembered; a forgotten one starts full again. */
const KEYS_REMEMBERED_MAX = 10_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** Null: go on. Else how many seconds to wait. */
export type RateLimit = (keyId: string) => number | null;

/** A bucket of tokens a key, in the memory of this process: several web processes each allow as much. */
export function createRateLimit(now: () => number): RateLimit {
  const buckets = new Map<string, Bucket>();
  return (keyId) => {
    const at = now();
    const known = buckets.get(keyId) ?? { tokens: REQUESTS_AT_ONCE_MAX, at };
    const tokens = Math.min(REQUESTS_AT_ONCE_MAX, known.tokens + (Math.max(0, at - known.at) / 1_000) * REQUESTS_A_SECOND);
    buckets.delete(keyId);
    buckets.set(keyId, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
    if (buckets.size > KEYS_REMEMBERED_MAX) buckets.delete(buckets.keys().next().value!);
    return tokens >= 1 ? null : Math.ceil((1 - tokens) / REQUESTS_A_SECOND);
  };
}
