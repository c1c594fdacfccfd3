import type { ItemId, LocationId } from "../ids";
import { route } from "../routing/solve";
import { standingCost } from "../routing/standing";
import type { Assignment, Certificate, RoutingProblem } from "../routing/types";
import { cellKey, Unions } from "./cells";
import { optimiseTogether } from "./optimise";
import { withoutTaken } from "./scarcity";
import type { JointTask } from "./types";

/** Orders that wait, with the plans that they have. */
export interface WaitingTask extends Pick<JointTask, "limits"> {
  /** Stock rows: what no other order holds but by a plan that is here, and the order's own. */
  problems: readonly RoutingProblem[];
  planned: readonly (readonly Assignment[])[];
  own: readonly (readonly { itemId: ItemId; locationId: LocationId; units: number }[])[];
  /** Changes that save no more together are left. */
  savingAboveMinor: number;
}

/** Plans that change at once: each takes what another gives, so that they go together or not at all. */
export interface Exchange {
  changes: { order: number; certificate: Extract<Certificate, { outcome: "routed" }>; aloneMinor: number; aloneParcels: number }[];
  savedMinor: number;
}

/**
 * What waiting orders should change, best saving first. Each new plan has a certificate of its own: of the problem with what the
 * others leave to it, which any checker of single orders accepts. Orders whose present plan is not possible are left alone.
 */
export function findExchanges(task: WaitingTask): Exchange[] {
  const sound = [...task.problems.keys()].filter((order) => standingCost(task.problems[order]!, task.planned[order]!) !== null);
  const pick = <T>(all: readonly T[]): T[] => sound.map((order) => all[order]!);
  const [problems, planned, own] = [pick(task.problems), pick(task.planned), pick(task.own)];
  const answer = optimiseTogether({ problems, own, standing: planned, ...(task.limits && { limits: task.limits }) });
  const wanted = planned.map((plan, order) => answer.plans[order]?.assignments ?? plan);
  const groups = exchanging(problems, { planned, wanted, own });
  return groups
    .flatMap((orders) => exchangeOf(problems, { planned, wanted, own, orders }) ?? [])
    .filter(({ savedMinor }) => savedMinor > task.savingAboveMinor)
    .sort((a, b) => b.savedMinor - a.savedMinor)
    .map(({ changes, savedMinor }) => ({ savedMinor, changes: changes.map((one) => ({ ...one, order: sound[one.order]! })) }));
}

interface Plans {
  planned: readonly (readonly Assignment[])[];
  wanted: readonly (readonly Assignment[])[];
  own: WaitingTask["own"];
}

/** Units that a plan takes of what all may take, by cell: its own are nobody else's. */
function takesOf({ lines }: RoutingProblem, plan: readonly Assignment[], own: WaitingTask["own"][number]): Map<string, number> {
  const itemOf = new Map(lines.map((line) => [line.lineId, line.itemId]));
  const takes = new Map<string, number>();
  for (const { lineId, locationId, units } of plan) {
    const key = cellKey(itemOf.get(lineId)!, locationId);
    takes.set(key, (takes.get(key) ?? 0) + units);
  }
  for (const { itemId, locationId, units } of own) {
    const key = cellKey(itemId, locationId);
    if (takes.has(key)) takes.set(key, Math.max(0, takes.get(key)! - units));
  }
  return takes;
}

/** Orders whose plans differ, in groups that pass units on: whoever takes more of a cell goes with whoever leaves it. */
function exchanging(problems: readonly RoutingProblem[], { planned, wanted, own }: Plans): number[][] {
  const unions = new Unions(problems.length);
  const firstOf = new Map<string, number>();
  const changed = [...problems.keys()].filter((order) => textOf(planned[order]!) !== textOf(wanted[order]!));
  for (const order of changed) {
    const before = takesOf(problems[order]!, planned[order]!, own[order]!);
    const after = takesOf(problems[order]!, wanted[order]!, own[order]!);
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      if ((before.get(key) ?? 0) === (after.get(key) ?? 0)) continue;
      const first = firstOf.get(key);
      if (first === undefined) firstOf.set(key, order);
      else unions.join(first, order);
    }
  }
  return unions.groups(changed);
}

const textOf = (plan: readonly Assignment[]): string => JSON.stringify([...plan].map(({ lineId, locationId, units }) => [lineId, locationId, units]).sort());

function exchangeOf(problems: readonly RoutingProblem[], { planned, wanted, own, orders }: Plans & { orders: readonly number[] }): Exchange | null {
  const inside = new Set(orders);
  // What stays planned as it is, and what the group's own orders take, each as soon as its plan is certain.
  const takes = problems.map((problem, order) => takesOf(problem, inside.has(order) ? wanted[order]! : planned[order]!, own[order]!));
  const taken = new Map<string, number>();
  const count = (some: ReadonlyMap<string, number>, sign: 1 | -1): void => some.forEach((units, key) => taken.set(key, (taken.get(key) ?? 0) + sign * units));
  takes.forEach((some) => count(some, 1));
  const changes: Exchange["changes"] = [];
  let savedMinor = 0;
  for (const order of orders) {
    count(takes[order]!, -1);
    const certificate = route(withoutTaken(problems[order]!, taken));
    const alone = standingCost(problems[order]!, planned[order]!);
    if (certificate.outcome !== "routed" || alone === null) return null;
    count(takesOf(problems[order]!, certificate.plan.assignments, own[order]!), 1);
    savedMinor += alone.costMinor - certificate.plan.costMinor;
    changes.push({ order, certificate, aloneMinor: alone.costMinor, aloneParcels: alone.parcels });
  }
  return { changes, savedMinor };
}
