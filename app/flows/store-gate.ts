import type { Instant, StoreId } from "../domain/ids";
import type { StoreRecord } from "../domain/records";
import { CLOSED, type Breaker, afterAnswer, afterFailure, beginProbe, mayCall, mayProbe } from "../domain/resilience/breaker";
import { type Dependency, DEPENDENCIES, type SilenceRecord } from "../domain/resilience/silence";

type Met = Pick<StoreRecord, "merchantId" | "id" | "domain">;

/**
 * One breaker for each store and dependency, so that what is silent for one store costs no other a call. Kept by the shop's domain, because
 * that is all that a call knows. Each process has its own; what is silent is also written down, for screens and for the next process.
 */
export interface StoreGate {
  /** Only stores that were met are kept account of: calls go to other hosts, too. */
  meet(store: Met): void;
  /** Stores whose platform does not answer: their rows wait untouched. */
  shut(): StoreId[];
  /** May this call be made? True too for the one call that finds out whether it answers again, which must then be told of. */
  admit(domain: string, dependency: Dependency): boolean;
  answered(domain: string, dependency: Dependency): void;
  failed(domain: string, dependency: Dependency): void;
  /** How the call that found out ended, where nothing else has told. */
  concludeProbe(domain: string, dependency: Dependency, answered: boolean): void;
  /** When it is asked again; null while it answers. */
  retryAt(domain: string, dependency: Dependency): Instant | null;
  /** Stores whose platform may be asked now whether it answers again. */
  probesDue(): Met[];
  /** What other processes, or this one before it was started anew, knew. True once: what is known here is newer. */
  restore(silences: readonly SilenceRecord[]): void;
  isRestored(): boolean;
  /** Silences that began, moved or ended and are not written down yet. */
  news(): News[];
  told(news: News): void;
}

export interface News {
  store: Met;
  dependency: Dependency;
  breaker: Breaker;
}

export function createStoreGate(world: { now(): Instant; random(): number }): StoreGate {
  const met = new Map<string, Met>();
  const breakers = new Map<string, Breaker>();
  const untold = new Set<string>();
  let restored = false;

  const keyOf = (domain: string, dependency: Dependency): string => `${dependency} ${domain}`;
  const breakerOf = (domain: string, dependency: Dependency): Breaker => breakers.get(keyOf(domain, dependency)) ?? CLOSED;
  const change = (domain: string, dependency: Dependency, next: Breaker): void => {
    if (!met.has(domain)) return;
    const before = breakerOf(domain, dependency);
    breakers.set(keyOf(domain, dependency), next);
    if (before.state !== next.state && (next.state === "open" || next.state === "closed")) untold.add(keyOf(domain, dependency));
  };
  const inState = (dependency: Dependency, holds: (breaker: Breaker) => boolean): Met[] =>
    [...met.values()].filter(({ domain }) => holds(breakerOf(domain, dependency)));
  const gate: StoreGate = {
    meet: (store) => void (met.has(store.domain) || met.set(store.domain, { merchantId: store.merchantId, id: store.id, domain: store.domain })),
    shut: () => inState("platform-api", (breaker) => !mayCall(breaker)).map(({ id }) => id),
    admit(domain, dependency) {
      const breaker = breakerOf(domain, dependency);
      if (mayCall(breaker)) return true;
      if (!mayProbe(breaker, world.now())) return false;
      change(domain, dependency, beginProbe(breaker, world.now()));
      return true;
    },
    answered: (domain, dependency) => change(domain, dependency, afterAnswer(breakerOf(domain, dependency))),
    failed: (domain, dependency) => change(domain, dependency, afterFailure(breakerOf(domain, dependency), { now: world.now(), random: world.random() })),
    concludeProbe(domain, dependency, answered) {
      if (breakerOf(domain, dependency).state !== "half-open") return;
      if (answered) gate.answered(domain, dependency);
      else gate.failed(domain, dependency);
    },
    retryAt(domain, dependency) {
      const breaker = breakerOf(domain, dependency);
      if (breaker.state === "closed") return null;
      return breaker.state === "open" ? breaker.retryAt : breaker.probeUntil;
    },
    probesDue: () => inState("platform-api", (breaker) => mayProbe(breaker, world.now())),
    restore(silences) {
      restored = true;
      for (const { merchantId, storeId, domain, dependency, since, retryAt, trips } of silences) {
        gate.meet({ merchantId, id: storeId, domain });
        if (!breakers.has(keyOf(domain, dependency))) breakers.set(keyOf(domain, dependency), { state: "open", since, retryAt, trips });
      }
    },
    isRestored: () => restored,
    news: () => [...met.values()].flatMap((store) => DEPENDENCIES.filter((dependency) => untold.has(keyOf(store.domain, dependency)))
      .map((dependency) => ({ store, dependency, breaker: breakerOf(store.domain, dependency) }))),
    told({ store, dependency, breaker }) {
      if (breakerOf(store.domain, dependency) === breaker) untold.delete(keyOf(store.domain, dependency));
    },
  };
  return gate;
}
