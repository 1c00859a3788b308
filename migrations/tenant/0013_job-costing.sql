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
ALTER TABLE `purchase_orders` ADD `job_id` integer;--> statement-breakpoint
CREATE INDEX `purchase_orders_by_job` ON `purchase_orders` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
ALTER TABLE `purchase_order_receipts` ADD `job_id` integer;--> statement-breakpoint
ALTER TABLE `purchase_order_receipts` ADD `job_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `purchase_order_receipts_by_job` ON `purchase_order_receipts` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
ALTER TABLE `time_entries` ADD `cost_rate_cents` integer;--> statement-breakpoint
CREATE INDEX `dispatch_jobs_completed` ON `dispatch_jobs` (`tenant_id`,`completed_at`,`id`) WHERE status = 'completed';--> statement-breakpoint
CREATE INDEX `estimates_by_converted_job` ON `estimates` (`tenant_id`,`converted_job_id`,`id`) WHERE converted_job_id is not null;--> statement-breakpoint
CREATE INDEX `fuel_logs_by_expense` ON `fuel_logs` (`tenant_id`,`expense_id`) WHERE expense_id is not null;