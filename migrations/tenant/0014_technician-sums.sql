CREATE TABLE `technician_sums` (
	`tenant_id` text NOT NULL,
	`bucket` text NOT NULL,
	`technician_id` integer NOT NULL,
	`completed` integer NOT NULL,
	`cancelled` integer NOT NULL,
	`promised` integer NOT NULL,
	`on_time` integer NOT NULL,
	`recalled` integer NOT NULL,
	`reviews` integer NOT NULL,
	`stars` integer NOT NULL,
	`offered` integer NOT NULL,
	`accepted` integer NOT NULL,
	`clocked_minutes` integer NOT NULL,
	`revenue_cents` integer NOT NULL,
	`commission_cents` integer NOT NULL,
	`durations` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `bucket`, `technician_id`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `recall_technician_id` integer;--> statement-breakpoint
ALTER TABLE `dispatch_jobs` ADD `recall_on` text;--> statement-breakpoint
CREATE INDEX `dispatch_jobs_cancelled` ON `dispatch_jobs` (`tenant_id`,`cancelled_at`) WHERE cancelled_at is not null;--> statement-breakpoint
CREATE INDEX `dispatch_jobs_recalls` ON `dispatch_jobs` (`tenant_id`,`recall_on`) WHERE recall_on is not null;