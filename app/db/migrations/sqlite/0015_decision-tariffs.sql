CREATE TABLE `tariffs` (
	`merchant_id` text NOT NULL,
	`hash` text NOT NULL,
	`tariff` text NOT NULL,
	PRIMARY KEY(`merchant_id`, `hash`)
);
--> statement-breakpoint
ALTER TABLE `decisions` ADD `tariff_hash` text;