CREATE INDEX `notices_by_subject` ON `notices` (`merchant_id`,`subject`);--> statement-breakpoint
CREATE INDEX `outbox_of_stock` ON `outbox` (`merchant_id`,`due_at`) WHERE "outbox"."order_id" is null;