ALTER TABLE `outbox` ADD `entity` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `entity_id` text;--> statement-breakpoint
CREATE INDEX `outbox_by_entity` ON `outbox` (`tenant_id`,`entity`,`entity_id`,`seq`);