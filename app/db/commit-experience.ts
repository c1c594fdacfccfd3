import type { ChangeSet } from "../domain/change-set";
import { insertAll, insertionOf, type Work } from "./statement";
import { upsertionOf } from "./upsert";

const upsertRejections = upsertionOf("upsert_rejection", (t) => t.rejections, (t) => [t.merchantId, t.id]);
const upsertOverrides = upsertionOf("upsert_override", (t) => t.overrides, (t) => [t.merchantId, t.id]);
const insertCounts = insertionOf("insert_shelf_counts", (t) => t.shelfCounts, { ignoreDuplicates: true });
const upsertFacts = upsertionOf("upsert_location_facts", (t) => t.locationFacts, (t) => [t.merchantId, t.locationId]);

/** What became of decisions, and what it teaches. */
export function* writeExperience(sets: readonly ChangeSet[]): Work<void> {
  yield* insertAll(upsertRejections, sets.flatMap((set) => set.rejections ?? []));
  yield* insertAll(upsertOverrides, sets.flatMap((set) => set.overrides ?? []));
  yield* insertAll(insertCounts, sets.flatMap((set) => set.shelfCounts ?? []));
  yield* insertAll(upsertFacts, sets.flatMap((set) => set.locationFacts ?? []));
}
