CREATE TABLE `time_entry_changes` (
	`tenant_id` text NOT NULL,
	`entry_id` integer NOT NULL,
	`version` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`action` text NOT NULL,
	`at` text NOT NULL,
	`occurred_at` text,
	`client_event_id` text,
	`latitude` real,
	`longitude` real,
	`accuracy` real,
	`actor` text NOT NULL,
	`reason` text,
	`changes` text,
	PRIMARY KEY(`tenant_id`, `entry_id`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `time_entry_changes_by_event` ON `time_entry_changes` (`tenant_id`,`technician_id`,`client_event_id`) WHERE client_event_id is not null;--> statement-breakpoint
CREATE TABLE `time_entries` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`job_id` integer,
	`clock_in` text NOT NULL,
	`clock_out` text,
	`rounded_in` text NOT NULL,
	`rounded_out` text,
	`day` text NOT NULL,
	`breaks` text NOT NULL,
	`extra_break_minutes` integer NOT NULL,
	`break_minutes` integer NOT NULL,
	`duration_minutes` integer,
	`rate_cents` integer,
	`clock_in_latitude` real,
	`clock_in_longitude` real,
	`clock_in_accuracy` real,
	`clock_out_latitude` real,
	`clock_out_longitude` real,
	`clock_out_accuracy` real,
	`note` text,
	`needs_review` integer NOT NULL,
	`auto_closed` integer NOT NULL,
	`voided` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `time_entries_open` ON `time_entries` (`tenant_id`,`technician_id`) WHERE clock_out is null;--> statement-breakpoint
CREATE INDEX `time_entries_by_technician` ON `time_entries` (`tenant_id`,`technician_id`,`clock_in`,`id`);--> statement-breakpoint
CREATE INDEX `time_entries_by_time` ON `time_entries` (`tenant_id`,`clock_in`,`id`);--> statement-breakpoint
CREATE INDEX `time_entries_by_job` ON `time_entries` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
CREATE INDEX `time_entries_by_update` ON `time_entries` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `time_pay_lines` (
	`tenant_id` text NOT NULL,
	`technician_id` integer NOT NULL,
	`week_starts_on` text NOT NULL,
	`line` text NOT NULL,
	`counts_on` text NOT NULL,
	`caused_on` text NOT NULL,
	`kind` text NOT NULL,
	`reason` text NOT NULL,
	`minutes` integer NOT NULL,
	`rate_cents` integer,
	`amount_cents` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `technician_id`, `week_starts_on`, `line`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `time_pay_lines_by_day` ON `time_pay_lines` (`tenant_id`,`counts_on`,`technician_id`);--> statement-breakpoint
CREATE TABLE `time_rules` (
	`tenant_id` text NOT NULL,
	`effective_from` text NOT NULL,
	`rules` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `effective_from`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `timesheets` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`status` text NOT NULL,
	`entries` integer NOT NULL,
	`to_review` integer NOT NULL,
	`regular_minutes` integer NOT NULL,
	`overtime_minutes` integer NOT NULL,
	`double_time_minutes` integer NOT NULL,
	`pay_cents` integer NOT NULL,
	`days` text NOT NULL,
	`approved_at` text,
	`approved_by` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `timesheets_by_technician` ON `timesheets` (`tenant_id`,`technician_id`,`starts_on`);--> statement-breakpoint
CREATE INDEX `timesheets_by_week` ON `timesheets` (`tenant_id`,`starts_on`,`technician_id`);--> statement-breakpoint
ALTER TABLE `pay_lines` ADD `quantity` integer;--> statement-breakpoint
ALTER TABLE `pay_lines` ADD `unit` text;--> statement-breakpoint
ALTER TABLE `pay_lines` ADD `rate_cents` integer;--> statement-breakpoint
ALTER TABLE `pay_lines` ADD `source` text;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `hours_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `overtime_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `reimbursement_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `regular_minutes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `overtime_minutes` integer DEFAULT 0 NOT NULL;