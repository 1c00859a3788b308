ALTER TABLE `credit_notes` ADD `voided_at` text;--> statement-breakpoint
ALTER TABLE `credit_notes` ADD `void_reason` text;