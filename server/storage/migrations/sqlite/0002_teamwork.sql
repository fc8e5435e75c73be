-- 0002_teamwork: messages and inboxes, blocks, leases of reviews, reservations of paths, artifacts, and the index of the words by which tasks are found.
-- The last tables, the view and its trigger are by hand: the generator cannot say a virtual table. Its rows are numbered 2^40 times the project's
-- space, plus the task's number, so that it gives the tasks of a project in their order; the trigger on the view does that sum for who writes.
-- Words come in lower case and without accents, parted by spaces; the tokenizer takes them as they are. Existing tasks are indexed by the program
-- when it opens the file, since SQL does not know what a word is. Tasks that declare paths move to queues of their own.
-- Older servers may not keep running: they know nothing of blocks, paths and words, and what they write would not be found.

CREATE TABLE `artifact_totals` (
	`project` text PRIMARY KEY NOT NULL,
	`bytes` integer NOT NULL,
	FOREIGN KEY (`project`) REFERENCES `projects`(`name`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `artifacts` (
	`project` text NOT NULL,
	`task` integer NOT NULL,
	`name` text NOT NULL,
	`sha256` text NOT NULL,
	`size` integer NOT NULL,
	`media_type` text NOT NULL,
	`by` text NOT NULL,
	`epoch` integer,
	`at` integer NOT NULL,
	PRIMARY KEY(`project`, `task`, `name`),
	FOREIGN KEY (`project`,`task`) REFERENCES `tasks`(`project`,`number`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sha256`) REFERENCES `blobs`(`sha256`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `artifacts_by_blob` ON `artifacts` (`sha256`);--> statement-breakpoint
CREATE TABLE `blobs` (
	`sha256` text PRIMARY KEY NOT NULL,
	`size` integer NOT NULL,
	`idle_since` integer,
	`doomed` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `blobs_idle` ON `blobs` (`idle_since`) WHERE "blobs"."idle_since" is not null;--> statement-breakpoint
CREATE TABLE `blocks` (
	`project` text NOT NULL,
	`task` integer NOT NULL,
	`epoch` integer NOT NULL,
	`blocked` text NOT NULL,
	`at` integer NOT NULL,
	`ended_at` integer,
	`ended_by` text,
	`ending` text,
	`answer` text,
	PRIMARY KEY(`project`, `task`, `epoch`),
	FOREIGN KEY (`project`,`task`) REFERENCES `tasks`(`project`,`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `inbox_entries` (
	`project` text NOT NULL,
	`owner` text NOT NULL,
	`seq` integer NOT NULL,
	`message` text NOT NULL,
	`expires_at` integer NOT NULL,
	`delivered_at` integer,
	`acked_at` integer,
	`dead_at` integer,
	`taker` text,
	`taken_until` integer,
	PRIMARY KEY(`project`, `owner`, `seq`),
	FOREIGN KEY (`message`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `inbox_entries_by_message` ON `inbox_entries` (`message`,`owner`);--> statement-breakpoint
CREATE INDEX `inbox_entries_waiting` ON `inbox_entries` (`project`,`owner`,`seq`) WHERE "inbox_entries"."acked_at" is null and "inbox_entries"."dead_at" is null;--> statement-breakpoint
CREATE INDEX `inbox_entries_due` ON `inbox_entries` (`expires_at`,`project`,`owner`,`seq`) WHERE "inbox_entries"."acked_at" is null and "inbox_entries"."dead_at" is null;--> statement-breakpoint
CREATE INDEX `inbox_entries_by_expiry` ON `inbox_entries` (`expires_at`);--> statement-breakpoint
CREATE TABLE `inboxes` (
	`project` text NOT NULL,
	`owner` text NOT NULL,
	`head` integer NOT NULL,
	PRIMARY KEY(`project`, `owner`)
);
--> statement-breakpoint
CREATE TABLE `message_keys` (
	`project` text NOT NULL,
	`sender` text NOT NULL,
	`audience` text NOT NULL,
	`dedupe_key` text NOT NULL,
	`message` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`project`, `sender`, `audience`, `dedupe_key`)
);
--> statement-breakpoint
CREATE INDEX `message_keys_by_expiry` ON `message_keys` (`expires_at`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`project` text NOT NULL,
	`sender` text NOT NULL,
	`to_kind` text NOT NULL,
	`to_name` text,
	`subject` text,
	`body` text NOT NULL,
	`urgency` text NOT NULL,
	`thread` text NOT NULL,
	`reply_to` text,
	`task` integer,
	`sent_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`project`) REFERENCES `projects`(`name`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `messages_by_expiry` ON `messages` (`expires_at`);--> statement-breakpoint
CREATE TABLE `reservations` (
	`project` text NOT NULL,
	`id` text NOT NULL,
	`task` integer NOT NULL,
	`epoch` integer NOT NULL,
	`agent` text NOT NULL,
	`mode` text NOT NULL,
	`paths` text NOT NULL,
	`declared` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`project`, `id`),
	FOREIGN KEY (`project`,`task`) REFERENCES `tasks`(`project`,`number`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `reservations_by_task` ON `reservations` (`project`,`task`,`id`);--> statement-breakpoint
ALTER TABLE `reviews` ADD `epoch` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `reviews` ADD `holder_agent` text;--> statement-breakpoint
ALTER TABLE `reviews` ADD `holder_session` text;--> statement-breakpoint
ALTER TABLE `reviews` ADD `claimed_at` integer;--> statement-breakpoint
ALTER TABLE `reviews` ADD `lease_ends_at` integer;--> statement-breakpoint
ALTER TABLE `reviews` ADD `lease_ttl_ms` integer DEFAULT 60000 NOT NULL;--> statement-breakpoint
ALTER TABLE `reviews` ADD `expiries` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `reviews` ADD `passed_by` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `reviews` ADD `escalated_at` integer;--> statement-breakpoint
CREATE INDEX `reviews_claimed` ON `reviews` (`project`,`holder_agent`) WHERE "reviews"."status" = 'claimed';--> statement-breakpoint
CREATE INDEX `reviews_not_escalated` ON `reviews` (`project`,`created_at`) WHERE "reviews"."status" in ('open', 'claimed') and "reviews"."escalated_at" is null;--> statement-breakpoint
ALTER TABLE `tasks` ADD `attached` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `tasks` ADD `blocked` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `blocked_until` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `blocked_on` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `stuck_because` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `stuck_since` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `stalled_at` integer;--> statement-breakpoint
CREATE INDEX `tasks_blocked_until` ON `tasks` (`project`,`blocked_until`) WHERE "tasks"."blocked_until" is not null;--> statement-breakpoint
CREATE INDEX `tasks_blocked_on` ON `tasks` (`project`,`blocked_on`,`number`) WHERE "tasks"."blocked_on" is not null;--> statement-breakpoint
CREATE INDEX `tasks_broken` ON `tasks` (`project`,`number`) WHERE "tasks"."broken_deps" > 0;--> statement-breakpoint
CREATE TABLE `text_spaces` (
	`space` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`project` text NOT NULL UNIQUE
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `task_texts` USING fts5(`words`, content='', contentless_delete=1, tokenize='ascii');
--> statement-breakpoint
CREATE VIEW `task_words` AS SELECT '' AS `project`, 0 AS `task`, '' AS `words` WHERE 0;
--> statement-breakpoint
CREATE TRIGGER `task_words_written` INSTEAD OF INSERT ON `task_words`
BEGIN
	INSERT INTO `text_spaces` (`project`) SELECT new.`project` WHERE NOT EXISTS (SELECT 1 FROM `text_spaces` WHERE `project` = new.`project`);
	INSERT OR REPLACE INTO `task_texts` (rowid, `words`) SELECT `space` * 1099511627776 + CAST(new.`task` AS INTEGER), new.`words` FROM `text_spaces` WHERE `project` = new.`project`;
END;
--> statement-breakpoint
UPDATE `tasks` SET `needs` = '/' || `needs` WHERE `paths` <> '[]';--> statement-breakpoint
UPDATE `task_labels` SET `needs` = '/' || `needs` WHERE EXISTS (SELECT 1 FROM `tasks` WHERE `tasks`.`project` = `task_labels`.`project` AND `tasks`.`number` = `task_labels`.`task` AND `tasks`.`paths` <> '[]');--> statement-breakpoint
INSERT OR IGNORE INTO `needs` (`project`, `needs`) SELECT DISTINCT `project`, `needs` FROM `tasks` WHERE `paths` <> '[]';
