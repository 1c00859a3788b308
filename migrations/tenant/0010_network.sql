CREATE TABLE `lead_activities` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`lead_id` integer NOT NULL,
	`kind` text NOT NULL,
	`text` text,
	`direction` text,
	`outcome` text,
	`duration_seconds` integer,
	`occurred_at` text NOT NULL,
	`from_status` text,
	`to_status` text,
	`changes` text,
	`enquiry` text,
	`referral_id` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `lead_activities_by_lead` ON `lead_activities` (`tenant_id`,`lead_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `lead_activities_by_referral` ON `lead_activities` (`tenant_id`,`referral_id`) WHERE referral_id is not null;--> statement-breakpoint
CREATE TABLE `lead_campaigns` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`channel` text,
	`cost_cents` integer NOT NULL,
	`starts_on` text,
	`ends_on` text,
	`is_active` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `lead_campaigns_name` ON `lead_campaigns` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `lead_campaigns_by_update` ON `lead_campaigns` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `leads` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`status` text NOT NULL,
	`status_at` text NOT NULL,
	`source` text,
	`campaign_id` integer,
	`channel` text,
	`first_name` text,
	`last_name` text,
	`company` text,
	`phone` text,
	`phone_e164` text,
	`phone_extension` text,
	`email` text,
	`address` text,
	`city` text,
	`state` text,
	`zip` text,
	`zone_id` integer,
	`trade` text,
	`summary` text,
	`transcript_key` text,
	`priority` text NOT NULL,
	`value_cents` integer,
	`probability_bps` integer,
	`expected_close_on` text,
	`owner_id` integer,
	`next_follow_up_at` text,
	`lost_reason` text,
	`duplicate_of` integer,
	`customer_id` integer,
	`customer_matched_by` text,
	`converted_job_id` integer,
	`converted_at` text,
	`referral_id` text,
	`external_ids` text NOT NULL,
	`utm` text NOT NULL,
	`first_response_at` text,
	`response_seconds` integer,
	`created_on` text NOT NULL,
	`follow_up_slot` text NOT NULL,
	`value_key` integer NOT NULL,
	`weighted_cents` integer NOT NULL,
	`name_key` text NOT NULL,
	`search` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `leads_by_update` ON `leads` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `leads_by_status` ON `leads` (`tenant_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `leads_by_owner` ON `leads` (`tenant_id`,`owner_id`,`id`) WHERE owner_id is not null;--> statement-breakpoint
CREATE INDEX `leads_by_follow_up` ON `leads` (`tenant_id`,`follow_up_slot`,`id`);--> statement-breakpoint
CREATE INDEX `leads_by_value` ON `leads` (`tenant_id`,`value_key`,`id`);--> statement-breakpoint
CREATE INDEX `leads_by_campaign` ON `leads` (`tenant_id`,`campaign_id`,`status`,`id`) WHERE campaign_id is not null;--> statement-breakpoint
CREATE INDEX `leads_by_day` ON `leads` (`tenant_id`,`created_on`,`id`);--> statement-breakpoint
CREATE INDEX `leads_by_phone` ON `leads` (`tenant_id`,`phone_e164`,`id`) WHERE phone_e164 is not null;--> statement-breakpoint
CREATE INDEX `leads_by_customer` ON `leads` (`tenant_id`,`customer_id`,`id`) WHERE customer_id is not null;--> statement-breakpoint
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
CREATE INDEX `offered_referrals_by_customer` ON `offered_referrals` (`tenant_id`,`customer_id`,`id`) WHERE customer_id is not null;--> statement-breakpoint
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
CREATE TABLE `route_plans` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`date` text NOT NULL,
	`status` text NOT NULL,
	`applies` integer NOT NULL,
	`applied` integer NOT NULL,
	`slice` integer NOT NULL,
	`slices` integer NOT NULL,
	`reason` text,
	`plan` text,
	`undone_at` text,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	`finished_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `route_plans_due` ON `route_plans` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE TABLE `route_plan_work` (
	`tenant_id` text NOT NULL,
	`plan_id` integer NOT NULL,
	`asked` text,
	`search` text,
	`moves` text,
	PRIMARY KEY(`tenant_id`, `plan_id`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `outbox` ADD `entity` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `entity_id` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `previous` text;--> statement-breakpoint
CREATE INDEX `outbox_by_entity` ON `outbox` (`tenant_id`,`entity`,`entity_id`,`seq`);--> statement-breakpoint
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
