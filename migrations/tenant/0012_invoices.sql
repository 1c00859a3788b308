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
CREATE UNIQUE INDEX `invoice_payments_by_provider` ON `invoice_payments` (`tenant_id`,`provider`,`provider_ref`) WHERE provider_ref is not null;