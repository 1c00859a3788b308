CREATE TABLE `payment_accounts` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`provider` text NOT NULL,
	`sealed_secret` text NOT NULL,
	`notification_url` text,
	`paypal_webhook` text,
	`paypal_client` text,
	`last_event_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `payment_accounts_one_each` ON `payment_accounts` (`tenant_id`,`provider`);--> statement-breakpoint
CREATE TABLE `payment_matches` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`transaction_id` integer NOT NULL,
	`pass` text NOT NULL,
	`score` integer NOT NULL,
	`status` text NOT NULL,
	`parts` text NOT NULL,
	`in_short` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`reasons` text NOT NULL,
	`kind` text NOT NULL,
	`provider` text NOT NULL,
	`external_id` text NOT NULL,
	`occurred_on` text NOT NULL,
	`customer` text,
	`decided_by` text,
	`decided_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `payment_matches_once` ON `payment_matches` (`tenant_id`,`transaction_id`,`in_short`);--> statement-breakpoint
CREATE INDEX `payment_matches_by_status` ON `payment_matches` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `payment_matches_by_update` ON `payment_matches` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `reconciliation_runs` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`status` text NOT NULL,
	`confirmed` integer NOT NULL,
	`suggested` integer NOT NULL,
	`from_day` text,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	`started_at` text NOT NULL,
	`finished_at` text,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `reconciliation_runs_due` ON `reconciliation_runs` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE TABLE `provider_transactions` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`provider` text NOT NULL,
	`external_id` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`gross_cents` integer NOT NULL,
	`fee_cents` integer NOT NULL,
	`currency` text NOT NULL,
	`occurred_at` text NOT NULL,
	`occurred_on` text NOT NULL,
	`customer` text,
	`reference` text,
	`parent_external_id` text,
	`matched_cents` integer NOT NULL,
	`is_open` integer NOT NULL,
	`source` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `provider_transactions_once` ON `provider_transactions` (`tenant_id`,`provider`,`external_id`);--> statement-breakpoint
CREATE INDEX `provider_transactions_open` ON `provider_transactions` (`tenant_id`,`is_open`,`occurred_on`,`id`);--> statement-breakpoint
CREATE INDEX `provider_transactions_by_day` ON `provider_transactions` (`tenant_id`,`occurred_on`,`id`);--> statement-breakpoint
CREATE INDEX `provider_transactions_by_update` ON `provider_transactions` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `sales_owing` ON `sales` (`tenant_id`,`sale_date`,`id`) WHERE paid_cents < sale_price_cents and payment_status in ('unpaid', 'partial') and voided = 0;