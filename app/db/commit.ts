import type { ChangeSet, CommitOutcome } from "../domain/change-set";
import { writeCatalog } from "./commit-catalog";
import { checkGuards } from "./commit-guards";
import { lockAll } from "./commit-locks";
import { writeOrders } from "./commit-orders";
import { writeQueues } from "./commit-queues";
import { writeStock } from "./commit-stock";
import { conflictOf } from "./conflict";
import type { SealedChange } from "./sealed-change";
import { savepoint, type Engine, type Work } from "./statement";

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
    return changes.length === 1 ? [{ status: "conflict", guard }] : engine.write(() => writeApart(engine, changes));
  }
};

function* lockFirst(engine: Engine, changes: readonly SealedChange[]): Work<void> {
  if (engine.kind === "postgresql") yield* lockAll(changes.map((change) => change.set));
}

/** Throws Conflict at the first guard that fails. */
function* writeTogether(engine: Engine, changes: readonly SealedChange[]): Work<CommitOutcome[]> {
  yield* lockFirst(engine, changes);
  for (const change of changes) yield* writeChange(change);
  return changes.map(() => ({ status: "committed" }));
}

function* writeApart(engine: Engine, changes: readonly SealedChange[]): Work<CommitOutcome[]> {
  yield* lockFirst(engine, changes);
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
    yield* writeChange(change);
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

function* writeChange(change: SealedChange): Work<void> {
  const set: ChangeSet = change.set;
  yield* checkGuards(set);
  yield* writeCatalog(change);
  yield* writeOrders(change);
  yield* writeStock(set);
  yield* writeQueues(set);
}
