CREATE TABLE `estimate_acceptances` (
	`tenant_id` text NOT NULL,
	`estimate_id` integer NOT NULL,
	`revision` integer NOT NULL,
	`signer_name` text NOT NULL,
	`signature` text,
	`on_behalf` integer NOT NULL,
	`note` text,
	`ip` text NOT NULL,
	`user_agent` text NOT NULL,
	`document` text NOT NULL,
	`content_hash` text NOT NULL,
	`accepted_at` text NOT NULL,
	`accepted_by` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `estimate_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `estimates` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`number` text,
	`revision` integer NOT NULL,
	`status` text NOT NULL,
	`customer_id` integer,
	`site_id` integer,
	`job_id` integer,
	`lead_id` integer,
	`technician_id` integer,
	`title` text,
	`customer_name` text NOT NULL,
	`customer_email` text,
	`customer_phone` text,
	`service_address` text,
	`service_city` text,
	`service_state` text,
	`service_zip` text,
	`issued_on` text NOT NULL,
	`valid_until` text,
	`notes` text,
	`terms` text,
	`content` text NOT NULL,
	`subtotal_cents` integer,
	`discount_cents` integer,
	`tax_cents` integer,
	`total_cents` integer,
	`tax_breakdown` text,
	`accepted_option` text,
	`accepted_lines` text,
	`content_hash` text,
	`first_sent_at` text,
	`sent_at` text,
	`first_viewed_at` text,
	`last_viewed_at` text,
	`view_count` integer DEFAULT 0 NOT NULL,
	`accepted_at` text,
	`declined_at` text,
	`decline_reason` text,
	`expired_at` text,
	`converted_at` text,
	`converted_job_id` integer,
	`converted_sale_id` integer,
	`converted_invoice_id` integer,
	`reminded_for` text,
	`archived_at` text,
	`search` text NOT NULL,
	`value_key` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `estimates_number` ON `estimates` (`tenant_id`,`number`) WHERE number is not null;--> statement-breakpoint
CREATE INDEX `estimates_by_update` ON `estimates` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `estimates_by_status` ON `estimates` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `estimates_by_value` ON `estimates` (`tenant_id`,`value_key`,`id`);--> statement-breakpoint
CREATE INDEX `estimates_by_day` ON `estimates` (`tenant_id`,`issued_on`,`id`);--> statement-breakpoint
CREATE INDEX `estimates_by_end` ON `estimates` (`tenant_id`,`valid_until`,`id`) WHERE status in ('sent', 'viewed');--> statement-breakpoint
CREATE INDEX `estimates_by_first_sent` ON `estimates` (`tenant_id`,`first_sent_at`,`id`) WHERE first_sent_at is not null;--> statement-breakpoint
CREATE INDEX `estimates_by_customer` ON `estimates` (`tenant_id`,`customer_id`,`id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX `estimates_by_job` ON `estimates` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
CREATE INDEX `estimates_by_technician` ON `estimates` (`tenant_id`,`technician_id`,`id`) WHERE technician_id is not null;--> statement-breakpoint
CREATE TABLE `estimate_revisions` (
	`tenant_id` text NOT NULL,
	`estimate_id` integer NOT NULL,
	`revision` integer NOT NULL,
	`status` text NOT NULL,
	`title` text,
	`customer_name` text NOT NULL,
	`customer_email` text,
	`customer_phone` text,
	`service_address` text,
	`service_city` text,
	`service_state` text,
	`service_zip` text,
	`issued_on` text NOT NULL,
	`valid_until` text,
	`notes` text,
	`terms` text,
	`content` text NOT NULL,
	`subtotal_cents` integer,
	`discount_cents` integer,
	`tax_cents` integer,
	`total_cents` integer,
	`tax_breakdown` text,
	`sent_at` text,
	`first_viewed_at` text,
	`view_count` integer NOT NULL,
	`declined_at` text,
	`decline_reason` text,
	`expired_at` text,
	`closed_at` text NOT NULL,
	`closed_by` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `estimate_id`, `revision`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `leads` ADD `converted_estimate_id` integer;--> statement-breakpoint
ALTER TABLE `mails` ADD `numbered_data` text;