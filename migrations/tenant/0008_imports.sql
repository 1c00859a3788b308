CREATE TABLE `import_keys` (
	`tenant_id` text NOT NULL,
	`kind` text NOT NULL,
	`external_id` text NOT NULL,
	`record_id` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `kind`, `external_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `import_rows` (
	`tenant_id` text NOT NULL,
	`import_id` integer NOT NULL,
	`row` integer NOT NULL,
	`external_id` text,
	`cells` text NOT NULL,
	`status` text NOT NULL,
	`record_id` integer,
	`reason` text,
	`message` text,
	PRIMARY KEY(`tenant_id`, `import_id`, `row`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `imports` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`kind` text NOT NULL,
	`dry_run` integer NOT NULL,
	`status` text NOT NULL,
	`rows` integer NOT NULL,
	`created` integer NOT NULL,
	`unchanged` integer NOT NULL,
	`skipped` integer NOT NULL,
	`failed` integer NOT NULL,
	`warnings` text NOT NULL,
	`at_row` integer NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	`finished_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `imports_by_update` ON `imports` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `imports_due` ON `imports` (`status`,`next_attempt_at`);