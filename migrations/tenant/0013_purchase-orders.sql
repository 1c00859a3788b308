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
CREATE INDEX `suppliers_by_update` ON `suppliers` (`tenant_id`,`updated_at`,`id`);