CREATE TABLE `service_agreements` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`status` text NOT NULL,
	`customer_id` integer NOT NULL,
	`site_id` integer,
	`customer_name` text NOT NULL,
	`plan_id` integer NOT NULL,
	`plan_name` text NOT NULL,
	`plan_snapshot` text NOT NULL,
	`price_cents` integer NOT NULL,
	`billing_frequency` text NOT NULL,
	`billing_timing` text NOT NULL,
	`monthly_cents` integer NOT NULL,
	`visits_per_year` integer NOT NULL,
	`discount_bps` integer NOT NULL,
	`term_months` integer,
	`starts_on` text NOT NULL,
	`ends_on` text,
	`anchor_on` text NOT NULL,
	`offset_months` integer NOT NULL,
	`auto_renew` integer NOT NULL,
	`sold_by` integer,
	`payment_method_ref` text,
	`notes` text,
	`term_no` integer NOT NULL,
	`renewed_from_id` integer,
	`renewed_to_id` integer,
	`activated_at` text,
	`suspended_on` text,
	`suspend_reason` text,
	`cancels_on` text,
	`cancelled_on` text,
	`cancel_reason` text,
	`last_day` text,
	`expiring_told` integer,
	`visit_months` integer NOT NULL,
	`plan_visits_on` text,
	`end_slot` text NOT NULL,
	`search` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `service_agreements_by_update` ON `service_agreements` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `service_agreements_by_end` ON `service_agreements` (`tenant_id`,`end_slot`,`id`);--> statement-breakpoint
