import type { Twin } from "../shopify/twin";
import type { AppSeen, AppView } from "./app-view";
import type { FaultDesk } from "./desk";
import { booksOfShop } from "./platform-books";
import { compareBooks, createStopwatch } from "./proof";
import type { Proof } from "./proof";

/** While somebody looks; nobody's app is asked for nobody's sake. */
const LOOK_EVERY_MS = 1_000;
const WATCHED_MS = 15_000;
/** Ten minutes of looks. */
const SAMPLES_MOST = 600;

/** One look: how far the app was behind, and what was switched on. */
export interface Sample { at: number; behindMs: number; orders: number; levels: number; faults: number }

/** `unknown`: the app does not answer, or lets nobody look into its books. */
export type Verdict = "equal" | "behind" | "unknown";

export interface Snapshot {
  at: number;
  verdict: Verdict;
  /** Since when it has been so. */
  verdictSince: number;
  lastEqualAt: number | null;
  proof: Proof | null;
  /** How long the oldest thing that differs has differed; 0 when nothing does. */
  behindMs: number;
  app: AppSeen;
  samples: readonly Sample[];
}

export interface Watch {
  /** The newest look; looking goes on for a while after it was asked for. */
  snapshot(): Snapshot;
  stop(): Promise<void>;
}

const UNSEEN: AppSeen = { answers: false, status: null, knowsKey: false, problem: null, waiting: null, forPeople: null };

/** Holds platform and app against each other as long as somebody watches. */
export function startWatch({ twin, desk, view, now }: { twin: Twin; desk: FaultDesk; view: AppView; now(): number }): Watch {
  const samples: Sample[] = [];
  let latest: Snapshot = { at: now(), verdict: "unknown", verdictSince: now(), lastEqualAt: null, proof: null, behindMs: 0, app: UNSEEN, samples };
  const since = createStopwatch();
  let askedAt = -Infinity;
  let running = true;
  let looking = Promise.resolve();

  const look = async () => {
    const { seen, books } = await view.look();
    const at = now();
    const { proof, differences } = books ? compareBooks(booksOfShop(twin.shop()), books) : { proof: null, differences: [] };
    const behindMs = proof ? at - (since(differences, at) ?? at) : latest.behindMs;
    const verdict: Verdict = proof === null ? "unknown" : proof.equal ? "equal" : "behind";
    if (verdict === "behind") view.doubt();
    if (proof) {
      samples.push({ at, behindMs, orders: proof.orders.missing + proof.orders.differing, levels: proof.units.levels, faults: desk.state().faults.filter(({ on }) => on).length });
      samples.splice(0, samples.length - SAMPLES_MOST);
    }
    latest = {
      at, verdict, proof, behindMs, app: seen, samples, verdictSince: verdict === latest.verdict ? latest.verdictSince : at, lastEqualAt: verdict === "equal" ? at : latest.lastEqualAt,
    };
  };
  const round = () => {
    if (!running) return;
    const wanted = now() - askedAt < WATCHED_MS;
    looking = (wanted ? look() : Promise.resolve()).finally(() => { timer = setTimeout(round, LOOK_EVERY_MS); });
  };
  let timer = setTimeout(round, 0);
  return {
    snapshot() {
      askedAt = now();
      return latest;
    },
    async stop() {
      running = false;
      clearTimeout(timer);
      await looking;
      clearTimeout(timer);
    },
  };
}
