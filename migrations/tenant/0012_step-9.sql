CREATE TABLE `day_sums` (
	`tenant_id` text NOT NULL,
	`entity` text NOT NULL,
	`bucket` text NOT NULL,
	`n` integer NOT NULL,
	`cents` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `entity`, `bucket`)
) WITHOUT ROWID;
--> statement-breakpoint
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
CREATE INDEX `expense_receipts_by_content` ON `expense_receipts` (`tenant_id`,`sha256`,`expense_id`);--> statement-breakpoint
CREATE TABLE `vehicle_assignments` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`vehicle_id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`started_at` text NOT NULL,
	`ended_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `vehicle_assignments_by_vehicle` ON `vehicle_assignments` (`tenant_id`,`vehicle_id`,`id`);--> statement-breakpoint
CREATE INDEX `vehicle_assignments_by_technician` ON `vehicle_assignments` (`tenant_id`,`technician_id`,`id`);--> statement-breakpoint
CREATE TABLE `fuel_logs` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`vehicle_id` integer NOT NULL,
	`at` text NOT NULL,
	`volume_ml` integer NOT NULL,
	`cost_cents` integer NOT NULL,
	`odometer_m` integer,
	`full_tank` integer NOT NULL,
	`expense_id` integer,
	`note` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `fuel_logs_by_vehicle` ON `fuel_logs` (`tenant_id`,`vehicle_id`,`id`);--> statement-breakpoint
CREATE INDEX `fuel_logs_by_time` ON `fuel_logs` (`tenant_id`,`vehicle_id`,`at`);--> statement-breakpoint
CREATE TABLE `maintenance_plans` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`vehicle_id` integer NOT NULL,
	`name` text NOT NULL,
	`interval_months` integer,
	`interval_m` integer,
	`soon_days` integer NOT NULL,
	`soon_m` integer NOT NULL,
	`last_done_on` text NOT NULL,
	`last_done_odometer_m` integer,
	`due_on` text,
	`due_odometer_m` integer,
	`cycle` integer NOT NULL,
	`alert` text NOT NULL,
	`is_active` integer NOT NULL,
	`note` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `maintenance_plans_by_vehicle` ON `maintenance_plans` (`tenant_id`,`vehicle_id`,`id`);--> statement-breakpoint
CREATE INDEX `maintenance_plans_by_due` ON `maintenance_plans` (`tenant_id`,`due_on`,`id`) WHERE is_active and due_on is not null;--> statement-breakpoint
CREATE INDEX `maintenance_plans_by_alert` ON `maintenance_plans` (`tenant_id`,`alert`,`id`) WHERE alert <> 'none';--> statement-breakpoint
CREATE TABLE `odometer_readings` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`vehicle_id` integer NOT NULL,
	`reading_m` integer NOT NULL,
	`at` text NOT NULL,
	`source` text NOT NULL,
	`superseded` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `odometer_readings_by_vehicle` ON `odometer_readings` (`tenant_id`,`vehicle_id`,`id`);--> statement-breakpoint
CREATE INDEX `odometer_readings_by_time` ON `odometer_readings` (`tenant_id`,`vehicle_id`,`at`) WHERE superseded = 0;--> statement-breakpoint
CREATE TABLE `maintenance_records` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`vehicle_id` integer NOT NULL,
	`maintenance_plan_id` integer,
	`title` text NOT NULL,
	`done_on` text NOT NULL,
	`odometer_m` integer,
	`cost_cents` integer NOT NULL,
	`vendor` text,
	`note` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `maintenance_records_by_vehicle` ON `maintenance_records` (`tenant_id`,`vehicle_id`,`id`);--> statement-breakpoint
CREATE TABLE `vehicles` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`vin` text,
	`plate` text,
	`make` text,
	`model` text,
	`year` integer,
	`fuel_type` text,
	`status` text NOT NULL,
	`odometer_m` integer,
	`odometer_at` text,
	`assigned_technician_id` integer,
	`assigned_at` text,
	`insurance_expires_on` text,
	`registration_expires_on` text,
	`inspection_expires_on` text,
	`told` text NOT NULL,
	`note` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `vehicles_vin` ON `vehicles` (`tenant_id`,`vin`) WHERE vin is not null;--> statement-breakpoint
