CREATE TABLE `report_links` (
	`tenant_id` text NOT NULL,
	`hash` text NOT NULL,
	`run_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`expires_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `report_links_by_run` ON `report_links` (`tenant_id`,`run_id`);--> statement-breakpoint
CREATE TABLE `reports` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`dataset` text NOT NULL,
	`columns` text NOT NULL,
	`filters` text NOT NULL,
	`group_by` text NOT NULL,
	`aggregations` text NOT NULL,
	`sort` text NOT NULL,
	`date_column` text,
	`date_range` text,
	`visibility` text NOT NULL,
	`owner_id` integer,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `reports_by_update` ON `reports` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `report_runs` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`report_id` integer NOT NULL,
	`report_name` text NOT NULL,
	`definition` text NOT NULL,
	`format` text NOT NULL,
	`timezone` text NOT NULL,
	`date_from` text,
	`date_to` text,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	`cursor` text,
	`row_count` integer NOT NULL,
	`bytes` integer NOT NULL,
	`parts` text NOT NULL,
	`error` text,
	`triggered_by` text NOT NULL,
	`user_id` integer,
	`schedule_id` integer,
	`due_at` text,
	`delivery` text,
	`private_to` text,
	`started_at` text,
	`finished_at` text,
	`expires_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `report_runs_by_update` ON `report_runs` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `report_runs_by_report` ON `report_runs` (`tenant_id`,`report_id`,`id`);--> statement-breakpoint
CREATE INDEX `report_runs_by_expiry` ON `report_runs` (`tenant_id`,`expires_at`) WHERE expires_at is not null;--> statement-breakpoint
CREATE INDEX `report_runs_due` ON `report_runs` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `report_runs_by_moment` ON `report_runs` (`tenant_id`,`schedule_id`,`due_at`) WHERE due_at is not null;--> statement-breakpoint
CREATE TABLE `report_schedules` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`report_id` integer NOT NULL,
	`frequency` text NOT NULL,
	`day_of_week` integer,
	`day_of_month` integer,
	`local_time` text NOT NULL,
	`timezone` text NOT NULL,
	`format` text NOT NULL,
	`delivery` text NOT NULL,
	`recipient_ids` text NOT NULL,
	`status` text NOT NULL,
	`next_run_at` text,
	`next_attempt_at` text,
	`attempts` integer NOT NULL,
	`last_run_id` integer,
	`consecutive_failures` integer NOT NULL,
	`owner_id` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `report_schedules_by_update` ON `report_schedules` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `report_schedules_by_report` ON `report_schedules` (`tenant_id`,`report_id`,`id`);--> statement-breakpoint
CREATE INDEX `report_schedules_due` ON `report_schedules` (`status`,`next_attempt_at`);