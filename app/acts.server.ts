import { actOnOrder, dismissException, retryException } from "./flows/acts";
import type { FlowContext } from "./flows/context";
import { setStoreStatus } from "./flows/store-status";
import type { ActResult, Acts } from "./screens/acts";
import { createDriftActs } from "./acts-drift.server";
import { createListActs } from "./acts-lists.server";
import { createOrderActs } from "./acts-orders.server";
import { createPolicyActs } from "./acts-policy.server";
import { createReplayActs } from "./acts-replay.server";
import { createSettingsActs } from "./acts-settings.server";
import { createSetupActs } from "./acts-setup.server";
import { createStockActs } from "./acts-stock.server";

/** The screens' verbs, each one flow. `wake` makes the workers look at once for what an act left them to do. */
export function createActs(ctx: FlowContext, wake: () => void): Acts {
  const woken = async (result: Promise<ActResult>): Promise<ActResult> => {
    const settled = await result;
    if (settled.ok) wake();
    return settled;
  };
  return {
    holdOrder: ({ reason, ...ask }) => woken(actOnOrder(ctx, { ...ask, act: { kind: "hold", reason } })),
    releaseOrder: (ask) => woken(actOnOrder(ctx, { ...ask, act: { kind: "release" } })),
    changeLocation: ({ fulfillmentOrderId, locationId, reason, ...ask }) =>
      woken(actOnOrder(ctx, { ...ask, act: { kind: "change-location", fulfillmentOrderId, locationId, ...(reason && { reason }) } })),
    shipParcel: ({ fulfillmentOrderId, lines, tracking, notifyCustomer, ...ask }) =>
      woken(actOnOrder(ctx, { ...ask, act: { kind: "ship", fulfillmentOrderId, lines, tracking, notifyCustomer } })),
    updateTracking: ({ shipmentId, tracking, notifyCustomer, ...ask }) => woken(actOnOrder(ctx, { ...ask, act: { kind: "track", shipmentId, tracking, notifyCustomer } })),
    startWork: ({ fulfillmentOrderId, ...ask }) => woken(actOnOrder(ctx, { ...ask, act: { kind: "start-work", fulfillmentOrderId } })),
    takeOver: (ask) => woken(actOnOrder(ctx, { ...ask, act: { kind: "take-over" } })),
    setStoreStatus: (ask) => woken(setStoreStatus(ctx, ask)),
    retry: (ask) => woken(retryException(ctx, ask)),
    dismiss: (ask) => dismissException(ctx, ask),
    ...createOrderActs(ctx, woken),
    ...createSettingsActs(ctx),
    ...createListActs(ctx),
    ...createDriftActs(ctx, woken),
    ...createSetupActs(ctx, woken),
    ...createPolicyActs(ctx, woken),
    ...createReplayActs(ctx),
    ...createStockActs(ctx, wake),
  };
}
