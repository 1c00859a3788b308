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
--> statement-breakpoint
CREATE TABLE `payment_accounts` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`provider` text NOT NULL,
	`sealed_secret` text NOT NULL,
	`notification_url` text,
	`paypal_webhook` text,
	`paypal_client` text,
	`last_event_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `payment_accounts_one_each` ON `payment_accounts` (`tenant_id`,`provider`);--> statement-breakpoint
CREATE TABLE `payment_matches` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`transaction_id` integer NOT NULL,
	`pass` text NOT NULL,
	`score` integer NOT NULL,
	`status` text NOT NULL,
	`parts` text NOT NULL,
	`in_short` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`reasons` text NOT NULL,
	`kind` text NOT NULL,
	`provider` text NOT NULL,
	`external_id` text NOT NULL,
	`occurred_on` text NOT NULL,
	`customer` text,
	`decided_by` text,
	`decided_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `payment_matches_once` ON `payment_matches` (`tenant_id`,`transaction_id`,`in_short`);--> statement-breakpoint
CREATE INDEX `payment_matches_by_status` ON `payment_matches` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `payment_matches_by_update` ON `payment_matches` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `reconciliation_runs` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`status` text NOT NULL,
	`confirmed` integer NOT NULL,
	`suggested` integer NOT NULL,
	`from_day` text,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	`started_at` text NOT NULL,
	`finished_at` text,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `reconciliation_runs_due` ON `reconciliation_runs` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE TABLE `provider_transactions` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`provider` text NOT NULL,
	`external_id` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`gross_cents` integer NOT NULL,
	`fee_cents` integer NOT NULL,
	`currency` text NOT NULL,
	`occurred_at` text NOT NULL,
	`occurred_on` text NOT NULL,
	`customer` text,
	`reference` text,
	`parent_external_id` text,
	`matched_cents` integer NOT NULL,
	`is_open` integer NOT NULL,
	`source` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `provider_transactions_once` ON `provider_transactions` (`tenant_id`,`provider`,`external_id`);--> statement-breakpoint
CREATE INDEX `provider_transactions_open` ON `provider_transactions` (`tenant_id`,`is_open`,`occurred_on`,`id`);--> statement-breakpoint
CREATE INDEX `provider_transactions_by_day` ON `provider_transactions` (`tenant_id`,`occurred_on`,`id`);--> statement-breakpoint
CREATE INDEX `provider_transactions_by_update` ON `provider_transactions` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `skills` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`category` text,
	`requires_certification` integer NOT NULL,
	`is_active` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `skills_name` ON `skills` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `skills_by_update` ON `skills` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `technician_skills` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`skill_id` integer NOT NULL,
	`skill_name` text NOT NULL,
	`requires_certification` integer NOT NULL,
	`level` integer NOT NULL,
	`certified_until` text,
	`certificate_number` text,
	`verified_by` text NOT NULL,
	`told` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `technician_skills_key` ON `technician_skills` (`tenant_id`,`technician_id`,`skill_id`);--> statement-breakpoint
CREATE INDEX `technician_skills_by_skill` ON `technician_skills` (`tenant_id`,`skill_id`,`id`);--> statement-breakpoint
CREATE INDEX `technician_skills_by_update` ON `technician_skills` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `technician_skills_by_certificate` ON `technician_skills` (`tenant_id`,`certified_until`,`id`);--> statement-breakpoint
CREATE TABLE `technician_zones` (
	`tenant_id` text NOT NULL,
	`zone_id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`rank` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `zone_id`, `technician_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `technician_zones_by_technician` ON `technician_zones` (`tenant_id`,`technician_id`);--> statement-breakpoint
CREATE TABLE `service_zones` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`kind` text NOT NULL,
	`zips` text NOT NULL,
	`polygon` text,
	`latitude` real,
	`longitude` real,
	`radius_m` integer,
	`min_latitude` real,
	`max_latitude` real,
	`min_longitude` real,
	`max_longitude` real,
	`area_m2` real,
	`timezone` text,
	`service_days` text NOT NULL,
	`travel_fee_cents` integer NOT NULL,
	`min_lead_minutes` integer NOT NULL,
	`color` text NOT NULL,
	`priority` integer NOT NULL,
	`is_active` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `service_zones_name` ON `service_zones` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `service_zones_by_update` ON `service_zones` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `service_zones_by_box` ON `service_zones` (`tenant_id`,`min_latitude`,`max_latitude`,`min_longitude`,`max_longitude`);--> statement-breakpoint
CREATE TABLE `service_zone_zips` (
	`tenant_id` text NOT NULL,
	`zip` text NOT NULL,
	`zone_id` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `zip`, `zone_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `service_zone_zips_by_zone` ON `service_zone_zips` (`tenant_id`,`zone_id`);--> statement-breakpoint
CREATE INDEX `sales_owing` ON `sales` (`tenant_id`,`sale_date`,`id`) WHERE paid_cents < sale_price_cents and payment_status in ('unpaid', 'partial') and voided = 0;