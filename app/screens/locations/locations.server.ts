import type { LoaderFunctionArgs } from "@remix-run/node";
import { dateOf, startOfDate } from "../../ui/plain/time-words";
import { overridesView } from "./learned.server";
import { locationRows } from "./locations-page.server";

export const loader = async ({ request, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store } = await requireStore(request);
  const rows = await locationRows(flow.db, store, flow.now());
  const since = startOfDate(`${dateOf(flow.now(), store.timeZone).slice(0, 8)}01`, store.timeZone) ?? flow.now();
  return { rows, overrides: await overridesView(flow.db, store, { since, nameOf: (id) => rows.find((row) => row.id === id)?.name ?? "another location" }) };
};
