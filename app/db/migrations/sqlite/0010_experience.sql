CREATE TABLE `location_facts` (
	`merchant_id` text NOT NULL,
	`location_id` text NOT NULL,
	`measured_at` integer NOT NULL,
	`facts` text NOT NULL,
	PRIMARY KEY(`merchant_id`, `location_id`)
);
--> statement-breakpoint
CREATE TABLE `overrides` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`order_id` text NOT NULL,
	`store_id` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`from_location_id` text,
	`to_location_id` text NOT NULL,
	`reason` text,
	`extra_minor` integer,
	`currency` text NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `overrides_by_time` ON `overrides` (`merchant_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `overrides_by_order` ON `overrides` (`merchant_id`,`order_id`,`id`);--> statement-breakpoint
CREATE TABLE `rejections` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`order_id` text NOT NULL,
	`store_id` text NOT NULL,
	`location_id` text NOT NULL,
	`item_id` text NOT NULL,
	`order_line_id` text NOT NULL,
	`units_wanted` integer NOT NULL,
	`units_found` integer NOT NULL,
	`reason` text NOT NULL,
	`note` text,
	`remedy` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`settled_at` integer,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `rejections_by_location` ON `rejections` (`merchant_id`,`location_id`,`at`);--> statement-breakpoint
CREATE INDEX `rejections_by_order` ON `rejections` (`merchant_id`,`order_id`,`id`);--> statement-breakpoint
CREATE INDEX `rejections_to_count` ON `rejections` (`merchant_id`,`item_id`,`location_id`) WHERE "rejections"."remedy" = 'count' and "rejections"."settled_at" is null;--> statement-breakpoint
CREATE TABLE `shelf_counts` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`item_id` text NOT NULL,
	`location_id` text NOT NULL,
	`expected` integer NOT NULL,
	`found` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `shelf_counts_by_location` ON `shelf_counts` (`merchant_id`,`location_id`,`at`);--> statement-breakpoint
ALTER TABLE `orders` ADD `rejected` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `waiting_since` integer;--> statement-breakpoint
ALTER TABLE `orders` ADD `by_hand_since` integer;--> statement-breakpoint
CREATE INDEX `orders_by_waiting` ON `orders` (`merchant_id`,`waiting_since`,`id`) WHERE "orders"."waiting_since" is not null;