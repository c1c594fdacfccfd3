import { makeColumns, type Dialect } from "./columns";
import { accountTables } from "./schema-accounts";
import { deskTables } from "./schema-desk";
import { driftTables } from "./schema-drift";
import { experienceTables } from "./schema-experience";
import { orderTables } from "./schema-orders";
import { replayTables } from "./schema-replay";
import { queueTables } from "./schema-queues";
import { stockTables } from "./schema-stock";

/**
 * All tables, for one database. Rows have the fields of `domain/records.ts`; `merchantId` leads every key and index but those
 * that find the merchant (a shop's domain, a delivery's key, an API key) and those that the workers' queues are read by.
 */
export const makeSchema = (dialect: Dialect) => {
  const columns = makeColumns(dialect);
  return { ...accountTables(columns), ...stockTables(columns), ...orderTables(columns), ...queueTables(columns), ...deskTables(columns), ...driftTables(columns), ...replayTables(columns), ...experienceTables(columns) };
};

export type Schema = ReturnType<typeof makeSchema>;
