import { sql } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import type { ItemId, LocationId, MerchantId } from "../domain/ids";
import { STOCK_STATES } from "./commit-stock";
import type { LedgerFault } from "./port";
import type { Engine } from "./statement";

export type LedgerRule = (engine: Engine, merchantId: MerchantId, limit: number) => Promise<LedgerFault[]>;

/** What a rule's statement gives for a fault; sums come as text from PostgreSQL. */
export interface FaultRow {
  item_id: ItemId | null;
  location_id: LocationId | null;
  expected: number | string;
  found: number | string;
  detail: string;
}

export const faultOf = (rule: LedgerFault["rule"], row: FaultRow): LedgerFault => ({
  rule, itemId: row.item_id, locationId: row.location_id, expected: Number(row.expected), found: Number(row.found), detail: row.detail,
});

/** Every state of every level, a row each. */
const stateRows = (merchantId: MerchantId) => sql.join(
  STOCK_STATES.map((state) => sql`select item_id, location_id, ${sql.raw(`'${state}'`)} as state, ${sql.identifier(toSnakeCase(state))} as units
    from levels where merchant_id = ${merchantId}`),
  sql` union all `,
);

export const foldFaults: LedgerRule = async (engine, merchantId, limit) => {
  const rows = await engine.exploreSql<FaultRow>(() => sql`
    select item_id, location_id, sum(folded) as expected, sum(held) as found, state as detail from (
      select item_id, location_id, state, units as held, 0 as folded from (${stateRows(merchantId)}) as states
      union all
      select item_id, location_id, state, 0, delta from stock_entries where merchant_id = ${merchantId}
    ) as both_sides
    group by item_id, location_id, state having sum(folded) <> sum(held)
    order by item_id, location_id, state limit ${limit}`);
  return rows.map((row) => faultOf("balance-is-fold-of-entries", row));
};

export const onHandFaults: LedgerRule = async (engine, merchantId, limit) => {
  const parts = sql.raw("available + committed + unattributed + reserved + damaged + safety_stock + quality_control");
  const rows = await engine.exploreSql<FaultRow>(() => sql`
    select item_id, location_id, ${parts} as expected, on_hand as found, 'on hand' as detail
    from levels where merchant_id = ${merchantId} and on_hand <> ${parts}
    order by item_id, location_id limit ${limit}`);
  return rows.map((row) => faultOf("on-hand-is-sum-of-states", row));
};

export const committedFaults: LedgerRule = async (engine, merchantId, limit) => {
  const rows = await engine.exploreSql<FaultRow>(() => sql`
    select item_id, location_id, sum(allocated) as expected, sum(held) as found, 'committed' as detail from (
      select item_id, location_id, committed as held, 0 as allocated from levels where merchant_id = ${merchantId}
      union all
      select item_id, location_id, 0, quantity from allocations where merchant_id = ${merchantId}
    ) as both_sides
    group by item_id, location_id having sum(allocated) <> sum(held)
    order by item_id, location_id limit ${limit}`);
  return rows.map((row) => faultOf("committed-is-open-allocations", row));
};
