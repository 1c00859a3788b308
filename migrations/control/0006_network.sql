CREATE TABLE `must` (
	`reason` text NOT NULL
);
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE `referral_answers` (
	`key_id` text NOT NULL,
	`endpoint` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`referral_id` text NOT NULL,
	`status` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`key_id`, `endpoint`, `idempotency_key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `referral_companies` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`service_titan_tenant_id` text,
	`brand_location_id` text,
	`tenant_id` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `referral_companies_service_titan` ON `referral_companies` (`service_titan_tenant_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `referral_companies_brand_location` ON `referral_companies` (`brand_location_id`);--> statement-breakpoint
CREATE INDEX `referral_companies_by_tenant` ON `referral_companies` (`tenant_id`);--> statement-breakpoint
CREATE TABLE `referral_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`key_id` text NOT NULL,
	`referral_id` text,
	`sequence` integer,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	`response_status` integer,
	`error` text,
	`created_at` text NOT NULL,
	`delivered_at` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `referral_deliveries_due` ON `referral_deliveries` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `referral_deliveries_by_key` ON `referral_deliveries` (`key_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `referral_deliveries_of_change` ON `referral_deliveries` (`key_id`,`referral_id`,`sequence`);--> statement-breakpoint
CREATE TABLE `referral_details` (
	`referral_id` text PRIMARY KEY NOT NULL,
	`sealed` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `referral_history` (
	`referral_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`status` text NOT NULL,
	`at` text NOT NULL,
	`by` text NOT NULL,
	`reason` text,
	PRIMARY KEY(`referral_id`, `sequence`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `referral_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`previous_hash` text,
	`previous_ends_at` text,
	`is_test` integer NOT NULL,
	`source` text NOT NULL,
	`company_id` text,
	`created_by` text NOT NULL,
	`last_used_at` text,
	`revoked_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `referral_keys_hash` ON `referral_keys` (`hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `referral_keys_previous_hash` ON `referral_keys` (`previous_hash`);--> statement-breakpoint
CREATE INDEX `referral_keys_by_company` ON `referral_keys` (`company_id`);--> statement-breakpoint
CREATE TABLE `referral_webhooks` (
	`key_id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`sealed_secret` text NOT NULL,
	`disabled_at` text,
	`disabled_reason` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `referrals` (
	`id` text PRIMARY KEY NOT NULL,
	`public_id` text NOT NULL,
	`key_id` text NOT NULL,
	`source` text NOT NULL,
	`is_test` integer NOT NULL,
	`status` text NOT NULL,
	`duplicate_of` text,
	`company_id` text,
	`service_titan_tenant_id` text,
	`brand_location_id` text,
	`attribution` text NOT NULL,
	`referrer_id` text,
	`external_ids` text NOT NULL,
	`phone_hash` text NOT NULL,
	`zip` text NOT NULL,
	`latitude` real,
	`longitude` real,
	`sector` text,
	`sector_confidence_bps` integer,
	`offered_to` text,
	`provider_tenant_id` text,
	`lead_id` integer,
	`job_id` integer,
	`fee_cents` integer,
	`fee_tier` text,
	`events_sequence` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`error` text,
	`history_sequence` integer NOT NULL,
	`closed_at` text,
	`erased_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `referrals_public_id` ON `referrals` (`public_id`);--> statement-breakpoint
CREATE INDEX `referrals_by_key` ON `referrals` (`key_id`,`id`);--> statement-breakpoint
CREATE INDEX `referrals_by_change` ON `referrals` (`key_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `referrals_by_phone` ON `referrals` (`key_id`,`phone_hash`,`created_at`);--> statement-breakpoint
CREATE INDEX `referrals_of_phone` ON `referrals` (`phone_hash`);--> statement-breakpoint
CREATE INDEX `referrals_by_duplicate` ON `referrals` (`duplicate_of`);--> statement-breakpoint
CREATE INDEX `referrals_due` ON `referrals` (`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `referrals_by_provider` ON `referrals` (`provider_tenant_id`,`job_id`);--> statement-breakpoint
CREATE TABLE `referrers` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`error` text,
	`next_attempt_at` text,
	`created_at` text NOT NULL,
	`sent_at` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `referrers_email` ON `referrers` (`email`);--> statement-breakpoint
CREATE INDEX `referrers_due` ON `referrers` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE TRIGGER `must_abort` BEFORE INSERT ON `must` BEGIN SELECT RAISE(ABORT, NEW.reason); END;
