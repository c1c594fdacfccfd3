import { sql, type SQL } from "drizzle-orm";
import { faultOf, type FaultRow, type LedgerRule } from "./ledger-balances";
import type { Scope } from "./statement";

/** A parcel's stock is posted under `ship:<shipment id>`, or under that with a further part. */
const shipmentOf = ({ dialect }: Scope): SQL => dialect === "sqlite"
  ? sql`substr(cause_key, 6, instr(substr(cause_key, 6) || ':', ':') - 1)`
  : sql`split_part(cause_key, ':', 2)`;

const shippedLines = ({ dialect }: Scope): SQL => dialect === "sqlite"
  ? sql`select s.merchant_id, s.id, json_extract(line.value, '$.itemId') as item_id, json_extract(line.value, '$.quantity') as quantity
      from shipments s, json_each(s.lines) as line`
  : sql`select s.merchant_id, s.id, line.value ->> 'itemId' as item_id, (line.value ->> 'quantity')::integer as quantity
      from shipments s, json_array_elements(s.lines) as line`;

/**
 * Only what was posted is compared: units that left before a level was read are in the reading, and are never posted on
 * top of it. Parcels are looked up in a list of ids: as a join they would be walked once for each posting.
 */
export const shippedFaults: LedgerRule = async (engine, merchantId, limit) => {
  const rows = await engine.exploreSql<FaultRow>((scope) => sql`
    select posted.item_id, null as location_id, -coalesce(parcel.units, 0) as expected, posted.units as found, posted.shipment_id as detail
    from (
      select item_id, ${shipmentOf(scope)} as shipment_id, sum(delta) as units from stock_entries
      where merchant_id = ${merchantId} and cause = 'ship' and state = 'onHand' and cause_key like 'ship:%'
      group by 1, 2
    ) as posted
    left join (
      select id, item_id, sum(quantity) as units from (${shippedLines(scope)}) as lines
      where merchant_id = ${merchantId} group by id, item_id
    ) as parcel on parcel.id = posted.shipment_id and parcel.item_id = posted.item_id
    where posted.units <> -coalesce(parcel.units, 0)
      and posted.shipment_id in (select id from shipments where merchant_id = ${merchantId} and status = 'confirmed')
    order by posted.item_id, posted.shipment_id limit ${limit}`);
  return rows.map((row) => faultOf("shipped-is-fulfillments", row));
};

/**
 * No step of ours took what was not there: the running balance of `available` after each step. The platform's own facts
 * (readings, placements) may go below zero, and so may what a person says is not there (adjustments, which the platform has
 * carried out) and items that sell on; steps older than the item's last change were taken under other settings.
 */
export const oversellFaults: LedgerRule = async (engine, merchantId, limit) => {
  const rows = await engine.exploreSql<FaultRow>(() => sql`
    select step.item_id, step.location_id, 0 as expected, step.balance as found, step.cause_key as detail
    from (
      select item_id, location_id, revision, min(at) as at, min(cause_key) as cause_key,
        sum(case when cause in ('plan', 'reserve') then delta else 0 end) as ours,
        sum(sum(delta)) over (partition by item_id, location_id order by revision) as balance
      from stock_entries where merchant_id = ${merchantId} and state = 'available'
      group by item_id, location_id, revision
    ) as step
    join items i on i.merchant_id = ${merchantId} and i.id = step.item_id
    where step.balance < 0 and step.ours < 0 and i.tracked and not i.continue_selling and step.at >= i.updated_at
    order by step.item_id, step.location_id, step.revision limit ${limit}`);
  return rows.map((row) => faultOf("no-oversell", row));
};
