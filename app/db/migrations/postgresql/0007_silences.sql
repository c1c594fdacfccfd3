CREATE TABLE "silences" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"store_id" text COLLATE "C" NOT NULL,
	"dependency" text COLLATE "C" NOT NULL,
	"domain" text COLLATE "C" NOT NULL,
	"since" bigint NOT NULL,
	"retry_at" bigint NOT NULL,
	"trips" integer NOT NULL,
	CONSTRAINT "silences_merchant_id_store_id_dependency_pk" PRIMARY KEY("merchant_id","store_id","dependency")
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "refresher" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "refresh_until" bigint DEFAULT 0 NOT NULL;