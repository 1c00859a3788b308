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
CREATE INDEX `leads_by_customer` ON `leads` (`tenant_id`,`customer_id`,`id`) WHERE customer_id is not null;