CREATE TABLE `position_trail` (
	`tenant_id` text NOT NULL,
	`job_id` integer NOT NULL,
	`at` text NOT NULL,
	`technician_id` integer NOT NULL,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	`speed` real,
	`heading` real,
	`accuracy` real,
	PRIMARY KEY(`tenant_id`, `job_id`, `at`, `technician_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `position_trail_by_time` ON `position_trail` (`at`);