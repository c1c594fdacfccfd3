CREATE TABLE `silences` (
	`merchant_id` text NOT NULL,
	`store_id` text NOT NULL,
	`dependency` text NOT NULL,
	`domain` text NOT NULL,
	`since` integer NOT NULL,
	`retry_at` integer NOT NULL,
	`trips` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `store_id`, `dependency`)
);
--> statement-breakpoint
ALTER TABLE `sessions` ADD `refresher` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `refresh_until` integer DEFAULT 0 NOT NULL;