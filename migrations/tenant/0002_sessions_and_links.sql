CREATE INDEX `mailed_links_by_user` ON `mailed_links` (`tenant_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `mailed_links_by_expiry` ON `mailed_links` (`expires_at`);--> statement-breakpoint
CREATE INDEX `refresh_tokens_sealed` ON `refresh_tokens` (`used_at`) WHERE successor_sealed is not null;--> statement-breakpoint
CREATE INDEX `refresh_tokens_by_age` ON `refresh_tokens` (`created_at`);--> statement-breakpoint
CREATE INDEX `sessions_live` ON `sessions` (`tenant_id`,`user_id`,`expires_at`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);