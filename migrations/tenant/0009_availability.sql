CREATE TABLE `closed_days` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`date` text NOT NULL,
	`name` text NOT NULL,
	`closed` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `closed_days_by_date` ON `closed_days` (`tenant_id`,`date`);--> statement-breakpoint
CREATE TABLE `on_call_duties` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`date_from` text,
	`date_to` text,
	`starts_at` text NOT NULL,
	`ends_at` text NOT NULL,
	`rank` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `on_call_duties_by_end` ON `on_call_duties` (`tenant_id`,`ends_at`,`starts_at`);--> statement-breakpoint
CREATE INDEX `on_call_duties_by_update` ON `on_call_duties` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `shift_overrides` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`date` text NOT NULL,
	`shifts` text NOT NULL,
	`note` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `shift_overrides_by_date` ON `shift_overrides` (`tenant_id`,`date`,`technician_id`);--> statement-breakpoint
CREATE INDEX `shift_overrides_by_update` ON `shift_overrides` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `shift_patterns` (
	`tenant_id` text NOT NULL,
	`technician_id` integer NOT NULL,
	`shifts` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `technician_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `shift_patterns_by_update` ON `shift_patterns` (`tenant_id`,`updated_at`,`technician_id`);--> statement-breakpoint
CREATE TABLE `time_off` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`date_from` text,
	`date_to` text,
	`starts_at` text NOT NULL,
	`ends_at` text NOT NULL,
	`note` text,
	`decided_at` text,
	`decided_by` text,
	`reason` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `time_off_by_end` ON `time_off` (`tenant_id`,`ends_at`,`starts_at`);--> statement-breakpoint
CREATE INDEX `time_off_by_technician` ON `time_off` (`tenant_id`,`technician_id`,`id`);--> statement-breakpoint
CREATE INDEX `time_off_by_update` ON `time_off` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `work_terms` (
	`tenant_id` text NOT NULL,
	`technician_id` integer NOT NULL,
	`start_place` text,
	`end_place` text,
	`max_jobs_per_day` integer,
	`overtime_minutes` integer,
	`lunch` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `technician_id`)
) WITHOUT ROWID;
