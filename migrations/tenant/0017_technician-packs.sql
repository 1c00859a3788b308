CREATE TABLE `technician_packs` (
	`tenant_id` text NOT NULL,
	`pack` integer NOT NULL,
	`names` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `pack`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `technician_packs` (`tenant_id`, `pack`, `names`)
  SELECT `tenant_id`, `id` / 100, json_group_object(`id`, json_array(`name`, `is_active`)) FROM `technicians` GROUP BY `tenant_id`, `id` / 100;
