CREATE TABLE "allocations" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	"order_line_id" text COLLATE "C" NOT NULL,
	"item_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "allocations_pk" PRIMARY KEY("merchant_id","order_id","order_line_id","item_id","location_id","status")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"key_hash" text COLLATE "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"revoked_at" bigint,
	CONSTRAINT "api_keys_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "contact_keys" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"contact_id" text COLLATE "C" NOT NULL,
	"sealed" text COLLATE "C" NOT NULL,
	CONSTRAINT "contact_keys_merchant_id_contact_id_pk" PRIMARY KEY("merchant_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"sealed" text COLLATE "C" NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "contacts_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"inputs_hash" text COLLATE "C" NOT NULL,
	"certificate" json NOT NULL,
	"decided_at" bigint NOT NULL,
	CONSTRAINT "decisions_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	"at" bigint NOT NULL,
	"actor" text COLLATE "C" NOT NULL,
	"type" text COLLATE "C" NOT NULL,
	"detail" json NOT NULL,
	CONSTRAINT "events_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "fulfillment_orders" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"platform_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C",
	"status" text COLLATE "C" NOT NULL,
	"request_status" text COLLATE "C" NOT NULL,
	"delivery_method" text COLLATE "C" NOT NULL,
	"holds" json NOT NULL,
	"actions" json NOT NULL,
	"lines" json NOT NULL,
	"platform_updated_at" bigint NOT NULL,
	CONSTRAINT "fulfillment_orders_merchant_id_order_id_id_pk" PRIMARY KEY("merchant_id","order_id","id")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"platform" text COLLATE "C" NOT NULL,
	"domain" text COLLATE "C" NOT NULL,
	"merchant_id" text COLLATE "C",
	"store_id" text COLLATE "C",
	"delivery_key" text COLLATE "C" NOT NULL,
	"topic" text COLLATE "C" NOT NULL,
	"triggered_at" bigint,
	"received_at" bigint NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C",
	"attempts" integer NOT NULL,
	"due_at" bigint NOT NULL,
	"lease_until" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox_bodies" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"body" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "items" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"platform_id" text COLLATE "C" NOT NULL,
	"variant_platform_id" text COLLATE "C",
	"product_platform_id" text COLLATE "C",
	"sku" text COLLATE "C" NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"tracked" boolean NOT NULL,
	"continue_selling" boolean NOT NULL,
	"requires_shipping" boolean NOT NULL,
	"weight_grams" integer NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "items_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "levels" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"item_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C" NOT NULL,
	"on_hand" integer DEFAULT 0 NOT NULL,
	"available" integer DEFAULT 0 NOT NULL,
	"committed" integer DEFAULT 0 NOT NULL,
	"unattributed" integer DEFAULT 0 NOT NULL,
	"reserved" integer DEFAULT 0 NOT NULL,
	"damaged" integer DEFAULT 0 NOT NULL,
	"safety_stock" integer DEFAULT 0 NOT NULL,
	"quality_control" integer DEFAULT 0 NOT NULL,
	"incoming" integer DEFAULT 0 NOT NULL,
	"active" boolean NOT NULL,
	"read_at" bigint NOT NULL,
	"changed_at" bigint NOT NULL,
	"revision" integer NOT NULL,
	CONSTRAINT "levels_merchant_id_item_id_location_id_pk" PRIMARY KEY("merchant_id","item_id","location_id")
);
--> statement-breakpoint
CREATE TABLE "locations" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"platform_id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"active" boolean NOT NULL,
	"fulfills_online" boolean NOT NULL,
	"ships_inventory" boolean NOT NULL,
	"is_fulfillment_service" boolean NOT NULL,
	"country_code" text COLLATE "C",
	"province_code" text COLLATE "C",
	"postal_code" text COLLATE "C",
	"city" text COLLATE "C",
	"latitude" double precision,
	"longitude" double precision,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "locations_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	"platform_id" text COLLATE "C" NOT NULL,
	"variant_platform_id" text COLLATE "C",
	"item_id" text COLLATE "C",
	"sku" text COLLATE "C" NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"quantity" integer NOT NULL,
	"current_quantity" integer NOT NULL,
	"requires_shipping" boolean NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "order_lines_merchant_id_order_id_id_pk" PRIMARY KEY("merchant_id","order_id","id")
);
--> statement-breakpoint
CREATE TABLE "order_terms" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"term" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "order_terms_merchant_id_term_order_id_pk" PRIMARY KEY("merchant_id","term","order_id")
);
--> statement-breakpoint
CREATE TABLE "order_waits" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"item_id" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	"placed_at" bigint NOT NULL,
	CONSTRAINT "order_waits_merchant_id_item_id_order_id_pk" PRIMARY KEY("merchant_id","item_id","order_id")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"platform_id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"version" integer NOT NULL,
	"adopted" boolean NOT NULL,
	"source" text COLLATE "C" NOT NULL,
	"financial_status" text COLLATE "C" NOT NULL,
	"currency" text COLLATE "C" NOT NULL,
	"total_minor" bigint NOT NULL,
	"tags" json NOT NULL,
	"test" boolean NOT NULL,
	"placed_at" bigint NOT NULL,
	"platform_updated_at" bigint NOT NULL,
	"cancelled_at" bigint,
	"read_at" bigint,
	"ship_to_country" text COLLATE "C",
	"ship_to_province" text COLLATE "C",
	"ship_to_postal" text COLLATE "C",
	"ship_to_latitude" double precision,
	"ship_to_longitude" double precision,
	"contact_id" text COLLATE "C",
	"hold_reason" text COLLATE "C",
	"problem" text COLLATE "C",
	"excluded_location_ids" json NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "orders_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	"lane" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"intent" json NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"attempts" integer NOT NULL,
	"due_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"progress" json NOT NULL,
	"problem" text COLLATE "C",
	"lease_until" bigint NOT NULL,
	"while_leaving" boolean NOT NULL,
	CONSTRAINT "outbox_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"version" integer NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"policy" json NOT NULL,
	"published_at" bigint NOT NULL,
	CONSTRAINT "policies_merchant_id_version_pk" PRIMARY KEY("merchant_id","version")
);
--> statement-breakpoint
CREATE TABLE "app_registrations" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"platform" text COLLATE "C" NOT NULL,
	"client_id" text COLLATE "C" NOT NULL,
	"sealed_secrets" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"shop" text COLLATE "C" NOT NULL,
	"sealed" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shipments" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	"fulfillment_order_id" text COLLATE "C",
	"platform_id" text COLLATE "C",
	"location_id" text COLLATE "C",
	"status" text COLLATE "C" NOT NULL,
	"made_here" boolean NOT NULL,
	"company" text COLLATE "C",
	"number" text COLLATE "C",
	"url" text COLLATE "C",
	"lines" json NOT NULL,
	"problem" text COLLATE "C",
	"requested_at" bigint NOT NULL,
	"confirmed_at" bigint,
	CONSTRAINT "shipments_merchant_id_order_id_id_pk" PRIMARY KEY("merchant_id","order_id","id")
);
--> statement-breakpoint
CREATE TABLE "stock_entries" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"cause_key" text COLLATE "C" NOT NULL,
	"item_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C" NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"cause" text COLLATE "C" NOT NULL,
	"delta" integer NOT NULL,
	"order_id" text COLLATE "C",
	"at" bigint NOT NULL,
	"revision" integer NOT NULL,
	CONSTRAINT "stock_entries_pk" PRIMARY KEY("merchant_id","cause_key","item_id","location_id","state")
);
--> statement-breakpoint
CREATE TABLE "stores" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"platform" text COLLATE "C" NOT NULL,
	"domain" text COLLATE "C" NOT NULL,
	"registration_id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"currency" text COLLATE "C" NOT NULL,
	"time_zone" text COLLATE "C" NOT NULL,
	"scopes" json NOT NULL,
	"orders_read_until" bigint,
	"installed_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "stores_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
