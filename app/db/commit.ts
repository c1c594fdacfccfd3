import type { ChangeSet, CommitOutcome } from "../domain/change-set";
import type { Dialect } from "./columns";
import { writeCatalog } from "./commit-catalog";
import { checkGuards } from "./commit-guards";
import { lockAll } from "./commit-locks";
import { writeOrders } from "./commit-orders";
import { writeQueues } from "./commit-queues";
import { writeStock } from "./commit-stock";
import { conflictOf } from "./conflict";
import type { SealedChange } from "./sealed-change";
import { savepoint, type Work } from "./statement";

/**
 * Applies each set alone, in order, inside one transaction: a set whose guard fails is rolled back to its savepoint and
 * leaves its neighbours standing.
 */
export function* commitAll(changes: readonly SealedChange[], dialect: Dialect): Work<CommitOutcome[]> {
  if (dialect === "postgresql") yield* lockAll(changes.map((change) => change.set));
  const outcomes: CommitOutcome[] = [];
  for (const change of changes) outcomes.push(yield* commitOne(change));
  return outcomes;
}

function* commitOne(change: SealedChange): Work<CommitOutcome> {
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
