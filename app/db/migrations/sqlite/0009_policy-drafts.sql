CREATE TABLE `policy_drafts` (
	`merchant_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`based_on_version` integer NOT NULL,
	`policy` text NOT NULL,
	`version` integer NOT NULL,
	`actor` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `id`)
);
--> statement-breakpoint
ALTER TABLE `policies` ADD `actor` text DEFAULT 'switchyard' NOT NULL;--> statement-breakpoint
ALTER TABLE `policies` ADD `note` text;--> statement-breakpoint
ALTER TABLE `policies` ADD `based_on` integer;