CREATE TABLE "wanted_reads" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"target" text COLLATE "C" NOT NULL,
	"requested_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"attempts" integer NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"problem" text COLLATE "C",
	"lease_until" bigint NOT NULL,
	CONSTRAINT "wanted_reads_merchant_id_store_id_kind_target_pk" PRIMARY KEY("merchant_id","store_id","kind","target")
);
--> statement-breakpoint
CREATE TABLE "write_probes" (
	"id" integer PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "allocations_by_item" ON "allocations" USING btree ("merchant_id","item_id","location_id");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_by_hash" ON "api_keys" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "decisions_by_order" ON "decisions" USING btree ("merchant_id","order_id","id");--> statement-breakpoint
CREATE INDEX "events_by_order" ON "events" USING btree ("merchant_id","order_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "inbox_by_delivery_key" ON "inbox" USING btree ("platform","domain","delivery_key");--> statement-breakpoint
CREATE INDEX "inbox_waiting" ON "inbox" USING btree ("due_at","id") WHERE "inbox"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "inbox_parked" ON "inbox" USING btree ("merchant_id","id") WHERE "inbox"."status" = 'parked';--> statement-breakpoint
CREATE INDEX "items_by_variant" ON "items" USING btree ("merchant_id","store_id","variant_platform_id");--> statement-breakpoint
CREATE INDEX "items_by_title" ON "items" USING btree ("merchant_id","title","id");--> statement-breakpoint
CREATE INDEX "order_terms_by_order" ON "order_terms" USING btree ("merchant_id","order_id");--> statement-breakpoint
CREATE INDEX "order_waits_by_order" ON "order_waits" USING btree ("merchant_id","order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_by_platform_id" ON "orders" USING btree ("merchant_id","store_id","platform_id");--> statement-breakpoint
CREATE INDEX "orders_by_placed" ON "orders" USING btree ("merchant_id","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_status" ON "orders" USING btree ("merchant_id","status","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_updated" ON "orders" USING btree ("merchant_id","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_by_key" ON "outbox" USING btree ("merchant_id","key");--> statement-breakpoint
CREATE INDEX "outbox_by_order" ON "outbox" USING btree ("merchant_id","order_id","id");--> statement-breakpoint
CREATE INDEX "outbox_open" ON "outbox" USING btree ("due_at","id") WHERE "outbox"."status" in ('waiting', 'leased');--> statement-breakpoint
CREATE INDEX "outbox_open_lanes" ON "outbox" USING btree ("merchant_id","lane","id") WHERE "outbox"."status" in ('waiting', 'leased');--> statement-breakpoint
CREATE INDEX "outbox_refused" ON "outbox" USING btree ("merchant_id","id") WHERE "outbox"."status" = 'refused';--> statement-breakpoint
CREATE INDEX "sessions_by_shop" ON "sessions" USING btree ("shop");--> statement-breakpoint
CREATE INDEX "stock_entries_by_item" ON "stock_entries" USING btree ("merchant_id","item_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "stores_by_domain" ON "stores" USING btree ("platform","domain");--> statement-breakpoint
CREATE INDEX "wanted_reads_waiting" ON "wanted_reads" USING btree ("due_at") WHERE "wanted_reads"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "wanted_reads_failed" ON "wanted_reads" USING btree ("merchant_id","requested_at") WHERE "wanted_reads"."status" = 'failed';