CREATE INDEX `vehicles_by_name` ON `vehicles` (`tenant_id`,`name_key`,`id`);--> statement-breakpoint
CREATE INDEX `vehicles_by_status` ON `vehicles` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `vehicles_by_technician` ON `vehicles` (`tenant_id`,`assigned_technician_id`,`id`) WHERE assigned_technician_id is not null;--> statement-breakpoint
CREATE INDEX `vehicles_by_update` ON `vehicles` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `stock_counts` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`location_id` integer NOT NULL,
	`movement_id` text NOT NULL,
	`lines_counted` integer NOT NULL,
	`differences` text NOT NULL,
	`notes` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `stock_counts_by_update` ON `stock_counts` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `stock_counts_by_location` ON `stock_counts` (`tenant_id`,`location_id`,`id`);--> statement-breakpoint
CREATE TABLE `stock_levels` (
	`tenant_id` text NOT NULL,
	`part_id` integer NOT NULL,
	`location_id` integer NOT NULL,
	`on_hand_milli` integer DEFAULT 0 NOT NULL,
	`reserved_milli` integer DEFAULT 0 NOT NULL,
	`on_order_milli` integer DEFAULT 0 NOT NULL,
	`value_cents` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`tenant_id`, `part_id`, `location_id`),
	CONSTRAINT "stock_levels_bounded" CHECK(abs(on_hand_milli) <= 2000000000 and abs(value_cents) <= 4000000000000000)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `stock_levels_by_location` ON `stock_levels` (`tenant_id`,`location_id`,`part_id`);--> statement-breakpoint
CREATE TABLE `stock_locations` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`kind` text NOT NULL,
	`technician_id` integer,
	`is_active` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `stock_locations_by_name` ON `stock_locations` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `stock_locations_by_technician` ON `stock_locations` (`tenant_id`,`technician_id`) WHERE technician_id is not null;--> statement-breakpoint
CREATE INDEX `stock_locations_by_update` ON `stock_locations` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `stock_moves` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`movement_id` text NOT NULL,
	`part_id` integer NOT NULL,
	`location_id` integer NOT NULL,
	`kind` text NOT NULL,
	`quantity_milli` integer NOT NULL,
	`value_cents` integer NOT NULL,
	`revalued_cents` integer NOT NULL,
	`job_id` integer,
	`reference_type` text,
	`reference_id` text,
	`serials` text,
	`notes` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `stock_moves_by_movement` ON `stock_moves` (`tenant_id`,`movement_id`,`id`);--> statement-breakpoint
