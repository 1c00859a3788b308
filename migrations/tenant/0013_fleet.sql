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
CREATE INDEX `vehicles_by_update` ON `vehicles` (`tenant_id`,`updated_at`,`id`);