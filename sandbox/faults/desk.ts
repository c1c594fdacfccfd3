import { bothFaults, noFaults } from "../shopify/faults";
import type { Faults } from "../shopify/faults";
import { createRandom, seedFrom } from "../shopify/random";
import type { OrderKind } from "../shopify/store/basket";
import type { Twin } from "../shopify/twin";
import { FAULTS, STORMS } from "./catalogue";
import type { Errand, Fault, FaultStage, Given } from "./fault";
import { readGiven, Refused } from "./given";
import { createOrderStream } from "./order-stream";
import type { OrderStream } from "./order-stream";

/** A day: what is on longer is left on by hand. */
const SECONDS_MOST = 86_400;
/** What one look may make up for: after a pause of the process nothing comes in a flood. */
const AT_ONCE_MOST = 100;
const SECOND_MS = 1_000;

interface On { fault: Fault; given: Given; since: number; endsAt: number | null; undo: (() => void) | null; errand: Errand | null; nextAt: number }

export interface FaultState { name: string; on: boolean; given: Given; endsAt: number | null }

export interface FaultDesk {
  /** Switches a fault on, or changes what is given of one that is on. `forSeconds`: it ends by itself; without, it stays as it was to end. Throws `Refused` with words. */
  switchOn(name: string, wish?: { given?: Record<string, unknown>; forSeconds?: number }): void;
  switchOff(name: string): void;
  /** Everything: what was set as plain probabilities too, and orders are placed no more. */
  allOff(): void;
  /** What was on before goes off. */
  storm(name: string): void;
  /** `count` orders at a rate; 0 a second stops them. */
  placeOrders(wish: { perSecond: number; count: number; kind?: OrderKind }): void;
  /** Does what is due: ends, edits, orders. Called often. */
  tick(): void;
  state(): { faults: FaultState[]; orders: OrderStream; plain: Partial<Faults> };
}

/** All that is on now, together; null when nothing of it makes weather. */
function weatherOf(running: Iterable<On>, at: number): Faults | null {
  let all: Faults | null = null;
  for (const { fault, given, since, endsAt } of running) {
    if (!fault.weather || (endsAt !== null && endsAt <= at)) continue;
    const own = { ...noFaults(), ...fault.weather(given, at - since) };
    all = all ? bothFaults(all, own) : own;
  }
  return all;
}

function runErrands(running: On, until: number): void {
  const { errand } = running;
  for (let times = 0; errand && running.nextAt <= until && times < AT_ONCE_MOST; times += 1) {
    errand.run();
    running.nextAt += errand.everyMs;
  }
  if (errand && running.nextAt <= until) running.nextAt = until + errand.everyMs;
}

/** The switches of all faults of one twin. Chance comes from the seed, time from the clock: the same run can be had again. */
export function openFaultDesk(twin: Twin, { seed, now }: { seed: number; now(): number }): FaultDesk {
  const dice = createRandom(seedFrom(seed, "fault desk"));
  const stage: FaultStage = { twin, people: twin.people(), dice, now };
  const on = new Map<string, On>();
  const orders = createOrderStream(stage.people, now);
  twin.alsoFaults(() => weatherOf(on.values(), now()));

  const switchOff = (name: string) => {
    const running = on.get(name);
    on.delete(name);
    running?.undo?.();
  };

  const switchOn: FaultDesk["switchOn"] = (name, wish = {}) => {
    const fault = FAULTS.find((candidate) => candidate.name === name);
    if (!fault) throw new Refused(`faults: ${FAULTS.map((one) => one.name).join(", ")}`);
    const { forSeconds } = wish;
    if (forSeconds !== undefined && !(forSeconds > 0 && forSeconds <= SECONDS_MOST)) throw new Refused(`forSeconds: a number above 0, up to ${SECONDS_MOST}, or left out: until it is switched off`);
    const before = on.get(name);
    const given = readGiven(fault, { ...before?.given, ...wish.given });
    const at = now();
    before?.undo?.();
    const errand = fault.errand?.(stage, given) ?? null;
    const endsAt = forSeconds === undefined ? (before?.endsAt ?? null) : at + forSeconds * SECOND_MS;
    on.set(name, { fault, given, errand, endsAt, since: before?.since ?? at, nextAt: at + (errand?.everyMs ?? 0), undo: fault.begin?.(stage, given) ?? null });
  };

  const allOff = () => {
    for (const name of [...on.keys()]) switchOff(name);
    Object.assign(twin.faults, noFaults());
    orders.stop();
  };

  return {
    switchOn, switchOff, allOff, placeOrders: orders.place,
    storm(name) {
      const storm = STORMS.find((candidate) => candidate.name === name);
      if (!storm) throw new Refused(`storms: ${STORMS.map((one) => one.name).join(", ")}`);
      allOff();
      for (const { name: fault, given, forSeconds } of storm.faults) switchOn(fault, { given, forSeconds: forSeconds ?? storm.forSeconds });
      orders.place(storm.orders);
    },
    tick() {
      const at = now();
      for (const [name, running] of on) {
        runErrands(running, Math.min(at, running.endsAt ?? at));
        if (running.endsAt !== null && running.endsAt <= at) switchOff(name);
      }
      orders.sell(at);
    },
    state() {
      const plainly = Object.entries(noFaults()).filter(([name, none]) => twin.faults[name as keyof Faults] !== none);
      return {
        faults: FAULTS.map((fault) => {
          const running = on.get(fault.name);
          return { name: fault.name, on: running !== undefined, given: running?.given ?? readGiven(fault, {}), endsAt: running?.endsAt ?? null };
        }),
        orders: orders.state(),
        plain: Object.fromEntries(plainly.map(([name]) => [name, twin.faults[name as keyof Faults]])),
      };
    },
  };
}
