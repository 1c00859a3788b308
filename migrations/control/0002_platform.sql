CREATE TABLE `platform_admins` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`password_hash` text NOT NULL,
	`status` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `platform_admins_email` ON `platform_admins` (`email`);--> statement-breakpoint
CREATE TABLE `platform_log` (
	`id` text PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`admin_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`action` text NOT NULL,
	`details` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `platform_log_by_tenant` ON `platform_log` (`tenant_id`,`id`);--> statement-breakpoint
CREATE TABLE `platform_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`admin_id` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`ended_at` text,
	`ip` text NOT NULL,
	`user_agent` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `platform_sessions_by_admin` ON `platform_sessions` (`admin_id`);--> statement-breakpoint
CREATE TABLE `tenant_moves` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`from_shard` text NOT NULL,
	`to_shard` text NOT NULL,
	`step` text NOT NULL,
	`table_name` text,
	`after_key` text,
	`rows_copied` integer NOT NULL,
	`started_at` text NOT NULL,
	`started_by` text NOT NULL,
	`lease_until` text
);
