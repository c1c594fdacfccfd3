import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportCustomer } from "../../flows/privacy-export";

/** The file of an export, made as it is asked for and stored nowhere. */
export const loader = async ({ request, params, context }: LoaderFunctionArgs) => {
  const { flow, requireStore } = context.switchyard;
  const { store, actor } = await requireStore(request);
  const made = await exportCustomer(flow, { merchantId: store.merchantId, runId: params["runId"] ?? "", actor });
  if (!made.ok) return new Response(made.problem, { status: 404, headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" } });
  return new Response(JSON.stringify(made.document, null, 2), {
    headers: { "Content-Type": "application/json; charset=utf-8", "Content-Disposition": `attachment; filename="${made.fileName}"`, "Cache-Control": "no-store" },
  });
};
