CREATE TABLE `daily_runs` (
	`tenant_id` text NOT NULL,
	`task` text NOT NULL,
	`last_day` text,
	`due_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `task`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `daily_runs_due` ON `daily_runs` (`due_at`);--> statement-breakpoint
CREATE TABLE `parked_reactions` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`reaction` text NOT NULL,
	`event` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	`error` text,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `parked_reactions_due` ON `parked_reactions` (`status`,`next_attempt_at`);--> statement-breakpoint
ALTER TABLE `audit_log` ADD `details` text;