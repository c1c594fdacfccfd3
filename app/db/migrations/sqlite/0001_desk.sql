CREATE TABLE `activity` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`verb` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`reason` text,
	`detail` text NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `activity_by_subject` ON `activity` (`merchant_id`,`subject_kind`,`subject_id`,`id`);--> statement-breakpoint
CREATE TABLE `api_requests` (
	`merchant_id` text NOT NULL,
	`key_id` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`request_hash` text NOT NULL,
	`status` integer,
	`body` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `key_id`, `idempotency_key`)
);
--> statement-breakpoint
CREATE INDEX `api_requests_by_age` ON `api_requests` (`at`);--> statement-breakpoint
CREATE TABLE `customers` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`platform_id` text NOT NULL,
	`contact_id` text,
	`first_order_at` integer NOT NULL,
	`last_order_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `customers_by_last_order` ON `customers` (`merchant_id`,`last_order_at`,`id`);--> statement-breakpoint
CREATE TABLE `differences` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`item_id` text NOT NULL,
	`location_id` text NOT NULL,
	`state` text NOT NULL,
	`expected` integer NOT NULL,
	`found` integer NOT NULL,
	`cause` text NOT NULL,
	`order_id` text,
	`cause_key` text NOT NULL,
	`known_right_at` integer NOT NULL,
	`found_at` integer NOT NULL,
	`explained_at` integer,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `differences_by_item` ON `differences` (`merchant_id`,`item_id`,`id`);--> statement-breakpoint
CREATE INDEX `differences_looking` ON `differences` (`merchant_id`,`store_id`,`found_at`) WHERE "differences"."cause" = 'looking';--> statement-breakpoint
CREATE TABLE `erasures` (
	`id` text PRIMARY KEY NOT NULL,
	`domain_hash` text NOT NULL,
	`rows` integer NOT NULL,
	`finished_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `location_settings` (
	`merchant_id` text NOT NULL,
	`location_id` text NOT NULL,
	`version` integer NOT NULL,
	`paused_reason` text,
	`daily_parcels` integer,
	`cut_off` text,
	`time_zone` text,
	`workdays` text NOT NULL,
	`holidays` text NOT NULL,
	`latitude` real,
	`longitude` real,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `location_id`)
);
--> statement-breakpoint
CREATE TABLE `notices` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`item_id` text,
	`location_id` text,
	`detail` text NOT NULL,
	`created_at` integer NOT NULL,
	`settled_at` integer,
	`settled_by` text,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notices_open` ON `notices` (`merchant_id`,`kind`,`subject`) WHERE "notices"."settled_at" is null;--> statement-breakpoint
CREATE TABLE `runs` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`actor` text NOT NULL,
	`total` integer,
	`done` integer NOT NULL,
	`failed` integer NOT NULL,
	`detail` text NOT NULL,
	`problem` text,
	`started_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `runs_by_kind` ON `runs` (`merchant_id`,`store_id`,`kind`,`id`);--> statement-breakpoint
CREATE INDEX `runs_running` ON `runs` (`updated_at`) WHERE "runs"."status" = 'running';--> statement-breakpoint
CREATE TABLE `saved_views` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`screen` text NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `saved_views_by_name` ON `saved_views` (`merchant_id`,`screen`,`name`);--> statement-breakpoint
CREATE TABLE `stock_rules` (
	`merchant_id` text NOT NULL,
	`item_id` text NOT NULL,
	`location_id` text NOT NULL,
	`low_stock_units` integer,
	`safety_stock_units` integer,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `item_id`, `location_id`)
);
--> statement-breakpoint
CREATE TABLE `store_pulses` (
	`merchant_id` text NOT NULL,
	`store_id` text NOT NULL,
	`last_received_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `store_id`)
);
--> statement-breakpoint
CREATE TABLE `store_settings` (
	`merchant_id` text NOT NULL,
	`store_id` text NOT NULL,
	`version` integer NOT NULL,
	`settings` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `store_id`)
);
--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_outbox` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`order_id` text,
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
INSERT INTO `__new_outbox`("merchant_id", "id", "store_id", "order_id", "lane", "key", "intent", "status", "attempts", "due_at", "created_at", "progress", "problem", "lease_until", "while_leaving") SELECT "merchant_id", "id", "store_id", "order_id", "lane", "key", "intent", "status", "attempts", "due_at", "created_at", "progress", "problem", "lease_until", "while_leaving" FROM `outbox`;--> statement-breakpoint
DROP TABLE `outbox`;--> statement-breakpoint
ALTER TABLE `__new_outbox` RENAME TO `outbox`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_by_key` ON `outbox` (`merchant_id`,`key`);--> statement-breakpoint
CREATE INDEX `outbox_by_order` ON `outbox` (`merchant_id`,`order_id`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_open` ON `outbox` (`due_at`,`id`) WHERE "outbox"."status" in ('waiting', 'leased');--> statement-breakpoint
CREATE INDEX `outbox_open_lanes` ON `outbox` (`merchant_id`,`lane`,`id`) WHERE "outbox"."status" in ('waiting', 'leased');--> statement-breakpoint
CREATE INDEX `outbox_refused` ON `outbox` (`merchant_id`,`id`) WHERE "outbox"."status" = 'refused';--> statement-breakpoint
ALTER TABLE `api_keys` ADD `ending` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `may_write` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `created_by` text DEFAULT 'switchyard' NOT NULL;--> statement-breakpoint
ALTER TABLE `decisions` ADD `standing` text;--> statement-breakpoint
ALTER TABLE `fulfillment_orders` ADD `fulfill_at` integer;--> statement-breakpoint
ALTER TABLE `fulfillment_orders` ADD `fulfill_by` integer;--> statement-breakpoint
CREATE INDEX `fulfillment_orders_by_location` ON `fulfillment_orders` (`merchant_id`,`location_id`,`order_id`) WHERE "fulfillment_orders"."status" in ('open', 'in-progress', 'scheduled', 'on-hold');--> statement-breakpoint
ALTER TABLE `order_lines` ADD `bundle` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `presentment_currency` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `presentment_total_minor` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `customer_id` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `refunds` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `ship_by` integer;--> statement-breakpoint
ALTER TABLE `orders` ADD `attention` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `attention_since` integer;--> statement-breakpoint
CREATE INDEX `orders_by_customer` ON `orders` (`merchant_id`,`customer_id`,`placed_at`,`id`) WHERE "orders"."customer_id" is not null;--> statement-breakpoint
CREATE INDEX `orders_by_ship_by` ON `orders` (`merchant_id`,`ship_by`,`id`) WHERE "orders"."ship_by" is not null;--> statement-breakpoint
CREATE INDEX `orders_by_attention` ON `orders` (`merchant_id`,`attention_since`,`id`) WHERE "orders"."attention_since" is not null;