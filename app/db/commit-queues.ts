import type { ChangeSet } from "../domain/change-set";
import { insertDeliveries, settleDelivery } from "./inbox";
import { withdrawOfStore } from "./orders-at";
import { insertIntents, outboxRowOf, settleIntent, withdrawIntent } from "./outbox";
import { ask, insertAll, type Work } from "./statement";
import { fulfilRead, releaseRead, wantRead } from "./wanted-reads";

/** Makes, settles and withdraws the rows that make work. */
export function* writeQueues(set: ChangeSet): Work<void> {
  const { merchantId } = set;
  for (const store of set.withdrawnStores ?? []) yield* withdrawOfStore({ merchantId, ...store });
  yield* insertAll(insertIntents, (set.intents ?? []).map(outboxRowOf));
  for (const { id, problem } of set.withdrawnIntents ?? []) yield* ask(withdrawIntent, { merchantId, id, problem });
  for (const settlement of set.settledIntents ?? []) yield* ask(settleIntent, { merchantId, ...settlement });
  for (const fulfilled of set.fulfilledReads ?? []) {
    const deleted = yield* ask(fulfilRead, { merchantId, ...fulfilled });
    if (deleted === 0) yield* ask(releaseRead, { merchantId, ...fulfilled });
  }
  for (const read of set.wantedReads ?? []) yield* ask(wantRead, { ...read, leaseUntil: 0 });
  for (const { id, status, reason, dueAt } of set.deliveries ?? []) {
    yield* ask(settleDelivery, { merchantId, id, status, reason, dueAt: dueAt ?? null });
  }
  yield* insertDeliveries(set.newDeliveries ?? []);
}