CREATE INDEX `service_agreements_by_status` ON `service_agreements` (`tenant_id`,`status`,`end_slot`,`id`);--> statement-breakpoint
CREATE INDEX `service_agreements_by_customer` ON `service_agreements` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE INDEX `service_agreements_by_last_day` ON `service_agreements` (`tenant_id`,`last_day`) WHERE last_day is not null;--> statement-breakpoint
CREATE INDEX `service_agreements_plan_visits` ON `service_agreements` (`tenant_id`,`plan_visits_on`) WHERE plan_visits_on is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `service_agreements_renewed_from` ON `service_agreements` (`tenant_id`,`renewed_from_id`) WHERE renewed_from_id is not null;--> statement-breakpoint
CREATE TABLE `agreement_periods` (
	`tenant_id` text NOT NULL,
	`agreement_id` integer NOT NULL,
	`period_no` integer NOT NULL,
	`period_start` text NOT NULL,
	`period_end` text NOT NULL,
	`billed_on` text NOT NULL,
	`price_cents` integer NOT NULL,
	`invoice_id` integer NOT NULL,
	`refunded_cents` integer NOT NULL,
	`closed_on` text,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `agreement_id`, `period_no`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `agreement_periods_by_end` ON `agreement_periods` (`tenant_id`,`period_end`);--> statement-breakpoint
CREATE TABLE `agreement_plans` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`term_months` integer,
	`price_cents` integer NOT NULL,
	`billing_frequency` text NOT NULL,
	`billing_timing` text NOT NULL,
	`visits_per_year` integer NOT NULL,
	`visit_minutes` integer,
	`lead_days` integer NOT NULL,
	`window_days` integer NOT NULL,
	`preferred_months` text NOT NULL,
	`discount_bps` integer NOT NULL,
	`included_items` text NOT NULL,
	`taxable` integer NOT NULL,
	`auto_renew` integer NOT NULL,
	`renewal_price_rule` text NOT NULL,
	`renewal_price_bps` integer NOT NULL,
	`notice_days` integer NOT NULL,
	`archived_at` text,
	`name_key` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `agreement_plans_by_update` ON `agreement_plans` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `agreement_plans_name` ON `agreement_plans` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE TABLE `recurring_invoices` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`agreement_id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`customer_name` text NOT NULL,
	`title` text NOT NULL,
	`status` text NOT NULL,
	`price_cents` integer NOT NULL,
	`billing_frequency` text NOT NULL,
	`billing_timing` text NOT NULL,
	`next_period_no` integer,
	`next_period_start` text,
	`next_period_end` text,
	`next_invoice_on` text,
	`periods_left` integer NOT NULL,
	`invoices_made` integer NOT NULL,
	`last_invoice_id` integer,
	`last_invoiced_on` text,
	`paused_on` text,
	`pause_reason` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `recurring_invoices_by_update` ON `recurring_invoices` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `recurring_invoices_by_status` ON `recurring_invoices` (`tenant_id`,`status`,`next_invoice_on`,`id`);--> statement-breakpoint
CREATE INDEX `recurring_invoices_by_customer` ON `recurring_invoices` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `recurring_invoices_by_agreement` ON `recurring_invoices` (`tenant_id`,`agreement_id`);--> statement-breakpoint
CREATE TABLE `document_links` (
	`tenant_id` text NOT NULL,
	`hash` text NOT NULL,
	`kind` text NOT NULL,
	`document_id` integer NOT NULL,
	`revision` integer NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`revoked_at` text,
	`first_viewed_at` text,
	`last_viewed_at` text,
	`views` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `document_links_by_document` ON `document_links` (`tenant_id`,`kind`,`document_id`);--> statement-breakpoint
CREATE TABLE `tax_rates` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`rate_ppm` integer NOT NULL,
	`inclusive` integer NOT NULL,
	`is_default` integer NOT NULL,
	`archived_at` text,
	`name_key` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `tax_rates_name` ON `tax_rates` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `tax_rates_by_update` ON `tax_rates` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
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
CREATE TABLE `credit_notes` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`number` text NOT NULL,
	`invoice_id` integer NOT NULL,
	`invoice_number` text NOT NULL,
	`customer_id` integer,
	`site_id` integer,
	`customer_name` text NOT NULL,
	`customer_email` text,
	`customer_phone` text,
	`billing_address` text,
	`billing_city` text,
	`billing_state` text,
	`billing_zip` text,
	`currency` text NOT NULL,
	`line_items` text NOT NULL,
	`tax_breakdown` text NOT NULL,
	`subtotal_cents` integer NOT NULL,
	`discount_cents` integer NOT NULL,
	`tax_cents` integer NOT NULL,
	`total_cents` integer NOT NULL,
	`reason` text NOT NULL,
	`issued_on` text NOT NULL,
	`applied_cents` integer DEFAULT 0 NOT NULL,
	`refunded_cents` integer DEFAULT 0 NOT NULL,
	`unapplied_cents` integer DEFAULT 0 NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `credit_notes_by_update` ON `credit_notes` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `credit_notes_by_day` ON `credit_notes` (`tenant_id`,`issued_on`,`id`);--> statement-breakpoint
CREATE INDEX `credit_notes_by_invoice` ON `credit_notes` (`tenant_id`,`invoice_id`,`id`);--> statement-breakpoint
CREATE INDEX `credit_notes_by_customer` ON `credit_notes` (`tenant_id`,`customer_id`,`id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX `credit_notes_unapplied` ON `credit_notes` (`tenant_id`,`id`) WHERE unapplied_cents > 0;--> statement-breakpoint
CREATE UNIQUE INDEX `credit_notes_by_number` ON `credit_notes` (`tenant_id`,`number`);--> statement-breakpoint
CREATE TABLE `invoices` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`number` text,
	`status` text NOT NULL,
	`customer_id` integer,
	`site_id` integer,
	`customer_name` text NOT NULL,
	`customer_email` text,
	`customer_phone` text,
	`billing_address` text,
	`billing_city` text,
	`billing_state` text,
	`billing_zip` text,
	`job_id` integer,
	`source` text,
	`title` text,
	`purchase_order` text,
	`notes` text,
	`currency` text NOT NULL,
	`line_items` text NOT NULL,
	`tax_breakdown` text NOT NULL,
	`subtotal_cents` integer NOT NULL,
	`discount_cents` integer NOT NULL,
	`tax_cents` integer NOT NULL,
	`total_cents` integer NOT NULL,
	`asked` text NOT NULL,
	`invoice_date` text,
	`due_date` text,
	`amount_paid_cents` integer DEFAULT 0 NOT NULL,
	`credited_cents` integer DEFAULT 0 NOT NULL,
	`written_off_cents` integer DEFAULT 0 NOT NULL,
	`balance_cents` integer DEFAULT 0 NOT NULL,
	`credit_notes_cents` integer DEFAULT 0 NOT NULL,
	`sent_at` text,
	`viewed_at` text,
	`paid_at` text,
	`overdue_on` text,
	`voided_at` text,
	`void_reason` text,
	`written_off_at` text,
	`write_off_reason` text,
	`replaces_id` integer,
	`replaced_by_id` integer,
	`reminders_sent` integer DEFAULT 0 NOT NULL,
	`last_reminded_on` text,
	`date_slot` text NOT NULL,
	`due_slot` text NOT NULL,
	`search` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `invoices_by_update` ON `invoices` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_by_date` ON `invoices` (`tenant_id`,`date_slot`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_by_due` ON `invoices` (`tenant_id`,`due_slot`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_by_status` ON `invoices` (`tenant_id`,`status`,`date_slot`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_owing` ON `invoices` (`tenant_id`,`due_slot`,`id`) WHERE status in ('sent', 'viewed', 'partially_paid');--> statement-breakpoint
CREATE INDEX `invoices_by_customer` ON `invoices` (`tenant_id`,`customer_id`,`date_slot`,`id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX `invoices_by_job` ON `invoices` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_by_number` ON `invoices` (`tenant_id`,`number`) WHERE number is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_by_source` ON `invoices` (`tenant_id`,`source`) WHERE source is not null;--> statement-breakpoint
CREATE TABLE `invoice_ledger` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`entry_on` text NOT NULL,
	`customer_id` integer,
	`invoice_id` integer,
	`payment_id` integer,
	`credit_note_id` integer,
	`invoice_cents` integer NOT NULL,
	`credit_cents` integer NOT NULL,
	`method` text,
	`reference` text,
	`reason` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `invoice_ledger_by_invoice` ON `invoice_ledger` (`tenant_id`,`invoice_id`,`id`) WHERE invoice_id is not null;--> statement-breakpoint
CREATE INDEX `invoice_ledger_by_payment` ON `invoice_ledger` (`tenant_id`,`payment_id`,`id`) WHERE payment_id is not null;--> statement-breakpoint
CREATE INDEX `invoice_ledger_by_credit_note` ON `invoice_ledger` (`tenant_id`,`credit_note_id`,`id`) WHERE credit_note_id is not null;--> statement-breakpoint
CREATE INDEX `invoice_ledger_by_customer` ON `invoice_ledger` (`tenant_id`,`customer_id`,`entry_on`,`id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX `invoice_ledger_by_day` ON `invoice_ledger` (`tenant_id`,`entry_on`,`id`);--> statement-breakpoint
CREATE TABLE `invoice_payments` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`customer_id` integer,
	`customer_name` text NOT NULL,
	`currency` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`applied_cents` integer DEFAULT 0 NOT NULL,
	`refunded_cents` integer DEFAULT 0 NOT NULL,
	`unapplied_cents` integer DEFAULT 0 NOT NULL,
	`method` text NOT NULL,
	`reference` text,
	`provider` text,
	`provider_ref` text,
	`received_on` text NOT NULL,
	`notes` text,
	`reversed_at` text,
	`reverse_reason` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `invoice_payments_by_update` ON `invoice_payments` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `invoice_payments_by_day` ON `invoice_payments` (`tenant_id`,`received_on`,`id`);--> statement-breakpoint
CREATE INDEX `invoice_payments_by_customer` ON `invoice_payments` (`tenant_id`,`customer_id`,`id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX `invoice_payments_unapplied` ON `invoice_payments` (`tenant_id`,`id`) WHERE unapplied_cents > 0;--> statement-breakpoint
CREATE UNIQUE INDEX `invoice_payments_by_provider` ON `invoice_payments` (`tenant_id`,`provider`,`provider_ref`) WHERE provider_ref is not null;--> statement-breakpoint
CREATE TABLE `portal_accounts` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`first_name` text,
	`last_name` text,
	`phone` text,
	`password_hash` text NOT NULL,
	`status` text NOT NULL,
	`email_verified_at` text,
	`customer_id` integer,
	`invited_at` text,
	`last_signed_in_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `portal_accounts_email` ON `portal_accounts` (`tenant_id`,`email_key`);--> statement-breakpoint
CREATE INDEX `portal_accounts_by_customer` ON `portal_accounts` (`tenant_id`,`customer_id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE TABLE `reviews` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`job_id` integer NOT NULL,
	`customer_id` integer,
	`technician_id` integer,
	`rating` integer NOT NULL,
	`comment` text,
	`answer` text,
	`answered_at` text,
	`hidden_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `reviews_job` ON `reviews` (`tenant_id`,`job_id`);--> statement-breakpoint
CREATE INDEX `reviews_by_update` ON `reviews` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `reviews_by_customer` ON `reviews` (`tenant_id`,`customer_id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE TABLE `service_requests` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`portal_account_id` integer NOT NULL,
	`customer_id` integer,
	`summary` text NOT NULL,
	`description` text,
	`preferred_time` text,
	`address` text,
	`city` text,
	`state` text,
	`zip` text,
	`lead_id` integer,
	`job_id` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `service_requests_by_account` ON `service_requests` (`tenant_id`,`portal_account_id`,`id`);--> statement-breakpoint
CREATE INDEX `service_requests_by_customer` ON `service_requests` (`tenant_id`,`customer_id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE TABLE `agreement_runs` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `agreement_runs_due` ON `agreement_runs` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE TABLE `agreement_visits` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`agreement_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`due_on` text NOT NULL,
	`window_start` text NOT NULL,
	`window_end` text NOT NULL,
	`schedule_on` text NOT NULL,
	`status` text NOT NULL,
	`dispatch_job_id` integer,
	`completed_on` text,
	`note` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `agreement_visits_by_agreement` ON `agreement_visits` (`tenant_id`,`agreement_id`,`seq`);--> statement-breakpoint
CREATE INDEX `agreement_visits_by_update` ON `agreement_visits` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `agreement_visits_by_status` ON `agreement_visits` (`tenant_id`,`status`,`schedule_on`,`id`);--> statement-breakpoint
CREATE INDEX `agreement_visits_open` ON `agreement_visits` (`tenant_id`,`window_end`,`id`) WHERE status in ('planned', 'scheduled');--> statement-breakpoint
CREATE INDEX `agreement_visits_by_job` ON `agreement_visits` (`tenant_id`,`dispatch_job_id`) WHERE dispatch_job_id is not null;--> statement-breakpoint
ALTER TABLE `sessions` ADD `portal_account_id` integer;--> statement-breakpoint
ALTER TABLE `mailed_links` ADD `portal_account_id` integer;--> statement-breakpoint
ALTER TABLE `leads` ADD `converted_estimate_id` integer;--> statement-breakpoint
ALTER TABLE `mails` ADD `numbered_data` text;--> statement-breakpoint
ALTER TABLE `payment_accounts` ADD `sealed_api_secret` text;--> statement-breakpoint
ALTER TABLE `webhook_lanes` ADD `awake_until` text;