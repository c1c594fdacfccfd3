import type { ChannelWorld } from "../port";

/** What an answer says about a store's bucket: https://shopify.dev/docs/api/usage/limits */
export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

interface Bucket extends ThrottleStatus {
  at: number;
  /** Points of calls that are under way. */
  spoken: number;
}

/** Rounds of waiting after which a call goes out anyway: the platform then says itself what it thinks of it. */
const WAITS_MAX = 20;

export interface Pacer {
  /** Waits until the store's bucket holds the points, and speaks for them. Unknown buckets are not waited for. */
  take(domain: string, points: number): Promise<void>;
  /** Gives the points back and learns the bucket's real state, where the answer told it. */
  settle(domain: string, points: number, status: ThrottleStatus | null): void;
}

/** One bucket a store: Shopify counts each pair of app and store apart. */
export function createPacer(world: Pick<ChannelWorld, "now" | "sleep">): Pacer {
  const buckets = new Map<string, Bucket>();

  const shortOf = (domain: string, points: number): number => {
    const bucket = buckets.get(domain);
    if (bucket === undefined) return 0;
    const restored = ((world.now() - bucket.at) / 1000) * bucket.restoreRate;
    const available = Math.min(bucket.maximumAvailable, bucket.currentlyAvailable + restored) - bucket.spoken;
    return Math.min(points, bucket.maximumAvailable) - available;
  };

  return {
    async take(domain, points) {
      for (let waits = 0; waits < WAITS_MAX; waits += 1) {
        const missing = shortOf(domain, points);
        if (missing <= 0) break;
        await world.sleep(Math.ceil((missing / buckets.get(domain)!.restoreRate) * 1000));
      }
      const bucket = buckets.get(domain);
      if (bucket !== undefined) bucket.spoken += points;
    },
    settle(domain, points, status) {
      const bucket = buckets.get(domain);
      const spoken = Math.max(0, (bucket?.spoken ?? points) - points);
      if (status !== null && status.restoreRate > 0) buckets.set(domain, { ...status, at: world.now(), spoken });
      else if (bucket !== undefined) bucket.spoken = spoken;
    },
  };
}
