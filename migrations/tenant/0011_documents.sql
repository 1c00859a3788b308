CREATE TABLE `document_links` (
	`tenant_id` text NOT NULL,
	`hash` text NOT NULL,
	`kind` text NOT NULL,
	`document_id` integer NOT NULL,
	`revision` integer NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`revoked_at` text,
	`first_viewed_at` text,
	`last_viewed_at` text,
	`views` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `document_links_by_document` ON `document_links` (`tenant_id`,`kind`,`document_id`);--> statement-breakpoint
CREATE TABLE `tax_rates` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`rate_ppm` integer NOT NULL,
	`inclusive` integer NOT NULL,
	`is_default` integer NOT NULL,
	`archived_at` text,
	`name_key` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `tax_rates_name` ON `tax_rates` (`tenant_id`,`name_key`);--> statement-breakpoint
CREATE INDEX `tax_rates_by_update` ON `tax_rates` (`tenant_id`,`updated_at`,`id`);