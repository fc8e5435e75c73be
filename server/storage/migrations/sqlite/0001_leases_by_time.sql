-- 0001_leases_by_time: the index of held tasks by the end of their lease says so in its condition.
-- Why: a planner without statistics took it for the index of an agent's tasks, and counting one agent's claims read all of them.
-- Older servers may keep running: they find the same rows by the other indexes of held tasks, more slowly.

DROP INDEX `tasks_doing`;--> statement-breakpoint
CREATE INDEX `tasks_leased` ON `tasks` (`project`,`lease_ends_at`) WHERE "tasks"."status" = 'doing' and "tasks"."lease_ends_at" is not null;