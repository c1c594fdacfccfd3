import { acceptAgain } from "./flows/accept-again";
import { actOnOrder } from "./flows/acts";
import type { FlowContext } from "./flows/context";
import { saveLocationSettings } from "./flows/location-settings";
import { rejectPart } from "./flows/reject-part";
import { reRouteOrder } from "./flows/re-route-order";
import { resolveAttention } from "./flows/resolve-attention";
import { settleRun } from "./flows/settle-run";
import type { ActResult, Acts } from "./screens/acts";

type Verbs = "cancelOrder" | "requestFulfillment" | "requestCancellation" | "reRoute" | "resolveAttention" | "settleRun" | "saveLocationSettings" | "rejectPart" | "acceptAgain";

/** What one order may need beyond shipping, what is said about a location, and the end of a run that stopped. */
export const createOrderActs = (ctx: FlowContext, woken: (result: Promise<ActResult>) => Promise<ActResult>): Pick<Acts, Verbs> => ({
  cancelOrder: ({ reason, restock, refund, notifyCustomer, note, ...ask }) => woken(actOnOrder(ctx, { ...ask, act: { kind: "cancel", reason, restock, refund, notifyCustomer, note } })),
  requestFulfillment: ({ fulfillmentOrderId, note, ...ask }) => woken(actOnOrder(ctx, { ...ask, act: { kind: "request-fulfillment", fulfillmentOrderId, note } })),
  requestCancellation: ({ fulfillmentOrderId, note, ...ask }) => woken(actOnOrder(ctx, { ...ask, act: { kind: "request-cancellation", fulfillmentOrderId, note } })),
  rejectPart: ({ fulfillmentOrderId, reason, note, found, remedy, ...ask }) => woken(rejectPart(ctx, { ...ask, act: { kind: "reject", fulfillmentOrderId, reason, note, found, remedy } })),
  acceptAgain: (ask) => woken(acceptAgain(ctx, ask)),
  reRoute: (ask) => woken(reRouteOrder(ctx, ask)),
  saveLocationSettings: (ask) => woken(saveLocationSettings(ctx, ask)),
  settleRun: (ask) => settleRun(ctx, ask),
  resolveAttention: (ask) => woken(resolveAttention(ctx, ask)),
});
