import { MASTER_KEYS, type Bed } from "./battery-fixtures";
import { openDatabase } from "./open-database";
import type { Db } from "./port";


/** An empty database for one rule, closed when it ends. */
export const withDatabase = async <T>(bed: Bed, act: (db: Db, url: string) => Promise<T>): Promise<T> => {
  const url = await bed.emptyUrl();
  const db = await openDatabase({ url, masterKeys: MASTER_KEYS });
  try {
    return await act(db, url);
  } finally {
    await db.close();
  }
};
