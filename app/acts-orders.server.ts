import type { FlowContext } from "./flows/context";
import { reRouteOrder } from "./flows/re-route-order";
import { resolveAttention } from "./flows/resolve-attention";
import type { ActResult, Acts } from "./screens/acts";

type Verbs = "reRoute" | "resolveAttention";

/** What one order may need beyond shipping. */
export const createOrderActs = (ctx: FlowContext, woken: (result: Promise<ActResult>) => Promise<ActResult>): Pick<Acts, Verbs> => ({
  reRoute: (ask) => woken(reRouteOrder(ctx, ask)),
  resolveAttention: (ask) => woken(resolveAttention(ctx, ask)),
});
