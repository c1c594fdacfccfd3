import type { MerchantId, StoreId } from "../domain/ids";

/** What changes with anything that matters to orders which wait for their release: numbers to compare, nothing else. */
interface WaitingMark {
  /** Orders of status `routed`. */
  orders: number;
  /** Sums over them: of their versions, and of when their rows changed. */
  versions: number;
  changes: number;
  /** Sum of the revisions of all levels of their goods; a level's revision only rises. */
  revisions: number;
}

export interface WaitingQueries {
  /** One look at rows of orders and levels, in place of reading the orders with all that hangs on them. */
  waitingMark(merchantId: MerchantId, storeId: StoreId): Promise<WaitingMark>;
}
