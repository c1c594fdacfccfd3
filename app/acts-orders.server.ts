import type { FlowContext } from "./flows/context";
import { reRouteOrder } from "./flows/re-route-order";
import { resolveAttention } from "./flows/resolve-attention";
import { settleRun } from "./flows/settle-run";
import type { ActResult, Acts } from "./screens/acts";

type Verbs = "reRoute" | "resolveAttention" | "settleRun";

/** What one order may need beyond shipping, and the end of a run that stopped. */
export const createOrderActs = (ctx: FlowContext, woken: (result: Promise<ActResult>) => Promise<ActResult>): Pick<Acts, Verbs> => ({
  reRoute: (ask) => woken(reRouteOrder(ctx, ask)),
  settleRun: (ask) => settleRun(ctx, ask),
  resolveAttention: (ask) => woken(resolveAttention(ctx, ask)),
});
