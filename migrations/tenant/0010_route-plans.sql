CREATE TABLE `route_plans` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`date` text NOT NULL,
	`status` text NOT NULL,
	`applies` integer NOT NULL,
	`applied` integer NOT NULL,
	`slice` integer NOT NULL,
	`slices` integer NOT NULL,
	`reason` text,
	`plan` text,
	`undone_at` text,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	`finished_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `route_plans_due` ON `route_plans` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE TABLE `route_plan_work` (
	`tenant_id` text NOT NULL,
	`plan_id` integer NOT NULL,
	`asked` text,
	`search` text,
	`moves` text,
	PRIMARY KEY(`tenant_id`, `plan_id`)
) WITHOUT ROWID;
