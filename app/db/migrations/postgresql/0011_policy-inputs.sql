CREATE TABLE "parcel_days" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C" NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"taken" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "parcel_days_merchant_id_location_id_day_pk" PRIMARY KEY("merchant_id","location_id","day")
);
--> statement-breakpoint
CREATE TABLE "postal_centroids" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"country_code" text COLLATE "C" NOT NULL,
	"prefix" text COLLATE "C" NOT NULL,
	"latitude" double precision NOT NULL,
	"longitude" double precision NOT NULL,
	CONSTRAINT "postal_centroids_merchant_id_country_code_prefix_pk" PRIMARY KEY("merchant_id","country_code","prefix")
);
--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "product_tags" json DEFAULT '[]'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "product_type" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "customer_tags" json DEFAULT '[]'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "rooms" json DEFAULT '[]'::json NOT NULL;