import { and, asc, desc, eq, gte, isNull, lt, lte, ne, type SQL, sql } from "drizzle-orm";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { notFound } from "#/kernel/errors.ts";
import { fold } from "#/kernel/fold.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { estimateAccepted } from "./errors.ts";
import { presented, presentedRevision } from "./present.ts";
import type { EstimateStatus } from "./rules.ts";
import { type Acceptance, acceptanceTable, estimates, estimateTable, type Revision, revisionTable } from "./tables.ts";

const ofTenant = (ctx: Ctx) => eq(estimateTable.tenantId, ctx.tenant.id);
const waiting = sql`${estimateTable.status} in ('sent', 'viewed')`;

/** Those that wait for an answer although their last day lies before `day`; the longest over first. */
export const waitingUntil = (ctx: Ctx, day: LocalDate, limit: number) =>
  q
    .select()
    .from(estimateTable)
    .where(and(ofTenant(ctx), waiting, lt(estimateTable.validUntil, day)))
    .orderBy(asc(estimateTable.validUntil), asc(estimateTable.id))
    .limit(limit);

/** Those that wait for an answer, and end on one of these days. */
export const endingWithin = (ctx: Ctx, from: LocalDate, to: LocalDate, limit: number) =>
  q
    .select()
    .from(estimateTable)
    .where(
      and(
        ...[ofTenant(ctx), waiting, gte(estimateTable.validUntil, from), lte(estimateTable.validUntil, to)],
        ...[isNull(estimateTable.archivedAt), sql`${estimateTable.remindedFor} is not ${estimateTable.validUntil}`],
      ),
    )
    .orderBy(asc(estimateTable.validUntil), asc(estimateTable.id))
    .limit(limit);

/** The acceptance of an estimate: its key lets there be one. */
export const insertAcceptance = (ctx: Ctx, acceptance: Omit<Acceptance, "tenantId">): Part => ({
  writes: [q.insert(acceptanceTable).values({ ...acceptance, tenantId: ctx.tenant.id })],
  refusals: {
    "estimate_acceptances.tenant_id, estimate_acceptances.estimate_id": estimateAccepted(acceptance.estimateId),
  },
});

export const acceptanceOf = (ctx: Ctx, estimateId: number) =>
  first(
    q
      .select()
      .from(acceptanceTable)
      .where(and(eq(acceptanceTable.tenantId, ctx.tenant.id), eq(acceptanceTable.estimateId, estimateId))),
  );

/** The estimate that a link of this hash leads to, and who has accepted it: the same trip reads the link. */
export const estimateOfLink = (ctx: Ctx, hash: string) => {
  const id = sql`(select document_id from document_links where tenant_id = ${ctx.tenant.id} and hash = ${hash} and kind = 'estimate')`;
  return {
    estimate: first(
      q
        .select()
        .from(estimateTable)
        .where(and(ofTenant(ctx), eq(estimateTable.id, id))),
    ),
    acceptance: first(
      q
        .select()
        .from(acceptanceTable)
        .where(and(eq(acceptanceTable.tenantId, ctx.tenant.id), eq(acceptanceTable.estimateId, id))),
    ),
  };
};

export const insertRevision = (ctx: Ctx, revision: Omit<Revision, "tenantId">) =>
  q.insert(revisionTable).values({ ...revision, tenantId: ctx.tenant.id });

const revisionsOf = (ctx: Ctx, estimateId: number) =>
  q
    .select()
    .from(revisionTable)
    .where(and(eq(revisionTable.tenantId, ctx.tenant.id), eq(revisionTable.estimateId, estimateId)))
    .orderBy(desc(revisionTable.revision));

export const getEstimate = async (ctx: Ctx, id: number) => presented(await estimates.get(ctx, id));

/** The present version and the earlier ones, the newest first. */
export async function listRevisions(ctx: Ctx, id: number) {
  const { estimate, earlier } = await read(ctx, { estimate: estimates.one(ctx, id), earlier: revisionsOf(ctx, id) });
  return { items: [{ ...estimate, closedAt: null, closedBy: null }, ...earlier].map(presentedRevision) };
}

/** Who has accepted, by which signature, and the text of what they agreed to. */
export async function getAcceptance(ctx: Ctx, id: number) {
  const { acceptance } = await read(ctx, { estimate: estimates.one(ctx, id), acceptance: acceptanceOf(ctx, id) });
  if (!acceptance) throw notFound("estimate_acceptance", id);
  return acceptance;
}

export type EstimateFilter = Partial<{
  status: EstimateStatus;
  customerId: number;
  jobId: number;
  technicianId: number;
  leadId: number;
  archived: boolean;
  dateFrom: LocalDate;
  dateTo: LocalDate;
  validUntil: LocalDate;
  search: string;
}>;

/** Estimates, filtered and sorted. */
export async function listEstimates(ctx: Ctx, filter: ListInput & EstimateFilter, kept?: "none") {
  const { archived, dateFrom, dateTo, validUntil, search, ...rest } = filter;
  const { status, customerId, jobId, technicianId, leadId, ...input } = rest;
  const equals = { status, customerId, jobId, technicianId, leadId };
  const filters = [
    ...words(search),
    archived === undefined ? undefined : sql`(${estimateTable.archivedAt} is not null) = ${archived ? 1 : 0}`,
    dateFrom === undefined ? undefined : gte(estimateTable.issuedOn, dateFrom),
    dateTo === undefined ? undefined : lte(estimateTable.issuedOn, dateTo),
    validUntil === undefined ? undefined : lte(estimateTable.validUntil, validUntil),
  ].filter((one) => one !== undefined);
  const named = Object.values(equals).filter((value) => value !== undefined).length;
  const page = await estimates.list(ctx, input, {
    equals,
    filters,
    sorts: {
      issued_on: [estimateTable.issuedOn, estimateTable.id],
      total_cents: [estimateTable.valueKey, estimateTable.id],
    },
    total: kept ?? (filters.length === 0 && named === 1 ? status : undefined),
  });
  return { ...page, items: page.items.map(presented) };
}

/** Every word begins a word of the estimate. */
const words = (text = ""): SQL[] =>
  fold(text)
    .split(" ")
    .filter(Boolean)
    .map((word) => sql`instr(' ' || ${estimateTable.search}, ${` ${word}`}) > 0`);

/** The statement that tells which customer's record a caller opens; null: none. */
export type OwnerQuery = RunnableQuery<number | null, "sqlite">;

/** What a customer was sent, the newest first: for their portal. */
export const estimatesOfCustomer = (ctx: Ctx, customerId: SQL<number>, limit = 100) =>
  q
    .select()
    .from(estimateTable)
    .where(
      and(
        ...[ofTenant(ctx), sql`${estimateTable.customerId} = ${customerId}`, ne(estimateTable.status, "draft")],
        isNull(estimateTable.archivedAt),
      ),
    )
    .orderBy(desc(estimateTable.id))
    .limit(limit);
