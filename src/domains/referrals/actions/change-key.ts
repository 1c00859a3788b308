import type { PlatformCtx } from "#/ctx.ts";
import { getCompany } from "../company-repo.ts";
import { changeKey } from "../key-repo.ts";

type Change = { name?: string | undefined; source?: string | undefined; companyId?: string | null | undefined };

/** Another name, source or default company, for the jobs that come from now on. */
export async function changeReferralKey(ctx: PlatformCtx, id: string, { companyId, ...change }: Change) {
  if (companyId) await getCompany(ctx, companyId, "company_id");
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return await changeKey(ctx, id, { ...given, ...(companyId !== undefined && { companyId }) });
}
