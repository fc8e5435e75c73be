-- 0003_sign_in: a token says what it is for: sent as bearer, kept as a browser's cookie, or a link that is turned into such a cookie once.
-- Older servers may keep running: they ignore the column. A link that is still open they refuse, since they do not know its kind.

ALTER TABLE `tokens` ADD `purpose` text DEFAULT 'bearer' NOT NULL;