import type { LoaderFunctionArgs } from "@remix-run/node";
import type { Db } from "../../db/port";
import type { RunKind } from "../../domain/desk";
import type { StoreRecord } from "../../domain/records";
import { actorWords } from "../activity-words";
import { runRow, type RunRow } from "../run-words";

const RUNS_SHOWN_MAX = 100;
const KINDS: readonly RunKind[] = ["import-locations", "import-items", "import-orders", "compare-stock", "compare-orders", "bulk-act"];

export type RunListRow = RunRow & { who: string };

export const runRows = async (db: Db, store: StoreRecord): Promise<RunListRow[]> =>
  (await db.runs(store.merchantId, { storeId: store.id, kinds: KINDS, limit: RUNS_SHOWN_MAX })).map((run) => ({ ...runRow(run), who: actorWords(run.actor) }));

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  return { runs: await runRows(flow.db, store) };
};
