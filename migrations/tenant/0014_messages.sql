ALTER TABLE `communication_consents` ADD `before_stop` text;--> statement-breakpoint
ALTER TABLE `communication_suppressions` ADD `stopped_at` text;--> statement-breakpoint
ALTER TABLE `estimates` ADD `sent_to` text;--> statement-breakpoint
CREATE INDEX `communications_by_status` ON `communications` (`tenant_id`,`status`,`id`);