import { and, desc, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { type ListInput, type LogInput, listLog } from "#/db/tenant/page.ts";
import { fold } from "#/kernel/fold.ts";
import { postcodeOf } from "#/kernel/postcode.ts";
import type { Instant, LocalDate } from "#/kernel/time.ts";
import { duplicateMeanwhile } from "./errors.ts";
import { readLeadPhone } from "./phone.ts";
import { presented } from "./present.ts";
import { type ActivityKind, duplicateWindow, openStatuses } from "./rules.ts";
import { activityTable, type Lead, leads, leadTable } from "./tables.ts";

const ofPhone = (ctx: Ctx, phoneE164: string) =>
  and(
    eq(leadTable.tenantId, ctx.tenant.id),
    eq(leadTable.phoneE164, phoneE164),
    gte(leadTable.createdAt, duplicateWindow(ctx.now)),
  );

/** The last lead with this phone, if it is young enough to take in another enquiry. */
export const recentLead = (ctx: Ctx, phoneE164: string) =>
  first(q.select().from(leadTable).where(ofPhone(ctx, phoneE164)).orderBy(desc(leadTable.id)).limit(1));

/** The leads that take in other enquiries from these phones, the newest first. */
export const recentLeads = (ctx: Ctx, phones: readonly string[]) =>
  q
    .select()
    .from(leadTable)
    .where(
      and(
        eq(leadTable.tenantId, ctx.tenant.id),
        sql`${leadTable.phoneE164} in (select value from json_each(${JSON.stringify(phones)}))`,
        sql`${leadTable.createdAt} >= ${duplicateWindow(ctx.now)}`,
      ),
    )
    .orderBy(desc(leadTable.id));

/** Refuses when the phone of a new lead has another one by now: of two enquiries at the same moment one makes the lead. */
export const holdAlone = (ctx: Ctx, id: number, phoneE164: string): Write[] => [
  touch(
    leadTable,
    and(
      eq(leadTable.tenantId, ctx.tenant.id),
      eq(leadTable.id, id),
      sql`not exists (select 1 from leads had where had.tenant_id = ${ctx.tenant.id} and had.phone_e164 = ${phoneE164} and had.created_at >= ${duplicateWindow(ctx.now)} and had.id <> ${id})`,
    ),
  ),
  must(duplicateMeanwhile()),
];

/** The lead that a referral has led to; undefined: none yet. */
export const leadOfReferral = (ctx: Ctx, referralId: string) =>
  first(
    q
      .select({ leadId: activityTable.leadId })
      .from(activityTable)
      .where(and(eq(activityTable.tenantId, ctx.tenant.id), eq(activityTable.referralId, referralId))),
  );

const ofLead = (ctx: Ctx, id: number, value: SQL): SQL =>
  sql`(select ${value} from leads where tenant_id = ${ctx.tenant.id} and id = ${id})`;

/** What the customer of a lead may be known by, as SQL: the same trip reads lead and customers. */
export const likeness = (ctx: Ctx, id: number) => ({
  phone: ofLead(ctx, id, sql`phone_e164`),
  email: ofLead(ctx, id, sql`lower(email)`),
  nameKey: ofLead(ctx, id, sql`nullif(name_key, '')`),
  zip: ofLead(ctx, id, sql`zip`),
});

export type LeadFilter = Partial<{
  status: Lead["status"];
  ownerId: number;
  source: string;
  campaignId: number;
  channel: string;
  trade: string;
  priority: Lead["priority"];
  zoneId: number;
  zip: string;
  customerId: number;
  referralId: string;
  phone: string;
  isOpen: boolean;
  followUpUntil: Instant;
  dateFrom: LocalDate;
  dateTo: LocalDate;
  search: string;
}>;

/** Leads, filtered and sorted. */
export async function listLeads(ctx: Ctx, filter: ListInput & LeadFilter) {
  const { phone, zip, isOpen: open, followUpUntil, dateFrom, dateTo, search, ...rest } = filter;
  const { status, ownerId, source, campaignId, channel, trade, priority, zoneId, customerId, referralId, ...input } =
    rest;
  const phoneE164 = phone === undefined ? undefined : (readLeadPhone(phone).phoneE164 ?? undefined);
  const equals = {
    ...{ status, ownerId, source, campaignId, channel, trade, priority, zoneId, customerId, referralId, phoneE164 },
    zip: zip && postcodeOf(zip),
  };
  const filters = [
    ...words(search),
    open === undefined ? undefined : sql`(${leadTable.status} in ${[...openStatuses]}) = ${open ? 1 : 0}`,
    followUpUntil === undefined ? undefined : lte(leadTable.followUpSlot, followUpUntil),
    dateFrom === undefined ? undefined : gte(leadTable.createdOn, dateFrom),
    dateTo === undefined ? undefined : lte(leadTable.createdOn, dateTo),
  ].filter((one) => one !== undefined);
  const named = Object.values(equals).filter((value) => value !== undefined).length;
  const page = await leads.list(ctx, input, {
    equals,
    filters,
    sorts: {
      next_follow_up_at: [leadTable.followUpSlot, leadTable.id],
      value_cents: [leadTable.valueKey, leadTable.id],
    },
    total: filters.length === 0 && named === 1 ? status : undefined,
  });
  return { ...page, items: page.items.map(presented) };
}

/** Every word begins a word of the lead; a phone number is found by four of its digits or more. */
function words(text = ""): SQL[] {
  const digits = /^[\d\s()+.-]+$/.test(text) ? text.replace(/\D/g, "") : "";
  if (digits.length >= 4) return [sql`instr(${leadTable.search}, ${digits}) > 0`];
  return fold(text)
    .split(" ")
    .filter(Boolean)
    .map((word) => sql`instr(' ' || ${leadTable.search}, ${` ${word}`}) > 0`);
}

/** The newest first. */
export const listActivities = (
  ctx: Ctx,
  { id, kind, ...input }: LogInput & { id: number; kind?: ActivityKind | undefined },
) =>
  listLog(ctx, input, {
    table: activityTable,
    key: activityTable.id,
    order: "desc",
    index: "lead_activities_by_lead",
    parent: leads.one(ctx, id),
    filters: [eq(activityTable.leadId, id), kind && eq(activityTable.kind, kind)],
  });

export const getLead = async (ctx: Ctx, id: number) => presented(await leads.get(ctx, id));
