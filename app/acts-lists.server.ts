import { cancelBulkAct, startBulkAct } from "./flows/bulk-acts";
import type { FlowContext } from "./flows/context";
import { removeView, saveView } from "./flows/saved-views";
import type { DeskActs } from "./screens/acts-desk";
import { ORDER_PARAMETERS } from "./screens/orders/orders-filter.server";
import type { SavedViewRecord } from "./domain/desk";

/** What each list's address may say. */
const PARAMETERS: Record<SavedViewRecord["screen"], readonly string[]> = {
  orders: ORDER_PARAMETERS, inventory: ["tab", "search", "location", "show", "store", "sort"], customers: ["search", "store", "sort"],
};

/** What people do to many orders, and to lists. A run is found by the sweep. */
export const createListActs = (ctx: FlowContext): Pick<DeskActs, "startBulkAct" | "cancelRun" | "saveView" | "removeView"> => ({
  startBulkAct: (ask) => startBulkAct(ctx, ask),
  cancelRun: (ask) => cancelBulkAct(ctx, ask),
  saveView: (ask) => saveView(ctx, { ...ask, parameters: PARAMETERS[ask.screen] }),
  removeView: (ask) => removeView(ctx, ask),
});
