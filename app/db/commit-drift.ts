import type { ChangeSet } from "../domain/change-set";
import { countOf, ask, insertAll, insertionOf, type Work } from "./statement";
import { everyColumn, upsertOf } from "./upsert";

/** A subject that drifts already says it: a second open drift of it is left out. */
const insertDrift = countOf("insert_drift", ({ db, t }) => db.insert(t.drifts).values(everyColumn(t.drifts) as never).onConflictDoNothing());
const updateDrift = upsertOf("upsert_drift", (t) => t.drifts, (t) => [t.merchantId, t.id]);
export const insertHeard = insertionOf("insert_heard_messages", (t) => t.heardMessages, { ignoreDuplicates: true });

/** What drifted, what became of it, and the messages that show why. */
export function* writeDrift(sets: readonly ChangeSet[]): Work<void> {
  for (const { drifts = [], settledDrifts = [] } of sets) {
    for (const row of drifts) yield* ask(insertDrift, { ...row });
    for (const row of settledDrifts) yield* ask(updateDrift, { ...row });
  }
  yield* insertAll(insertHeard, sets.flatMap((set) => set.heard ?? []));
}
