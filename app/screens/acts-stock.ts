import type { ItemId, LocationId } from "../domain/ids";
import type { AdjustableState } from "../domain/inventory/decide-stock-act";
import type { MovableState, StockReason } from "../domain/messages";
import type { ActResult, Ask } from "./act-result";

interface LevelAsk extends Ask {
  itemId: ItemId;
  locationId: LocationId;
  /** A name that the form was given when it was shown: sent twice, it has one effect. */
  requestKey?: string;
}

/** What is wrong with one row of a file: its number as a spreadsheet shows it (the header is row 1), the column and the words. */
export interface RowProblem {
  row: number;
  field: string;
  problem: string;
}

/** A file is taken whole or not at all. `rows`: all that is wrong with it, up to a limit. */
export type FileResult =
  /** `changed`: rows that change anything. `already`: the same file was taken before, and had its effect then. */
  | { ok: true; rows: number; changed: number; already: boolean }
  | { ok: false; field: "file"; problem: string; rows: RowProblem[] };

/** The verbs about stock. Quantities change only while the store is live; rules about low stock at any time. */
export interface StockActs {
  /**
   * Give `delta` (units to add, or take away below zero) or `counted` (units that are there), the other null. `expected`: what the
   * form showed; it is refused if that is no longer so. Fields: `itemId`, `locationId`, `delta`, `counted`, `note`.
   */
  adjustStock(
    ask: LevelAsk & { state: AdjustableState; delta: number | null; counted: number | null; expected: number | null; reason: StockReason; note: string },
  ): Promise<ActResult>;
  /** Fields: `itemId`, `locationId`, `from`, `to`, `units`, `note`. */
  moveStock(ask: LevelAsk & { from: MovableState; to: MovableState; units: number; reason: StockReason; note: string }): Promise<ActResult>;
  /** Null follows the store. Fields: `lowStockUnits`, `safetyStockUnits`, `note`. */
  setStockRule(ask: LevelAsk & { lowStockUnits: number | null; safetyStockUnits: number | null; note: string }): Promise<ActResult>;
  /** CSV with the columns `sku`, `location` and one or both of `low_stock`, `safety_stock`; an empty cell follows the store. */
  importStockRules(ask: Ask & { text: string }): Promise<FileResult>;
  /** CSV with the columns `sku`, `location`, `quantity`: units on hand as counted. */
  importStockCount(ask: Ask & { text: string; note: string }): Promise<FileResult>;
}
