CREATE TABLE `portal_accounts` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`first_name` text,
	`last_name` text,
	`phone` text,
	`password_hash` text NOT NULL,
	`status` text NOT NULL,
	`email_verified_at` text,
	`customer_id` integer,
	`invited_at` text,
	`last_signed_in_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `portal_accounts_email` ON `portal_accounts` (`tenant_id`,`email_key`);--> statement-breakpoint
CREATE INDEX `portal_accounts_by_customer` ON `portal_accounts` (`tenant_id`,`customer_id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE TABLE `reviews` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`job_id` integer NOT NULL,
	`customer_id` integer,
	`technician_id` integer,
	`rating` integer NOT NULL,
	`comment` text,
	`answer` text,
	`answered_at` text,
	`hidden_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `reviews_job` ON `reviews` (`tenant_id`,`job_id`);--> statement-breakpoint
CREATE INDEX `reviews_by_customer` ON `reviews` (`tenant_id`,`customer_id`) WHERE customer_id is not null;--> statement-breakpoint
CREATE TABLE `service_requests` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`portal_account_id` integer NOT NULL,
	`customer_id` integer,
	`summary` text NOT NULL,
	`description` text,
	`preferred_time` text,
	`address` text,
	`city` text,
	`state` text,
	`zip` text,
	`lead_id` integer,
	`job_id` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `service_requests_by_account` ON `service_requests` (`tenant_id`,`portal_account_id`,`id`);--> statement-breakpoint
CREATE INDEX `service_requests_by_customer` ON `service_requests` (`tenant_id`,`customer_id`) WHERE customer_id is not null;--> statement-breakpoint
ALTER TABLE `sessions` ADD `portal_account_id` integer;--> statement-breakpoint
ALTER TABLE `mailed_links` ADD `portal_account_id` integer;