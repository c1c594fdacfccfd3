import type { StoreId } from "../domain/ids";

/** Rows of one store that were leased together. Nothing of one store's work waits for another's. */
export interface StoreWork {
  storeId: StoreId;
  rows: number;
  run(): Promise<void>;
}

export interface TakeUp {
  limit?: number;
  /** Stores whose rows are left where they are: their last ones are still under way. */
  except?: readonly StoreId[];
}

/** Does all of it beside each other, to the end even where some of it fails. Answers how many rows were taken up. */
export const together = async (works: readonly StoreWork[]): Promise<number> => {
  const ends = await Promise.allSettled(works.map((work) => work.run()));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
  return works.reduce((sum, work) => sum + work.rows, 0);
};

/** By store, in the order in which they are found. */
export const byStore = <Row extends { storeId: StoreId }>(rows: readonly Row[]): [StoreId, Row[]][] => {
  const found = new Map<StoreId, Row[]>();
  for (const row of rows) {
    const known = found.get(row.storeId);
    if (known) known.push(row);
    else found.set(row.storeId, [row]);
  }
  return [...found];
};
