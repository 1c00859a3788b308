CREATE INDEX `audit_log_by_actor` ON `audit_log` (`tenant_id`,`actor`,`id`);--> statement-breakpoint
CREATE INDEX `audit_log_by_entity_id` ON `audit_log` (`tenant_id`,`entity_id`,`id`);