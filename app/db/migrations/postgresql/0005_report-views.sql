-- What tools for reports read: stable, versioned, without tokens and personal data. docs: prisma/README.md
CREATE VIEW report_orders_v1 AS SELECT
  o.merchant_id,
  o.id AS order_id,
  o.store_id,
  o.platform_id,
  o.name,
  o.status,
  o.source,
  o.financial_status,
  o.test AS is_test,
  o.adopted AS is_adopted,
  CAST(o.attention_since IS NOT NULL AS BOOLEAN) AS needs_attention,
  o.currency,
  o.total_minor,
  CAST((SELECT coalesce(sum((one.value ->> 'totalMinor')::bigint), 0) FROM json_array_elements(o.refunds) one) AS bigint) AS refunded_minor,
  o.presentment_currency,
  o.presentment_total_minor,
  o.ship_to_country,
  o.ship_to_province,
  o.placed_at AS placed_at_ms,
  CAST(to_char(to_timestamp((o.placed_at / 1000)::double precision) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad((o.placed_at % 1000)::text, 3, '0') || 'Z' AS text) AS placed_at,
  o.updated_at AS updated_at_ms,
  CAST(to_char(to_timestamp((o.updated_at / 1000)::double precision) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad((o.updated_at % 1000)::text, 3, '0') || 'Z' AS text) AS updated_at,
  o.cancelled_at AS cancelled_at_ms,
  CAST(to_char(to_timestamp((o.cancelled_at / 1000)::double precision) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad((o.cancelled_at % 1000)::text, 3, '0') || 'Z' AS text) AS cancelled_at,
  o.ship_by AS ship_by_ms,
  CAST(to_char(to_timestamp((o.ship_by / 1000)::double precision) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad((o.ship_by % 1000)::text, 3, '0') || 'Z' AS text) AS ship_by
FROM orders o;
--> statement-breakpoint
CREATE VIEW report_order_lines_v1 AS SELECT
  l.merchant_id,
  l.order_id,
  l.id AS line_id,
  o.store_id,
  l.item_id,
  l.sku,
  l.title,
  l.position,
  l.quantity,
  l.current_quantity,
  l.requires_shipping,
  o.currency,
  l.unit_price_minor,
  CAST(l.current_quantity * l.unit_price_minor AS bigint) AS current_total_minor
FROM order_lines l JOIN orders o ON o.merchant_id = l.merchant_id AND o.id = l.order_id;
--> statement-breakpoint
CREATE VIEW report_shipments_v1 AS SELECT
  s.merchant_id,
  s.order_id,
  s.id AS shipment_id,
  o.store_id,
  s.fulfillment_order_id,
  s.location_id,
  p.name AS location_name,
  s.status,
  s.made_here,
  s.company AS carrier,
  CAST(CAST((SELECT coalesce(sum((one.value ->> 'quantity')::bigint), 0) FROM json_array_elements(s.lines) one) AS bigint) AS integer) AS units,
  s.requested_at AS requested_at_ms,
  CAST(to_char(to_timestamp((s.requested_at / 1000)::double precision) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad((s.requested_at % 1000)::text, 3, '0') || 'Z' AS text) AS requested_at,
  s.confirmed_at AS confirmed_at_ms,
  CAST(to_char(to_timestamp((s.confirmed_at / 1000)::double precision) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad((s.confirmed_at % 1000)::text, 3, '0') || 'Z' AS text) AS confirmed_at
FROM shipments s JOIN orders o ON o.merchant_id = s.merchant_id AND o.id = s.order_id LEFT JOIN locations p ON p.merchant_id = s.merchant_id AND p.id = s.location_id;
--> statement-breakpoint
CREATE VIEW report_stock_v1 AS SELECT
  v.merchant_id,
  v.item_id,
  v.location_id,
  i.store_id,
  i.sku,
  i.title,
  i.tracked AS is_tracked,
  p.name AS location_name,
  v.active AS is_stocked,
  v.on_hand,
  v.available,
  CAST(v.committed + v.unattributed AS integer) AS committed,
  v.unattributed AS committed_elsewhere,
  v.reserved,
  v.damaged,
  v.safety_stock,
  v.quality_control,
  v.incoming,
  r.low_stock_units,
  r.safety_stock_units AS safety_stock_wanted,
  CAST(nullif(v.read_at, 0) AS bigint) AS read_at_ms,
  CAST(to_char(to_timestamp((nullif(v.read_at, 0) / 1000)::double precision) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad((nullif(v.read_at, 0) % 1000)::text, 3, '0') || 'Z' AS text) AS read_at
FROM levels v JOIN items i ON i.merchant_id = v.merchant_id AND i.id = v.item_id LEFT JOIN locations p ON p.merchant_id = v.merchant_id AND p.id = v.location_id
  LEFT JOIN stock_rules r ON r.merchant_id = v.merchant_id AND r.item_id = v.item_id AND r.location_id = v.location_id;
--> statement-breakpoint
CREATE VIEW report_movements_v1 AS SELECT
  e.merchant_id,
  e.cause_key,
  e.item_id,
  e.location_id,
  e.state,
  e.cause,
  e.delta,
  e.order_id,
  i.store_id,
  i.sku,
  e.at AS at_ms,
  CAST(to_char(to_timestamp((e.at / 1000)::double precision) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad((e.at % 1000)::text, 3, '0') || 'Z' AS text) AS at
FROM stock_entries e LEFT JOIN items i ON i.merchant_id = e.merchant_id AND i.id = e.item_id;
--> statement-breakpoint
CREATE VIEW report_decisions_v1 AS SELECT
  d.merchant_id,
  d.id AS decision_id,
  d.order_id,
  o.store_id,
  d.status,
  CAST((d.certificate #>> '{outcome}') AS text) AS outcome,
  CAST((d.certificate #>> '{problem,policyVersion}') AS integer) AS policy_version,
  CAST((d.certificate #>> '{problem,currency}') AS text) AS currency,
  CAST((d.certificate #>> '{plan,parcels}') AS integer) AS parcels,
  CAST((d.certificate #>> '{plan,costMinor}') AS bigint) AS cost_minor,
  CAST((d.certificate #>> '{lowerBoundMinor}') AS bigint) AS lower_bound_minor,
  CAST((d.standing ->> 'parcels') AS integer) AS standing_parcels,
  CAST((d.standing ->> 'costMinor') AS bigint) AS standing_cost_minor,
  d.inputs_hash,
  d.decided_at AS decided_at_ms,
  CAST(to_char(to_timestamp((d.decided_at / 1000)::double precision) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad((d.decided_at % 1000)::text, 3, '0') || 'Z' AS text) AS decided_at
FROM decisions d JOIN orders o ON o.merchant_id = d.merchant_id AND o.id = d.order_id;
