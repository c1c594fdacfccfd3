import { sql } from "drizzle-orm";
import type { MerchantId } from "../domain/ids";
import { type FaultRow, faultOf, type LedgerRule } from "./ledger-balances";
import type { Engine } from "./statement";

/** The rooms that orders say they take of their locations' days, a row each. */
const roomRows = (engine: Engine, merchantId: MerchantId) => (engine.kind === "sqlite"
  ? sql`select json_extract(room.value, '$.locationId') as location_id, json_extract(room.value, '$.day') as day
      from orders, json_each(orders.rooms) as room where orders.merchant_id = ${merchantId} and orders.rooms <> '[]'`
  : sql`select room->>'locationId' as location_id, room->>'day' as day
      from orders, json_array_elements(orders.rooms) as room where orders.merchant_id = ${merchantId} and orders.rooms::text <> '[]'`);

/** Each day holds exactly the parcels that orders say they have there. */
export const roomFaults: LedgerRule = async (engine, merchantId, limit) => {
  const rows = await engine.exploreSql<FaultRow>(() => sql`
    select null as item_id, location_id, sum(stands) as expected, sum(taken) as found, day as detail from (
      select location_id, day, 1 as stands, 0 as taken from (${roomRows(engine, merchantId)}) as rooms
      union all
      select location_id, day, 0, taken from parcel_days where merchant_id = ${merchantId}
    ) as both_sides
    group by location_id, day having sum(stands) <> sum(taken)
    order by location_id, day limit ${limit}`);
  return rows.map((row) => faultOf("room-is-parcels", row));
};
