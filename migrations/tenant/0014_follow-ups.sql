CREATE TABLE `follow_ups` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`rule_id` integer NOT NULL,
	`rule_revision` integer NOT NULL,
	`trigger` text NOT NULL,
	`entity_type` text NOT NULL,
	`entity_id` integer NOT NULL,
	`sequence` integer NOT NULL,
	`anchor` text NOT NULL,
	`customer_id` integer,
	`subject` text NOT NULL,
	`channel` text NOT NULL,
	`due_at` text NOT NULL,
	`status` text NOT NULL,
	`skip_reason` text,
	`communication_id` text,
	`task_text` text,
	`sent_at` text,
	`replied_at` text,
	`converted_at` text,
	`done_at` text,
	`done_by` text,
	`note` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `follow_ups_once` ON `follow_ups` (`tenant_id`,`rule_id`,`entity_type`,`entity_id`,`sequence`);--> statement-breakpoint
CREATE INDEX `follow_ups_due` ON `follow_ups` (`status`,`next_attempt_at`) WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX `follow_ups_by_update` ON `follow_ups` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `follow_ups_by_due` ON `follow_ups` (`tenant_id`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `follow_ups_by_status` ON `follow_ups` (`tenant_id`,`status`,`due_at`,`id`);--> statement-breakpoint
CREATE INDEX `follow_ups_by_entity` ON `follow_ups` (`tenant_id`,`entity_type`,`entity_id`,`id`);--> statement-breakpoint
CREATE INDEX `follow_ups_by_customer` ON `follow_ups` (`tenant_id`,`customer_id`,`id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE INDEX `follow_ups_by_message` ON `follow_ups` (`tenant_id`,`communication_id`) WHERE communication_id is not null;--> statement-breakpoint
CREATE INDEX `follow_ups_sent` ON `follow_ups` (`tenant_id`,`sent_at`,`rule_id`) WHERE sent_at is not null;--> statement-breakpoint
CREATE TABLE `follow_up_rules` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`preset` text,
	`enabled` integer NOT NULL,
	`trigger` text NOT NULL,
	`offset` text NOT NULL,
	`send_at_local` text,
	`conditions` text NOT NULL,
	`channel` text NOT NULL,
	`template` text,
	`task_text` text,
	`max_per_entity` integer NOT NULL,
	`cooldown_days` integer NOT NULL,
	`stop_on` text NOT NULL,
	`active_from` text NOT NULL,
	`revision` integer NOT NULL,
	`name_key` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `follow_up_rules_name` ON `follow_up_rules` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `follow_up_rules_by_update` ON `follow_up_rules` (`tenant_id`,`updated_at`,`id`);