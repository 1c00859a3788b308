CREATE TABLE `webhook_replays` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`endpoint_id` integer NOT NULL,
	`since` text NOT NULL,
	`until` text NOT NULL,
	`events` text,
	`statuses` text NOT NULL,
	`status` text NOT NULL,
	`at_sequence` integer NOT NULL,
	`queued` integer NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `webhook_replays_due` ON `webhook_replays` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `webhook_replays_by_age` ON `webhook_replays` (`created_at`);--> statement-breakpoint
CREATE TABLE `webhook_lanes` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`status` text NOT NULL,
	`runs` integer NOT NULL,
	`next_attempt_at` text,
	`failures` integer NOT NULL,
	`failing_since` text,
	`last_failed_at` text,
	`last_failure` text,
	`hold_until` text,
	`told_at` text,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `webhook_lanes_due` ON `webhook_lanes` (`status`,`next_attempt_at`);--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `delivery` text DEFAULT 'push' NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `ordering` text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `payload` text DEFAULT 'full' NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `header_names` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `sealed_headers` text;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `public_key` text;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `sealed_signing_key` text;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `sealed_previous` text;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `previous_public_key` text;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `previous_until` text;--> statement-breakpoint
ALTER TABLE `webhook_deliveries` ADD `entity` text;--> statement-breakpoint
ALTER TABLE `webhook_deliveries` ADD `schedule_start` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `webhook_deliveries_next` ON `webhook_deliveries` (`tenant_id`,`endpoint_id`,`status`,`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_of_target` ON `webhook_deliveries` (`tenant_id`,`endpoint_id`,`status`,`sequence`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_sequence` ON `webhook_deliveries` (`tenant_id`,`sequence`,`endpoint_id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_status` ON `webhook_deliveries` (`tenant_id`,`status`,`sequence`,`endpoint_id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_type` ON `webhook_deliveries` (`tenant_id`,`event_type`,`sequence`,`endpoint_id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_entity` ON `webhook_deliveries` (`tenant_id`,`entity`,`sequence`,`endpoint_id`);--> statement-breakpoint
CREATE INDEX `webhook_deliveries_by_time` ON `webhook_deliveries` (`tenant_id`,`created_at`,`sequence`);--> statement-breakpoint
INSERT INTO `webhook_lanes` (`tenant_id`, `id`, `status`, `runs`, `next_attempt_at`, `failures`)
SELECT `tenant_id`, `endpoint_id`, 'open', 0, min(`next_attempt_at`), 0 FROM `webhook_deliveries` WHERE `status` = 'pending' GROUP BY `tenant_id`, `endpoint_id`;
