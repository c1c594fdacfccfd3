import type { LoaderFunctionArgs } from "@remix-run/node";
import type { Db } from "../../db/port";
import type { DriftRecord } from "../../domain/drift/drift";
import type { StoreRecord } from "../../domain/records";
import type { TimelineItem } from "../../ui/plain/timeline";
import { spanWords } from "../../ui/plain/time-words";
import { driftRows, type DriftRow } from "./drift-rows.server";
import { DRIFT_CAUSE_WORDS, eventWords, lastedWords, mendedWords } from "./drift-words";

export interface DriftDetail {
  row: DriftRow;
  whose: string;
  means: string;
  began: { at: number; exactly: boolean };
  mended: { at: number | null; how: string };
  decidedAt: number | null;
  gaps: string[];
  /** Deliveries, acts and runs by their ids, for whoever reports it. */
  refs: string[];
  events: TimelineItem[];
}

/** One drift with all that shows its cause; null: there is none. */
export async function driftDetail(db: Db, store: StoreRecord, driftId: string): Promise<DriftDetail | null> {
  const drift = await db.drift(store.merchantId, driftId);
  if (drift === null) return null;
  const [row] = await driftRows(db, store.merchantId, [drift]);
  if (row === undefined) return null;
  const { whose, means } = DRIFT_CAUSE_WORDS[drift.cause];
  return {
    row, whose, means, began: { at: drift.beganAt, exactly: drift.beganExactly }, mended: { at: drift.mendedAt, how: mendedWords(drift.mendedBy) }, decidedAt: drift.decidedAt,
    gaps: row.gap.split(" · "), refs: [...new Set(drift.evidence.flatMap(({ ref }) => (ref === null ? [] : [ref])))], events: drift.evidence.map((event, index) => lineOf(drift, event, index)).reverse(),
  };
}

function lineOf(drift: DriftRecord, event: DriftRecord["evidence"][number], index: number): TimelineItem {
  const { text, tone } = eventWords(event, drift);
  const triggeredAt = event.detail["triggeredAt"];
  const delay = typeof triggeredAt === "number" ? `sent ${lastedWords(Math.max(0, event.at - triggeredAt), spanWords)} before it came` : "";
  return { id: `${index}`, at: event.at, tone, text, ...(delay !== "" && { note: delay }) };
}

export const loader = async ({ request, context, params }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const drift = await driftDetail(flow.db, store, params["driftId"] ?? "");
  if (drift === null) throw new Response(null, { status: 404 });
  return { drift };
};
