-- 0001_teamwork: messages and inboxes, blocks, leases of reviews, reservations of paths, artifacts, and the index of the words by which tasks are found.
-- By hand at the end: tasks that declare paths move to queues of their own, whose needs begin with a slash. Existing tasks are indexed by the
-- program when it opens the database, since SQL does not know what a word is.
-- Older servers should not keep running: they know nothing of blocks, paths and words, and what they write would not be found.

CREATE TABLE "artifact_totals" (
	"project" text collate "C" PRIMARY KEY NOT NULL,
	"bytes" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "artifacts" (
	"project" text collate "C" NOT NULL,
	"task" bigint NOT NULL,
	"name" text collate "C" NOT NULL,
	"sha256" text collate "C" NOT NULL,
	"size" bigint NOT NULL,
	"media_type" text collate "C" NOT NULL,
	"by" text collate "C" NOT NULL,
	"epoch" bigint,
	"at" bigint NOT NULL,
	CONSTRAINT "artifacts_project_task_name_pk" PRIMARY KEY("project","task","name")
);
--> statement-breakpoint
CREATE TABLE "blob_chunks" (
	"sha256" text collate "C" NOT NULL,
	"place" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "blob_chunks_sha256_place_pk" PRIMARY KEY("sha256","place")
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"sha256" text collate "C" PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL,
	"idle_since" bigint,
	"doomed" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blocks" (
	"project" text collate "C" NOT NULL,
	"task" bigint NOT NULL,
	"epoch" bigint NOT NULL,
	"blocked" json NOT NULL,
	"at" bigint NOT NULL,
	"ended_at" bigint,
	"ended_by" text collate "C",
	"ending" text collate "C",
	"answer" text collate "C",
	CONSTRAINT "blocks_project_task_epoch_pk" PRIMARY KEY("project","task","epoch")
);
--> statement-breakpoint
CREATE TABLE "inbox_entries" (
	"project" text collate "C" NOT NULL,
	"owner" text collate "C" NOT NULL,
	"seq" bigint NOT NULL,
	"message" text collate "C" NOT NULL,
	"expires_at" bigint NOT NULL,
	"delivered_at" bigint,
	"acked_at" bigint,
	"dead_at" bigint,
	"taker" text collate "C",
	"taken_until" bigint,
	CONSTRAINT "inbox_entries_project_owner_seq_pk" PRIMARY KEY("project","owner","seq")
);
--> statement-breakpoint
CREATE TABLE "inboxes" (
	"project" text collate "C" NOT NULL,
	"owner" text collate "C" NOT NULL,
	"head" bigint NOT NULL,
	CONSTRAINT "inboxes_project_owner_pk" PRIMARY KEY("project","owner")
);
--> statement-breakpoint
CREATE TABLE "message_keys" (
	"project" text collate "C" NOT NULL,
	"sender" text collate "C" NOT NULL,
	"audience" text collate "C" NOT NULL,
	"dedupe_key" text collate "C" NOT NULL,
	"message" text collate "C" NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "message_keys_project_sender_audience_dedupe_key_pk" PRIMARY KEY("project","sender","audience","dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"project" text collate "C" NOT NULL,
	"sender" text collate "C" NOT NULL,
	"to_kind" text collate "C" NOT NULL,
	"to_name" text collate "C",
	"subject" text collate "C",
	"body" text collate "C" NOT NULL,
	"urgency" text collate "C" NOT NULL,
	"thread" text collate "C" NOT NULL,
	"reply_to" text collate "C",
	"task" bigint,
	"sent_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reservations" (
	"project" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"task" bigint NOT NULL,
	"epoch" bigint NOT NULL,
	"agent" text collate "C" NOT NULL,
	"mode" text collate "C" NOT NULL,
	"paths" json NOT NULL,
	"declared" boolean NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "reservations_project_id_pk" PRIMARY KEY("project","id")
);
--> statement-breakpoint
CREATE TABLE "task_texts" (
	"project" text collate "C" NOT NULL,
	"task" bigint NOT NULL,
	"words" "tsvector" NOT NULL,
	CONSTRAINT "task_texts_project_task_pk" PRIMARY KEY("project","task")
);
--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "epoch" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "holder_agent" text collate "C";--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "holder_session" text collate "C";--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "claimed_at" bigint;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "lease_ends_at" bigint;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "lease_ttl_ms" bigint DEFAULT 60000 NOT NULL;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "expiries" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "passed_by" json DEFAULT '[]'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "escalated_at" bigint;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "attached" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "blocked" json;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "blocked_until" bigint;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "blocked_on" bigint;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "stuck_because" text collate "C";--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "stuck_since" bigint;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "stalled_at" bigint;--> statement-breakpoint
ALTER TABLE "artifact_totals" ADD CONSTRAINT "artifact_totals_project_projects_name_fk" FOREIGN KEY ("project") REFERENCES "public"."projects"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "artifacts" ADD CONSTRAINT "artifacts_project_task_tasks_project_number_fk" FOREIGN KEY ("project","task") REFERENCES "public"."tasks"("project","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "artifacts" ADD CONSTRAINT "artifacts_sha256_blobs_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blob_chunks" ADD CONSTRAINT "blob_chunks_sha256_blobs_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."blobs"("sha256") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_project_task_tasks_project_number_fk" FOREIGN KEY ("project","task") REFERENCES "public"."tasks"("project","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbox_entries" ADD CONSTRAINT "inbox_entries_message_messages_id_fk" FOREIGN KEY ("message") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_project_projects_name_fk" FOREIGN KEY ("project") REFERENCES "public"."projects"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_project_task_tasks_project_number_fk" FOREIGN KEY ("project","task") REFERENCES "public"."tasks"("project","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "artifacts_by_blob" ON "artifacts" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "blobs_idle" ON "blobs" USING btree ("idle_since") WHERE "blobs"."idle_since" is not null;--> statement-breakpoint
CREATE INDEX "inbox_entries_by_message" ON "inbox_entries" USING btree ("message","owner");--> statement-breakpoint
CREATE INDEX "inbox_entries_waiting" ON "inbox_entries" USING btree ("project","owner","seq") WHERE "inbox_entries"."acked_at" is null and "inbox_entries"."dead_at" is null;--> statement-breakpoint
CREATE INDEX "inbox_entries_due" ON "inbox_entries" USING btree ("expires_at","project","owner","seq") WHERE "inbox_entries"."acked_at" is null and "inbox_entries"."dead_at" is null;--> statement-breakpoint
CREATE INDEX "inbox_entries_by_expiry" ON "inbox_entries" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "message_keys_by_expiry" ON "message_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "messages_by_expiry" ON "messages" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "reservations_by_task" ON "reservations" USING btree ("project","task","id");--> statement-breakpoint
CREATE INDEX "task_texts_words" ON "task_texts" USING gin ("words");--> statement-breakpoint
CREATE INDEX "reviews_claimed" ON "reviews" USING btree ("project","holder_agent") WHERE "reviews"."status" = 'claimed';--> statement-breakpoint
CREATE INDEX "reviews_not_escalated" ON "reviews" USING btree ("project","created_at") WHERE "reviews"."status" in ('open', 'claimed') and "reviews"."escalated_at" is null;--> statement-breakpoint
CREATE INDEX "tasks_blocked_until" ON "tasks" USING btree ("project","blocked_until") WHERE "tasks"."blocked_until" is not null;--> statement-breakpoint
CREATE INDEX "tasks_blocked_on" ON "tasks" USING btree ("project","blocked_on","number") WHERE "tasks"."blocked_on" is not null;--> statement-breakpoint
CREATE INDEX "tasks_broken" ON "tasks" USING btree ("project","number") WHERE "tasks"."broken_deps" > 0;--> statement-breakpoint
UPDATE "tasks" SET "needs" = '/' || "needs" WHERE "paths"::text <> '[]';--> statement-breakpoint
UPDATE "task_labels" SET "needs" = '/' || "needs" WHERE EXISTS (SELECT 1 FROM "tasks" WHERE "tasks"."project" = "task_labels"."project" AND "tasks"."number" = "task_labels"."task" AND "tasks"."paths"::text <> '[]');--> statement-breakpoint
INSERT INTO "needs" ("project", "needs") SELECT DISTINCT "project", "needs" FROM "tasks" WHERE "paths"::text <> '[]' ON CONFLICT DO NOTHING;
