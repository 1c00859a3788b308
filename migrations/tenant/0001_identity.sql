CREATE TABLE `api_keys` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`allowed_ips` text NOT NULL,
	`expires_at` text,
	`last_used_at` text,
	`revoked_at` text,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`tenant_id`,`hash`);--> statement-breakpoint
CREATE TABLE `backup_codes` (
	`tenant_id` text NOT NULL,
	`user_id` integer NOT NULL,
	`hash` text NOT NULL,
	`used_at` text,
	PRIMARY KEY(`tenant_id`, `user_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `custom_roles` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`permissions` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `custom_roles_name` ON `custom_roles` (`tenant_id`,`name`);--> statement-breakpoint
CREATE TABLE `mailed_links` (
	`tenant_id` text NOT NULL,
	`hash` text NOT NULL,
	`purpose` text NOT NULL,
	`user_id` integer NOT NULL,
	`expires_at` text NOT NULL,
	`used_at` text,
	PRIMARY KEY(`tenant_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `mfa_challenges` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` integer NOT NULL,
	`purpose` text NOT NULL,
	`failures` integer NOT NULL,
	`expires_at` text NOT NULL,
	`used_at` text,
	`email_code_hash` text,
	`email_code_expires_at` text,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sso_identities` (
	`tenant_id` text NOT NULL,
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`provider` text NOT NULL,
	`user_id` integer NOT NULL,
	`email` text,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `issuer`, `subject`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `sso_identities_by_user` ON `sso_identities` (`tenant_id`,`user_id`,`provider`);--> statement-breakpoint
CREATE TABLE `mail_suppressions` (
	`tenant_id` text NOT NULL,
	`address` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`tenant_id`, `address`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `mails` (
	`tenant_id` text NOT NULL,
	`id` text NOT NULL,
	`recipient` text NOT NULL,
	`template` text NOT NULL,
	`sealed_data` text,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`error` text,
	`next_attempt_at` text,
	`created_at` text NOT NULL,
	`sent_at` text,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `mails_due` ON `mails` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE TABLE `organizations` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`settings` text NOT NULL,
	`logo_key` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `refresh_tokens` ADD `used_at` text;--> statement-breakpoint
ALTER TABLE `refresh_tokens` ADD `successor_sealed` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `tokens_valid_from` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `rotates` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `email_verified_at` text;--> statement-breakpoint
ALTER TABLE `users` ADD `password_changed_at` text;--> statement-breakpoint
ALTER TABLE `users` ADD `failed_logins` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `locked_until` text;--> statement-breakpoint
ALTER TABLE `users` ADD `totp_sealed` text;--> statement-breakpoint
ALTER TABLE `users` ADD `totp_pending` text;--> statement-breakpoint
ALTER TABLE `users` ADD `totp_last_step` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `mfa_enabled_at` text;