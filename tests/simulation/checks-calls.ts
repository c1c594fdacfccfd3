import type { OutboxRow } from "../../app/domain/messages";
import type { World } from "./world";

/** What the house asked of the platform, when nothing waits: every call that was ever wanted is kept with how it ended, and what is told as refused was not done. */
export const checkCalls = async ({ ground: { db, journal }, merchantId, twin }: World): Promise<string[]> => {
  const asked = new Map(journal.flatMap((set) => set.intents ?? []).map((row) => [row.key, row]));
  const sent = new Set([...twin.shop().fulfillments.values()].flatMap((one) => one.tracking.numbers));
  const faults: string[] = [];
  for (const [key, { intent }] of asked) {
    const row = await db.intentByKey(merchantId, key);
    if (!row) faults.push(`every-call-is-kept: ${intent.kind} ${key} was asked for, and is nowhere`);
    else faults.push(...faultsOf(row, sent));
  }
  return faults;
};

const faultsOf = ({ intent, key, status, problem }: OutboxRow, sent: ReadonlySet<string>): string[] => {
  if (status === "waiting" || status === "leased") return [`outbox-drained: ${intent.kind} ${key} is ${status}: ${problem ?? ""}`];
  if (status !== "refused" || intent.kind !== "ship" || !sent.has(intent.tracking.number ?? "")) return [];
  return [`refused-means-undone: the parcel ${intent.tracking.number} was sent, and is told as refused: ${problem ?? ""}`];
};
