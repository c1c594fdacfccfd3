CREATE TABLE "scarcity_prices" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"item_id" text COLLATE "C" NOT NULL,
	"location_id" text COLLATE "C" NOT NULL,
	"minor_per_unit" integer NOT NULL,
	"learned_at" bigint NOT NULL,
	CONSTRAINT "scarcity_prices_merchant_id_item_id_location_id_pk" PRIMARY KEY("merchant_id","item_id","location_id")
);
