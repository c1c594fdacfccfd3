CREATE TABLE `scarcity_prices` (
	`merchant_id` text NOT NULL,
	`item_id` text NOT NULL,
	`location_id` text NOT NULL,
	`minor_per_unit` integer NOT NULL,
	`learned_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `item_id`, `location_id`)
);
