import type { Db } from "../../db/port";
import type { NoticeRecord } from "../../domain/desk";
import { DRIFT_CAUSES } from "../../domain/drift/drift";
import type { StoreRecord } from "../../domain/records";
import { spanWords } from "../../ui/plain/time-words";
import { DRIFT_CAUSE_WORDS } from "./drift-words";

const NOTICES_READ_MAX = 500;

export interface DriftNotice {
  id: string;
  kind: "drift-growing" | "stale-store";
  since: number;
  title: string;
  text: string;
}

/** What is told of a store's drift at the moment. */
export const driftNotices = async (db: Pick<Db, "openNotices">, store: StoreRecord): Promise<DriftNotice[]> => noticesIn(await db.openNotices(store.merchantId, store.id, NOTICES_READ_MAX));

export const noticesIn = (notices: readonly NoticeRecord[]): DriftNotice[] => notices.flatMap((notice): DriftNotice[] => {
  if (notice.kind === "drift-growing") return [{ id: notice.id, kind: notice.kind, since: notice.createdAt, title: "Drift is growing", text: growthText(notice.detail) }];
  return notice.kind === "stale-store" ? [{ id: notice.id, kind: notice.kind, since: notice.createdAt, ...staleText(notice.detail) }] : [];
});

function growthText({ recent, expected, causes }: NoticeRecord["detail"]): string {
  const counts = (typeof causes === "object" && causes !== null ? causes : {}) as Record<string, number>;
  const most = DRIFT_CAUSES.filter((cause) => (counts[cause] ?? 0) > 0).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))[0];
  const cause = most === undefined ? "" : ` Most often: ${DRIFT_CAUSE_WORDS[most].label.toLowerCase()} (${counts[most]}).`;
  return `${Number(recent).toLocaleString("en-US")} differences in six hours, where ${Number(expected).toLocaleString("en-US")} are usual.${cause} What was found is mended by itself; this tells that something behind it changed.`;
}

function staleText({ part, ms }: NoticeRecord["detail"]): { title: string; text: string } {
  const span = spanWords(Number(ms));
  if (part === "stock") return { title: "Stock was not compared for long", text: `The last whole comparison began ${span} before this was noticed. Press Compare now; if it stops, Exceptions say why.` };
  return { title: "Orders were not compared for long", text: `Changed orders were last read through ${span} before this was noticed. Your shop may not answer, or no worker runs.` };
}
