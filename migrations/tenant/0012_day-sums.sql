CREATE TABLE `day_sums` (
	`tenant_id` text NOT NULL,
	`entity` text NOT NULL,
	`bucket` text NOT NULL,
	`n` integer NOT NULL,
	`cents` integer NOT NULL,
	PRIMARY KEY(`tenant_id`, `entity`, `bucket`)
) WITHOUT ROWID;
--> statement-breakpoint
-- what there was before the sums were kept; of jobs by the day in UTC, which the nightly check sets right
INSERT INTO `day_sums` (`tenant_id`, `entity`, `bucket`, `n`, `cents`)
SELECT tenant_id, 'sale', 'd:' || sale_date, count(*), sum(CASE WHEN tax_cents = 0 THEN sale_price_cents - refunded_cents WHEN refunded_cents = 0 THEN sale_price_cents - tax_cents ELSE sale_price_cents - refunded_cents - tax_cents * (sale_price_cents - refunded_cents) / sale_price_cents END)
FROM `sales` WHERE voided = 0 GROUP BY tenant_id, sale_date;
--> statement-breakpoint
INSERT INTO `day_sums` (`tenant_id`, `entity`, `bucket`, `n`, `cents`)
SELECT tenant_id, 'dispatch_job', 'd:' || substr(completed_at, 1, 10), count(*), 0
FROM `dispatch_jobs` WHERE status = 'completed' AND completed_at IS NOT NULL GROUP BY tenant_id, substr(completed_at, 1, 10);
--> statement-breakpoint
INSERT INTO `day_sums` (`tenant_id`, `entity`, `bucket`, `n`, `cents`)
SELECT tenant_id, entity, 'm:' || substr(bucket, 3, 7), sum(n), sum(cents)
FROM `day_sums` GROUP BY tenant_id, entity, substr(bucket, 3, 7);
