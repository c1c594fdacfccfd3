CREATE TABLE "drifts" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"about" text COLLATE "C" NOT NULL,
	"subject" text COLLATE "C" NOT NULL,
	"hears" text COLLATE "C" NOT NULL,
	"item_id" text COLLATE "C",
	"location_id" text COLLATE "C",
	"order_id" text COLLATE "C",
	"cause_key" text COLLATE "C",
	"gaps" json NOT NULL,
	"found_by" text COLLATE "C" NOT NULL,
	"cause" text COLLATE "C" NOT NULL,
	"decide_by" bigint NOT NULL,
	"decided_at" bigint,
	"began_at" bigint NOT NULL,
	"began_exactly" boolean NOT NULL,
	"found_at" bigint NOT NULL,
	"mended_at" bigint,
	"mended_by" text COLLATE "C",
	"lasted_ms" bigint,
	"evidence" json NOT NULL,
	"asked_by" text COLLATE "C",
	"look_at" bigint,
	CONSTRAINT "drifts_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "heard_messages" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"about" text COLLATE "C" NOT NULL,
	"why" text COLLATE "C" NOT NULL,
	"topic" text COLLATE "C" NOT NULL,
	"delivery_key" text COLLATE "C" NOT NULL,
	"triggered_at" bigint,
	"received_at" bigint NOT NULL,
	CONSTRAINT "heard_messages_merchant_id_id_about_pk" PRIMARY KEY("merchant_id","id","about")
);
--> statement-breakpoint
ALTER TABLE "wanted_reads" ADD COLUMN "told" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "wanted_reads" ADD COLUMN "asker" text COLLATE "C";--> statement-breakpoint
CREATE INDEX "drifts_by_finding" ON "drifts" USING btree ("merchant_id","store_id","found_at","cause");--> statement-breakpoint
CREATE INDEX "drifts_by_cause" ON "drifts" USING btree ("merchant_id","store_id","cause","found_at");--> statement-breakpoint
CREATE UNIQUE INDEX "drifts_open" ON "drifts" USING btree ("merchant_id","subject") WHERE "drifts"."mended_at" is null;--> statement-breakpoint
CREATE INDEX "drifts_unsettled" ON "drifts" USING btree ("merchant_id","store_id","found_at") WHERE ("drifts"."mended_at" is null or "drifts"."cause" = 'looking');--> statement-breakpoint
CREATE INDEX "drifts_due" ON "drifts" USING btree ("look_at") WHERE "drifts"."look_at" is not null;--> statement-breakpoint
CREATE INDEX "drifts_hearing" ON "drifts" USING btree ("merchant_id","hears") WHERE "drifts"."cause" in ('looking', 'lost-message');--> statement-breakpoint
CREATE INDEX "heard_messages_about" ON "heard_messages" USING btree ("merchant_id","about","received_at");--> statement-breakpoint
CREATE INDEX "heard_messages_by_age" ON "heard_messages" USING btree ("received_at");