-- 0003_sent_messages: what somebody has sent is found by the sender, and within a thread.
-- Older servers may keep running: they use neither index. While they are made, nobody sends a message.

CREATE INDEX "messages_by_sender" ON "messages" USING btree ("project","sender","id");--> statement-breakpoint
CREATE INDEX "messages_by_thread" ON "messages" USING btree ("thread","id");