import { and, asc, desc, eq, getTableColumns, gt, gte, lt, or, type SQL, sql } from "drizzle-orm";
import { alias, type SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { ReferrerCtx } from "#/ctx.ts";
import { type ControlDb, controlOf } from "#/db/control/client.ts";
import {
  type ReferralStatus,
  referralCompanies,
  referralHistory,
  referrals,
  referrers,
} from "#/db/control/schema/referrals.ts";
import { tenants } from "#/db/control/schema/tenants.ts";
import { withRetry } from "#/db/retry.ts";
import { decodeCursor, encodeCursor, type PageInput, pageWindow } from "#/kernel/page.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { noSuchJob } from "./errors.ts";

const originals = alias(referrals, "originals");

/** D1 answers a batch with rows whose columns are known by their names alone: no two may have one. */
const named = (column: SQLiteColumn, name: string) => sql<string | null>`${column}`.as(name);

/** Jobs with what answers show of their company, who is credited, the job that they were added to, and who took them. */
const jobs = (db: ControlDb) =>
  db
    .select({
      referral: getTableColumns(referrals),
      company: {
        name: named(referralCompanies.name, "company_name"),
        serviceTitanTenantId: named(referralCompanies.serviceTitanTenantId, "company_service_titan"),
        brandLocationId: named(referralCompanies.brandLocationId, "company_location"),
      },
      email: named(referrers.email, "referrer_email"),
      original: named(originals.publicId, "original_public_id"),
      provider: named(tenants.businessName, "provider_name"),
    })
    .from(referrals)
    .leftJoin(referralCompanies, eq(referralCompanies.id, referrals.companyId))
    .leftJoin(referrers, eq(referrers.id, referrals.referrerId))
    .leftJoin(originals, eq(originals.id, referrals.duplicateOf))
    .leftJoin(tenants, eq(tenants.id, referrals.providerTenantId))
    .$dynamic();
export type FoundJob = Awaited<ReturnType<typeof jobs>>[number];

const ofKey = ({ referrer }: ReferrerCtx) => eq(referrals.keyId, referrer.keyId);

/** A job of the caller's key with its history; 404 when there is none. */
export async function getJob(ctx: ReferrerCtx, publicId: string) {
  const db = controlOf(ctx);
  const ofJob = db
    .select({ id: sql`coalesce(${referrals.duplicateOf}, ${referrals.id})` })
    .from(referrals)
    .where(and(ofKey(ctx), eq(referrals.publicId, publicId)));
  const [[job], history] = await withRetry(() =>
    db.batch([
      jobs(db).where(and(ofKey(ctx), eq(referrals.publicId, publicId))),
      db
        .select()
        .from(referralHistory)
        .where(eq(referralHistory.referralId, sql`(${ofJob})`))
        .orderBy(asc(referralHistory.sequence)),
    ]),
  );
  if (!job) throw noSuchJob(publicId);
  return { job, history };
}

type Filters = { status?: ReferralStatus; sector?: string; externalId?: string; updatedSince?: Instant; sort?: string };

/** A change that was being written when somebody asked must not be missed (kernel/page.ts). */
const OVERLAP_SECONDS = 60;

/** Jobs of the caller's key, the newest first. */
export async function listJobs(
  ctx: ReferrerCtx,
  { status, sector, externalId, updatedSince, ...input }: PageInput & Filters,
) {
  const { limit } = pageWindow(input);
  const sort = input.sort ?? (updatedSince === undefined ? "-created_at" : "updated_at");
  const isDescending = sort.startsWith("-");
  const column = sort.endsWith("updated_at") ? referrals.updatedAt : referrals.createdAt;
  const order = isDescending ? desc : asc;
  const page = jobs(controlOf(ctx))
    .where(
      and(
        ofKey(ctx),
        status && eq(referrals.status, status),
        sector === undefined ? undefined : eq(referrals.sector, sector),
        externalId === undefined ? undefined : hasExternalId(externalId),
        updatedSince && gte(referrals.updatedAt, plusSeconds(updatedSince, -OVERLAP_SECONDS)),
        input.cursor === undefined ? undefined : behind(input.cursor, sort, column, isDescending),
      ),
    )
    .orderBy(order(column), order(referrals.id))
    .limit(limit + 1);
  const rows = await withRetry(() => page.all());
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1)?.referral : undefined;
  const key = last && (column === referrals.updatedAt ? last.updatedAt : last.createdAt);
  return { items, limit, nextCursor: last && key ? encodeCursor(sort, [key, last.id]) : null };
}

type Sorted = typeof referrals.createdAt | typeof referrals.updatedAt;

function behind(cursor: string, sort: string, column: Sorted, isDescending: boolean): SQL | undefined {
  const [at, id] = decodeCursor(cursor, sort, 2).map(String) as [Instant, string]; // safe: it has two parts
  const further = isDescending ? lt : gt;
  return or(further(column, at), and(eq(column, at), further(referrals.id, id)));
}

function hasExternalId(pair: string): SQL {
  const colon = pair.indexOf(":");
  return sql`exists (select 1 from json_each(${referrals.externalIds}) where key = ${pair.slice(0, colon)} and value = ${pair.slice(colon + 1)})`;
}

/** A job of the caller's key, or the one that it was added to: what is cancelled is that one. */
export async function getOriginal(ctx: ReferrerCtx, publicId: string) {
  const db = controlOf(ctx);
  const id = db
    .select({ id: sql`coalesce(${referrals.duplicateOf}, ${referrals.id})` })
    .from(referrals)
    .where(and(ofKey(ctx), eq(referrals.publicId, publicId)));
  const found = await withRetry(() =>
    db
      .select()
      .from(referrals)
      .where(eq(referrals.id, sql`(${id})`))
      .get(),
  );
  if (!found) throw noSuchJob(publicId);
  return found;
}
