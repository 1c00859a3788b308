CREATE TABLE `offered_referrals` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`offer_id` text NOT NULL,
	`referral_id` text NOT NULL,
	`public_id` text NOT NULL,
	`status` text NOT NULL,
	`sector` text NOT NULL,
	`summary` text NOT NULL,
	`city` text,
	`state` text,
	`zip` text NOT NULL,
	`fee_cents` integer NOT NULL,
	`fee_tier` text,
	`fee_owed_cents` integer NOT NULL,
	`offered_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`answered_at` text,
	`answered_by` text,
	`reason` text,
	`lead_id` integer,
	`job_id` integer,
	`customer_id` integer,
	`sale_id` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `offered_referrals_offer` ON `offered_referrals` (`tenant_id`,`offer_id`);--> statement-breakpoint
CREATE INDEX `offered_referrals_by_status` ON `offered_referrals` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `offered_referrals_by_update` ON `offered_referrals` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `offered_referrals_by_job` ON `offered_referrals` (`tenant_id`,`job_id`) WHERE job_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `offered_referrals_by_sale` ON `offered_referrals` (`tenant_id`,`sale_id`) WHERE sale_id is not null;--> statement-breakpoint
CREATE INDEX `offered_referrals_by_customer` ON `offered_referrals` (`tenant_id`,`customer_id`,`id`) WHERE customer_id is not null;