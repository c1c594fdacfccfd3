CREATE TABLE "activity" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"at" bigint NOT NULL,
	"actor" text COLLATE "C" NOT NULL,
	"verb" text COLLATE "C" NOT NULL,
	"subject_kind" text COLLATE "C" NOT NULL,
	"subject_id" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C",
	"detail" json NOT NULL,
	CONSTRAINT "activity_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "api_requests" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"key_id" text COLLATE "C" NOT NULL,
	"idempotency_key" text COLLATE "C" NOT NULL,
	"request_hash" text COLLATE "C" NOT NULL,
	"status" integer,
	"body" text COLLATE "C",
	"at" bigint NOT NULL,
	CONSTRAINT "api_requests_merchant_id_key_id_idempotency_key_pk" PRIMARY KEY("merchant_id","key_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"platform_id" text COLLATE "C" NOT NULL,
	"contact_id" text COLLATE "C",
	"first_order_at" bigint NOT NULL,
	"last_order_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "customers_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "differences" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"item_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C" NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"expected" integer NOT NULL,
	"found" integer NOT NULL,
	"cause" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C",
	"cause_key" text COLLATE "C" NOT NULL,
	"known_right_at" bigint NOT NULL,
	"found_at" bigint NOT NULL,
	"explained_at" bigint,
	CONSTRAINT "differences_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"domain_hash" text COLLATE "C" NOT NULL,
	"rows" integer NOT NULL,
	"finished_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "location_settings" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C" NOT NULL,
	"version" integer NOT NULL,
	"paused_reason" text COLLATE "C",
	"daily_parcels" integer,
	"cut_off" text COLLATE "C",
	"time_zone" text COLLATE "C",
	"workdays" json NOT NULL,
	"holidays" json NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "location_settings_merchant_id_location_id_pk" PRIMARY KEY("merchant_id","location_id")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"subject" text COLLATE "C" NOT NULL,
	"item_id" text COLLATE "C",
	"location_id" text COLLATE "C",
	"detail" json NOT NULL,
	"created_at" bigint NOT NULL,
	"settled_at" bigint,
	"settled_by" text COLLATE "C",
	CONSTRAINT "notices_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"actor" text COLLATE "C" NOT NULL,
	"total" integer,
	"done" integer NOT NULL,
	"failed" integer NOT NULL,
	"detail" json NOT NULL,
	"problem" text COLLATE "C",
	"started_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"finished_at" bigint,
	CONSTRAINT "runs_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"screen" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"query" text COLLATE "C" NOT NULL,
	"created_by" text COLLATE "C" NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "saved_views_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "stock_rules" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"item_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C" NOT NULL,
	"low_stock_units" integer,
	"safety_stock_units" integer,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "stock_rules_merchant_id_item_id_location_id_pk" PRIMARY KEY("merchant_id","item_id","location_id")
);
--> statement-breakpoint
CREATE TABLE "store_pulses" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"last_received_at" bigint NOT NULL,
	CONSTRAINT "store_pulses_merchant_id_store_id_pk" PRIMARY KEY("merchant_id","store_id")
);
--> statement-breakpoint
CREATE TABLE "store_settings" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"version" integer NOT NULL,
	"settings" json NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "store_settings_merchant_id_store_id_pk" PRIMARY KEY("merchant_id","store_id")
);
--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "order_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "ending" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "may_write" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "created_by" text COLLATE "C" DEFAULT 'switchyard' NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "standing" json;--> statement-breakpoint
ALTER TABLE "fulfillment_orders" ADD COLUMN "fulfill_at" bigint;--> statement-breakpoint
ALTER TABLE "fulfillment_orders" ADD COLUMN "fulfill_by" bigint;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "bundle" json;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "presentment_currency" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "presentment_total_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "customer_id" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "refunds" json DEFAULT '[]'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "ship_by" bigint;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "attention" json DEFAULT '[]'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "attention_since" bigint;--> statement-breakpoint
CREATE INDEX "activity_by_subject" ON "activity" USING btree ("merchant_id","subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "api_requests_by_age" ON "api_requests" USING btree ("at");--> statement-breakpoint
CREATE INDEX "customers_by_last_order" ON "customers" USING btree ("merchant_id","last_order_at","id");--> statement-breakpoint
CREATE INDEX "differences_by_item" ON "differences" USING btree ("merchant_id","item_id","id");--> statement-breakpoint
CREATE INDEX "differences_looking" ON "differences" USING btree ("merchant_id","store_id","found_at") WHERE "differences"."cause" = 'looking';--> statement-breakpoint
CREATE UNIQUE INDEX "notices_open" ON "notices" USING btree ("merchant_id","kind","subject") WHERE "notices"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "runs_by_kind" ON "runs" USING btree ("merchant_id","store_id","kind","id");--> statement-breakpoint
CREATE INDEX "runs_running" ON "runs" USING btree ("updated_at") WHERE "runs"."status" = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_by_name" ON "saved_views" USING btree ("merchant_id","screen","name");--> statement-breakpoint
CREATE INDEX "fulfillment_orders_by_location" ON "fulfillment_orders" USING btree ("merchant_id","location_id","order_id") WHERE "fulfillment_orders"."status" in ('open', 'in-progress', 'scheduled', 'on-hold');--> statement-breakpoint
CREATE INDEX "orders_by_customer" ON "orders" USING btree ("merchant_id","customer_id","placed_at","id") WHERE "orders"."customer_id" is not null;--> statement-breakpoint
CREATE INDEX "orders_by_ship_by" ON "orders" USING btree ("merchant_id","ship_by","id") WHERE "orders"."ship_by" is not null;--> statement-breakpoint
CREATE INDEX "orders_by_attention" ON "orders" USING btree ("merchant_id","attention_since","id") WHERE "orders"."attention_since" is not null;