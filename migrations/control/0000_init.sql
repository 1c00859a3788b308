CREATE TABLE `dead_letters` (
	`id` text PRIMARY KEY NOT NULL,
	`queue` text NOT NULL,
	`body` text NOT NULL,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `shards` (
	`name` text PRIMARY KEY NOT NULL,
	`tenant_count` integer NOT NULL,
	`draining` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tenants` (
	`id` text PRIMARY KEY NOT NULL,
	`business_code` text NOT NULL,
	`business_name` text NOT NULL,
	`shard` text NOT NULL,
	`status` text NOT NULL,
	`timezone` text NOT NULL,
	`branding` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tenants_business_code` ON `tenants` (`business_code`);--> statement-breakpoint
CREATE INDEX `tenants_by_status` ON `tenants` (`status`,`created_at`);