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
CREATE TABLE `customer_attachments` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`name` text NOT NULL,
	`content_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`file_key` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `customer_attachments_by_customer` ON `customer_attachments` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE TABLE `customer_contacts` (
	`tenant_id` text NOT NULL,
	`value` text NOT NULL,
	`customer_id` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `value`, `customer_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `customers` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`first_name` text,
	`last_name` text,
	`company_name` text,
	`type` text NOT NULL,
	`phones` text NOT NULL,
	`emails` text NOT NULL,
	`billing_address` text,
	`billing_city` text,
	`billing_state` text,
	`billing_zip` text,
	`tags` text NOT NULL,
	`notes` text,
	`preferred_technician_id` integer,
	`do_not_service` integer NOT NULL,
	`do_not_service_reason` text,
	`source` text,
	`external_id` text,
	`archived_at` text,
	`merged_into` integer,
	`name_key` text NOT NULL,
	`city_key` text,
	`search` text NOT NULL,
	`site_words` text DEFAULT '' NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `customers_by_update` ON `customers` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `customers_by_name` ON `customers` (`tenant_id`,`name_key`,`id`);--> statement-breakpoint
CREATE INDEX `customers_by_zip` ON `customers` (`tenant_id`,`billing_zip`,`id`);--> statement-breakpoint
CREATE INDEX `customers_by_city` ON `customers` (`tenant_id`,`city_key`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `customers_external_id` ON `customers` (`tenant_id`,`external_id`);--> statement-breakpoint
CREATE INDEX `customers_merged` ON `customers` (`tenant_id`,`merged_into`) WHERE merged_into is not null;--> statement-breakpoint
CREATE TABLE `customer_tags` (
	`tenant_id` text NOT NULL,
	`tag` text NOT NULL,
	`customer_id` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `tag`, `customer_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `customer_notes` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`text` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `customer_notes_by_customer` ON `customer_notes` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE TABLE `customer_sites` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`name` text,
	`address` text NOT NULL,
	`city` text,
	`state` text,
	`zip` text,
	`latitude` real,
	`longitude` real,
	`timezone` text,
	`access_notes` text,
	`contacts` text NOT NULL,
	`archived_at` text,
	`search` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `customer_sites_by_customer` ON `customer_sites` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
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
CREATE TABLE `position_trail` (
	`tenant_id` text NOT NULL,
	`job_id` integer NOT NULL,
	`at` text NOT NULL,
	`technician_id` integer NOT NULL,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	`speed` real,
	`heading` real,
	`accuracy` real,
	PRIMARY KEY(`tenant_id`, `job_id`, `at`, `technician_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `position_trail_by_time` ON `position_trail` (`at`);--> statement-breakpoint
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
CREATE INDEX `dispatch_jobs_crewed_by_work` ON `dispatch_jobs` (`tenant_id`,case when scheduled_start is null then completed_at when status = 'en_route' then '~' when status = 'on_site' then '~' when status = 'in_progress' then '~' else completed_at end) WHERE case when scheduled_start is null then completed_at when status = 'en_route' then '~' when status = 'on_site' then '~' when status = 'in_progress' then '~' else completed_at end is not null and crew <> '[]';--> statement-breakpoint
ALTER TABLE `sales` ADD `customer_id` integer;--> statement-breakpoint
ALTER TABLE `sales` ADD `site_id` integer;--> statement-breakpoint
CREATE INDEX `sales_owing` ON `sales` (`tenant_id`,`sale_date`,`id`) WHERE paid_cents < sale_price_cents and payment_status in ('unpaid', 'partial') and voided = 0;--> statement-breakpoint
CREATE INDEX `sales_by_customer` ON `sales` (`tenant_id`,`customer_id`,`sale_date`,`id`) WHERE customer_id is not null;--> statement-breakpoint
-- By hand from here: the full-text index of customers and the triggers that keep it (src/domains/customers/search-repo.ts).
-- Each word in the index begins with the id of its business, so the words of a business lie together. Prefixes: 32 letters of the id, and 2 or 3 more.
-- A row's number is that of the business here, which never moves with it, and the customer's id.
CREATE TABLE `search_tenants` (`business` text PRIMARY KEY NOT NULL, `n` integer NOT NULL UNIQUE) WITHOUT ROWID;--> statement-breakpoint
CREATE VIRTUAL TABLE `customer_words` USING fts5(words, content='', contentless_delete=1, detail=none, prefix='34 35', tokenize='ascii');--> statement-breakpoint
CREATE TRIGGER `customers_words_added` AFTER INSERT ON `customers` WHEN new.merged_into is null BEGIN
  INSERT INTO search_tenants (business, n) SELECT new.tenant_id, (SELECT coalesce(max(n), 0) + 1 FROM search_tenants)
    WHERE NOT EXISTS (SELECT 1 FROM search_tenants WHERE business = new.tenant_id);
  INSERT INTO customer_words (rowid, words)
    SELECT n * 4294967296 + new.id, replace(' ' || new.search || new.site_words, ' ', ' ' || replace(new.tenant_id, '-', ''))
    FROM search_tenants WHERE business = new.tenant_id;
END;--> statement-breakpoint
CREATE TRIGGER `customers_words_changed` AFTER UPDATE OF `search`, `site_words`, `merged_into` ON `customers`
WHEN old.search <> new.search OR old.site_words <> new.site_words OR old.merged_into IS NOT new.merged_into BEGIN
  DELETE FROM customer_words WHERE rowid = (SELECT n * 4294967296 + new.id FROM search_tenants WHERE business = new.tenant_id);
  INSERT INTO customer_words (rowid, words)
    SELECT n * 4294967296 + new.id, replace(' ' || new.search || new.site_words, ' ', ' ' || replace(new.tenant_id, '-', ''))
    FROM search_tenants WHERE business = new.tenant_id AND new.merged_into is null;
END;--> statement-breakpoint
CREATE TRIGGER `customers_words_removed` AFTER DELETE ON `customers` BEGIN
  DELETE FROM customer_words WHERE rowid = (SELECT n * 4294967296 + old.id FROM search_tenants WHERE business = old.tenant_id);
END;
