CREATE TABLE `expense_categories` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`limit_cents` integer,
	`monthly_limit_cents` integer,
	`receipt_over_cents` integer,
	`is_active` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `expense_categories_name` ON `expense_categories` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `expense_categories_by_update` ON `expense_categories` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `expenses` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`expense_category_id` integer,
	`vendor` text,
	`vendor_key` text NOT NULL,
	`incurred_on` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`tax_cents` integer NOT NULL,
	`miles_milli` integer,
	`mileage_rate_millicents` integer,
	`payment_source` text NOT NULL,
	`billable` integer NOT NULL,
	`job_id` integer,
	`customer_id` integer,
	`note` text,
	`receipts` integer NOT NULL,
	`submitted_at` text,
	`submitted_by` text,
	`decided_at` text,
	`decided_by` text,
	`decision_reason` text,
	`approved_cents` integer,
	`counts_on` text,
	`taken_back_on` text,
	`pay_period_id` integer,
	`reimbursed_on` text,
	`voided_at` text,
	`void_reason` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `expenses_by_update` ON `expenses` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `expenses_by_status` ON `expenses` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `expenses_by_technician` ON `expenses` (`tenant_id`,`technician_id`,`id`);--> statement-breakpoint
CREATE INDEX `expenses_by_day` ON `expenses` (`tenant_id`,`incurred_on`,`id`);--> statement-breakpoint
CREATE INDEX `expenses_by_amount` ON `expenses` (`tenant_id`,`amount_cents`,`incurred_on`);--> statement-breakpoint
CREATE INDEX `expenses_by_category` ON `expenses` (`tenant_id`,`expense_category_id`,`technician_id`,`incurred_on`) WHERE expense_category_id is not null;--> statement-breakpoint
CREATE INDEX `expenses_by_job` ON `expenses` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
CREATE INDEX `expenses_by_customer` ON `expenses` (`tenant_id`,`customer_id`,`id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX `expenses_by_pay_day` ON `expenses` (`tenant_id`,`counts_on`) WHERE counts_on is not null;--> statement-breakpoint
CREATE INDEX `expenses_by_take_back` ON `expenses` (`tenant_id`,`taken_back_on`) WHERE taken_back_on is not null;--> statement-breakpoint
CREATE INDEX `expenses_by_pay_period` ON `expenses` (`tenant_id`,`pay_period_id`) WHERE pay_period_id is not null;--> statement-breakpoint
CREATE TABLE `expense_receipts` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`expense_id` integer NOT NULL,
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
CREATE INDEX `expense_receipts_by_expense` ON `expense_receipts` (`tenant_id`,`expense_id`,`id`);--> statement-breakpoint
CREATE INDEX `expense_receipts_by_content` ON `expense_receipts` (`tenant_id`,`sha256`,`expense_id`);