import type { StockRuleRecord } from "../../domain/desk";
import type { ItemId, LocationId, MerchantId } from "../../domain/ids";
import type { StockAdjustment } from "../../domain/inventory/decide-stock-act";
import type { FlowContext } from "../../flows/context";
import { type RowsResult, adjustRows, saveRuleRows } from "../../flows/stock-rows";

interface RowsAsk<Row> {
  merchantId: MerchantId;
  actor: string;
  rows: readonly (Row & { itemId: ItemId; locationId: LocationId })[];
}

/** Changes of stock, row by row; one wrong row, and none is applied. */
export interface StockWrites {
  adjustStock(ask: RowsAsk<StockAdjustment>): Promise<RowsResult>;
  saveStockRules(ask: RowsAsk<Pick<StockRuleRecord, "lowStockUnits" | "safetyStockUnits">>): Promise<RowsResult>;
}

/** `wake` makes the workers look at once. */
export const createStockWrites = (ctx: FlowContext, wake: () => void): StockWrites => {
  const woken = async (result: Promise<RowsResult>): Promise<RowsResult> => {
    const settled = await result;
    if (settled.ok) wake();
    return settled;
  };
  return { adjustStock: (ask) => woken(adjustRows(ctx, ask)), saveStockRules: (ask) => woken(saveRuleRows(ctx, ask)) };
};
