-- 0004_sent_messages: what somebody has sent is found by the sender, and within a thread.
-- Older servers may keep running: they use neither index. A large table of messages is read twice while they are made.

CREATE INDEX `messages_by_sender` ON `messages` (`project`,`sender`,`id`);--> statement-breakpoint
CREATE INDEX `messages_by_thread` ON `messages` (`thread`,`id`);