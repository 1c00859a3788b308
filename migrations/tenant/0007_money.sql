CREATE TABLE `commission_entries` (
	`tenant_id` text NOT NULL,
	`counts_on` text NOT NULL,
	`technician_id` integer NOT NULL,
	`sale_id` integer NOT NULL,
	`n` integer NOT NULL,
	`caused_on` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`reason` text NOT NULL,
	`share_bps` integer NOT NULL,
	`role` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `counts_on`, `technician_id`, `sale_id`, `n`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `commission_entries_by_sale` ON `commission_entries` (`tenant_id`,`sale_id`,`n`);--> statement-breakpoint
CREATE TABLE `commission_locks` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`open_from` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `commission_rates` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`category_id` integer NOT NULL,
	`role` text NOT NULL,
	`effective_from` text NOT NULL,
	`effective_to` text,
	`rate_type` text NOT NULL,
	`commission_rate_bps` integer NOT NULL,
	`flat_cents` integer,
	`tiers` text,
	`ov_rate_bps` integer NOT NULL,
	`discount_scale_enabled` integer NOT NULL,
	`discount_scale` text,
	`base` text NOT NULL,
	`min_cents` integer,
	`max_cents` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `commission_rates_key` ON `commission_rates` (`tenant_id`,`technician_id`,`item_id`,`category_id`,`role`,`effective_from`);--> statement-breakpoint
CREATE INDEX `commission_rates_by_item` ON `commission_rates` (`tenant_id`,`item_id`,`id`);--> statement-breakpoint
CREATE INDEX `commission_rates_by_update` ON `commission_rates` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `item_categories` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`parent_id` integer,
	`path` text NOT NULL,
	`sibling_key` text NOT NULL,
	`sort_order` integer NOT NULL,
	`is_active` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `item_categories_siblings` ON `item_categories` (`tenant_id`,`sibling_key`);--> statement-breakpoint
CREATE INDEX `item_categories_by_update` ON `item_categories` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `item_categories_by_path` ON `item_categories` (`tenant_id`,`path`);--> statement-breakpoint
CREATE TABLE `pay_adjustments` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`counts_on` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`memo` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `pay_adjustments_by_day` ON `pay_adjustments` (`tenant_id`,`counts_on`,`id`);--> statement-breakpoint
CREATE TABLE `pay_lines` (
	`tenant_id` text NOT NULL,
	`pay_period_id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`line` text NOT NULL,
	`kind` text NOT NULL,
	`day` text NOT NULL,
	`caused_on` text NOT NULL,
	`reason` text NOT NULL,
	`sale_id` integer,
	`description` text NOT NULL,
	`customer_name` text,
	`sale_date` text,
	`sale_price_cents` integer,
	`share_bps` integer,
	`role` text,
	`amount_cents` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `pay_period_id`, `technician_id`, `line`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `pay_periods` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`pay_on` text NOT NULL,
	`frequency` text NOT NULL,
	`status` text NOT NULL,
	`closed_at` text,
	`closed_by` text,
	`paid_on` text,
	`totals` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `pay_periods_by_start` ON `pay_periods` (`tenant_id`,`starts_on`);--> statement-breakpoint
CREATE INDEX `pay_periods_by_update` ON `pay_periods` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `pay_schedules` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`frequency` text NOT NULL,
	`starts_on` text NOT NULL,
	`pay_delay_days` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `pay_statements` (
	`tenant_id` text NOT NULL,
	`pay_period_id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`technician_name` text NOT NULL,
	`lines` integer NOT NULL,
	`commission_cents` integer NOT NULL,
	`adjustment_cents` integer NOT NULL,
	`brought_forward_cents` integer NOT NULL,
	`gross_cents` integer NOT NULL,
	`pay_cents` integer NOT NULL,
	`carried_forward_cents` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `pay_period_id`, `technician_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sale_payments` (
	`tenant_id` text NOT NULL,
	`sale_id` integer NOT NULL,
	`n` integer NOT NULL,
	`kind` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`paid_on` text NOT NULL,
	`method` text,
	`reference` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `sale_id`, `n`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `items` ADD `category_id` integer;--> statement-breakpoint
ALTER TABLE `items` ADD `description` text;--> statement-breakpoint
ALTER TABLE `items` ADD `unit` text;--> statement-breakpoint
ALTER TABLE `items` ADD `search` text;--> statement-breakpoint
ALTER TABLE `items` ADD `member_price_cents` integer;--> statement-breakpoint
ALTER TABLE `items` ADD `pays_commission` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `items` ADD `taxable` integer DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX `items_by_category` ON `items` (`tenant_id`,`category_id`,`id`);--> statement-breakpoint
ALTER TABLE `sales` ADD `quantity` integer DEFAULT 1000 NOT NULL;--> statement-breakpoint
ALTER TABLE `sales` ADD `tax_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sales` ADD `splits` text;--> statement-breakpoint
ALTER TABLE `sales` ADD `discount_reason` text;--> statement-breakpoint
ALTER TABLE `sales` ADD `paid_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sales` ADD `refunded_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sales` ADD `payment_date` text;--> statement-breakpoint
ALTER TABLE `sales` ADD `earned_on` text;--> statement-breakpoint
ALTER TABLE `sales` ADD `approved_at` text;--> statement-breakpoint
ALTER TABLE `sales` ADD `approved_by` text;--> statement-breakpoint
ALTER TABLE `sales` ADD `rejection_reason` text;--> statement-breakpoint
ALTER TABLE `sales` ADD `voided_at` text;--> statement-breakpoint
ALTER TABLE `sales` ADD `voided_by` text;--> statement-breakpoint
ALTER TABLE `sales` ADD `void_reason` text;--> statement-breakpoint
CREATE INDEX `sales_pending` ON `sales` (`tenant_id`,`sale_date`) WHERE approval_status = 'pending' and voided = 0;--> statement-breakpoint
INSERT INTO `commission_rates` SELECT `tenant_id`, row_number() OVER (PARTITION BY `tenant_id` ORDER BY `technician_id`, `item_id`), `technician_id`, `item_id`, 0, '', '', NULL, 'percentage', `commission_rate_bps`, NULL, NULL, `ov_rate_bps`, `discount_scale_enabled`, NULL, 'price', NULL, NULL, `created_at`, `updated_at`, `version` FROM `commission_configs`;--> statement-breakpoint
INSERT INTO `sequences` SELECT `tenant_id`, 'commission_rate', max(`id`) FROM `commission_rates` GROUP BY `tenant_id`;--> statement-breakpoint
INSERT INTO `counters` SELECT `tenant_id`, 'commission_config', 'all', count(*) FROM `commission_rates` GROUP BY `tenant_id`;--> statement-breakpoint
INSERT INTO `commission_entries` SELECT `tenant_id`, `sale_date`, `technician_id`, `id`, 0, `sale_date`, `commission_cents`, 'commission', 10000, 'technician', `created_at` FROM `sales`;
