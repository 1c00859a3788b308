import { directoryAccess, type PlatformCtx } from "#/ctx.ts";
import type { ReferralCompany } from "#/db/control/schema/referrals.ts";
import { findTenant } from "#/db/directory.ts";
import { newId } from "#/kernel/ids.ts";
import { changeCompany, insertCompany } from "../company-repo.ts";
import { noSuchBusiness } from "../errors.ts";

type Fields = {
  serviceTitanTenantId?: string | null | undefined;
  brandLocationId?: string | null | undefined;
  tenantId?: string | null | undefined;
};

async function assertBusiness(ctx: PlatformCtx, { tenantId }: Fields): Promise<void> {
  if (tenantId && !(await findTenant(directoryAccess(ctx), tenantId))) throw noSuchBusiness(tenantId);
}

/** A company that refers, by the ids under which referrers name it. */
export async function addCompany(
  ctx: PlatformCtx,
  { name, ...ids }: Fields & { name: string },
): Promise<ReferralCompany> {
  await assertBusiness(ctx, ids);
  const company = {
    id: newId("rco"),
    name,
    serviceTitanTenantId: ids.serviceTitanTenantId ?? null,
    brandLocationId: ids.brandLocationId ?? null,
    tenantId: ids.tenantId ?? null,
    ...{ createdAt: ctx.realNow, updatedAt: ctx.realNow, version: 1 },
  };
  await insertCompany(ctx, company);
  return company;
}

/** Another name or other ids, for the jobs that come from now on. */
export async function changeReferralCompany(
  ctx: PlatformCtx,
  id: string,
  fields: Fields & { name?: string | undefined },
) {
  await assertBusiness(ctx, fields);
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return await changeCompany(ctx, id, given);
}
