-- 0000_first_schema: everything that is kept, from the first version on.
-- Why: the store begins here; the ready index and its label twin are what claim-next reads, so that it never scans.
-- By hand: WITHOUT ROWID for attempts and events, which spares each claim two b-trees and which the generator cannot say.
-- Nothing older may keep running: there is nothing older.

CREATE TABLE `agents` (
	`project` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`role` text NOT NULL,
	`capabilities` text NOT NULL,
	`max_concurrent` integer NOT NULL,
	`status` text NOT NULL,
	`status_reason` text,
	`drain` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`project`, `name`),
	FOREIGN KEY (`project`) REFERENCES `projects`(`name`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `approvals` (
	`review` text NOT NULL,
	`by` text NOT NULL,
	`self_review` integer NOT NULL,
	`note` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`review`, `by`),
	FOREIGN KEY (`review`) REFERENCES `reviews`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `attempts` (
	`project` text NOT NULL,
	`task` integer NOT NULL,
	`epoch` integer NOT NULL,
	`generation` integer NOT NULL,
	`agent` text NOT NULL,
	`session` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`outcome` text,
	`reason` text,
	PRIMARY KEY(`project`, `task`, `epoch`),
	FOREIGN KEY (`project`,`task`) REFERENCES `tasks`(`project`,`number`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `attempts_by_agent` ON `attempts` (`project`,`task`,`generation`,`agent`);--> statement-breakpoint
CREATE TABLE `comments` (
	`project` text NOT NULL,
	`task` integer NOT NULL,
	`id` text NOT NULL,
	`author` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`project`, `task`, `id`),
	FOREIGN KEY (`project`,`task`) REFERENCES `tasks`(`project`,`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `events` (
	`project` text NOT NULL,
	`seq` integer NOT NULL,
	`type` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`task` integer,
	`agent` text,
	`data` text NOT NULL,
	PRIMARY KEY(`project`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `events_by_task` ON `events` (`project`,`task`,`seq`) WHERE "events"."task" is not null;--> statement-breakpoint
CREATE TABLE `needs` (
	`project` text NOT NULL,
	`needs` text NOT NULL,
	PRIMARY KEY(`project`, `needs`)
);
--> statement-breakpoint
CREATE TABLE `notes` (
	`project` text NOT NULL,
	`task` integer NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`epoch` integer NOT NULL,
	`author` text NOT NULL,
	`text` text NOT NULL,
	`percent` integer,
	`at` integer NOT NULL,
	PRIMARY KEY(`project`, `task`, `id`),
	FOREIGN KEY (`project`,`task`) REFERENCES `tasks`(`project`,`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `orphans` (
	`project` text NOT NULL,
	`task` integer NOT NULL,
	`id` text NOT NULL,
	`epoch` integer NOT NULL,
	`agent` text NOT NULL,
	`operation` text NOT NULL,
	`payload` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`project`, `task`, `id`),
	FOREIGN KEY (`project`,`task`) REFERENCES `tasks`(`project`,`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `orphans_by_age` ON `orphans` (`at`);--> statement-breakpoint
CREATE TABLE `projects` (
	`name` text PRIMARY KEY NOT NULL,
	`self_review` integer NOT NULL,
	`paused_by` text,
	`paused_reason` text,
	`paused_at` integer,
	`drain` integer NOT NULL,
	`next_task` integer NOT NULL,
	`event_seq` integer NOT NULL,
	`first_event_seq` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `replies` (
	`scope` text PRIMARY KEY NOT NULL,
	`request_hash` text NOT NULL,
	`reply` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `replies_by_age` ON `replies` (`created_at`);--> statement-breakpoint
CREATE TABLE `reviews` (
	`id` text PRIMARY KEY NOT NULL,
	`project` text NOT NULL,
	`task` integer NOT NULL,
	`revision` integer NOT NULL,
	`round` integer NOT NULL,
	`generation` integer NOT NULL,
	`author` text NOT NULL,
	`reviewer` text NOT NULL,
	`status` text NOT NULL,
	`summary` text NOT NULL,
	`evidence` text NOT NULL,
	`answers` text NOT NULL,
	`note` text,
	`decided_by` text,
	`created_at` integer NOT NULL,
	`decided_at` integer,
	FOREIGN KEY (`project`,`task`) REFERENCES `tasks`(`project`,`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `reviews_open` ON `reviews` (`project`,`id`) WHERE "reviews"."status" in ('open', 'claimed');--> statement-breakpoint
CREATE INDEX `reviews_by_task` ON `reviews` (`project`,`task`,`id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`project` text NOT NULL,
	`agent` text NOT NULL,
	`token_id` text NOT NULL,
	`standing` integer NOT NULL,
	`harness` text NOT NULL,
	`host` text NOT NULL,
	`pid` integer,
	`sdk_version` text NOT NULL,
	`started_at` integer NOT NULL,
	`last_seen` integer,
	`lost` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`project`,`agent`) REFERENCES `agents`(`project`,`name`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_live` ON `sessions` (`project`,`agent`) WHERE "sessions"."ended_at" is null;--> statement-breakpoint
CREATE INDEX `sessions_heard` ON `sessions` (`last_seen`) WHERE "sessions"."ended_at" is null and not "sessions"."lost";--> statement-breakpoint
CREATE TABLE `store` (
	`id` integer PRIMARY KEY NOT NULL,
	`incarnation` text NOT NULL,
	`lease_now` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `task_deps` (
	`project` text NOT NULL,
	`task` integer NOT NULL,
	`depends_on` integer NOT NULL,
	PRIMARY KEY(`project`, `task`, `depends_on`),
	FOREIGN KEY (`project`,`task`) REFERENCES `tasks`(`project`,`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`project`,`depends_on`) REFERENCES `tasks`(`project`,`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `task_deps_reverse` ON `task_deps` (`project`,`depends_on`,`task`);--> statement-breakpoint
CREATE TABLE `task_labels` (
	`project` text NOT NULL,
	`label` text NOT NULL,
	`task` integer NOT NULL,
	`needs` text NOT NULL,
	`queue_for` text NOT NULL,
	`priority` integer NOT NULL,
	`ready` integer NOT NULL,
	PRIMARY KEY(`project`, `label`, `task`),
	FOREIGN KEY (`project`,`task`) REFERENCES `tasks`(`project`,`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `task_labels_ready` ON `task_labels` (`project`,`label`,`needs`,`queue_for`,`priority`,`task`) WHERE "task_labels"."ready";--> statement-breakpoint
CREATE INDEX `task_labels_by_task` ON `task_labels` (`project`,`task`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`project` text NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`brief` text NOT NULL,
	`status` text NOT NULL,
	`status_reason` text,
	`status_since` integer NOT NULL,
	`priority` integer NOT NULL,
	`labels` text NOT NULL,
	`requires` text NOT NULL,
	`needs` text NOT NULL,
	`depends_on` text NOT NULL,
	`open_deps` integer NOT NULL,
	`broken_deps` integer NOT NULL,
	`paths` text NOT NULL,
	`acceptance` text NOT NULL,
	`assignee` text,
	`reviewer` text NOT NULL,
	`reviews_required` integer NOT NULL,
	`lease_ttl_ms` integer NOT NULL,
	`max_attempts` integer NOT NULL,
	`attempts` integer NOT NULL,
	`generation` integer NOT NULL,
	`epoch` integer NOT NULL,
	`version` integer NOT NULL,
	`revision` integer NOT NULL,
	`round` integer NOT NULL,
	`summary` text,
	`holder_agent` text,
	`holder_session` text,
	`claimed_at` integer,
	`lease_ends_at` integer,
	`progress_at` integer,
	`held_for` text,
	`held_until` integer,
	`queue_for` text NOT NULL,
	`not_before` integer,
	`scheduled_at` integer,
	`due_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`project`, `number`),
	FOREIGN KEY (`project`) REFERENCES `projects`(`name`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `tasks_ready` ON `tasks` (`project`,`needs`,`queue_for`,`priority`,`number`) WHERE "tasks"."status" = 'todo' and "tasks"."open_deps" = 0 and "tasks"."scheduled_at" is null;--> statement-breakpoint
CREATE INDEX `tasks_scheduled` ON `tasks` (`project`,`scheduled_at`) WHERE "tasks"."scheduled_at" is not null;--> statement-breakpoint
CREATE INDEX `tasks_held_back` ON `tasks` (`project`,`held_until`) WHERE "tasks"."held_until" is not null;--> statement-breakpoint
CREATE INDEX `tasks_doing` ON `tasks` (`project`,`lease_ends_at`) WHERE "tasks"."status" = 'doing';--> statement-breakpoint
CREATE INDEX `tasks_doing_by_agent` ON `tasks` (`project`,`holder_agent`,`lease_ends_at`,`lease_ttl_ms`) WHERE "tasks"."status" = 'doing';--> statement-breakpoint
CREATE INDEX `tasks_by_status` ON `tasks` (`project`,`status`,`number`);--> statement-breakpoint
CREATE INDEX `tasks_ended` ON `tasks` (`project`,`status_since`) WHERE "tasks"."status" in ('done', 'failed', 'cancelled');--> statement-breakpoint
CREATE TABLE `tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`project` text,
	`agent` text,
	`role` text,
	`label` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer
);
