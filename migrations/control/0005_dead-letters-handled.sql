ALTER TABLE `dead_letters` ADD `handled_as` text;--> statement-breakpoint
ALTER TABLE `dead_letters` ADD `handled_at` text;--> statement-breakpoint
ALTER TABLE `dead_letters` ADD `handled_by` text;--> statement-breakpoint
CREATE INDEX `dead_letters_unhandled` ON `dead_letters` (`at`) WHERE handled_as is null;