import { and, asc, eq, gt, notExists, sql } from "drizzle-orm";
import type { PlatformCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import { type ReferralCompany, referralCompanies, referralKeys, referrals } from "#/db/control/schema/referrals.ts";
import { violatedConstraint } from "#/db/tenant/guards.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { decodeCursor, encodeCursor, type PageInput, pageWindow } from "#/kernel/page.ts";
import { companyIdTaken, companyInUse, noSuchCompany } from "./errors.ts";

const ORDER = "id";

/** Companies that refer, in the order in which they were added. */
export async function listCompanies(ctx: PlatformCtx, input: PageInput) {
  const { limit } = pageWindow(input);
  const after = input.cursor === undefined ? undefined : String(decodeCursor(input.cursor, ORDER, 1)[0]);
  const rows = await controlOf(ctx)
    .select()
    .from(referralCompanies)
    .where(after === undefined ? undefined : gt(referralCompanies.id, after))
    .orderBy(asc(referralCompanies.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, limit, nextCursor: last ? encodeCursor(ORDER, [last.id]) : null };
}

/** 404 when there is none; `field` is the field of the body that names it. */
export async function getCompany(ctx: PlatformCtx, id: string, field?: string): Promise<ReferralCompany> {
  const company = await controlOf(ctx).select().from(referralCompanies).where(eq(referralCompanies.id, id)).get();
  if (!company) throw noSuchCompany(id, field);
  return company;
}

export const insertCompany = (ctx: PlatformCtx, company: ReferralCompany) =>
  withFreeIds(() => controlOf(ctx).insert(referralCompanies).values(company).run());

export async function changeCompany(
  ctx: PlatformCtx,
  id: string,
  fields: Partial<Omit<ReferralCompany, "id" | "version" | "updatedAt">>,
): Promise<ReferralCompany> {
  const changed = await withFreeIds(() =>
    controlOf(ctx)
      .update(referralCompanies)
      .set({ ...fields, ...touched(ctx, referralCompanies) })
      .where(eq(referralCompanies.id, id))
      .returning()
      .get(),
  );
  if (!changed) throw noSuchCompany(id);
  return changed;
}

/** Removes a company that no key and no referral names: what was earned stays somebody's. */
export async function removeCompany(ctx: PlatformCtx, id: string): Promise<void> {
  const db = controlOf(ctx);
  const naming = (table: typeof referralKeys | typeof referrals) =>
    db.select({ n: sql`1` }).from(table).where(eq(table.companyId, id));
  const { meta } = await db
    .delete(referralCompanies)
    .where(and(eq(referralCompanies.id, id), notExists(naming(referralKeys)), notExists(naming(referrals))))
    .run();
  if (meta.changes > 0) return;
  await getCompany(ctx, id);
  throw companyInUse();
}

async function withFreeIds<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const taken = /^referral_companies\.(service_titan_tenant_id|brand_location_id)$/.exec(
      violatedConstraint(error) ?? "",
    )?.[1];
    throw taken ? companyIdTaken(taken) : error;
  }
}
