CREATE TABLE `customer_attachments` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`name` text NOT NULL,
	`content_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`file_key` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `customer_attachments_by_customer` ON `customer_attachments` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE TABLE `customer_contacts` (
	`tenant_id` text NOT NULL,
	`value` text NOT NULL,
	`customer_id` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `value`, `customer_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `customers` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`name` text NOT NULL,
	`first_name` text,
	`last_name` text,
	`company_name` text,
	`type` text NOT NULL,
	`phones` text NOT NULL,
	`emails` text NOT NULL,
	`billing_address` text,
	`billing_city` text,
	`billing_state` text,
	`billing_zip` text,
	`tags` text NOT NULL,
	`notes` text,
	`preferred_technician_id` integer,
	`do_not_service` integer NOT NULL,
	`do_not_service_reason` text,
	`source` text,
	`external_id` text,
	`archived_at` text,
	`merged_into` integer,
	`name_key` text NOT NULL,
	`city_key` text,
	`search` text NOT NULL,
	`site_words` text DEFAULT '' NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `customers_by_update` ON `customers` (`tenant_id`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `customers_by_name` ON `customers` (`tenant_id`,`name_key`,`id`);--> statement-breakpoint
CREATE INDEX `customers_by_zip` ON `customers` (`tenant_id`,`billing_zip`,`id`);--> statement-breakpoint
CREATE INDEX `customers_by_city` ON `customers` (`tenant_id`,`city_key`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `customers_external_id` ON `customers` (`tenant_id`,`external_id`);--> statement-breakpoint
CREATE INDEX `customers_merged` ON `customers` (`tenant_id`,`merged_into`) WHERE merged_into is not null;--> statement-breakpoint
CREATE TABLE `customer_tags` (
	`tenant_id` text NOT NULL,
	`tag` text NOT NULL,
	`customer_id` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `tag`, `customer_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `customer_notes` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`text` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `customer_notes_by_customer` ON `customer_notes` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE TABLE `customer_sites` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`customer_id` integer NOT NULL,
	`name` text,
	`address` text NOT NULL,
	`city` text,
	`state` text,
	`zip` text,
	`latitude` real,
	`longitude` real,
	`timezone` text,
	`access_notes` text,
	`contacts` text NOT NULL,
	`archived_at` text,
	`search` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `customer_sites_by_customer` ON `customer_sites` (`tenant_id`,`customer_id`,`id`);--> statement-breakpoint
ALTER TABLE `sales` ADD `customer_id` integer;--> statement-breakpoint
ALTER TABLE `sales` ADD `site_id` integer;--> statement-breakpoint
CREATE INDEX `sales_by_customer` ON `sales` (`tenant_id`,`customer_id`,`sale_date`,`id`) WHERE customer_id is not null;--> statement-breakpoint
-- By hand from here: the full-text index of customers and the triggers that keep it (src/domains/customers/search-repo.ts).
-- Each word in the index begins with the id of its business, so the words of a business lie together. Prefixes: 32 letters of the id, and 2 or 3 more.
-- A row's number is that of the business here, which never moves with it, and the customer's id.
CREATE TABLE `search_tenants` (`business` text PRIMARY KEY NOT NULL, `n` integer NOT NULL UNIQUE) WITHOUT ROWID;--> statement-breakpoint
CREATE VIRTUAL TABLE `customer_words` USING fts5(words, content='', contentless_delete=1, detail=none, prefix='34 35', tokenize='ascii');--> statement-breakpoint
CREATE TRIGGER `customers_words_added` AFTER INSERT ON `customers` WHEN new.merged_into is null BEGIN
  INSERT INTO search_tenants (business, n) SELECT new.tenant_id, (SELECT coalesce(max(n), 0) + 1 FROM search_tenants)
    WHERE NOT EXISTS (SELECT 1 FROM search_tenants WHERE business = new.tenant_id);
  INSERT INTO customer_words (rowid, words)
    SELECT n * 4294967296 + new.id, replace(' ' || new.search || new.site_words, ' ', ' ' || replace(new.tenant_id, '-', ''))
    FROM search_tenants WHERE business = new.tenant_id;
END;--> statement-breakpoint
CREATE TRIGGER `customers_words_changed` AFTER UPDATE OF `search`, `site_words`, `merged_into` ON `customers`
WHEN old.search <> new.search OR old.site_words <> new.site_words OR old.merged_into IS NOT new.merged_into BEGIN
  DELETE FROM customer_words WHERE rowid = (SELECT n * 4294967296 + new.id FROM search_tenants WHERE business = new.tenant_id);
  INSERT INTO customer_words (rowid, words)
    SELECT n * 4294967296 + new.id, replace(' ' || new.search || new.site_words, ' ', ' ' || replace(new.tenant_id, '-', ''))
    FROM search_tenants WHERE business = new.tenant_id AND new.merged_into is null;
END;--> statement-breakpoint
CREATE TRIGGER `customers_words_removed` AFTER DELETE ON `customers` BEGIN
  DELETE FROM customer_words WHERE rowid = (SELECT n * 4294967296 + old.id FROM search_tenants WHERE business = old.tenant_id);
END;
