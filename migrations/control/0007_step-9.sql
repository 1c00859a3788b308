CREATE TABLE `referral_zone_areas` (
	`area` text NOT NULL,
	`tenant_id` text NOT NULL,
	`zone_id` integer NOT NULL,
	PRIMARY KEY(`area`, `tenant_id`, `zone_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `referral_zone_areas_by_zone` ON `referral_zone_areas` (`tenant_id`,`zone_id`);--> statement-breakpoint
CREATE TABLE `referral_zones` (
	`tenant_id` text NOT NULL,
	`zone_id` integer NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	`polygon` text,
	`latitude` real,
	`longitude` real,
	`radius_m` integer,
	PRIMARY KEY(`tenant_id`, `zone_id`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `referral_providers` ADD `uses_service_zones` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `referral_providers` ADD `zones_due_at` text;--> statement-breakpoint
ALTER TABLE `referral_providers` ADD `zones_attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `referral_providers_zones_due` ON `referral_providers` (`zones_due_at`);