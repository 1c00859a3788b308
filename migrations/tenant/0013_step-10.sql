CREATE TABLE `place_sums` (
	`tenant_id` text NOT NULL,
	`kind` text NOT NULL,
	`place` text NOT NULL,
	`label` text NOT NULL,
	`month` text NOT NULL,
	`months` text NOT NULL,
	`n` integer NOT NULL,
	`located` integer NOT NULL,
	`latitude_e6` integer NOT NULL,
	`longitude_e6` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `kind`, `place`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `place_sums_busiest` ON `place_sums` (`tenant_id`,`kind`,`n`);--> statement-breakpoint
CREATE TABLE `technician_sums` (
	`tenant_id` text NOT NULL,
	`bucket` text NOT NULL,
	`technician_id` integer NOT NULL,
	`completed` integer NOT NULL,
	`cancelled` integer NOT NULL,
	`promised` integer NOT NULL,
	`on_time` integer NOT NULL,
	`recalled` integer NOT NULL,
	`reviews` integer NOT NULL,
	`stars` integer NOT NULL,
	`offered` integer NOT NULL,
	`accepted` integer NOT NULL,
	`clocked_minutes` integer NOT NULL,
	`revenue_cents` integer NOT NULL,
	`commission_cents` integer NOT NULL,
	`durations` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `bucket`, `technician_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `customer_fifths` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`day` text NOT NULL,
	`customers` integer NOT NULL,
	`last_at` text NOT NULL,
	`occasions` text NOT NULL,
	`spend_cents` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `message_accounts` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`provider` text NOT NULL,
	`account` text NOT NULL,
	`sealed_secret` text NOT NULL,
	`sender` text NOT NULL,
	`last_event_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `message_accounts_one_each` ON `message_accounts` (`tenant_id`,`provider`);--> statement-breakpoint
CREATE TABLE `communications` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`customer_id` integer,
	`job_id` integer,
	`invoice_id` integer,
	`estimate_id` integer,
	`agreement_id` integer,
	`lead_id` integer,
	`thread_id` text NOT NULL,
	`channel` text NOT NULL,
	`direction` text NOT NULL,
	`category` text,
	`subject` text,
	`body` text,
	`from_address` text,
	`to_address` text,
	`template` text,
	`status` text NOT NULL,
	`reason` text,
	`error_code` text,
	`provider` text,
	`provider_reference` text,
	`segments` integer,
	`duration_seconds` integer,
	`is_reply` integer DEFAULT false NOT NULL,
	`dedupe` text,
	`due_at` text,
	`next_attempt_at` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`ended_attempts` integer DEFAULT 0 NOT NULL,
	`occurred_at` text NOT NULL,
	`sent_at` text,
	`delivered_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `communications_by_customer` ON `communications` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE INDEX `communications_by_thread` ON `communications` (`tenant_id`,`thread_id`,`id`);--> statement-breakpoint
CREATE INDEX `communications_by_job` ON `communications` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
CREATE INDEX `communications_due` ON `communications` (`status`,`next_attempt_at`) WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `communications_once` ON `communications` (`tenant_id`,`dedupe`) WHERE dedupe is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `communications_by_provider` ON `communications` (`tenant_id`,`provider_reference`) WHERE provider_reference is not null;--> statement-breakpoint
CREATE TABLE `communication_consents` (
	`tenant_id` text NOT NULL,
	`customer_id` integer NOT NULL,
	`channel` text NOT NULL,
	`category` text NOT NULL,
	`state` text NOT NULL,
	`source` text NOT NULL,
	`evidence` text,
	`at` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `customer_id`, `channel`, `category`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `communication_suppressions` (
	`tenant_id` text NOT NULL,
	`phone` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `phone`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `communication_templates` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`channel` text NOT NULL,
	`category` text NOT NULL,
	`subject` text,
	`body` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `communication_templates_name` ON `communication_templates` (`tenant_id`,`name`);--> statement-breakpoint
CREATE INDEX `communication_templates_by_update` ON `communication_templates` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `follow_ups` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`rule_id` integer NOT NULL,
	`rule_revision` integer NOT NULL,
	`trigger` text NOT NULL,
	`entity_type` text NOT NULL,
	`entity_id` integer NOT NULL,
	`sequence` integer NOT NULL,
	`anchor` text NOT NULL,
	`customer_id` integer,
	`subject` text NOT NULL,
	`channel` text NOT NULL,
	`due_at` text NOT NULL,
	`status` text NOT NULL,
	`skip_reason` text,
	`communication_id` text,
	`task_text` text,
	`sent_at` text,
	`replied_at` text,
	`converted_at` text,
	`done_at` text,
	`done_by` text,
	`note` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `follow_ups_once` ON `follow_ups` (`tenant_id`,`rule_id`,`entity_type`,`entity_id`,`sequence`);--> statement-breakpoint
CREATE INDEX `follow_ups_due` ON `follow_ups` (`status`,`next_attempt_at`) WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX `follow_ups_by_update` ON `follow_ups` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `follow_ups_by_due` ON `follow_ups` (`tenant_id`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `follow_ups_by_status` ON `follow_ups` (`tenant_id`,`status`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `follow_ups_by_entity` ON `follow_ups` (`tenant_id`,`entity_type`,`entity_id`,`id`);--> statement-breakpoint
CREATE INDEX `follow_ups_by_customer` ON `follow_ups` (`tenant_id`,`customer_id`,`id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX `follow_ups_by_message` ON `follow_ups` (`tenant_id`,`communication_id`) WHERE communication_id is not null;--> statement-breakpoint
CREATE INDEX `follow_ups_sent` ON `follow_ups` (`tenant_id`,`sent_at`,`rule_id`) WHERE sent_at is not null;--> statement-breakpoint
CREATE TABLE `follow_up_rules` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`preset` text,
	`enabled` integer NOT NULL,
	`trigger` text NOT NULL,
	`offset` text NOT NULL,
	`send_at_local` text,
	`conditions` text NOT NULL,
	`channel` text NOT NULL,
	`template` text,
	`task_text` text,
	`max_per_entity` integer NOT NULL,
	`cooldown_days` integer NOT NULL,
	`stop_on` text NOT NULL,
	`active_from` text NOT NULL,
	`revision` integer NOT NULL,
	`name_key` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `follow_up_rules_name` ON `follow_up_rules` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `follow_up_rules_by_update` ON `follow_up_rules` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE `job_costings` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`recall_of_job_id` integer,
	`estimated` text NOT NULL,
	`frozen_at` text,
	`frozen_by` text,
	`revenue_basis` text,
	`revenue_cents` integer,
	`estimate_cents` integer,
	`labour_minutes` integer,
	`labour_cents` integer,
	`materials_cents` integer,
	`purchases_cents` integer,
	`expenses_cents` integer,
	`commissions_cents` integer,
	`vehicle_cents` integer,
	`manual_cents` integer,
	`overhead_cents` integer,
	`lines` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `job_costings_by_recall` ON `job_costings` (`tenant_id`,`recall_of_job_id`,`id`) WHERE recall_of_job_id is not null;--> statement-breakpoint
CREATE TABLE `job_sales` (
	`tenant_id` text NOT NULL,
	`sale_id` integer NOT NULL,
	`job_id` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `sale_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `job_sales_by_job` ON `job_sales` (`tenant_id`,`job_id`,`sale_id`);--> statement-breakpoint
CREATE TABLE `job_costs` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`job_id` integer NOT NULL,
	`kind` text NOT NULL,
	`description` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`miles_milli` integer,
	`rate_millicents` integer,
	`incurred_on` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `job_costs_by_job` ON `job_costs` (`tenant_id`,`job_id`,`id`);--> statement-breakpoint
CREATE INDEX `job_costs_by_update` ON `job_costs` (`tenant_id`,`job_id`,`updated_at`,`id`);--> statement-breakpoint
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
CREATE INDEX `report_schedules_due` ON `report_schedules` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE TABLE `sla_calendars` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`timezone` text NOT NULL,
	`is_24x7` integer NOT NULL,
	`windows` text NOT NULL,
	`holidays` text NOT NULL,
	`holiday_region` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `sla_calendars_name` ON `sla_calendars` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `sla_calendars_by_update` ON `sla_calendars` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `sla_clocks` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`policy_id` integer NOT NULL,
	`policy_name` text NOT NULL,
	`priority` text NOT NULL,
	`zone_id` integer,
	`technician_id` integer,
	`job_version` integer NOT NULL,
	`snapshot` text NOT NULL,
	`started_at` text NOT NULL,
	`started_on` text NOT NULL,
	`responded_at` text,
	`resolved_at` text,
	`cancelled_at` text,
	`on_hold_since` text,
	`hold_reason` text,
	`held_seconds` integer NOT NULL,
	`response_due_at` text NOT NULL,
	`response_warn_at` text NOT NULL,
	`resolution_due_at` text,
	`resolution_warn_at` text,
	`response_seconds` integer,
	`resolution_seconds` integer,
	`response_warned_at` text,
	`resolution_warned_at` text,
	`response_breached` integer NOT NULL,
	`resolution_breached` integer NOT NULL,
	`next_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `sla_clocks_due` ON `sla_clocks` (`tenant_id`,`next_at`) WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX `sla_clocks_overdue` ON `sla_clocks` (`next_at`) WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX `sla_clocks_by_day` ON `sla_clocks` (`tenant_id`,`started_on`);--> statement-breakpoint
CREATE TABLE `sla_policies` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`is_enabled` integer NOT NULL,
	`is_default` integer NOT NULL,
	`rank` integer NOT NULL,
	`match` text NOT NULL,
	`targets` text NOT NULL,
	`calendar_id` integer NOT NULL,
	`warn_at_bps` integer NOT NULL,
	`response_met_at` text NOT NULL,
	`clock_starts` text DEFAULT 'created' NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `sla_policies_name` ON `sla_policies` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `sla_policies_default` ON `sla_policies` (`tenant_id`) WHERE is_default = 1;--> statement-breakpoint
CREATE INDEX `sla_policies_by_update` ON `sla_policies` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `sla_violations` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`job_id` integer NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`policy_id` integer NOT NULL,
	`policy_name` text NOT NULL,
	`priority` text NOT NULL,
	`zone_id` integer,
	`technician_id` integer,
	`due_at` text NOT NULL,
	`occurred_at` text NOT NULL,
	`overdue_seconds` integer,
	`acknowledged_by` text,
	`acknowledged_at` text,
	`note` text,
	`withdrawn_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `sla_violations_once` ON `sla_violations` (`tenant_id`,`job_id`,`kind`);--> statement-breakpoint
CREATE INDEX `sla_violations_by_update` ON `sla_violations` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `sla_violations_by_time` ON `sla_violations` (`tenant_id`,`occurred_at`,`id`);--> statement-breakpoint
CREATE TABLE `time_entry_costs` (
	`tenant_id` text NOT NULL,
	`technician_id` integer NOT NULL,
	`week_starts_on` text NOT NULL,
	`entry_id` integer NOT NULL,
	`job_id` integer NOT NULL,
	`minutes` integer NOT NULL,
	`overtime_minutes` integer NOT NULL,
	`double_time_minutes` integer NOT NULL,
	`cost_rate_cents` integer,
	`amount_cents` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `technician_id`, `week_starts_on`, `entry_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `time_entry_costs_by_job` ON `time_entry_costs` (`tenant_id`,`job_id`,`entry_id`);--> statement-breakpoint
CREATE TABLE `customer_sums` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`sales` integer DEFAULT 0 NOT NULL,
	`visits` integer DEFAULT 0 NOT NULL,
	`spend_cents` integer DEFAULT 0 NOT NULL,
	`invoiced_cents` integer DEFAULT 0 NOT NULL,
	`outstanding_cents` integer DEFAULT 0 NOT NULL,
	`first_sale_on` text,
	`last_sale_on` text,
	`first_visit_at` text,
	`last_visit_at` text,
	`last_at` text DEFAULT '' NOT NULL,
	`avg_ticket_cents` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `customer_sums_by_spend` ON `customer_sums` (`tenant_id`,`spend_cents`,`id`);--> statement-breakpoint
CREATE INDEX `customer_sums_by_visits` ON `customer_sums` (`tenant_id`,`visits`,`id`);--> statement-breakpoint
CREATE INDEX `customer_sums_by_last` ON `customer_sums` (`tenant_id`,`last_at`,`id`);--> statement-breakpoint
CREATE INDEX `customer_sums_by_ticket` ON `customer_sums` (`tenant_id`,`avg_ticket_cents`,`id`);--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `recall_technician_id` integer;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `recall_on` text;--> statement-breakpoint
CREATE INDEX `dispatch_jobs_visits` ON `dispatch_jobs` (`tenant_id`,`customer_id`,`completed_at`) WHERE status = 'completed' and customer_id is not null;--> statement-breakpoint
CREATE INDEX `dispatch_jobs_completed` ON `dispatch_jobs` (`tenant_id`,`completed_at`,`id`) WHERE status = 'completed';--> statement-breakpoint
CREATE INDEX `dispatch_jobs_cancelled` ON `dispatch_jobs` (`tenant_id`,`cancelled_at`) WHERE cancelled_at is not null;--> statement-breakpoint
CREATE INDEX `dispatch_jobs_recalls` ON `dispatch_jobs` (`tenant_id`,`recall_on`) WHERE recall_on is not null;--> statement-breakpoint
ALTER TABLE `purchase_orders` ADD `job_id` integer;--> statement-breakpoint
CREATE INDEX `purchase_orders_by_job` ON `purchase_orders` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
ALTER TABLE `purchase_order_receipts` ADD `job_id` integer;--> statement-breakpoint
ALTER TABLE `purchase_order_receipts` ADD `job_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `purchase_order_receipts_by_job` ON `purchase_order_receipts` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
ALTER TABLE `sales` ADD `place` text;--> statement-breakpoint
ALTER TABLE `time_entries` ADD `cost_rate_cents` integer;--> statement-breakpoint
CREATE INDEX `estimates_by_converted_job` ON `estimates` (`tenant_id`,`converted_job_id`,`id`) WHERE converted_job_id is not null;--> statement-breakpoint
CREATE INDEX `fuel_logs_by_expense` ON `fuel_logs` (`tenant_id`,`expense_id`) WHERE expense_id is not null;--> statement-breakpoint
-- what customers had come to before it was kept: one row each, also of those who never bought
INSERT INTO `customer_sums` (`tenant_id`, `id`, `sales`, `visits`, `spend_cents`, `invoiced_cents`, `outstanding_cents`, `first_sale_on`, `last_sale_on`, `first_visit_at`, `last_visit_at`, `last_at`, `avg_ticket_cents`)
SELECT tenant_id, id, sum(sales), sum(visits), sum(spend), sum(invoiced), sum(outstanding), min(first_sale), max(last_sale), min(first_visit), max(last_visit),
  max(coalesce(max(last_sale), ''), coalesce(max(last_visit), '')),
  CASE WHEN sum(visits) > 0 THEN sum(spend) / sum(visits) WHEN sum(sales) > 0 THEN sum(spend) / sum(sales) ELSE 0 END
FROM (
  SELECT tenant_id, id, 0 AS sales, 0 AS visits, 0 AS spend, 0 AS invoiced, 0 AS outstanding, NULL AS first_sale, NULL AS last_sale, NULL AS first_visit, NULL AS last_visit
  FROM `customers` WHERE merged_into IS NULL
  UNION ALL
  SELECT tenant_id, customer_id, 1, 0, paid_cents - refunded_cents, 0, CASE WHEN payment_status IN ('unpaid', 'partial') THEN sale_price_cents - paid_cents ELSE 0 END, sale_date, sale_date, NULL, NULL
  FROM `sales` WHERE customer_id IS NOT NULL AND voided = 0
  UNION ALL
  SELECT tenant_id, customer_id, 0, 1, 0, 0, 0, NULL, NULL, completed_at, completed_at
  FROM `dispatch_jobs` WHERE customer_id IS NOT NULL AND status = 'completed' AND completed_at IS NOT NULL
  UNION ALL
  SELECT tenant_id, customer_id, 0, 0, 0, total_cents - credit_notes_cents, balance_cents, NULL, NULL, NULL, NULL
  FROM `invoices` WHERE customer_id IS NOT NULL AND status NOT IN ('draft', 'void')
  UNION ALL
  SELECT * FROM (
    SELECT tenant_id, customer_id, 0, 0, amount_cents - refunded_cents, 0, 0, NULL, NULL, NULL, NULL
    FROM `invoice_payments` WHERE customer_id IS NOT NULL AND reversed_at IS NULL
    UNION ALL
    SELECT tenant_id, customer_id, 0, 0, -refunded_cents, 0, 0, NULL, NULL, NULL, NULL
    FROM `credit_notes` WHERE customer_id IS NOT NULL
  )
) GROUP BY tenant_id, id;
