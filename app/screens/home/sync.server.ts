import type { Db, HomeCounts } from "../../db/port";
import type { DifferenceRecord, NoticeRecord, RunRecord } from "../../domain/desk";
import type { StoreRecord } from "../../domain/records";
import { boundOf } from "../../flows/watch-drift";
import { noticesIn, type DriftNotice } from "../drift/drift-notices.server";
import { boundWords } from "../drift/drift-page.server";

const DIFFERENCES_COUNTED_MAX = 500;
const NOTICES_READ_MAX = 100;
const RUNS_LOOKED_AT = 3;
const HELD_COUNTED_MAX = 1_000;

/** How well a store and Switchyard agree. */
export interface StoreSync {
  id: string;
  name: string;
  /** When the store was last heard of; null: never. */
  lastEventAt: number | null;
  waiting: number;
  /** What the platform said to the last that was tried in vain, more than once; null where nothing is. */
  waitsBecause: string | null;
  /** Levels that were found to differ today for no order's sake, and how many the last whole comparison looked at (null: none yet). */
  differing: { value: number; more: boolean; stillLooking: number; compared: number | null };
  comparisons: Comparison[];
  /** What the store has been silent about for longer than it usually is. */
  quietSince: number | null;
  /** What does not answer, since when, how many writes wait for it, and when it is asked again. */
  silence: { since: number; retryAt: number; held: { value: number; more: boolean } } | null;
  missingScopes: { id: string; scope: string; stops: string }[];
  /** Every level and order was compared with the shop at most so long ago; null: not everything has been yet. */
  comparedWithin: string | null;
  drift: DriftNotice[];
}

export interface Comparison {
  what: "stock" | "orders";
  status: RunRecord["status"];
  at: number;
  done: number;
  total: number | null;
  result: string;
}

interface SyncAsk {
  store: StoreRecord;
  waiting: HomeCounts["waiting"];
  now: number;
  dayStart: number;
  /** What stops without a permission, by its name. */
  stops(scope: string): string;
}

export async function storeSync(db: Db, { store, waiting, now, dayStart, stops }: SyncAsk): Promise<StoreSync> {
  const { merchantId, id: storeId } = store;
  const [lastEventAt, differences, stockRuns, orderRuns, notices, bound, waitsBecause] = await Promise.all([
    db.lastPulse(merchantId, storeId),
    db.driftSince(merchantId, { storeId, since: dayStart, limit: DIFFERENCES_COUNTED_MAX + 1 }),
    db.runs(merchantId, { storeId, kinds: ["compare-stock"], limit: RUNS_LOOKED_AT }),
    db.runs(merchantId, { storeId, kinds: ["compare-orders"], limit: RUNS_LOOKED_AT }),
    db.openNotices(merchantId, storeId, NOTICES_READ_MAX),
    boundOf(db, store, now),
    db.waitsBecause(merchantId, storeId, now),
  ]);
  const silent = (await db.silences(merchantId)).filter((silence) => silence.storeId === storeId);
  const held = silent.length === 0 ? 0 : await db.heldIntents(merchantId, storeId, HELD_COUNTED_MAX + 1);
  const lastWhole = stockRuns.find((run) => run.status === "done");
  const quiet = notices.find((notice) => notice.kind === "quiet-store");
  return {
    id: storeId, name: store.name, lastEventAt, waiting: waiting.deliveries.value + waiting.reads.value + waiting.intents.value, waitsBecause,
    differing: {
      value: levelsOf(differences), more: differences.length > DIFFERENCES_COUNTED_MAX,
      stillLooking: levelsOf(differences.filter((difference) => difference.cause === "looking")),
      compared: lastWhole === undefined ? null : numberIn(lastWhole, "levels"),
    },
    comparisons: [...stockRuns.slice(0, 1).map((run) => comparisonOf("stock", run)), ...orderRuns.slice(0, 1).map((run) => comparisonOf("orders", run))],
    quietSince: quiet === undefined ? null : (lastEventAt ?? quiet.createdAt),
    silence: silent.length === 0 ? null : {
      since: Math.min(...silent.map(({ since }) => since)), retryAt: Math.max(...silent.map(({ retryAt }) => retryAt)),
      held: { value: Math.min(held, HELD_COUNTED_MAX), more: held > HELD_COUNTED_MAX },
    },
    missingScopes: notices.filter((notice) => notice.kind === "scope-missing").map((notice) => ({ id: notice.id, scope: notice.subject, stops: stopsOf(notice, stops) })),
    comparedWithin: boundWords(bound).atMost, drift: noticesIn(notices),
  };
}

/** A level may differ in several states, and time and again. */
const levelsOf = (differences: readonly DifferenceRecord[]): number => new Set(differences.map(({ itemId, locationId }) => `${itemId}@${locationId}`)).size;

/** The notice may say it itself; else it is told by the permission's name. */
const stopsOf = ({ subject, detail }: NoticeRecord, stops: (scope: string) => string): string => (typeof detail["stops"] === "string" ? detail["stops"] : stops(subject));

const numberIn = ({ detail }: RunRecord, ...keys: string[]): number | null => keys.map((key) => detail[key]).find((value): value is number => typeof value === "number") ?? null;

function comparisonOf(what: Comparison["what"], run: RunRecord): Comparison {
  return { what, status: run.status, at: run.finishedAt ?? run.updatedAt, done: run.done, total: run.total, result: resultOf(what, run) };
}

function resultOf(what: Comparison["what"], run: RunRecord): string {
  if (run.status === "failed") return run.problem ?? "It stopped before its end.";
  if (run.status === "running") return run.problem ?? "Under way";
  if (run.status === "cancelled") return "Stopped by a person";
  if (what === "orders") return foundWords(numberIn(run, "found", "missed", "changed") ?? 0);
  const [levels, differing] = [numberIn(run, "levels"), numberIn(run, "differing") ?? 0];
  const of = levels === null ? "" : ` of ${count(levels, "level")}`;
  return differing === 0 ? `All${of} agreed` : `${differing.toLocaleString("en-US")}${of} differed and ${differing === 1 ? "was" : "were"} read again`;
}

const foundWords = (found: number): string =>
  found === 0 ? "No order was missed" : `${count(found, "order")} found that no message had told of`;

const count = (value: number, word: string): string => `${value.toLocaleString("en-US")} ${value === 1 ? word : `${word}s`}`;
