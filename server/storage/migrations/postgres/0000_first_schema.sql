-- 0000_first_schema: everything that is kept, from the first version on. Generated from the schema that SQLite has as well.
-- Nothing older may keep running: there is nothing older.

CREATE TABLE "agents" (
	"project" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"role" text collate "C" NOT NULL,
	"capabilities" json NOT NULL,
	"max_concurrent" bigint NOT NULL,
	"status" text collate "C" NOT NULL,
	"status_reason" text collate "C",
	"drain" boolean NOT NULL,
	"created_by" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "agents_project_name_pk" PRIMARY KEY("project","name")
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"review" text collate "C" NOT NULL,
	"by" text collate "C" NOT NULL,
	"self_review" boolean NOT NULL,
	"note" text collate "C",
	"at" bigint NOT NULL,
	CONSTRAINT "approvals_review_by_pk" PRIMARY KEY("review","by")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"project" text collate "C" NOT NULL,
	"task" bigint NOT NULL,
	"epoch" bigint NOT NULL,
	"generation" bigint NOT NULL,
	"agent" text collate "C" NOT NULL,
	"session" text collate "C" NOT NULL,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	"outcome" text collate "C",
	"reason" text collate "C",
	CONSTRAINT "attempts_project_task_epoch_pk" PRIMARY KEY("project","task","epoch")
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"project" text collate "C" NOT NULL,
	"task" bigint NOT NULL,
	"id" text collate "C" NOT NULL,
	"author" text collate "C" NOT NULL,
	"body" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "comments_project_task_id_pk" PRIMARY KEY("project","task","id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"project" text collate "C" NOT NULL,
	"seq" bigint NOT NULL,
	"type" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	"actor" text collate "C" NOT NULL,
	"task" bigint,
	"agent" text collate "C",
	"data" json NOT NULL,
	CONSTRAINT "events_project_seq_pk" PRIMARY KEY("project","seq")
);
--> statement-breakpoint
CREATE TABLE "lease_clock" (
	"id" integer PRIMARY KEY NOT NULL,
	"now" bigint NOT NULL,
	"listening_since" bigint NOT NULL,
	"looks" bigint NOT NULL,
	"looked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "needs" (
	"project" text collate "C" NOT NULL,
	"needs" text collate "C" NOT NULL,
	CONSTRAINT "needs_project_needs_pk" PRIMARY KEY("project","needs")
);
--> statement-breakpoint
CREATE TABLE "notes" (
	"project" text collate "C" NOT NULL,
	"task" bigint NOT NULL,
	"id" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"epoch" bigint NOT NULL,
	"author" text collate "C" NOT NULL,
	"text" text collate "C" NOT NULL,
	"percent" bigint,
	"at" bigint NOT NULL,
	CONSTRAINT "notes_project_task_id_pk" PRIMARY KEY("project","task","id")
);
--> statement-breakpoint
CREATE TABLE "orphans" (
	"project" text collate "C" NOT NULL,
	"task" bigint NOT NULL,
	"id" text collate "C" NOT NULL,
	"epoch" bigint NOT NULL,
	"agent" text collate "C" NOT NULL,
	"operation" text collate "C" NOT NULL,
	"payload" json NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "orphans_project_task_id_pk" PRIMARY KEY("project","task","id")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"name" text collate "C" PRIMARY KEY NOT NULL,
	"self_review" boolean NOT NULL,
	"paused_by" text collate "C",
	"paused_reason" text collate "C",
	"paused_at" bigint,
	"drain" boolean NOT NULL,
	"next_task" bigint NOT NULL,
	"event_seq" bigint NOT NULL,
	"first_event_seq" bigint NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "replies" (
	"scope" text collate "C" PRIMARY KEY NOT NULL,
	"request_hash" text collate "C" NOT NULL,
	"reply" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"project" text collate "C" NOT NULL,
	"task" bigint NOT NULL,
	"revision" bigint NOT NULL,
	"round" bigint NOT NULL,
	"generation" bigint NOT NULL,
	"author" text collate "C" NOT NULL,
	"reviewer" text collate "C" NOT NULL,
	"status" text collate "C" NOT NULL,
	"summary" text collate "C" NOT NULL,
	"evidence" json NOT NULL,
	"answers" json NOT NULL,
	"note" text collate "C",
	"decided_by" text collate "C",
	"created_at" bigint NOT NULL,
	"decided_at" bigint
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"project" text collate "C" NOT NULL,
	"agent" text collate "C" NOT NULL,
	"token_id" text collate "C" NOT NULL,
	"standing" boolean NOT NULL,
	"harness" text collate "C" NOT NULL,
	"host" text collate "C" NOT NULL,
	"pid" bigint,
	"sdk_version" text collate "C" NOT NULL,
	"started_at" bigint NOT NULL,
	"last_seen" bigint,
	"lost" boolean NOT NULL,
	"ended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "store" (
	"id" bigint PRIMARY KEY NOT NULL,
	"incarnation" text collate "C" NOT NULL,
	"lease_now" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "task_deps" (
	"project" text collate "C" NOT NULL,
	"task" bigint NOT NULL,
	"depends_on" bigint NOT NULL,
	CONSTRAINT "task_deps_project_task_depends_on_pk" PRIMARY KEY("project","task","depends_on")
);
--> statement-breakpoint
CREATE TABLE "task_labels" (
	"project" text collate "C" NOT NULL,
	"label" text collate "C" NOT NULL,
	"task" bigint NOT NULL,
	"needs" text collate "C" NOT NULL,
	"queue_for" text collate "C" NOT NULL,
	"priority" bigint NOT NULL,
	"ready" boolean NOT NULL,
	CONSTRAINT "task_labels_project_label_task_pk" PRIMARY KEY("project","label","task")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"project" text collate "C" NOT NULL,
	"number" bigint NOT NULL,
	"title" text collate "C" NOT NULL,
	"brief" text collate "C" NOT NULL,
	"status" text collate "C" NOT NULL,
	"status_reason" text collate "C",
	"status_since" bigint NOT NULL,
	"priority" bigint NOT NULL,
	"labels" json NOT NULL,
	"requires" json NOT NULL,
	"needs" text collate "C" NOT NULL,
	"depends_on" json NOT NULL,
	"open_deps" bigint NOT NULL,
	"broken_deps" bigint NOT NULL,
	"paths" json NOT NULL,
	"acceptance" json NOT NULL,
	"assignee" text collate "C",
	"reviewer" text collate "C" NOT NULL,
	"reviews_required" bigint NOT NULL,
	"lease_ttl_ms" bigint NOT NULL,
	"max_attempts" bigint NOT NULL,
	"attempts" bigint NOT NULL,
	"generation" bigint NOT NULL,
	"epoch" bigint NOT NULL,
	"version" bigint NOT NULL,
	"revision" bigint NOT NULL,
	"round" bigint NOT NULL,
	"summary" text collate "C",
	"holder_agent" text collate "C",
	"holder_session" text collate "C",
	"claimed_at" bigint,
	"lease_ends_at" bigint,
	"progress_at" bigint,
	"held_for" text collate "C",
	"held_until" bigint,
	"queue_for" text collate "C" NOT NULL,
	"not_before" bigint,
	"scheduled_at" bigint,
	"due_at" bigint,
	"created_by" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "tasks_project_number_pk" PRIMARY KEY("project","number")
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"secret_hash" text collate "C" NOT NULL,
	"project" text collate "C",
	"agent" text collate "C",
	"role" text collate "C",
	"label" text collate "C" NOT NULL,
	"created_by" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint,
	"revoked_at" bigint
);
--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_project_projects_name_fk" FOREIGN KEY ("project") REFERENCES "public"."projects"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_review_reviews_id_fk" FOREIGN KEY ("review") REFERENCES "public"."reviews"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_project_task_tasks_project_number_fk" FOREIGN KEY ("project","task") REFERENCES "public"."tasks"("project","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_project_task_tasks_project_number_fk" FOREIGN KEY ("project","task") REFERENCES "public"."tasks"("project","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_project_task_tasks_project_number_fk" FOREIGN KEY ("project","task") REFERENCES "public"."tasks"("project","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orphans" ADD CONSTRAINT "orphans_project_task_tasks_project_number_fk" FOREIGN KEY ("project","task") REFERENCES "public"."tasks"("project","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_project_task_tasks_project_number_fk" FOREIGN KEY ("project","task") REFERENCES "public"."tasks"("project","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_project_agent_agents_project_name_fk" FOREIGN KEY ("project","agent") REFERENCES "public"."agents"("project","name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_deps" ADD CONSTRAINT "task_deps_project_task_tasks_project_number_fk" FOREIGN KEY ("project","task") REFERENCES "public"."tasks"("project","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_deps" ADD CONSTRAINT "task_deps_project_depends_on_tasks_project_number_fk" FOREIGN KEY ("project","depends_on") REFERENCES "public"."tasks"("project","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_labels" ADD CONSTRAINT "task_labels_project_task_tasks_project_number_fk" FOREIGN KEY ("project","task") REFERENCES "public"."tasks"("project","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_project_projects_name_fk" FOREIGN KEY ("project") REFERENCES "public"."projects"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempts_by_agent" ON "attempts" USING btree ("project","task","generation","agent");--> statement-breakpoint
CREATE INDEX "events_by_task" ON "events" USING btree ("project","task","seq") WHERE "events"."task" is not null;--> statement-breakpoint
CREATE INDEX "orphans_by_age" ON "orphans" USING btree ("at");--> statement-breakpoint
CREATE INDEX "replies_by_age" ON "replies" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "reviews_open" ON "reviews" USING btree ("project","id") WHERE "reviews"."status" in ('open', 'claimed');--> statement-breakpoint
CREATE INDEX "reviews_by_task" ON "reviews" USING btree ("project","task","id");--> statement-breakpoint
CREATE INDEX "sessions_live" ON "sessions" USING btree ("project","agent") WHERE "sessions"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "sessions_heard" ON "sessions" USING btree ("last_seen") WHERE "sessions"."ended_at" is null and not "sessions"."lost";--> statement-breakpoint
CREATE INDEX "task_deps_reverse" ON "task_deps" USING btree ("project","depends_on","task");--> statement-breakpoint
CREATE INDEX "task_labels_ready" ON "task_labels" USING btree ("project","label","needs","queue_for","priority","task") WHERE "task_labels"."ready";--> statement-breakpoint
CREATE INDEX "task_labels_by_task" ON "task_labels" USING btree ("project","task");--> statement-breakpoint
CREATE INDEX "tasks_ready" ON "tasks" USING btree ("project","needs","queue_for","priority","number") WHERE "tasks"."status" = 'todo' and "tasks"."open_deps" = 0 and "tasks"."scheduled_at" is null;--> statement-breakpoint
CREATE INDEX "tasks_scheduled" ON "tasks" USING btree ("project","scheduled_at") WHERE "tasks"."scheduled_at" is not null;--> statement-breakpoint
CREATE INDEX "tasks_held_back" ON "tasks" USING btree ("project","held_until") WHERE "tasks"."held_until" is not null;--> statement-breakpoint
CREATE INDEX "tasks_leased" ON "tasks" USING btree ("project","lease_ends_at") WHERE "tasks"."status" = 'doing' and "tasks"."lease_ends_at" is not null;--> statement-breakpoint
CREATE INDEX "tasks_doing_by_agent" ON "tasks" USING btree ("project","holder_agent","lease_ends_at","lease_ttl_ms") WHERE "tasks"."status" = 'doing';--> statement-breakpoint
CREATE INDEX "tasks_by_status" ON "tasks" USING btree ("project","status","number");--> statement-breakpoint
CREATE INDEX "tasks_ended" ON "tasks" USING btree ("project","status_since") WHERE "tasks"."status" in ('done', 'failed', 'cancelled');