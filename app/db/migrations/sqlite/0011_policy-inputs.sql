CREATE TABLE `parcel_days` (
	`merchant_id` text NOT NULL,
	`location_id` text NOT NULL,
	`day` text NOT NULL,
	`taken` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`merchant_id`, `location_id`, `day`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `postal_centroids` (
	`merchant_id` text NOT NULL,
	`country_code` text NOT NULL,
	`prefix` text NOT NULL,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	PRIMARY KEY(`merchant_id`, `country_code`, `prefix`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `items` ADD `product_tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `items` ADD `product_type` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `customer_tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `rooms` text DEFAULT '[]' NOT NULL;