CREATE TABLE "tariffs" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"hash" text COLLATE "C" NOT NULL,
	"tariff" json NOT NULL,
	CONSTRAINT "tariffs_merchant_id_hash_pk" PRIMARY KEY("merchant_id","hash")
);
--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "tariff_hash" text COLLATE "C";