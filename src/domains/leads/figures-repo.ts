import { and, eq, gte, inArray, lte, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { only, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import { type LocalDate, localDateOf, plusMonths } from "#/kernel/time.ts";
import { figuresOf } from "./figures-rules.ts";
import { openStatuses } from "./rules.ts";
import { campaignTable, leadTable } from "./tables.ts";

type Days = { dateFrom: LocalDate; dateTo: LocalDate };

const within = (ctx: Ctx, { dateFrom, dateTo }: Days) =>
  and(eq(leadTable.tenantId, ctx.tenant.id), gte(leadTable.createdOn, dateFrom), lte(leadTable.createdOn, dateTo));

const n = sql<number>`count(*)`.as("n");
const month = sql<string>`substr(${leadTable.createdOn}, 1, 7)`.as("month");

const byMonth = (ctx: Ctx, days: Days) =>
  q
    .select({ month, status: leadTable.status, n })
    .from(leadTable)
    .where(within(ctx, days))
    .groupBy(sql`month`, leadTable.status)
    .orderBy(sql`month`);

const bySource = (ctx: Ctx, days: Days) =>
  q
    .select({ source: leadTable.source, status: leadTable.status, n })
    .from(leadTable)
    .where(within(ctx, days))
    .groupBy(leadTable.source, leadTable.status);

/** The middle of all response times, and how many there are. */
const responses = (ctx: Ctx, { dateFrom, dateTo }: Days) =>
  only(
    q
      .select({
        answered: sql<number>`coalesce(max(n), 0)`.as("answered"),
        medianSeconds: sql<number | null>`avg(case when place in ((n + 1) / 2, (n + 2) / 2) then seconds end)`.as(
          "median",
        ),
      })
      .from(
        sql`(select response_seconds seconds, row_number() over (order by response_seconds) place, count(*) over () n from leads
          where tenant_id = ${ctx.tenant.id} and created_on >= ${dateFrom} and created_on <= ${dateTo} and response_seconds is not null)`,
      ),
  );

const pipeline = (ctx: Ctx) =>
  only(
    q
      .select({
        leads: sql<number>`count(*)`.as("leads"),
        valueCents: sql<number>`coalesce(sum(${leadTable.valueKey}), 0)`.as("value"),
        weightedCents: sql<number>`coalesce(sum(${leadTable.weightedCents}), 0)`.as("weighted"),
      })
      .from(leadTable)
      .where(and(eq(leadTable.tenantId, ctx.tenant.id), inArray(leadTable.status, [...openStatuses]))),
  );

const campaigns = (ctx: Ctx) =>
  q
    .select({ campaignId: campaignTable.id, name: campaignTable.name, costCents: campaignTable.costCents })
    .from(campaignTable)
    .where(eq(campaignTable.tenantId, ctx.tenant.id))
    .orderBy(campaignTable.id);

const byCampaign = (ctx: Ctx) =>
  q
    .select({
      campaignId: leadTable.campaignId,
      n,
      won: sql<number>`sum(${leadTable.status} = 'won')`.as("won"),
    })
    .from(leadTable)
    .where(and(eq(leadTable.tenantId, ctx.tenant.id), sql`${leadTable.campaignId} is not null`))
    .groupBy(leadTable.campaignId);

/** Months of leads that are looked at where nobody says. */
const MONTHS = 12;

/** What becomes of leads, how fast they are answered, and what they cost. One trip. */
export async function summarizeLeads(
  ctx: Ctx,
  asked: { dateFrom?: LocalDate | undefined; dateTo?: LocalDate | undefined },
) {
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const dateTo = asked.dateTo ?? today;
  const firstOfMonth = `${dateTo.slice(0, 7)}-01` as LocalDate;
  const days = { dateFrom: asked.dateFrom ?? plusMonths(firstOfMonth, 1 - MONTHS), dateTo };
  const counted = await read(ctx, {
    byMonth: byMonth(ctx, days),
    bySource: bySource(ctx, days),
    responses: responses(ctx, days),
    pipeline: pipeline(ctx),
    campaigns: campaigns(ctx),
    byCampaign: byCampaign(ctx),
  });
  return { ...days, ...figuresOf(counted) };
}
