CREATE TABLE `failed_attempts` (
	`tenant_id` text NOT NULL,
	`key` text NOT NULL,
	`failures` integer NOT NULL,
	`delayed_until` text,
	`told_at` text,
	`expires_at` text,
	PRIMARY KEY(`tenant_id`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `failed_attempts_by_expiry` ON `failed_attempts` (`expires_at`);--> statement-breakpoint
ALTER TABLE `sso_identities` ADD `listed_at` text;--> statement-breakpoint
CREATE INDEX `sso_identities_unlisted` ON `sso_identities` (`created_at`) WHERE listed_at is null;