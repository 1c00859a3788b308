ALTER TABLE `pay_lines` ADD `quantity` integer;--> statement-breakpoint
ALTER TABLE `pay_lines` ADD `unit` text;--> statement-breakpoint
ALTER TABLE `pay_lines` ADD `rate_cents` integer;--> statement-breakpoint
ALTER TABLE `pay_lines` ADD `source` text;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `hours_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `overtime_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `reimbursement_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `regular_minutes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `pay_statements` ADD `overtime_minutes` integer DEFAULT 0 NOT NULL;