CREATE TABLE `service_zone_packs` (
	`tenant_id` text NOT NULL,
	`pack` integer NOT NULL,
	`zones` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `pack`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `service_zone_packs` (`tenant_id`, `pack`, `zones`)
  SELECT `tenant_id`, `id` / 10, json_group_array(json_object('id', `id`, 'name', `name`, 'kind', `kind`, 'zips', json(`zips`),
    'polygon', json(`polygon`), 'latitude', `latitude`, 'longitude', `longitude`, 'radiusM', `radius_m`, 'priority', `priority`,
    'areaM2', `area_m2`)) FILTER (WHERE `is_active`)
  FROM `service_zones` GROUP BY `tenant_id`, `id` / 10;
