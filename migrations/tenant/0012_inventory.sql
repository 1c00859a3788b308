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
	`updated_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `part_id`, `serial`)
) WITHOUT ROWID;
