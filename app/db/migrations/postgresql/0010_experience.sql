CREATE TABLE "location_facts" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C" NOT NULL,
	"measured_at" bigint NOT NULL,
	"facts" json NOT NULL,
	CONSTRAINT "location_facts_merchant_id_location_id_pk" PRIMARY KEY("merchant_id","location_id")
);
--> statement-breakpoint
CREATE TABLE "overrides" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"at" bigint NOT NULL,
	"actor" text COLLATE "C" NOT NULL,
	"from_location_id" text COLLATE "C",
	"to_location_id" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C",
	"extra_minor" bigint,
	"currency" text COLLATE "C" NOT NULL,
	"ended_at" bigint,
	CONSTRAINT "overrides_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "rejections" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C" NOT NULL,
	"item_id" text COLLATE "C" NOT NULL,
	"order_line_id" text COLLATE "C" NOT NULL,
	"units_wanted" integer NOT NULL,
	"units_found" integer NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"note" text COLLATE "C",
	"remedy" text COLLATE "C" NOT NULL,
	"at" bigint NOT NULL,
	"actor" text COLLATE "C" NOT NULL,
	"settled_at" bigint,
	CONSTRAINT "rejections_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "shelf_counts" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"item_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C" NOT NULL,
	"expected" integer NOT NULL,
	"found" integer NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "shelf_counts_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "rejected" json DEFAULT '[]'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "waiting_since" bigint;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "by_hand_since" bigint;--> statement-breakpoint
CREATE INDEX "overrides_by_time" ON "overrides" USING btree ("merchant_id","at","id");--> statement-breakpoint
CREATE INDEX "overrides_by_order" ON "overrides" USING btree ("merchant_id","order_id","id");--> statement-breakpoint
CREATE INDEX "rejections_by_location" ON "rejections" USING btree ("merchant_id","location_id","at");--> statement-breakpoint
CREATE INDEX "rejections_by_order" ON "rejections" USING btree ("merchant_id","order_id","id");--> statement-breakpoint
CREATE INDEX "rejections_to_count" ON "rejections" USING btree ("merchant_id","item_id","location_id") WHERE "rejections"."remedy" = 'count' and "rejections"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "shelf_counts_by_location" ON "shelf_counts" USING btree ("merchant_id","location_id","at");--> statement-breakpoint
CREATE INDEX "orders_by_waiting" ON "orders" USING btree ("merchant_id","waiting_since","id") WHERE "orders"."waiting_since" is not null;