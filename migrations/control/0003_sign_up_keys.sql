CREATE TABLE `sign_up_keys` (
	`key` text PRIMARY KEY NOT NULL,
	`fingerprint` text NOT NULL,
	`tenant_id` text NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sign_up_keys_by_tenant` ON `sign_up_keys` (`tenant_id`);--> statement-breakpoint
CREATE INDEX `sign_up_keys_by_expiry` ON `sign_up_keys` (`expires_at`);