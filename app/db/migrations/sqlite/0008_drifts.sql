CREATE TABLE `drifts` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`about` text NOT NULL,
	`subject` text NOT NULL,
	`hears` text NOT NULL,
	`item_id` text,
	`location_id` text,
	`order_id` text,
	`cause_key` text,
	`gaps` text NOT NULL,
	`found_by` text NOT NULL,
	`cause` text NOT NULL,
	`decide_by` integer NOT NULL,
	`decided_at` integer,
	`began_at` integer NOT NULL,
	`began_exactly` integer NOT NULL,
	`found_at` integer NOT NULL,
	`mended_at` integer,
	`mended_by` text,
	`lasted_ms` integer,
	`evidence` text NOT NULL,
	`asked_by` text,
	`look_at` integer,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `drifts_by_finding` ON `drifts` (`merchant_id`,`store_id`,`found_at`,`cause`);--> statement-breakpoint
CREATE INDEX `drifts_by_cause` ON `drifts` (`merchant_id`,`store_id`,`cause`,`found_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `drifts_open` ON `drifts` (`merchant_id`,`subject`) WHERE "drifts"."mended_at" is null;--> statement-breakpoint
CREATE INDEX `drifts_unsettled` ON `drifts` (`merchant_id`,`store_id`,`found_at`) WHERE ("drifts"."mended_at" is null or "drifts"."cause" = 'looking');--> statement-breakpoint
CREATE INDEX `drifts_due` ON `drifts` (`look_at`) WHERE "drifts"."look_at" is not null;--> statement-breakpoint
CREATE INDEX `drifts_hearing` ON `drifts` (`merchant_id`,`hears`) WHERE "drifts"."cause" in ('looking', 'lost-message');--> statement-breakpoint
CREATE TABLE `heard_messages` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`store_id` text NOT NULL,
	`about` text NOT NULL,
	`why` text NOT NULL,
	`topic` text NOT NULL,
	`delivery_key` text NOT NULL,
	`triggered_at` integer,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`, `about`)
);
--> statement-breakpoint
CREATE INDEX `heard_messages_about` ON `heard_messages` (`merchant_id`,`about`,`received_at`);--> statement-breakpoint
CREATE INDEX `heard_messages_by_age` ON `heard_messages` (`received_at`);--> statement-breakpoint
ALTER TABLE `wanted_reads` ADD `told` text;--> statement-breakpoint
ALTER TABLE `wanted_reads` ADD `asker` text;