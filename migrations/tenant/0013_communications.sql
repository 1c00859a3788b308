CREATE TABLE `message_accounts` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`provider` text NOT NULL,
	`account` text NOT NULL,
	`sealed_secret` text NOT NULL,
	`sender` text NOT NULL,
	`last_event_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `message_accounts_one_each` ON `message_accounts` (`tenant_id`,`provider`);--> statement-breakpoint
CREATE TABLE `communications` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`customer_id` integer,
	`job_id` integer,
	`invoice_id` integer,
	`estimate_id` integer,
	`agreement_id` integer,
	`lead_id` integer,
	`thread_id` text NOT NULL,
	`channel` text NOT NULL,
	`direction` text NOT NULL,
	`category` text,
	`subject` text,
	`body` text,
	`from_address` text,
	`to_address` text,
	`template` text,
	`status` text NOT NULL,
	`reason` text,
	`error_code` text,
	`provider` text,
	`provider_reference` text,
	`segments` integer,
	`duration_seconds` integer,
	`is_reply` integer DEFAULT false NOT NULL,
	`dedupe` text,
	`due_at` text,
	`next_attempt_at` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`ended_attempts` integer DEFAULT 0 NOT NULL,
	`occurred_at` text NOT NULL,
	`sent_at` text,
	`delivered_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `communications_by_customer` ON `communications` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE INDEX `communications_by_thread` ON `communications` (`tenant_id`,`thread_id`,`id`);--> statement-breakpoint
CREATE INDEX `communications_by_job` ON `communications` (`tenant_id`,`job_id`,`id`) WHERE job_id is not null;--> statement-breakpoint
CREATE INDEX `communications_due` ON `communications` (`status`,`next_attempt_at`) WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `communications_once` ON `communications` (`tenant_id`,`dedupe`) WHERE dedupe is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `communications_by_provider` ON `communications` (`tenant_id`,`provider_reference`) WHERE provider_reference is not null;--> statement-breakpoint
CREATE TABLE `communication_consents` (
	`tenant_id` text NOT NULL,
	`customer_id` integer NOT NULL,
	`channel` text NOT NULL,
	`category` text NOT NULL,
	`state` text NOT NULL,
	`source` text NOT NULL,
	`evidence` text,
	`at` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `customer_id`, `channel`, `category`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `communication_suppressions` (
	`tenant_id` text NOT NULL,
	`phone` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `phone`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `communication_templates` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`channel` text NOT NULL,
	`category` text NOT NULL,
	`subject` text,
	`body` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `communication_templates_name` ON `communication_templates` (`tenant_id`,`name`);--> statement-breakpoint
CREATE INDEX `communication_templates_by_update` ON `communication_templates` (`tenant_id`,`updated_at`,`id`);