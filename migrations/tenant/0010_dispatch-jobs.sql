CREATE TABLE `job_notes` (
	`tenant_id` text NOT NULL,
	`job_id` integer NOT NULL,
	`id` integer NOT NULL,
	`text` text NOT NULL,
	`occurred_at` text,
	`client_event_id` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `job_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `job_notes_by_client_event` ON `job_notes` (`tenant_id`,`job_id`,`client_event_id`) WHERE client_event_id is not null;--> statement-breakpoint
CREATE TABLE `job_photos` (
	`tenant_id` text NOT NULL,
	`job_id` integer NOT NULL,
	`id` integer NOT NULL,
	`file` text NOT NULL,
	`content_type` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`caption` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `job_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `job_photos_by_file` ON `job_photos` (`tenant_id`,`job_id`,`file`);--> statement-breakpoint
ALTER TABLE `job_status_changes` ADD `action` text;--> statement-breakpoint
ALTER TABLE `job_status_changes` ADD `previous_technician_id` integer;--> statement-breakpoint
ALTER TABLE `job_status_changes` ADD `occurred_at` text;--> statement-breakpoint
ALTER TABLE `job_status_changes` ADD `client_event_id` text;--> statement-breakpoint
ALTER TABLE `job_status_changes` ADD `is_applied` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `job_status_changes` ADD `reason` text;--> statement-breakpoint
ALTER TABLE `job_status_changes` ADD `changes` text;--> statement-breakpoint
CREATE UNIQUE INDEX `job_status_changes_by_client_event` ON `job_status_changes` (`tenant_id`,`job_id`,`client_event_id`) WHERE client_event_id is not null;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `job_number` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `visit_number` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `parent_id` integer;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `status_at` text;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `job_type` text;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `customer_id` integer;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `site_id` integer;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `zone_id` integer;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `service_latitude` real;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `service_longitude` real;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `location` text;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `arrival_window_start` text;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `arrival_window_end` text;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `duration_minutes` integer;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `required_skills` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `crew` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `pinned` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `cancelled_at` text;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `cancel_reason` text;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `hold_reason` text;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `held_from` text;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `recurrence` text;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `series_id` integer;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `occurs_on` text;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `search` text;--> statement-breakpoint
CREATE INDEX `dispatch_jobs_by_customer` ON `dispatch_jobs` (`tenant_id`,`customer_id`,`slot`,`id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX `dispatch_jobs_by_zone` ON `dispatch_jobs` (`tenant_id`,`zone_id`,`slot`,`id`) WHERE zone_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `dispatch_jobs_further_visits` ON `dispatch_jobs` (`tenant_id`,`parent_id`,`visit_number`) WHERE parent_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `dispatch_jobs_occurrences` ON `dispatch_jobs` (`tenant_id`,`series_id`,`occurs_on`) WHERE series_id is not null;--> statement-breakpoint
CREATE INDEX `dispatch_jobs_recurring` ON `dispatch_jobs` (`tenant_id`,`id`) WHERE recurrence is not null;--> statement-breakpoint
CREATE INDEX `dispatch_jobs_crewed` ON `dispatch_jobs` (`tenant_id`,`slot`,`id`) WHERE crew <> '[]';--> statement-breakpoint
CREATE INDEX `dispatch_jobs_crewed_by_work` ON `dispatch_jobs` (`tenant_id`,case when scheduled_start is null then completed_at when status = 'en_route' then '~' when status = 'on_site' then '~' when status = 'in_progress' then '~' else completed_at end) WHERE case when scheduled_start is null then completed_at when status = 'en_route' then '~' when status = 'on_site' then '~' when status = 'in_progress' then '~' else completed_at end is not null and crew <> '[]';