CREATE TABLE "replay_orders" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"replay_id" text COLLATE "C" NOT NULL,
	"rank" integer NOT NULL,
	"order_id" text COLLATE "C" NOT NULL,
	"change" json NOT NULL,
	CONSTRAINT "replay_orders_merchant_id_replay_id_rank_pk" PRIMARY KEY("merchant_id","replay_id","rank")
);
--> statement-breakpoint
CREATE TABLE "replays" (
	"merchant_id" text COLLATE "C" NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"report" json NOT NULL,
	"changed_orders" integer NOT NULL,
	"made_at" bigint NOT NULL,
	CONSTRAINT "replays_merchant_id_id_pk" PRIMARY KEY("merchant_id","id")
);
