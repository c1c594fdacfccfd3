CREATE TABLE `replay_orders` (
	`merchant_id` text NOT NULL,
	`replay_id` text NOT NULL,
	`rank` integer NOT NULL,
	`order_id` text NOT NULL,
	`change` text NOT NULL,
	PRIMARY KEY(`merchant_id`, `replay_id`, `rank`)
);
--> statement-breakpoint
CREATE TABLE `replays` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`report` text NOT NULL,
	`changed_orders` integer NOT NULL,
	`made_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
