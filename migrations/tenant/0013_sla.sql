CREATE TABLE `sla_calendars` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`timezone` text NOT NULL,
	`is_24x7` integer NOT NULL,
	`windows` text NOT NULL,
	`holidays` text NOT NULL,
	`holiday_region` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `sla_calendars_name` ON `sla_calendars` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `sla_calendars_by_update` ON `sla_calendars` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `sla_clocks` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`policy_id` integer NOT NULL,
	`policy_name` text NOT NULL,
	`priority` text NOT NULL,
	`zone_id` integer,
	`technician_id` integer,
	`job_version` integer NOT NULL,
	`snapshot` text NOT NULL,
	`started_at` text NOT NULL,
	`started_on` text NOT NULL,
	`responded_at` text,
	`resolved_at` text,
	`cancelled_at` text,
	`on_hold_since` text,
	`hold_reason` text,
	`held_seconds` integer NOT NULL,
	`response_due_at` text NOT NULL,
	`response_warn_at` text NOT NULL,
	`resolution_due_at` text,
	`resolution_warn_at` text,
	`response_seconds` integer,
	`resolution_seconds` integer,
	`response_warned_at` text,
	`resolution_warned_at` text,
	`response_breached` integer NOT NULL,
	`resolution_breached` integer NOT NULL,
	`next_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `sla_clocks_due` ON `sla_clocks` (`tenant_id`,`next_at`) WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX `sla_clocks_overdue` ON `sla_clocks` (`next_at`) WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX `sla_clocks_by_day` ON `sla_clocks` (`tenant_id`,`started_on`);--> statement-breakpoint
CREATE TABLE `sla_policies` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`is_enabled` integer NOT NULL,
	`is_default` integer NOT NULL,
	`rank` integer NOT NULL,
	`match` text NOT NULL,
	`targets` text NOT NULL,
	`calendar_id` integer NOT NULL,
	`warn_at_bps` integer NOT NULL,
	`response_met_at` text NOT NULL,
	`clock_starts` text DEFAULT 'created' NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `sla_policies_name` ON `sla_policies` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `sla_policies_default` ON `sla_policies` (`tenant_id`) WHERE is_default = 1;--> statement-breakpoint
CREATE INDEX `sla_policies_by_update` ON `sla_policies` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `sla_violations` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`job_id` integer NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`policy_id` integer NOT NULL,
	`policy_name` text NOT NULL,
	`priority` text NOT NULL,
	`zone_id` integer,
	`technician_id` integer,
	`due_at` text NOT NULL,
	`occurred_at` text NOT NULL,
	`overdue_seconds` integer,
	`acknowledged_by` text,
	`acknowledged_at` text,
	`note` text,
	`withdrawn_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `sla_violations_once` ON `sla_violations` (`tenant_id`,`job_id`,`kind`);--> statement-breakpoint
CREATE INDEX `sla_violations_by_update` ON `sla_violations` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `sla_violations_by_time` ON `sla_violations` (`tenant_id`,`occurred_at`,`id`);