CREATE TABLE `allocations` (
	`merchant_id` text NOT NULL,
	`order_id` text NOT NULL,
	`order_line_id` text NOT NULL,
	`item_id` text NOT NULL,
	`location_id` text NOT NULL,
	`status` text NOT NULL,
	`quantity` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `order_id`, `order_line_id`, `item_id`, `location_id`, `status`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `allocations_by_item` ON `allocations` (`merchant_id`,`item_id`,`location_id`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`key_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_by_hash` ON `api_keys` (`key_hash`);--> statement-breakpoint
CREATE TABLE `contact_keys` (
	`merchant_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`sealed` text NOT NULL,
	PRIMARY KEY(`merchant_id`, `contact_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `contacts` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`sealed` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `decisions` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`order_id` text NOT NULL,
	`status` text NOT NULL,
	`inputs_hash` text NOT NULL,
	`certificate` text NOT NULL,
	`decided_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `decisions_by_order` ON `decisions` (`merchant_id`,`order_id`,`id`);--> statement-breakpoint
CREATE TABLE `events` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`order_id` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`type` text NOT NULL,
	`detail` text NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `events_by_order` ON `events` (`merchant_id`,`order_id`,`id`);--> statement-breakpoint
CREATE TABLE `fulfillment_orders` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`order_id` text NOT NULL,
	`store_id` text NOT NULL,
	`platform_id` text NOT NULL,
	`location_id` text,
	`status` text NOT NULL,
	`request_status` text NOT NULL,
	`delivery_method` text NOT NULL,
	`holds` text NOT NULL,
	`actions` text NOT NULL,
	`lines` text NOT NULL,
	`platform_updated_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `order_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `inbox` (
	`id` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`domain` text NOT NULL,
	`merchant_id` text,
	`store_id` text,
	`delivery_key` text NOT NULL,
	`topic` text NOT NULL,
	`triggered_at` integer,
	`received_at` integer NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`attempts` integer NOT NULL,
	`due_at` integer NOT NULL,
	`lease_until` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbox_by_delivery_key` ON `inbox` (`platform`,`domain`,`delivery_key`);--> statement-breakpoint
CREATE INDEX `inbox_waiting` ON `inbox` (`due_at`,`id`) WHERE "inbox"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX `inbox_parked` ON `inbox` (`merchant_id`,`id`) WHERE "inbox"."status" = 'parked';--> statement-breakpoint
CREATE TABLE `inbox_bodies` (
	`id` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `items` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`platform_id` text NOT NULL,
	`variant_platform_id` text,
	`product_platform_id` text,
	`sku` text NOT NULL,
	`title` text NOT NULL,
	`tracked` integer NOT NULL,
	`continue_selling` integer NOT NULL,
	`requires_shipping` integer NOT NULL,
	`weight_grams` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `items_by_variant` ON `items` (`merchant_id`,`store_id`,`variant_platform_id`);--> statement-breakpoint
CREATE INDEX `items_by_title` ON `items` (`merchant_id`,`title`,`id`);--> statement-breakpoint
CREATE TABLE `levels` (
	`merchant_id` text NOT NULL,
	`item_id` text NOT NULL,
	`location_id` text NOT NULL,
	`on_hand` integer DEFAULT 0 NOT NULL,
	`available` integer DEFAULT 0 NOT NULL,
	`committed` integer DEFAULT 0 NOT NULL,
	`unattributed` integer DEFAULT 0 NOT NULL,
	`reserved` integer DEFAULT 0 NOT NULL,
	`damaged` integer DEFAULT 0 NOT NULL,
	`safety_stock` integer DEFAULT 0 NOT NULL,
	`quality_control` integer DEFAULT 0 NOT NULL,
	`incoming` integer DEFAULT 0 NOT NULL,
	`active` integer NOT NULL,
	`read_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`revision` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `item_id`, `location_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `locations` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`platform_id` text NOT NULL,
	`name` text NOT NULL,
	`active` integer NOT NULL,
	`fulfills_online` integer NOT NULL,
	`ships_inventory` integer NOT NULL,
	`is_fulfillment_service` integer NOT NULL,
	`country_code` text,
	`province_code` text,
	`postal_code` text,
	`city` text,
	`latitude` real,
	`longitude` real,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `order_lines` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`order_id` text NOT NULL,
	`platform_id` text NOT NULL,
	`variant_platform_id` text,
	`item_id` text,
	`sku` text NOT NULL,
	`title` text NOT NULL,
	`quantity` integer NOT NULL,
	`current_quantity` integer NOT NULL,
	`requires_shipping` integer NOT NULL,
	`unit_price_minor` integer NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `order_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `order_terms` (
	`merchant_id` text NOT NULL,
	`term` text NOT NULL,
	`order_id` text NOT NULL,
	PRIMARY KEY(`merchant_id`, `term`, `order_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `order_terms_by_order` ON `order_terms` (`merchant_id`,`order_id`);--> statement-breakpoint
CREATE TABLE `order_waits` (
	`merchant_id` text NOT NULL,
	`item_id` text NOT NULL,
	`order_id` text NOT NULL,
	`placed_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `item_id`, `order_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `order_waits_by_order` ON `order_waits` (`merchant_id`,`order_id`);--> statement-breakpoint
CREATE TABLE `orders` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`platform_id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`version` integer NOT NULL,
	`adopted` integer NOT NULL,
	`source` text NOT NULL,
	`financial_status` text NOT NULL,
	`currency` text NOT NULL,
	`total_minor` integer NOT NULL,
	`tags` text NOT NULL,
	`test` integer NOT NULL,
	`placed_at` integer NOT NULL,
	`platform_updated_at` integer NOT NULL,
	`cancelled_at` integer,
	`read_at` integer,
	`ship_to_country` text,
	`ship_to_province` text,
	`ship_to_postal` text,
	`ship_to_latitude` real,
	`ship_to_longitude` real,
	`contact_id` text,
	`hold_reason` text,
	`problem` text,
	`excluded_location_ids` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_by_platform_id` ON `orders` (`merchant_id`,`store_id`,`platform_id`);--> statement-breakpoint
CREATE INDEX `orders_by_placed` ON `orders` (`merchant_id`,`placed_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_by_status` ON `orders` (`merchant_id`,`status`,`placed_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_by_updated` ON `orders` (`merchant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`order_id` text NOT NULL,
	`lane` text NOT NULL,
	`key` text NOT NULL,
	`intent` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`due_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`progress` text NOT NULL,
	`problem` text,
	`lease_until` integer NOT NULL,
	`while_leaving` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_by_key` ON `outbox` (`merchant_id`,`key`);--> statement-breakpoint
CREATE INDEX `outbox_by_order` ON `outbox` (`merchant_id`,`order_id`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_open` ON `outbox` (`due_at`,`id`) WHERE "outbox"."status" in ('waiting', 'leased');--> statement-breakpoint
CREATE INDEX `outbox_open_lanes` ON `outbox` (`merchant_id`,`lane`,`id`) WHERE "outbox"."status" in ('waiting', 'leased');--> statement-breakpoint
CREATE INDEX `outbox_refused` ON `outbox` (`merchant_id`,`id`) WHERE "outbox"."status" = 'refused';--> statement-breakpoint
CREATE TABLE `policies` (
	`merchant_id` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`policy` text NOT NULL,
	`published_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `app_registrations` (
	`id` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`client_id` text NOT NULL,
	`sealed_secrets` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`shop` text NOT NULL,
	`sealed` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_by_shop` ON `sessions` (`shop`);--> statement-breakpoint
CREATE TABLE `shipments` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`order_id` text NOT NULL,
	`fulfillment_order_id` text,
	`platform_id` text,
	`location_id` text,
	`status` text NOT NULL,
	`made_here` integer NOT NULL,
	`company` text,
	`number` text,
	`url` text,
	`lines` text NOT NULL,
	`problem` text,
	`requested_at` integer NOT NULL,
	`confirmed_at` integer,
	PRIMARY KEY(`merchant_id`, `order_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `stock_entries` (
	`merchant_id` text NOT NULL,
	`cause_key` text NOT NULL,
	`item_id` text NOT NULL,
	`location_id` text NOT NULL,
	`state` text NOT NULL,
	`cause` text NOT NULL,
	`delta` integer NOT NULL,
	`order_id` text,
	`at` integer NOT NULL,
	`revision` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `cause_key`, `item_id`, `location_id`, `state`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `stock_entries_by_item` ON `stock_entries` (`merchant_id`,`item_id`,`at`);--> statement-breakpoint
CREATE TABLE `stores` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`platform` text NOT NULL,
	`domain` text NOT NULL,
	`registration_id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`currency` text NOT NULL,
	`time_zone` text NOT NULL,
	`scopes` text NOT NULL,
	`orders_read_until` integer,
	`installed_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stores_by_domain` ON `stores` (`platform`,`domain`);--> statement-breakpoint
CREATE TABLE `wanted_reads` (
	`merchant_id` text NOT NULL,
	`store_id` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`requested_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`status` text NOT NULL,
	`problem` text,
	`lease_until` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `store_id`, `kind`, `target`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `wanted_reads_waiting` ON `wanted_reads` (`due_at`) WHERE "wanted_reads"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX `wanted_reads_failed` ON `wanted_reads` (`merchant_id`,`requested_at`) WHERE "wanted_reads"."status" = 'failed';--> statement-breakpoint
CREATE TABLE `write_probes` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
