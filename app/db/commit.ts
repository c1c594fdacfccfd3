import type { ChangeSet, CommitOutcome } from "../domain/change-set";
import { writeCatalog } from "./commit-catalog";
import { writeDrift } from "./commit-drift";
import { writeExperience } from "./commit-experience";
import { checkGuards, guardKey, levelKey } from "./commit-guards";
import { lockAll } from "./commit-locks";
import { writeOrders } from "./commit-orders";
import { writeParcelDays } from "./commit-parcel-days";
import { writeQueues } from "./commit-queues";
import { writeStock } from "./commit-stock";
import { Conflict, conflictOf } from "./conflict";
import type { SealedChange } from "./sealed-change";
import { type Attempt, savepoint, type Engine, type Work } from "./statement";

/**
 * Applies each set alone, in order, inside one transaction with one fsync. Nearly always every guard holds, so the sets are
 * first written without savepoints, whose page copies are a third of the work; when one fails, all is rolled back and
 * written again with a savepoint each, so that only the set that failed is left out.
 */
export const commitAll = async (engine: Engine, changes: readonly SealedChange[]): Promise<CommitOutcome[]> => {
  if (changes.length === 0) return [];
  try {
    return await engine.write(() => writeTogether(engine, changes));
  } catch (error) {
    const guard = conflictOf(error);
    if (guard === null) throw error;
    return changes.length === 1 && error instanceof Conflict ? [{ status: "conflict", guard }] : engine.write(() => writeApart(engine, changes));
  }
};

function* lockFirst(engine: Engine, changes: readonly SealedChange[], runs: number): Work<void> {
  if (engine.kind === "postgresql") yield* lockAll(changes.map((change) => change.set), runs);
}

/** Throws Conflict at the first guard that fails. */
function* writeTogether(engine: Engine, changes: readonly SealedChange[]): Work<CommitOutcome[]> {
  const runs = runsOf(changes);
  yield* lockFirst(engine, changes, runs.length);
  for (const run of runs) yield* writeRun(run, "hopeful");
  return changes.map(() => ({ status: "committed" }));
}

function* writeApart(engine: Engine, changes: readonly SealedChange[]): Work<CommitOutcome[]> {
  yield* lockFirst(engine, changes, changes.length);
  const outcomes: CommitOutcome[] = [];
  const refused = new Set<string>();
  for (const change of changes) {
    const base = ordersGuarded(change.set).find((orderId) => refused.has(orderId));
    const outcome: CommitOutcome = base === undefined ? yield* writeUnderSavepoint(change) : { status: "conflict", guard: `order:${base}` };
    if (outcome.status === "conflict") for (const orderId of ordersGuarded(change.set)) refused.add(orderId);
    outcomes.push(outcome);
  }
  return outcomes;
}

/**
 * A set that was decided on top of an earlier one of its batch falls with it: the version that it expects may by now be
 * another's, with the same number and other contents.
 */
const ordersGuarded = (set: ChangeSet): string[] => set.guards.flatMap((guard) => (guard.kind === "order" ? [guard.orderId] : []));

function* writeUnderSavepoint(change: SealedChange): Work<CommitOutcome> {
  yield* savepoint("SAVEPOINT");
  try {
    yield* writeRun([change], "careful");
    yield* savepoint("RELEASE SAVEPOINT");
    return { status: "committed" };
  } catch (error) {
    const guard = conflictOf(error);
    if (guard === null) throw error;
    yield* savepoint("ROLLBACK TO SAVEPOINT");
    yield* savepoint("RELEASE SAVEPOINT");
    return { status: "conflict", guard };
  }
}

/**
 * Neighbours that do not lean on each other are written table by table rather than set by set: what they take from one level is one take, and
 * PostgreSQL is asked once a table. A set that guards or writes what its run wrote begins the next one.
 */
const runsOf = (changes: readonly SealedChange[]): SealedChange[][] => {
  const runs: SealedChange[][] = [];
  let written = new Set<string>();
  for (const change of changes) {
    const writes = writtenKeys(change.set);
    if (runs.length === 0 || change.set.guards.some((guard) => written.has(guardKey(guard))) || writes.some((key) => !key.startsWith("level:") && written.has(key))) {
      runs.push([]);
      written = new Set();
    }
    runs.at(-1)?.push(change);
    for (const key of writes) written.add(key);
  }
  return runs;
};

/** What guards may name, in their words. Moves of one level add up, whichever comes first. */
const writtenKeys = (set: ChangeSet): string[] => [
  ...(set.orders ?? []).map(({ order }) => `order:${order.id}`), ...(set.decisionStatuses ?? []).map(({ orderId }) => `order:${orderId}`),
  ...[...(set.entries ?? []), ...(set.levels ?? [])].map((level) => `level:${levelKey(level)}`),
  ...(set.stores ?? []).map(({ id }) => `store:${id}`), ...(set.runs ?? []).map(({ id }) => `run:${id}`),
  ...(set.storeSettings ?? []).map(({ storeId }) => `store-settings:${storeId}`),
  ...[...(set.policyDrafts ?? []).map(({ id }) => id), ...(set.removedPolicyDrafts ?? [])].map((id) => `policy-draft:${id}`),
  ...(set.locationSettings ?? []).map(({ locationId }) => `location-settings:${locationId}`),
  ...((set.policies ?? []).length > 0 ? ["latest-policy"] : []), ...[...(set.policyDrafts ?? []).map(({ id }) => id), ...(set.removedPolicyDrafts ?? [])].map((id) => `policy-draft:${id}`),
];

function* writeRun(run: readonly SealedChange[], attempt: Attempt): Work<void> {
  const sets = run.map((change) => change.set);
  for (const set of sets) yield* checkGuards(set);
  yield* writeCatalog(run);
  yield* writeOrders(run, attempt);
  yield* writeStock(sets, attempt);
  yield* writeParcelDays(sets);
  yield* writeDrift(sets);
  yield* writeExperience(sets);
  yield* writeQueues(sets);
}
