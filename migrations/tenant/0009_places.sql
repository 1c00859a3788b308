CREATE TABLE `skills` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`category` text,
	`requires_certification` integer NOT NULL,
	`is_active` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `skills_name` ON `skills` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `skills_by_update` ON `skills` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `technician_skills` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`skill_id` integer NOT NULL,
	`skill_name` text NOT NULL,
	`requires_certification` integer NOT NULL,
	`level` integer NOT NULL,
	`certified_until` text,
	`certificate_number` text,
	`verified_by` text NOT NULL,
	`told` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `technician_skills_key` ON `technician_skills` (`tenant_id`,`technician_id`,`skill_id`);--> statement-breakpoint
CREATE INDEX `technician_skills_by_skill` ON `technician_skills` (`tenant_id`,`skill_id`,`id`);--> statement-breakpoint
CREATE INDEX `technician_skills_by_update` ON `technician_skills` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `technician_skills_by_certificate` ON `technician_skills` (`tenant_id`,`certified_until`,`id`);--> statement-breakpoint
CREATE TABLE `technician_zones` (
	`tenant_id` text NOT NULL,
	`zone_id` integer NOT NULL,
	`technician_id` integer NOT NULL,
	`rank` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `zone_id`, `technician_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `technician_zones_by_technician` ON `technician_zones` (`tenant_id`,`technician_id`);--> statement-breakpoint
CREATE TABLE `service_zones` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`kind` text NOT NULL,
	`zips` text NOT NULL,
	`polygon` text,
	`latitude` real,
	`longitude` real,
	`radius_m` integer,
	`min_latitude` real,
	`max_latitude` real,
	`min_longitude` real,
	`max_longitude` real,
	`area_m2` real,
	`timezone` text,
	`service_days` text NOT NULL,
	`travel_fee_cents` integer NOT NULL,
	`min_lead_minutes` integer NOT NULL,
	`color` text NOT NULL,
	`priority` integer NOT NULL,
	`is_active` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `service_zones_name` ON `service_zones` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `service_zones_by_update` ON `service_zones` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `service_zones_by_box` ON `service_zones` (`tenant_id`,`min_latitude`,`max_latitude`,`min_longitude`,`max_longitude`);--> statement-breakpoint
CREATE TABLE `service_zone_zips` (
	`tenant_id` text NOT NULL,
	`zip` text NOT NULL,
	`zone_id` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `zip`, `zone_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `service_zone_zips_by_zone` ON `service_zone_zips` (`tenant_id`,`zone_id`);