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
  CAST(o.attention_since IS NOT NULL AS INTEGER) AS needs_attention,
  o.currency,
  o.total_minor,
  CAST((SELECT coalesce(sum(json_extract(one.value, '$.totalMinor')), 0) FROM json_each(o.refunds) one) AS INTEGER) AS refunded_minor,
  o.presentment_currency,
  o.presentment_total_minor,
  o.ship_to_country,
  o.ship_to_province,
  o.placed_at AS placed_at_ms,
  CAST(strftime('%Y-%m-%dT%H:%M:%S', o.placed_at / 1000, 'unixepoch') || printf('.%03dZ', o.placed_at % 1000) AS TEXT) AS placed_at,
  o.updated_at AS updated_at_ms,
  CAST(strftime('%Y-%m-%dT%H:%M:%S', o.updated_at / 1000, 'unixepoch') || printf('.%03dZ', o.updated_at % 1000) AS TEXT) AS updated_at,
  o.cancelled_at AS cancelled_at_ms,
  CAST(strftime('%Y-%m-%dT%H:%M:%S', o.cancelled_at / 1000, 'unixepoch') || printf('.%03dZ', o.cancelled_at % 1000) AS TEXT) AS cancelled_at,
  o.ship_by AS ship_by_ms,
  CAST(strftime('%Y-%m-%dT%H:%M:%S', o.ship_by / 1000, 'unixepoch') || printf('.%03dZ', o.ship_by % 1000) AS TEXT) AS ship_by
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
  CAST(l.current_quantity * l.unit_price_minor AS INTEGER) AS current_total_minor
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
  CAST(CAST((SELECT coalesce(sum(json_extract(one.value, '$.quantity')), 0) FROM json_each(s.lines) one) AS INTEGER) AS INTEGER) AS units,
  s.requested_at AS requested_at_ms,
  CAST(strftime('%Y-%m-%dT%H:%M:%S', s.requested_at / 1000, 'unixepoch') || printf('.%03dZ', s.requested_at % 1000) AS TEXT) AS requested_at,
  s.confirmed_at AS confirmed_at_ms,
  CAST(strftime('%Y-%m-%dT%H:%M:%S', s.confirmed_at / 1000, 'unixepoch') || printf('.%03dZ', s.confirmed_at % 1000) AS TEXT) AS confirmed_at
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
  CAST(v.committed + v.unattributed AS INTEGER) AS committed,
  v.unattributed AS committed_elsewhere,
  v.reserved,
  v.damaged,
  v.safety_stock,
  v.quality_control,
  v.incoming,
  r.low_stock_units,
  r.safety_stock_units AS safety_stock_wanted,
  CAST(nullif(v.read_at, 0) AS INTEGER) AS read_at_ms,
  CAST(strftime('%Y-%m-%dT%H:%M:%S', nullif(v.read_at, 0) / 1000, 'unixepoch') || printf('.%03dZ', nullif(v.read_at, 0) % 1000) AS TEXT) AS read_at
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
  CAST(strftime('%Y-%m-%dT%H:%M:%S', e.at / 1000, 'unixepoch') || printf('.%03dZ', e.at % 1000) AS TEXT) AS at
FROM stock_entries e LEFT JOIN items i ON i.merchant_id = e.merchant_id AND i.id = e.item_id;
--> statement-breakpoint
CREATE VIEW report_decisions_v1 AS SELECT
  d.merchant_id,
  d.id AS decision_id,
  d.order_id,
  o.store_id,
  d.status,
  CAST(json_extract(d.certificate, '$.outcome') AS TEXT) AS outcome,
  CAST(json_extract(d.certificate, '$.problem.policyVersion') AS INTEGER) AS policy_version,
  CAST(json_extract(d.certificate, '$.problem.currency') AS TEXT) AS currency,
  CAST(json_extract(d.certificate, '$.plan.parcels') AS INTEGER) AS parcels,
  CAST(json_extract(d.certificate, '$.plan.costMinor') AS INTEGER) AS cost_minor,
  CAST(json_extract(d.certificate, '$.lowerBoundMinor') AS INTEGER) AS lower_bound_minor,
  CAST(json_extract(d.standing, '$.parcels') AS INTEGER) AS standing_parcels,
  CAST(json_extract(d.standing, '$.costMinor') AS INTEGER) AS standing_cost_minor,
  d.inputs_hash,
  d.decided_at AS decided_at_ms,
  CAST(strftime('%Y-%m-%dT%H:%M:%S', d.decided_at / 1000, 'unixepoch') || printf('.%03dZ', d.decided_at % 1000) AS TEXT) AS decided_at
FROM decisions d JOIN orders o ON o.merchant_id = d.merchant_id AND o.id = d.order_id;
