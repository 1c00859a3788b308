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
CREATE INDEX `service_zones_by_latitude` ON `service_zones` (`tenant_id`,`min_latitude`);--> statement-breakpoint
CREATE TABLE `service_zone_zips` (
	`tenant_id` text NOT NULL,
	`zip` text NOT NULL,
	`zone_id` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `zip`, `zone_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `service_zone_zips_by_zone` ON `service_zone_zips` (`tenant_id`,`zone_id`);