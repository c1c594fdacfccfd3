import type { ActivityRecord, DifferenceRecord } from "../../domain/desk";
import type { LocationId } from "../../domain/ids";
import type { StockEntry } from "../../domain/records";
import { actorWords } from "../activity-words";
import { CAUSE_WORDS, DIFFERENCE_WORDS, signed, STATE_WORDS } from "./stock-words";

export interface EntryRow {
  id: string;
  at: number;
  /** What moved the number, in words. */
  cause: string;
  /** More about it: what was expected and found, who and why. */
  note: string;
  location: string;
  state: string;
  /** "+3", "−1" */
  change: string;
  /** Where the cause can be seen; null: it is told in full here. */
  link: { to: string; label: string } | null;
}

interface EntryWorld {
  differences: readonly DifferenceRecord[];
  activity: readonly ActivityRecord[];
  /** Names of orders by id. */
  orders: ReadonlyMap<string, string>;
  nameOf(id: LocationId | null): string;
}

/** Entries of the ledger, each with its cause in words and where to see it. */
export function entryRows(entries: readonly StockEntry[], world: EntryWorld): EntryRow[] {
  const differences = new Map<string, DifferenceRecord[]>();
  for (const each of world.differences) {
    const key = differenceKey(each);
    differences.set(key, [...(differences.get(key) ?? []), each]);
  }
  const acts = new Map<string, ActivityRecord>(world.activity.flatMap((record) => (typeof record.detail["intentId"] === "string" ? [[`adjust:${record.detail["intentId"]}`, record] as const] : [])));
  return entries.map((entry, index) => {
    const explained = entry.cause === "reading" ? (differences.get(differenceKey(entry)) ?? []) : [];
    const orderId = entry.orderId ?? explained.find((each) => each.orderId !== null)?.orderId ?? null;
    return {
      id: `${index}-${entry.causeKey}`, at: entry.at, cause: CAUSE_WORDS[entry.cause], note: noteOf(explained, acts.get(entry.causeKey)), location: world.nameOf(entry.locationId),
      state: STATE_WORDS[entry.state], change: signed(entry.delta),
      link: orderId === null ? null : { to: `/orders/${encodeURIComponent(orderId)}`, label: world.orders.get(orderId) ?? "Open order" },
    };
  });
}

const differenceKey = ({ causeKey, locationId, state }: Pick<DifferenceRecord, "causeKey" | "locationId" | "state">): string => `${causeKey}|${locationId}|${state}`;

function noteOf(explained: readonly DifferenceRecord[], act: ActivityRecord | undefined): string {
  if (act !== undefined) return [actorWords(act.actor), act.reason === null ? "" : `“${act.reason}”`].filter(Boolean).join(": ");
  return explained.map(({ expected, found, cause }) => `${expected} expected, ${found} found: ${lower(DIFFERENCE_WORDS[cause])}`).join("; ");
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
