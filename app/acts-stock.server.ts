import { compareNow } from "./flows/compare";
import type { FlowContext } from "./flows/context";
import { importStockCount, importStockRules } from "./flows/import-stock";
import { dismissNotice } from "./flows/low-stock";
import { adjustStock, moveStock, setStockRule } from "./flows/stock-acts";
import type { DeskActs } from "./screens/acts-desk";
import type { StockActs } from "./screens/acts-stock";

/** What people do to stock, and what is watched over it. */
export const createStockActs = (ctx: FlowContext, wake: () => void): StockActs & Pick<DeskActs, "compareNow" | "settleNotice"> => {
  const woken = async <Result extends { ok: boolean }>(result: Promise<Result>): Promise<Result> => {
    const settled = await result;
    if (settled.ok) wake();
    return settled;
  };
  return {
    adjustStock: (ask) => woken(adjustStock(ctx, ask)),
    moveStock: (ask) => woken(moveStock(ctx, ask)),
    setStockRule: (ask) => woken(setStockRule(ctx, ask)),
    importStockRules: (ask) => woken(importStockRules(ctx, ask)),
    importStockCount: (ask) => woken(importStockCount(ctx, ask)),
    compareNow: (ask) => woken(compareNow(ctx, ask)),
    settleNotice: (ask) => dismissNotice(ctx, ask),
  };
};
