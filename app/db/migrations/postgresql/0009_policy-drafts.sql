CREATE TABLE "policy_drafts" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"based_on_version" integer NOT NULL,
	"policy" json NOT NULL,
	"version" integer NOT NULL,
	"actor" text COLLATE "C" NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "policy_drafts_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
--> statement-breakpoint
ALTER TABLE "policies" ADD COLUMN "actor" text COLLATE "C" DEFAULT 'switchyard' NOT NULL;--> statement-breakpoint
ALTER TABLE "policies" ADD COLUMN "note" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "policies" ADD COLUMN "based_on" integer;