CREATE INDEX `stock_moves_by_part` ON `stock_moves` (`tenant_id`,`part_id`,`id`);--> statement-breakpoint
CREATE INDEX `stock_moves_by_location` ON `stock_moves` (`tenant_id`,`location_id`,`id`);--> statement-breakpoint
CREATE INDEX `stock_moves_by_job` ON `stock_moves` (`tenant_id`,`job_id`,`part_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
CREATE INDEX `stock_moves_by_reference` ON `stock_moves` (`tenant_id`,`reference_type`,`reference_id`,`id`) WHERE reference_id is not null;--> statement-breakpoint
CREATE TABLE `parts` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`sku` text NOT NULL,
	`description` text,
	`barcode` text,
	`unit` text NOT NULL,
	`purchase_unit` text,
	`pack_size` integer NOT NULL,
	`cost_cents` integer,
	`price_cents` integer,
	`min_stock` integer NOT NULL,
	`target_stock` integer,
	`reorder_quantity` integer,
	`preferred_supplier_id` integer,
	`tracks_serials` integer NOT NULL,
	`archived_at` text,
	`search` text NOT NULL,
	`on_hand_milli` integer DEFAULT 0 NOT NULL,
	`reserved_milli` integer DEFAULT 0 NOT NULL,
	`on_order_milli` integer DEFAULT 0 NOT NULL,
	`is_low` integer DEFAULT false NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `parts_by_sku` ON `parts` (`tenant_id`,`sku`);--> statement-breakpoint
CREATE UNIQUE INDEX `parts_by_barcode` ON `parts` (`tenant_id`,`barcode`) WHERE barcode is not null;--> statement-breakpoint
CREATE INDEX `parts_by_update` ON `parts` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `parts_low` ON `parts` (`tenant_id`,`id`) WHERE is_low = 1;--> statement-breakpoint
CREATE INDEX `parts_by_supplier` ON `parts` (`tenant_id`,`preferred_supplier_id`,`id`) WHERE preferred_supplier_id is not null;--> statement-breakpoint
CREATE TABLE `stock_reservations` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`job_id` integer NOT NULL,
	`part_id` integer NOT NULL,
	`location_id` integer NOT NULL,
	`requested_milli` integer NOT NULL,
	`quantity_milli` integer NOT NULL,
	`status` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `stock_reservations_by_update` ON `stock_reservations` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `stock_reservations_open` ON `stock_reservations` (`tenant_id`,`job_id`,`part_id`,`location_id`) WHERE status = 'open';--> statement-breakpoint
CREATE INDEX `stock_reservations_by_job` ON `stock_reservations` (`tenant_id`,`job_id`,`id`);--> statement-breakpoint
CREATE INDEX `stock_reservations_by_part` ON `stock_reservations` (`tenant_id`,`part_id`,`id`);--> statement-breakpoint
CREATE TABLE `stock_serials` (
	`tenant_id` text NOT NULL,
	`part_id` integer NOT NULL,
	`serial` text NOT NULL,
	`status` text NOT NULL,
	`location_id` integer,
	`job_id` integer,
	`moved_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `part_id`, `serial`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `purchase_order_parts` (
	`tenant_id` text NOT NULL,
	`part_id` integer NOT NULL,
	`order_id` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `part_id`, `order_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `purchase_order_parts_by_order` ON `purchase_order_parts` (`tenant_id`,`order_id`);--> statement-breakpoint
CREATE TABLE `purchase_orders` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`number` text NOT NULL,
	`supplier_id` integer NOT NULL,
	`supplier_name` text NOT NULL,
	`location_id` integer NOT NULL,
	`status` text NOT NULL,
	`is_auto` integer NOT NULL,
	`auto_supplier_id` integer,
	`currency` text NOT NULL,
	`items` text NOT NULL,
	`supplier_reference` text,
	`notes` text,
	`ordered_on` text,
	`expected_on` text,
	`total_cents` integer NOT NULL,
	`received_cents` integer NOT NULL,
	`landed_cents` integer NOT NULL,
	`variance_cents` integer NOT NULL,
	`submitted_at` text,
	`submitted_by` text,
	`approved_at` text,
	`approved_by` text,
	`sent_at` text,
	`first_received_at` text,
	`received_at` text,
	`closed_at` text,
	`cancelled_at` text,
	`cancel_reason` text,
	`created_by` text NOT NULL,
	`search` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `purchase_orders_number` ON `purchase_orders` (`tenant_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `purchase_orders_auto_draft` ON `purchase_orders` (`tenant_id`,`auto_supplier_id`) WHERE auto_supplier_id is not null;--> statement-breakpoint
CREATE INDEX `purchase_orders_by_update` ON `purchase_orders` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `purchase_orders_by_status` ON `purchase_orders` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `purchase_orders_by_supplier` ON `purchase_orders` (`tenant_id`,`supplier_id`,`id`);--> statement-breakpoint
CREATE TABLE `purchase_order_receipts` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`order_id` integer NOT NULL,
	`received_on` text NOT NULL,
	`supplier_document` text,
	`notes` text,
	`items` text NOT NULL,
	`landed_costs` text NOT NULL,
	`goods_cents` integer NOT NULL,
	`landed_cents` integer NOT NULL,
	`total_cents` integer NOT NULL,
	`variance_cents` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `purchase_order_receipts_by_order` ON `purchase_order_receipts` (`tenant_id`,`order_id`,`id`);--> statement-breakpoint
CREATE INDEX `purchase_order_receipts_by_update` ON `purchase_order_receipts` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `suppliers` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`contact_name` text,
	`email` text,
	`phone` text,
	`address` text,
	`city` text,
	`state` text,
	`zip` text,
	`account_number` text,
	`payment_terms_days` integer,
	`lead_time_days` integer,
	`minimum_order_cents` integer,
	`notes` text,
	`archived_at` text,
	`name_key` text NOT NULL,
	`search` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `suppliers_name` ON `suppliers` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `suppliers_by_update` ON `suppliers` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `time_entry_changes` (
	`tenant_id` text NOT NULL,
	`entry_id` integer NOT NULL,
	`version` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`action` text NOT NULL,
	`at` text NOT NULL,
	`occurred_at` text,
	`client_event_id` text,
	`latitude` real,
	`longitude` real,
	`accuracy` real,
	`actor` text NOT NULL,
	`reason` text,
	`changes` text,
	PRIMARY KEY(`tenant_id`, `entry_id`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `time_entry_changes_by_event` ON `time_entry_changes` (`tenant_id`,`technician_id`,`client_event_id`) WHERE client_event_id is not null;--> statement-breakpoint
CREATE TABLE `time_entries` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`job_id` integer,
	`clock_in` text NOT NULL,
	`clock_out` text,
	`rounded_in` text NOT NULL,
	`rounded_out` text,
	`day` text NOT NULL,
	`breaks` text NOT NULL,
	`extra_break_minutes` integer NOT NULL,
	`break_minutes` integer NOT NULL,
	`duration_minutes` integer,
	`rate_cents` integer,
	`clock_in_latitude` real,
	`clock_in_longitude` real,
	`clock_in_accuracy` real,
	`clock_out_latitude` real,
	`clock_out_longitude` real,
	`clock_out_accuracy` real,
	`note` text,
	`needs_review` integer NOT NULL,
	`auto_closed` integer NOT NULL,
	`voided` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `time_entries_open` ON `time_entries` (`tenant_id`,`technician_id`) WHERE clock_out is null;--> statement-breakpoint
CREATE INDEX `time_entries_by_technician` ON `time_entries` (`tenant_id`,`technician_id`,`clock_in`,`id`);--> statement-breakpoint
CREATE INDEX `time_entries_by_time` ON `time_entries` (`tenant_id`,`clock_in`,`id`);--> statement-breakpoint
CREATE INDEX `time_entries_by_job` ON `time_entries` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
CREATE INDEX `time_entries_by_update` ON `time_entries` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `time_pay_lines` (
	`tenant_id` text NOT NULL,
	`technician_id` integer NOT NULL,
	`week_starts_on` text NOT NULL,
	`line` text NOT NULL,
	`counts_on` text NOT NULL,
	`caused_on` text NOT NULL,
	`kind` text NOT NULL,
	`reason` text NOT NULL,
	`minutes` integer NOT NULL,
	`rate_cents` integer,
	`amount_cents` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `technician_id`, `week_starts_on`, `line`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `time_pay_lines_by_day` ON `time_pay_lines` (`tenant_id`,`counts_on`,`technician_id`);--> statement-breakpoint
CREATE TABLE `time_rules` (
	`tenant_id` text NOT NULL,
	`effective_from` text NOT NULL,
	`rules` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `effective_from`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `timesheets` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`status` text NOT NULL,
	`entries` integer NOT NULL,
	`to_review` integer NOT NULL,
	`regular_minutes` integer NOT NULL,
	`overtime_minutes` integer NOT NULL,
	`double_time_minutes` integer NOT NULL,
	`pay_cents` integer NOT NULL,
	`days` text NOT NULL,
	`approved_at` text,
	`approved_by` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `timesheets_by_technician` ON `timesheets` (`tenant_id`,`technician_id`,`starts_on`);--> statement-breakpoint
CREATE INDEX `timesheets_by_week` ON `timesheets` (`tenant_id`,`starts_on`,`technician_id`);--> statement-breakpoint
ALTER TABLE `credit_notes` ADD `voided_at` text;--> statement-breakpoint
ALTER TABLE `credit_notes` ADD `void_reason` text;--> statement-breakpoint
ALTER TABLE `pay_lines` ADD `quantity` integer;--> statement-breakpoint
ALTER TABLE `pay_lines` ADD `unit` text;--> statement-breakpoint
ALTER TABLE `pay_lines` ADD `rate_cents` integer;--> statement-breakpoint
ALTER TABLE `pay_lines` ADD `source` text;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `hours_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `overtime_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `reimbursement_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `regular_minutes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `overtime_minutes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- what there was before the sums were kept; of jobs by the day in UTC, which the nightly check sets right
INSERT INTO `day_sums` (`tenant_id`, `entity`, `bucket`, `n`, `cents`)
SELECT tenant_id, 'sale', 'd:' || sale_date, count(*), sum(CASE WHEN tax_cents = 0 THEN sale_price_cents - refunded_cents WHEN refunded_cents = 0 THEN sale_price_cents - tax_cents ELSE sale_price_cents - refunded_cents - tax_cents * (sale_price_cents - refunded_cents) / sale_price_cents END)
FROM `sales` WHERE voided = 0 GROUP BY tenant_id, sale_date;
--> statement-breakpoint
INSERT INTO `day_sums` (`tenant_id`, `entity`, `bucket`, `n`, `cents`)
SELECT tenant_id, 'dispatch_job', 'd:' || substr(completed_at, 1, 10), count(*), 0
FROM `dispatch_jobs` WHERE status = 'completed' AND completed_at IS NOT NULL GROUP BY tenant_id, substr(completed_at, 1, 10);
--> statement-breakpoint
INSERT INTO `day_sums` (`tenant_id`, `entity`, `bucket`, `n`, `cents`)
SELECT tenant_id, entity, 'm:' || substr(bucket, 3, 7), sum(n), sum(cents)
FROM `day_sums` GROUP BY tenant_id, entity, substr(bucket, 3, 7);
