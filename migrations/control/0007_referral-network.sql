CREATE TABLE `referral_areas` (
	`area` text NOT NULL,
	`tenant_id` text NOT NULL,
	PRIMARY KEY(`area`, `tenant_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `referral_areas_by_provider` ON `referral_areas` (`tenant_id`);--> statement-breakpoint
CREATE TABLE `referral_fee_tiers` (
	`sector` text PRIMARY KEY NOT NULL,
	`tier` text NOT NULL,
	`fee_cents` integer NOT NULL,
	`updated_at` text NOT NULL,
	`updated_by` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `referral_fees` (
	`referral_id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`amount_cents` integer NOT NULL,
	`sector` text,
	`tier` text,
	`key_id` text NOT NULL,
	`company_id` text,
	`referrer_id` text,
	`provider_tenant_id` text NOT NULL,
	`at` text NOT NULL,
	`month` text NOT NULL,
	PRIMARY KEY(`referral_id`, `number`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `referral_fees_by_key` ON `referral_fees` (`key_id`,`month`);--> statement-breakpoint
CREATE INDEX `referral_fees_by_company` ON `referral_fees` (`company_id`,`month`);--> statement-breakpoint
CREATE INDEX `referral_fees_by_referrer` ON `referral_fees` (`referrer_id`,`month`);--> statement-breakpoint
CREATE INDEX `referral_fees_by_provider` ON `referral_fees` (`provider_tenant_id`,`month`);--> statement-breakpoint
CREATE TABLE `referral_offers` (
	`id` text PRIMARY KEY NOT NULL,
	`referral_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`status` text NOT NULL,
	`told` text,
	`score` integer NOT NULL,
	`score_parts` text NOT NULL,
	`fee_cents` integer NOT NULL,
	`fee_tier` text,
	`offered_at` text NOT NULL,
	`expires_at` text,
	`answered_at` text,
	`reason` text,
	`next_attempt_at` text,
	`attempts` integer NOT NULL,
	`error` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `referral_offers_once` ON `referral_offers` (`referral_id`,`tenant_id`);--> statement-breakpoint
CREATE INDEX `referral_offers_by_provider` ON `referral_offers` (`tenant_id`,`offered_at`);--> statement-breakpoint
CREATE INDEX `referral_offers_due` ON `referral_offers` (`next_attempt_at`);--> statement-breakpoint
CREATE TABLE `referral_providers` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`takes_referrals` integer NOT NULL,
	`sectors` text NOT NULL,
	`zip_codes` text NOT NULL,
	`place_zip` text,
	`latitude` real,
	`longitude` real,
	`radius_miles` integer,
	`daily_limit` integer NOT NULL,
	`offer_minutes` integer NOT NULL,
	`accepted` integer NOT NULL,
	`declined` integer NOT NULL,
	`expired` integer NOT NULL,
	`last_offered_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL
) WITHOUT ROWID;
