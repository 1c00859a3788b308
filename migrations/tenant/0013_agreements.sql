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
CREATE INDEX `agreement_visits_by_job` ON `agreement_visits` (`tenant_id`,`dispatch_job_id`) WHERE dispatch_job_id is not null;