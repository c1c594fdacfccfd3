import type { RunKind, RunRecord } from "../domain/desk";
import type { StateWords } from "./order-words";

/** Work that takes a while, in the merchant's words. */
export const RUN_WORDS: Record<RunKind, string> = {
  "import-locations": "Import locations", "import-items": "Import items and stock", "import-orders": "Import orders", "compare-stock": "Compare stock", "compare-orders": "Compare orders",
  "bulk-act": "Change many orders", replay: "Replay past orders", "export-customer": "Export a customer's data", "erase-customer": "Erase a customer's data", "erase-store": "Erase the store's data",
};

export const RUN_STATES: Record<RunRecord["status"], StateWords> = {
  running: { label: "Running", tone: "info" }, done: { label: "Done", tone: "positive" }, failed: { label: "Stopped", tone: "critical" }, cancelled: { label: "Cancelled", tone: "neutral" },
};

export interface RunRow {
  id: string;
  kind: RunKind;
  what: string;
  state: StateWords;
  status: RunRecord["status"];
  done: number;
  total: number | null;
  failed: number;
  problem: string | null;
  startedAt: number;
  finishedAt: number | null;
}

export const runRow = ({ id, kind, status, done, total, failed, problem, startedAt, finishedAt }: RunRecord): RunRow =>
  ({ id, kind, what: RUN_WORDS[kind], state: RUN_STATES[status], status, done, total, failed, problem, startedAt, finishedAt });

/** "41 of 66, 2 failed" */
export function progressWords({ done, total, failed }: Pick<RunRow, "done" | "total" | "failed">): string {
  const far = total === null ? `${done}` : `${done} of ${total}`;
  return failed === 0 ? far : `${far}, ${failed} failed`;
}
