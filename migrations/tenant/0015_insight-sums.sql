CREATE TABLE `team_sums` (
	`tenant_id` text NOT NULL,
	`bucket` text NOT NULL,
	`counts` text NOT NULL,
	`durations` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `bucket`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sum_checks` (
	`tenant_id` text NOT NULL,
	`task` text NOT NULL,
	`timezone` text NOT NULL,
	`next_month` text,
	PRIMARY KEY(`tenant_id`, `task`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `customer_sums` ADD `segment` text;--> statement-breakpoint
CREATE INDEX `customer_sums_by_segment` ON `customer_sums` (`tenant_id`,`segment`,`spend_cents`,`id`) WHERE segment is not null;