import type { ChangeSet } from "../domain/change-set";
import { insertDeliveries, settleDeliveries } from "./inbox";
import { withdrawOfStore } from "./orders-at";
import { insertIntents, outboxRowOf, settleIntents, withdrawIntents } from "./outbox";
import { changeEach, insertAll, type Work } from "./statement";
import { fulfilReads, releaseReads, wantReads, wishRowOf } from "./wanted-reads";

/** Makes, settles and withdraws the rows that make work. */
export function* writeQueues(sets: readonly ChangeSet[]): Work<void> {
  const owned = <Row extends object>(rowsOf: (set: ChangeSet) => readonly Row[] | undefined): (Row & Pick<ChangeSet, "merchantId">)[] =>
    sets.flatMap((set) => (rowsOf(set) ?? []).map((row) => ({ ...row, merchantId: set.merchantId })));
  for (const store of owned((set) => set.withdrawnStores)) yield* withdrawOfStore(store);
  yield* insertAll(insertIntents, sets.flatMap((set) => (set.intents ?? []).map(outboxRowOf)));
  yield* changeEach(withdrawIntents, owned((set) => set.withdrawnIntents));
  yield* changeEach(settleIntents, owned((set) => set.settledIntents));
  const fulfilled = owned((set) => set.fulfilledReads);
  const deleted = yield* changeEach(fulfilReads, fulfilled);
  if (deleted < fulfilled.length) yield* changeEach(releaseReads, fulfilled);
  yield* insertAll(wantReads, sets.flatMap((set) => (set.wantedReads ?? []).map(wishRowOf)));
  yield* changeEach(settleDeliveries, owned((set) => set.deliveries).map((one) => ({ ...one, dueAt: one.dueAt ?? null })));
  yield* insertDeliveries(sets.flatMap((set) => set.newDeliveries ?? []));
}
