CREATE TABLE `commission_configs` (
	`tenant_id` text NOT NULL,
	`technician_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`commission_rate_bps` integer NOT NULL,
	`ov_rate_bps` integer NOT NULL,
	`discount_scale_enabled` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `technician_id`, `item_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `audit_log` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`entity` text NOT NULL,
	`entity_id` text NOT NULL,
	`request_id` text NOT NULL,
	`changes` text,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `counters` (
	`tenant_id` text NOT NULL,
	`entity` text NOT NULL,
	`bucket` text NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `entity`, `bucket`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`tenant_id` text NOT NULL,
	`principal` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`status` integer NOT NULL,
	`body` text NOT NULL,
	`expires_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `principal`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `idempotency_keys_by_expiry` ON `idempotency_keys` (`expires_at`);--> statement-breakpoint
CREATE TABLE `must` (
	`reason` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`tenant_id` text NOT NULL,
	`seq` integer NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`data` text NOT NULL,
	`occurred_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `outbox_cursors` (
	`tenant_id` text NOT NULL,
	`consumer` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `consumer`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sequences` (
	`tenant_id` text NOT NULL,
	`entity` text NOT NULL,
	`last_id` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `entity`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `sequences_by_entity` ON `sequences` (`entity`,`tenant_id`);--> statement-breakpoint
CREATE TABLE `tenant_state` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `dispatch_jobs` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`priority` text NOT NULL,
	`status` text NOT NULL,
	`customer_name` text NOT NULL,
	`customer_phone` text,
	`service_address` text,
	`service_city` text,
	`service_state` text,
	`service_zip` text,
	`scheduled_start` text,
	`scheduled_end` text,
	`slot` text NOT NULL,
	`technician_id` integer,
	`assigned_at` text,
	`acknowledged_at` text,
	`en_route_at` text,
	`on_site_at` text,
	`started_at` text,
	`completed_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `dispatch_jobs_by_technician_status` ON `dispatch_jobs` (`tenant_id`,`technician_id`,`status`,`slot`,`id`);--> statement-breakpoint
CREATE INDEX `dispatch_jobs_by_technician` ON `dispatch_jobs` (`tenant_id`,`technician_id`,`slot`,`id`);--> statement-breakpoint
CREATE INDEX `dispatch_jobs_by_status` ON `dispatch_jobs` (`tenant_id`,`status`,`slot`,`id`);--> statement-breakpoint
CREATE INDEX `dispatch_jobs_by_slot` ON `dispatch_jobs` (`tenant_id`,`slot`,`id`);--> statement-breakpoint
CREATE INDEX `dispatch_jobs_by_update` ON `dispatch_jobs` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `job_status_changes` (
	`tenant_id` text NOT NULL,
	`job_id` integer NOT NULL,
	`version` integer NOT NULL,
	`from_status` text NOT NULL,
	`to_status` text NOT NULL,
	`technician_id` integer,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`latitude` real,
	`longitude` real,
	PRIMARY KEY(`tenant_id`, `job_id`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `technician_positions` (
	`tenant_id` text NOT NULL,
	`technician_id` integer NOT NULL,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	`speed` real,
	`heading` real,
	`at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `technician_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `refresh_tokens` (
	`tenant_id` text NOT NULL,
	`hash` text NOT NULL,
	`session_id` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sessions` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` integer NOT NULL,
	`created_at` text NOT NULL,
	`last_used_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`ended_at` text,
	`ip` text NOT NULL,
	`user_agent` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `users` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`username` text NOT NULL,
	`username_key` text NOT NULL,
	`email` text,
	`name` text NOT NULL,
	`password_hash` text NOT NULL,
	`roles` text NOT NULL,
	`technician_id` integer,
	`status` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_username` ON `users` (`tenant_id`,`username_key`);--> statement-breakpoint
CREATE TABLE `items` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`sku` text NOT NULL,
	`category` text,
	`list_price_cents` integer NOT NULL,
	`cost_cents` integer,
	`is_active` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `items_sku` ON `items` (`tenant_id`,`sku`);--> statement-breakpoint
CREATE INDEX `items_by_update` ON `items` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `sales` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`item_id` integer NOT NULL,
	`sale_price_cents` integer NOT NULL,
	`customer_name` text NOT NULL,
	`notes` text,
	`payment_type` text NOT NULL,
	`payment_status` text NOT NULL,
	`approval_status` text NOT NULL,
	`voided` integer NOT NULL,
	`sale_date` text NOT NULL,
	`commission_cents` integer NOT NULL,
	`commission` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `sales_by_technician` ON `sales` (`tenant_id`,`technician_id`,`sale_date`,`id`);--> statement-breakpoint
CREATE INDEX `sales_by_date` ON `sales` (`tenant_id`,`sale_date`,`id`);--> statement-breakpoint
CREATE INDEX `sales_by_update` ON `sales` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `technicians` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`pay_type` text NOT NULL,
	`base_pay_cents` integer NOT NULL,
	`email` text,
	`user_id` integer,
	`username` text,
	`is_active` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `technicians_by_update` ON `technicians` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`endpoint_id` integer NOT NULL,
	`sequence` integer NOT NULL,
	`event_id` text NOT NULL,
	`event_type` text NOT NULL,
	`body` text NOT NULL,
	`status` text NOT NULL,
	`attempt_count` integer NOT NULL,
	`attempts` text NOT NULL,
	`next_attempt_at` text,
	`lease_until` text,
	`delivered_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_deliveries_once` ON `webhook_deliveries` (`tenant_id`,`endpoint_id`,`sequence`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_age` ON `webhook_deliveries` (`created_at`);--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`url` text NOT NULL,
	`events` text NOT NULL,
	`description` text,
	`status` text NOT NULL,
	`disabled_reason` text,
	`sealed_secret` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TRIGGER `must_abort` BEFORE INSERT ON `must` BEGIN SELECT RAISE(ABORT, NEW.reason); END;
