import type { DifferenceCause } from "../desk";
import type { OrderId } from "../ids";
import type { LevelRecord, StockState } from "../records";
import type { StateDeltas } from "./anchor";

/** Something that is known to have happened at a level since it was last right, and what it would have done to it. */
export interface LevelFact {
  /** Facts of one key exclude each other: the same parcel may have taken committed units or available ones. */
  key: string;
  cause: Extract<DifferenceCause, "restock" | "sold-elsewhere" | "written-off" | "order-not-read" | "our-call">;
  orderId: OrderId | null;
  deltas: StateDeltas;
}

/** A part of a difference with its cause: `expected` and `found` are units of the state. */
export interface ExplainedPart {
  state: StockState;
  expected: number;
  found: number;
  cause: DifferenceCause;
  orderId: OrderId | null;
}

export interface Difference {
  /** As the ledger had it before the reading. */
  before: Pick<LevelRecord, StockState>;
  /** By how much the reading moves each state. */
  deltas: StateDeltas;
  facts: readonly LevelFact[];
  /** Units of the item whose move to another location we have asked for and not read back. */
  movingUnits: number;
  /** What is said of units that nothing explains. */
  otherwise: Extract<DifferenceCause, "looking" | "changed-outside">;
}

export const NO_UNITS: Readonly<Record<StockState, number>> = {
  onHand: 0, available: 0, committed: 0, unattributed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0, incoming: 0,
};

/** Sets of facts are tried whole; of more than these there would be too many sets. */
const FACTS_MAX = 10;

type Delta = { cause: DifferenceCause; orderId: OrderId | null; deltas: StateDeltas };

/**
 * Says why a reading differs from the ledger, state by state. What looks like an order's doing (units that moved between
 * available and committed, committed units that left the shelf) is told so, where no fact tells better. Of the known facts those
 * are taken that together leave the fewest units unexplained, and of such sets the one with the fewest causes; the rest is
 * `otherwise`. Where something is still looked for, all of it is: half an explanation hides the whole one.
 * The parts of a state run from the ledger's units to the platform's without a gap.
 */
export const explainDifference = (difference: Difference): ExplainedPart[] => {
  const used = bestFacts(difference, likeliest(difference.deltas, difference.facts));
  const left = minus(difference.deltas, used.map((fact) => fact.deltas));
  const causes: Delta[] = [...used, ...ordersDoing(left, difference.movingUnits)];
  const rest = minus(difference.deltas, causes.map((one) => one.deltas));
  // What is still looked for may turn out to be the cause of the rest, too: nothing is told before all is.
  if (difference.otherwise === "looking" && unitsIn(rest) > 0) return partsOf(difference, [{ cause: "looking", orderId: null, deltas: difference.deltas }]);
  return partsOf(difference, [...causes, { cause: difference.otherwise, orderId: null, deltas: rest }]);
};

const unitsIn = (deltas: StateDeltas): number => Object.values(deltas).reduce((sum, delta) => sum + Math.abs(delta), 0);

const minus = (deltas: StateDeltas, others: readonly StateDeltas[]): StateDeltas => {
  const left: StateDeltas = { ...deltas };
  for (const other of others) for (const [state, delta] of entriesOf(other)) left[state] = (left[state] ?? 0) - delta;
  return left;
};

const entriesOf = (deltas: StateDeltas): [keyof StateDeltas, number][] => Object.entries(deltas) as [keyof StateDeltas, number][];

/** Those that explain most by themselves. */
const likeliest = (deltas: StateDeltas, facts: readonly LevelFact[]): LevelFact[] => {
  if (facts.length <= FACTS_MAX) return [...facts];
  return facts.map((fact) => ({ fact, left: unitsIn(minus(deltas, [fact.deltas])) })).sort((a, b) => a.left - b.left).slice(0, FACTS_MAX).map(({ fact }) => fact);
};

/** How well a set of facts explains a difference: what it leaves unexplained, how many causes it takes, and how much of that is guessed. */
type Fit = readonly [unexplained: number, causes: number, guessed: number];

const isBetter = (one: Fit, other: Fit): boolean => {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at >= 0 && (one[at] as number) < (other[at] as number);
};

const bestFacts = ({ deltas, movingUnits }: Pick<Difference, "deltas" | "movingUnits">, facts: readonly LevelFact[]): LevelFact[] => {
  const fitOf = (chosen: readonly LevelFact[], left: StateDeltas): Fit => {
    const guesses = ordersDoing(left, movingUnits);
    return [unitsIn(minus(left, guesses.map((one) => one.deltas))), chosen.length + guesses.length, guesses.reduce((sum, one) => sum + unitsIn(one.deltas), 0)];
  };
  let best: { facts: LevelFact[]; fit: Fit } = { facts: [], fit: fitOf([], deltas) };
  const consider = (from: number, chosen: LevelFact[], left: StateDeltas): void => {
    const fit = fitOf(chosen, left);
    if (isBetter(fit, best.fit)) best = { facts: chosen, fit };
    for (let index = from; index < facts.length; index += 1) {
      const fact = facts[index] as LevelFact;
      if (!chosen.some((one) => one.key === fact.key)) consider(index + 1, [...chosen, fact], minus(left, [fact.deltas]));
    }
  };
  consider(0, [], deltas);
  return best.facts;
};

/** What only an order does to a level, although we have not read of it. */
const ordersDoing = (left: StateDeltas, movingUnits: number): Delta[] => {
  const { available = 0, unattributed = 0, onHand = 0 } = left;
  const committed = Math.sign(unattributed);
  const shifted = available * unattributed < 0 ? Math.min(Math.abs(available), Math.abs(unattributed)) : 0;
  const ours = Math.min(shifted, movingUnits);
  const shift = (units: number): StateDeltas => ({ available: -committed * units, unattributed: committed * units });
  const beyond = Math.abs(unattributed) - shifted;
  const carried = onHand * unattributed > 0 ? Math.min(Math.abs(onHand), beyond) : 0;
  const causes: Delta[] = [
    { cause: "our-call", orderId: null, deltas: shift(ours) },
    { cause: "order-not-read", orderId: null, deltas: shift(shifted - ours) },
    // Committed units that are gone left in a parcel; when they come back, it was cancelled.
    { cause: committed < 0 ? "sold-elsewhere" : "order-not-read", orderId: null, deltas: { onHand: committed * carried, unattributed: committed * carried } },
  ];
  return causes.filter((one) => unitsIn(one.deltas) > 0);
};

const partsOf = ({ before, deltas }: Difference, causes: readonly Delta[]): ExplainedPart[] =>
  entriesOf(deltas).flatMap(([state]) => {
    let expected = before[state];
    const sums = new Map<string, Delta & { units: number }>();
    for (const cause of causes) {
      const key = `${cause.cause}:${cause.orderId}`;
      const sum = sums.get(key) ?? { ...cause, units: 0 };
      sums.set(key, { ...sum, units: sum.units + (cause.deltas[state] ?? 0) });
    }
    return [...sums.values()].filter((sum) => sum.units !== 0).map(({ cause, orderId, units }): ExplainedPart => {
      const part = { state, expected, found: expected + units, cause, orderId };
      expected = part.found;
      return part;
    });
  });

/** Only orders move units between available and committed; such a difference needs no looking for. */
export const isOrdersDoing = (deltas: StateDeltas): boolean =>
  entriesOf(deltas).every(([state, delta]) => delta === 0 || state === "available" || state === "unattributed") && (deltas.available ?? 0) + (deltas.unattributed ?? 0) === 0;
