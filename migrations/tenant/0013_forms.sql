CREATE TABLE `form_assignments` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`form_id` integer NOT NULL,
	`applies_to` text NOT NULL,
	`value` text NOT NULL,
	`due` text NOT NULL,
	`required` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `form_assignments_by_update` ON `form_assignments` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `form_assignments_once` ON `form_assignments` (`tenant_id`,`form_id`,`applies_to`,`value`,`due`);--> statement-breakpoint
CREATE INDEX `form_assignments_required` ON `form_assignments` (`tenant_id`,`due`,`form_id`) WHERE required = 1;--> statement-breakpoint
CREATE TABLE `form_files` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`submission_id` integer NOT NULL,
	`field` text NOT NULL,
	`name` text NOT NULL,
	`content_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`file_key` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `form_files_once` ON `form_files` (`tenant_id`,`submission_id`,`field`,`sha256`);--> statement-breakpoint
CREATE TABLE `forms` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`current_version` integer NOT NULL,
	`fields` text NOT NULL,
	`published_at` text,
	`archived_at` text,
	`name_key` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `forms_by_update` ON `forms` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `forms_by_status` ON `forms` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `forms_name` ON `forms` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE TABLE `form_submissions` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`form_id` integer NOT NULL,
	`form_version` integer NOT NULL,
	`form_name` text NOT NULL,
	`status` text NOT NULL,
	`source` text NOT NULL,
	`job_id` integer,
	`customer_id` integer,
	`technician_id` integer,
	`answers` text NOT NULL,
	`score` real,
	`max_score` real,
	`started_at` text NOT NULL,
	`submitted_at` text,
	`submitted_by` text,
	`client_event_id` text,
	`latitude` real,
	`longitude` real,
	`reopen_reason` text,
	`voided_at` text,
	`void_reason` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `form_submissions_by_update` ON `form_submissions` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `form_submissions_by_form` ON `form_submissions` (`tenant_id`,`form_id`,`id`);--> statement-breakpoint
CREATE INDEX `form_submissions_by_status` ON `form_submissions` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `form_submissions_by_technician` ON `form_submissions` (`tenant_id`,`technician_id`,`id`) WHERE technician_id is not null;--> statement-breakpoint
CREATE INDEX `form_submissions_by_customer` ON `form_submissions` (`tenant_id`,`customer_id`,`id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `form_submissions_of_job` ON `form_submissions` (`tenant_id`,`job_id`,`form_id`) WHERE job_id is not null and status <> 'void';--> statement-breakpoint
CREATE INDEX `form_submissions_by_job` ON `form_submissions` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
CREATE TABLE `form_versions` (
	`tenant_id` text NOT NULL,
	`form_id` integer NOT NULL,
	`form_version` integer NOT NULL,
	`fields` text NOT NULL,
	`published_at` text NOT NULL,
	`published_by` text NOT NULL,
	`superseded_at` text,
	PRIMARY KEY(`tenant_id`, `form_id`, `form_version`)
) WITHOUT ROWID;
