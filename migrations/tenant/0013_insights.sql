CREATE TABLE `place_sums` (
	`tenant_id` text NOT NULL,
	`kind` text NOT NULL,
	`place` text NOT NULL,
	`label` text NOT NULL,
	`month` text NOT NULL,
	`months` text NOT NULL,
	`n` integer NOT NULL,
	`located` integer NOT NULL,
	`latitude_e6` integer NOT NULL,
	`longitude_e6` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `kind`, `place`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `place_sums_busiest` ON `place_sums` (`tenant_id`,`kind`,`n`);--> statement-breakpoint
CREATE TABLE `customer_fifths` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`day` text NOT NULL,
	`customers` integer NOT NULL,
	`last_at` text NOT NULL,
	`occasions` text NOT NULL,
	`spend_cents` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `customer_sums` (
	`tenant_id` text NOT NULL,
	`id` integer NOT NULL,
	`sales` integer DEFAULT 0 NOT NULL,
	`visits` integer DEFAULT 0 NOT NULL,
	`spend_cents` integer DEFAULT 0 NOT NULL,
	`invoiced_cents` integer DEFAULT 0 NOT NULL,
	`outstanding_cents` integer DEFAULT 0 NOT NULL,
	`first_sale_on` text,
	`last_sale_on` text,
	`first_visit_at` text,
	`last_visit_at` text,
	`last_at` text DEFAULT '' NOT NULL,
	`avg_ticket_cents` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`tenant_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `customer_sums_by_spend` ON `customer_sums` (`tenant_id`,`spend_cents`,`id`);--> statement-breakpoint
CREATE INDEX `customer_sums_by_visits` ON `customer_sums` (`tenant_id`,`visits`,`id`);--> statement-breakpoint
CREATE INDEX `customer_sums_by_last` ON `customer_sums` (`tenant_id`,`last_at`,`id`);--> statement-breakpoint
CREATE INDEX `customer_sums_by_ticket` ON `customer_sums` (`tenant_id`,`avg_ticket_cents`,`id`);--> statement-breakpoint
ALTER TABLE `sales` ADD `place` text;--> statement-breakpoint
CREATE INDEX `dispatch_jobs_visits` ON `dispatch_jobs` (`tenant_id`,`customer_id`,`completed_at`) WHERE status = 'completed' and customer_id is not null;--> statement-breakpoint
-- what customers had come to before it was kept: one row each, also of those who never bought
INSERT INTO `customer_sums` (`tenant_id`, `id`, `sales`, `visits`, `spend_cents`, `invoiced_cents`, `outstanding_cents`, `first_sale_on`, `last_sale_on`, `first_visit_at`, `last_visit_at`, `last_at`, `avg_ticket_cents`)
SELECT tenant_id, id, sum(sales), sum(visits), sum(spend), sum(invoiced), sum(outstanding), min(first_sale), max(last_sale), min(first_visit), max(last_visit),
  max(coalesce(max(last_sale), ''), coalesce(max(last_visit), '')),
  CASE WHEN sum(visits) > 0 THEN sum(spend) / sum(visits) WHEN sum(sales) > 0 THEN sum(spend) / sum(sales) ELSE 0 END
FROM (
  SELECT tenant_id, id, 0 AS sales, 0 AS visits, 0 AS spend, 0 AS invoiced, 0 AS outstanding, NULL AS first_sale, NULL AS last_sale, NULL AS first_visit, NULL AS last_visit
  FROM `customers` WHERE merged_into IS NULL
  UNION ALL
  SELECT tenant_id, customer_id, 1, 0, paid_cents - refunded_cents, 0, CASE WHEN payment_status IN ('unpaid', 'partial') THEN sale_price_cents - paid_cents ELSE 0 END, sale_date, sale_date, NULL, NULL
  FROM `sales` WHERE customer_id IS NOT NULL AND voided = 0
  UNION ALL
  SELECT tenant_id, customer_id, 0, 1, 0, 0, 0, NULL, NULL, completed_at, completed_at
  FROM `dispatch_jobs` WHERE customer_id IS NOT NULL AND status = 'completed' AND completed_at IS NOT NULL
  UNION ALL
  SELECT tenant_id, customer_id, 0, 0, 0, total_cents - credit_notes_cents, balance_cents, NULL, NULL, NULL, NULL
  FROM `invoices` WHERE customer_id IS NOT NULL AND status NOT IN ('draft', 'void')
  UNION ALL
  SELECT tenant_id, customer_id, 0, 0, amount_cents - refunded_cents, 0, 0, NULL, NULL, NULL, NULL
  FROM `invoice_payments` WHERE customer_id IS NOT NULL AND reversed_at IS NULL
) GROUP BY tenant_id, id;
--> statement-breakpoint
UPDATE `customer_sums` SET spend_cents = spend_cents - (SELECT coalesce(sum(refunded_cents), 0) FROM `credit_notes` c WHERE c.tenant_id = customer_sums.tenant_id AND c.customer_id = customer_sums.id);
